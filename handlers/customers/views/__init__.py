"""The reading side of customers: which parties of a dossier have access, and what a customer sees of his own.

A view of his own for him, so that nothing of the office reaches him by accident: no notes, no timeline, no statuses.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from sqlalchemy.engine import Connection

from handlers.accounts.views import WayIn, people_of, ways_in_of
from handlers.action_points.views import ActionPointView, own_points_in
from handlers.customers import rules
from handlers.customers.views.admitted import AdmittedCustomer, admitted_as, admitted_in
from handlers.dossiers.views import (
    PartyView,
    check_there,
    names_and_addresses_of,
    office_of_dossier,
    parties_in,
    title_of,
    visible,
)
from handlers.involvements.views import InvolvementView, involved_in
from handlers.service_agreements.views import paper_office
from hub import rows as statements
from hub.addresses import check_email
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.errors import Refused
from schemas.service_agreements import PaperOffice
from schemas.viewer import Viewer, VisibleDossier

__all__ = [
    "Access",
    "AdmittedCustomer",
    "Contact",
    "CustomerView",
    "OwnDossier",
    "OwnEye",
    "OwnPoint",
    "Reached",
    "admitted_as",
    "admitted_in",
    "customers_in",
    "own_dossier_for",
    "own_dossiers_for",
    "own_eye_for",
    "reached_in",
]

_ODD = re.compile(r"[^0-9A-Za-z.:/_-]")
_REFERENCE_MAX = 200
Access = Literal["none", "invited", "lapsed", "active"]
"""none: no account here. invited: a link that works. lapsed: a link that works no more. active: he set it up."""


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A person who is a party of the dossier. `party` is `application/reference`.

    `email` and `phone` are those of the application.

    With access: `person_id`, the name and address of the account, and until when an unused link works.
    """

    party: str
    name: str
    birth_date: date | None
    email: str
    access: Access
    phone: str = ""
    person_id: str = ""
    account_name: str = ""
    account_email: str = ""
    since: datetime | None = None
    invited_until: datetime | None = None


def customers_in(dossier: VisibleDossier, connection: Connection, at: datetime) -> tuple[CustomerView, ...]:
    """The people of a dossier, each once; whoever has access as a party that is no longer there stands last."""
    involved = [each for each in involved_in(dossier, connection) if each.part == "customer"]
    accounts = ways_in_of(connection, [each.id for each in involved], at)
    left = {each.party: each for each in involved}
    found = []
    for person in rules.people(parties_in(dossier, connection)):
        keys = [rules.key_of(each) for each in person]
        has = next((left.pop(key) for key in keys if key in left), None)
        found.append(_view(person, has, accounts))
    gone = [_view((), each, accounts) for each in left.values()]
    return (*found, *gone)


def letter_facts_in(dossier: VisibleDossier, connection: Connection, party: str) -> tuple[PaperOffice, tuple[str, ...]]:
    """Who writes, and the address of this party in lines; without lines when nobody knows it."""
    found = [each for each in parties_in(dossier, connection) if rules.key_of(each) == party]
    facts = found[0].facts if found else {}
    lines = (("street", "house_number", "house_number_suffix"), ("postcode", "city"))
    said = (" ".join(str(facts.get(name) or "") for name in each) for each in lines)
    office = paper_office(connection, office_of_dossier(connection, dossier.id))
    return office, tuple(" ".join(each.split()) for each in said if each.strip())


@dataclass(frozen=True, slots=True)
class Reached:
    """A party as a letter reaches it: `reference` is who it is to the post, `email` empty for one without."""

    party: str
    reference: str
    name: str
    email: str


def reached_in(work: Work, dossier_id: str) -> tuple[Reached, ...]:
    """Everybody of a locked dossier, for a handler; who has an account is reached at its address."""
    accounts = {each.party: each.name for each in work.find(INVOLVEMENTS, dossier_id) if each.part == "customer"}
    office_id = check_there(work, dossier_id)
    people = people_of(work, office_id, (name.partition(":")[2] for name in accounts.values()))
    found = []
    for party, (name, email) in names_and_addresses_of(work, dossier_id).items():
        account = people.get(accounts.get(party, "").partition(":")[2])
        if account and account.email:
            found.append(Reached(party, account.actor, account.name, account.email))
        else:
            reference = "party:" + _ODD.sub("_", f"{dossier_id}/{party}")[:_REFERENCE_MAX]
            found.append(Reached(party, reference, name, _usable(email)))
    return tuple(found)


