"""An appointment in the words of a mail and a calendar: when it is, and where. Nothing else lives here."""

from datetime import datetime

from babel.dates import format_date

from hub.clock import AMSTERDAM

_WHEN = {"nl": "{day} van {begin} tot {end}", "en": "{day} from {begin} to {end}"}
_PLACES = {
    "nl": {
        "office": "{location}",
        "customer": "{location}",
        "phone": "telefonisch",
        "phone_number": "telefonisch, op {location}",
        "video": "videogesprek: {location}",
    },
    "en": {
        "office": "{location}",
        "customer": "{location}",
        "phone": "by telephone",
        "phone_number": "by telephone, on {location}",
        "video": "video call: {location}",
    },
}


def when(starts: datetime, ends: datetime, language: str) -> str:
    """Like `dinsdag 24 november 2026 van 10:00 tot 11:00`, on the clock of the Netherlands.

    In the night in which an hour comes twice the offset stands behind the time.
    """
    begin, end = (each.astimezone(AMSTERDAM) for each in (starts, ends))
    spoken = language if language in _WHEN else "en"
    day = format_date(begin.date(), "EEEE d MMMM y", locale=spoken)
    return _WHEN[spoken].format(day=day, begin=_clock(begin), end=_clock(end))


def where(place: str, location: str, language: str) -> str:
    words = _PLACES.get(language, _PLACES["en"])
    return words["phone_number" if place == "phone" and location else place].format(location=location)


def _clock(local: datetime) -> str:
    other = local.replace(fold=1 - local.fold)
    return (
        f"{local:%H:%M}" if other.utcoffset() == local.utcoffset() else f"{local:%H:%M} (UTC{local.isoformat()[-6:]})"
    )
