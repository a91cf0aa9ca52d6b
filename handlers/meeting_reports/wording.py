"""The fields of the mail of a report. Nothing else lives here."""

from datetime import datetime

from babel.dates import format_date

from hub.clock import AMSTERDAM


def fields_of(subject: str, text: str, met_at: datetime, sender: str, language: str) -> dict[str, str]:
    """What the template `meeting-report` is filled with."""
    spoken = language if language in {"nl", "en"} else "en"
    day = format_date(met_at.astimezone(AMSTERDAM).date(), "EEEE d MMMM y", locale=spoken)
    return {"subject": subject, "text": text, "day": day, "adviser": sender}
