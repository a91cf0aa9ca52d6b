"""What went out, as an adviser reads it: to whom, where it is, since when, and why it waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.applications.views import LateAnswer
from hub.delivery.troubles import trouble_of
from hub.delivery.views import OutgoingLine
from hub.outgoing import ACKNOWLEDGED, DELIVERED, QUEUED, REFUSED
from portal_api import formats
from portal_api.texts import text
from schemas.refusals import Language

_TONES = {ACKNOWLEDGED: "good", REFUSED: "alert", QUEUED: "warn"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One message; `moments` are words of the catalogue with their moment, in the order in which they happened."""

    code: str
    message_type: str
    subject: str
    version: int
    receiver: str
    state: str
    tone: str
    moments: tuple[tuple[str, datetime], ...]
    remarks: tuple[str, ...]


def sent(line: OutgoingLine, language: Language, names: Mapping[str, str], late: LateAnswer | None = None) -> Sent:
    """The line in words; `names` says how nodes and lines of a stock list (`line.7`) are called.

    `late` says that its receiver should have answered by now.
    """
    return Sent(
        code=line.code,
        message_type=line.message_type,
        subject=names.get(f"line.{line.about}", ""),
        version=line.request_version,
        receiver=names.get(line.receiver) or line.receiver,
        state=line.state,
        tone=("alert" if late.is_overdue else "warn") if late else _TONES.get(line.state, ""),
        moments=tuple(_moments(line)),
        remarks=(*_remarks(line, language), *([late_text(late, language)] if late else [])),
    )


def late_text(late: LateAnswer, language: Language) -> str:
    """What did not come in time."""
    return text(language, "sent.overdue" if late.is_overdue else "sent.no_receipt")


def _moments(line: OutgoingLine) -> list[tuple[str, datetime]]:
    """Words of the catalogue with their moment; what waits says when it was tried and is tried next."""
    after: tuple[tuple[str, datetime | None], ...] = ((DELIVERED, line.delivered_at), (line.state, line.answered_at))
    waiting = (("tried", line.tried_at), ("next", line.next_try_at))
    known = (("made", line.made_at), *(waiting if line.state == QUEUED else after))
    return [(word, at) for word, at in known if at is not None]


def _remarks(line: OutgoingLine, language: Language) -> list[str]:
    said = [line.reason] if line.reason else []
    if line.state == QUEUED and line.trouble:
        trouble = trouble_of(line.trouble)
        said.append(trouble.nl if language == "nl" else trouble.en)
    if line.paused_at:
        since = formats.as_moment(line.paused_at, language)
        said.append(text(language, "sent.paused", since=since, reason=line.paused_reason or "–"))
    return said