def _usable(email: str) -> str:
    """The address, or nothing: what lenders send is not always one, and a mail to it would never leave."""
    try:
        address = check_email(email) if email else ""
    except Refused:
        return ""
    return address if address.rpartition("@")[0].isascii() else ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom he can reach: his adviser or the case handler (dossierbehandelaar). `phone` and `email` may be empty."""

    part: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """What he has to do or did. `is_again`: it was handed in before and was not right; `reason` says why.

    `person` is whom it is about, empty when it is about both partners; `document` its SoortDocument, empty for none.
    `takes_files`: he hands it in here.
    """

    id: str
    subject: str
    reason: str
    is_again: bool
    state: str
    person: str
    due: date | None
    changed_at: datetime
    kind: str
    remark: str
    document: str
    takes_files: bool = False


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """A dossier as its customer sees it. `percent` is exact and rounded down: 100 only when nothing is open."""

    id: str
    title: str
    handled: int
    total: int
    percent: int
    open: tuple[OwnPoint, ...]
    done: tuple[OwnPoint, ...]
    contacts: tuple[Contact, ...]


def own_dossiers_for(viewer: Viewer, connection: Connection, at: datetime) -> tuple[OwnDossier, ...]:
    """The dossiers in which the viewer is a customer, the latest admitted first."""
    found = statements.select(connection, INVOLVEMENTS, "name", viewer.involved_as or ())
    parts = sorted((each for each in found if each.part == "customer"), key=lambda each: each.since, reverse=True)
    made = (own_dossier_for(viewer, connection, each.dossier_id, at) for each in parts)
    return tuple(each for each in made if each)


@dataclass(frozen=True, slots=True)
class OwnEye:
    """How a customer sees a dossier of his: `is_his` says of whom something is about whether it is for him.

    `reader` is who he is (`user:…`), also for a colleague who looks as him; `keys` are the parties that he is.
    """

    dossier: VisibleDossier
    reader: str
    is_his: Callable[[str], bool]
    keys: frozenset[str]
    involved: tuple[InvolvementView, ...]


def own_eye_for(viewer: Viewer, connection: Connection, dossier_id: str) -> OwnEye | None:
    """`None` for a dossier in which the viewer is no customer."""
    dossier = visible(viewer, connection, dossier_id)
    if dossier is None:
        return None
    involved = involved_in(dossier, connection)
    own = next((each for each in involved if f"user:{each.id}" in (viewer.involved_as or ())), None)
    if own is None or own.part != "customer":
        return None
    parties = parties_in(dossier, connection)
    person = next((each for each in rules.people(parties) if own.party in map(rules.key_of, each)), ())
    is_his = partial(rules.is_his, mine=person, all_parties=parties)
    keys = frozenset((own.party, *map(rules.key_of, person)))
    return OwnEye(dossier, f"user:{own.id}", is_his, keys, involved)


def own_dossier_for(viewer: Viewer, connection: Connection, dossier_id: str, at: datetime) -> OwnDossier | None:
    """One of them; `None` for a dossier in which he is no customer."""
    eye = own_eye_for(viewer, connection, dossier_id)
    if eye is None:
        return None
    dossier, involved = eye.dossier, eye.involved
    points = own_points_in(dossier, connection, eye.is_his)
    return OwnDossier(
        id=dossier.id,
        title=title_of(dossier, connection),
        handled=points.progress.handled,
        total=points.progress.total,
        percent=points.progress.percent,
        open=tuple(map(_own, points.open)),
        done=tuple(map(_own, points.done)),
        contacts=_contacts(connection, involved, at),
    )


def _contacts(connection: Connection, involved: Sequence[InvolvementView], at: datetime) -> tuple[Contact, ...]:
    """The adviser before the case handler."""
    staff = sorted((each for each in involved if each.part in {"adviser", "handler"}), key=lambda each: each.part)
    known = ways_in_of(connection, [each.id for each in staff], at)
    found = [(each.part, known.get(each.id)) for each in staff]
    return tuple(Contact(part, who.name, who.phone, who.email) for part, who in found if who)


def _own(point: ActionPointView) -> OwnPoint:
    return OwnPoint(
        id=point.id,
        subject=point.subject,
        reason=point.reason,
        is_again=point.is_again,
        state=point.state,
        person=point.person,
        due=point.due,
        changed_at=point.changed_at,
        kind=point.kind,
        remark=point.remark,
        document=point.document,
        takes_files=point.about == "stuk",
    )


def _view(person: Sequence[PartyView], has: InvolvementView | None, accounts: dict[str, WayIn]) -> CustomerView:
    newest = person[-1] if person else None
    account = accounts.get(has.id) if has else None
    about = {
        "party": has.party if has else rules.key_of(newest) if newest else "",
        "name": newest.name if newest else account.name if account else "",
        "birth_date": newest.birth_date if newest else None,
        "email": newest.email if newest else "",
        "phone": next((each.phone for each in reversed(person) if each.phone), ""),
    }
    if has is None or account is None:
        return CustomerView(**about, access="none")
    access: Access = "active" if account.is_active else "invited" if account.invited_until else "lapsed"
    return CustomerView(
        **about,
        access=access,
        person_id=account.id,
        account_name=account.name,
        account_email=account.email,
        since=has.since,
        invited_until=account.invited_until,
    )
