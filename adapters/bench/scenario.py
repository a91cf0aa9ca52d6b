"""The messages of the benchmark: SX 70 %, DA 17 % with 8–15 lines, OX 13 % with a 4 kB PDF, over 1,000 dossiers."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from adapters.simulator.cast import Line, Person
from adapters.simulator.messages import LENDER, OFFICE, PEOPLE, ax, da, ox, sx
from adapters.simulator.partner import Posted

DOSSIERS = 1_000
SHARES = {"SX": 0.70, "DA": 0.17, "OX": 0.13}
_SYLLABLES = tuple(first + second for first in "bdfgklmnprstvwz" for second in "aeiou")
_ENDINGS = ("berg", "dijk", "horst", "huis", "laan", "meer", "stra", "veld")
"""What invented surnames are put together from."""
_START = datetime(2026, 11, 2, 8, 0)  # noqa: DTZ001 - messages carry local time without a zone
_STATUSES = ("09", "10", "22", "12", "04", "23", "05", "31", "26")
_KINDS = ("001", "003", "009", "011", "012", "024", "029", "047", "051", "072", "151", "208", "233", "249", "256")
_LONG = "Ontvangen stuk is in behandeling bij de acceptant; de uiterste aanleverdatum volgt uit de offerte. " * 2
_TURNS = ("01", "02", "03", "06", "04")


def applications(count: int = DOSSIERS, *, varied: bool = False) -> Iterator[Posted]:
    """One AX per dossier, so that the answers find their application; `varied` names each applicant differently."""
    for n in range(count):
        people = (somebody(n),) if varied else PEOPLE
        body = ax(at=_START, number=_number(n), sender=OFFICE, receiver=LENDER, people=people)
        yield Posted(f"ax-{n}", body, _headers(OFFICE, LENDER, n))


def somebody(n: int) -> Person:
    """An invented applicant; some forty thousand surnames, of which the frequent ones come back."""
    place = n * 7_919
    middle, ending = _SYLLABLES[place // len(_SYLLABLES) % len(_SYLLABLES)], _ENDINGS[place // 5_625 % len(_ENDINGS)]
    surname = f"{_SYLLABLES[place % len(_SYLLABLES)]}{middle}{ending}".capitalize()
    initials = chr(65 + n % 26)
    born = date(1950 + n % 55, 1 + n % 12, 1 + n % 28)
    address = ("Benchmarkstraat", 1 + n % 300, f"{1000 + n % 8_000}AB", "Utrecht")
    return Person("NA01", f"{initials}{surname}", f"{initials}.", surname, born, *address, phone=f"06{n:08d}")


def answers(count: int, *, dossiers: int = DOSSIERS, seed: int = 20261121, run: str = "r") -> Iterator[Posted]:
    """`count` answers of the lender in a fixed random order; each dossier's own messages move forward in time."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible mix, not a secret
    for n in range(count):
        dossier = chance.randrange(dossiers)
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        body = _body(kind, _number(dossier), _START + timedelta(minutes=1 + n), n, chance)
        yield Posted(f"{run}-{n}", body, _headers(LENDER, OFFICE, dossier))


def _body(kind: str, number: str, at: datetime, n: int, chance: random.Random) -> bytes:
    if kind == "SX":
        text = ["Uw aanvraag is bijgewerkt; de volgende stap staat in de stukkenlijst."]
        return sx(_STATUSES[n % len(_STATUSES)], at=at, header=False, lender_reference=f"AE-{number}", text=text)
    if kind == "DA":
        turn = n // 997
        lines = [
            Line(str(100 + place), soort, _TURNS[(turn + place) % len(_TURNS)], note=_LONG[:120], description=_LONG)
            for place, soort in enumerate(_KINDS[: chance.randint(8, 15)])
        ]
        return da(lines, at=at, number=number)
    return ox(at=at, number=number, pdf=b"%PDF-1.4\n" + chance.randbytes(4_000))


def _number(dossier: int) -> str:
    return f"B2026-{dossier:06d}"


def sizes(count: int = 2_000) -> dict[str, int]:
    """The average size of each kind in bytes, so that a run says what it measured."""
    found: dict[str, list[int]] = {}
    for posted in answers(count):
        kind = "SX" if b"<StatusMelding" in posted.body else "DA" if b"<DocumentAanvraag" in posted.body else "OX"
        found.setdefault(kind, []).append(len(posted.body))
    return {kind: sum(found[kind]) // len(found[kind]) for kind in SHARES}


def _headers(sender: str, receiver: str, dossier: int) -> dict[str, str]:
    return {"sender": sender, "receiver": receiver, "dossier": _number(dossier), "environment": "production"}
