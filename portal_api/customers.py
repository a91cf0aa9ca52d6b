"""What pages and API do alike about customers: find them in a dossier the asker sees, and run each act once."""

from functools import partial

from handlers.customers.views import CustomerView, customers_in
from handlers.dossiers.views import visible
from hub.records import Outcome
from portal_api.who import Asking
from portal_api.writes import write
from schemas.errors import NotFound
from schemas.involvements import AdmitCustomer, DismissCustomer


def customers_for(asking: Asking, dossier_id: str) -> tuple[CustomerView, ...]:
    """The people of the dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
        return customers_in(dossier, connection, asking.counter.runtime.doors.now())


def party_of(found: tuple[CustomerView, ...], party: str) -> CustomerView | None:
    """The person who is this party, without an account or with one."""
    return next((each for each in found if each.party == party), None)


def invite(
    asking: Asking, key: str | None, dossier_id: str, party: str, email: str, name: str, *, if_match: str | None = None
) -> tuple[Outcome, str]:
    """An account for a party, with the mail; once per key. Without address or name those of the application count."""
    customers, known = asking.counter.customers, party_of(customers_for(asking, dossier_id), party)
    address, shown = email or (known.email if known else ""), name or (known.name if known else "")
    person = customers.person_for(address, shown, f"{asking.viewer.actor} {key}")
    made = AdmitCustomer(dossier_id=dossier_id, person_id=person, party=party)
    given = {"command": "AdmitCustomer", **made.model_dump(mode="json")}
    by = partial(customers.admit, email=address, name=shown)
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match), by=by)


def invite_again(asking: Asking, key: str | None, dossier_id: str, person_id: str) -> tuple[Outcome, str]:
    """A new link for a customer of the dossier; once per key."""
    customers_for(asking, dossier_id)
    made = asking.counter.customers.mail_for(dossier_id, person_id)
    fields = {"office_id", "template", "addressee", "about"}
    given = {"command": "SendNotification", **made.model_dump(mode="json", include=fields)}
    return write(asking, key, given, lambda: made, by=asking.counter.customers.invite)


def dismiss(
    asking: Asking, key: str | None, dossier_id: str, person_id: str, reason: str, *, if_match: str | None = None
) -> tuple[Outcome, str]:
    """The customer sees the dossier no more and is signed out; once per key."""
    customers_for(asking, dossier_id)
    made = DismissCustomer(dossier_id=dossier_id, person_id=person_id, reason=reason)
    given = {"command": "DismissCustomer", **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match), by=asking.counter.customers.dismiss)
