"""A date in the Dutch words of a message to a colleague. Pure; pages have their own words in the catalogues."""

from datetime import date

from babel.dates import format_date

from handlers.dates.rules.alerts import left
from handlers.dates.rules.watching import WatchedDate, notice_until

_WHAT = {
    "resolutive": "De ontbindende voorwaarde ({subject})",
    "deed": "De passeerdatum",
    "offer": "De offerte {title}",
    "document": "De geldigheid van {title}",
}
_SUBJECTS = {"financiering": "financiering", "nhg": "NHG", "bouwkundig": "bouwkundige keuring"}
_NEXT = {
    "resolutive": "Is er dan geen zekerheid, ontbind dan of vraag om verlenging. De mededeling moet uiterlijk {notice} "
    "ontvangen zijn. Leg in het dossier vast wat er is afgesproken.",
    "deed": "Controleer of alle stukken er zijn en of de offerte dan nog geldt.",
    "offer": "Vraag de geldverstrekker om verlenging, of zorg dat er voor die dag gepasseerd is.",
    "document": "Het stuk is niet meer geldig op de passeerdatum. Vraag de klant op tijd om een nieuw stuk.",
}


def in_words(day: date) -> str:
    """Like `maandag 28 december 2026`."""
    return format_date(day, "EEEE d MMMM y", locale="nl")


def what(watched: WatchedDate) -> str:
    subject = _SUBJECTS.get(watched.subject, watched.subject)
    return " ".join(_WHAT[watched.kind].format(subject=subject, title=watched.title).split())


def near(watched: WatchedDate, today: date) -> str:
    """How near it is, from `over 5 werkdagen` to `3 werkdagen geleden`."""
    days = left(today, watched.ends_on)
    if today == watched.ends_on:
        return "vandaag"
    if days == 0:
        return "net verlopen"
    counted = "1 werkdag" if abs(days) == 1 else f"{abs(days)} werkdagen"
    return f"over {counted}" if days > 0 else f"{counted} geleden"


def todo(watched: WatchedDate) -> str:
    return _NEXT[watched.kind].format(notice=in_words(notice_until(watched)))
