"""What the office of the demo did before the first second: dates, contacts, tasks, appointments, orders.

By the commands by which everybody does it, once; dossiers are named by the number of their application.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hub.ids import derived_id
from hub.runtime import Runtime
from schemas.appointments import AppointmentTerms, MakeAppointment
from schemas.commands import Command
from schemas.contacts import FollowUp, RecordContact
from schemas.dates import ConditionTerms, SetDeedDate, SetResolutiveCondition
from schemas.products import AddProduct
from schemas.service_agreements import AgreementTerms, ComparisonCard, MakeServiceAgreement, ServiceLine
from schemas.tasks import AddTask

_LOCAL = ZoneInfo("Europe/Amsterdam")
_EXPIRING, _DECLINED, _RATE, _NEW = "2026-1055", "2026-1062", "2026-1076", "2026-1083"
_HOUR = timedelta(hours=1)


def write_diary(hub: Runtime) -> None:
    """What stands in the diary of Bram and Els on the first day of the demo."""
    from handlers.accounts.demo import demo_id

    with hub.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT number, dossier_id, id FROM applications")
        known = {number: (dossier, application) for number, dossier, application in rows}
    for person, command in _entries(known, hub.clock.business_date(), demo_id("bram"), demo_id("els")):
        hub.execute(command, actor=f"user:{demo_id(person)}")


def _entries(known: dict[str, tuple[str, str]], today: date, bram: str, els: str) -> Iterator[tuple[str, Command]]:
    rate, application = known[_RATE]
    expiring, declined, new = known[_EXPIRING][0], known[_DECLINED][0], known[_NEW][0]
    party = f"{application}/NA01"
    terms = ConditionTerms(ov_date=_after(today, 12), notice_days=2, guarantee_date=_after(today, 20))
    yield "bram", SetResolutiveCondition(dossier_id=rate, kind="financiering", terms=terms)
    yield "bram", SetDeedDate(dossier_id=rate, day=_after(today, 55))
    yield (
        "bram",
        RecordContact(
            dossier_id=rate,
            means="phone",
            at=_at(_after(today, -1), 15),
            party=party,
            summary="Blij met de lagere rente; wil de bindende offerte samen doornemen.",
            follow_up=FollowUp(subject="Bindende offerte doornemen", due=_after(today, 4), assignee=bram),
        ),
    )
    yield "bram", _meeting(rate, _at(_after(today, 4), 14), party)
    yield "els", AddTask(dossier_id=expiring, subject="Verlenging van de offerte vragen", due=today, assignee=els)
    yield (
        "bram",
        AddTask(dossier_id=new, subject="Klant bellen over de aanvraag", due=today, assignee=bram),
    )
    yield "bram", _service(declined)
    yield "bram", MakeServiceAgreement(dossier_id=declined, terms=_order(today))


def _meeting(dossier: str, starts: datetime, party: str) -> Command:
    terms = AppointmentTerms(
        place="office", location="Brugstraat 1, Utrecht", invited=(party,), subject="Offertebespreking"
    )
    return MakeAppointment(dossier_id=dossier, starts=starts, ends=starts + _HOUR, terms=terms)


def _service(dossier: str) -> Command:
    return AddProduct(
        dossier_id=dossier,
        product_id=derived_id("demo-service", dossier),
        kind="service",
        card={"wanted_advice": "purchase", "scope": "advice_and_mediation"},
        parts=({"description": "Hypotheekadvies en bemiddeling", "fee": "2750"},),
    )


def _order(today: date) -> AgreementTerms:
    """A draft that still lacks how it is paid."""
    return AgreementTerms(
        lines=(ServiceLine(kind="main", name="Hypotheekadvies en bemiddeling", fee=Decimal(2750)),),
        scope="both",
        card=ComparisonCard(version="2026-1", handed_over=_after(today, -8), fee=Decimal(2750)),
    )


def _after(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=_LOCAL)
