"""Notifications to give and ways to read them back."""

from handlers.notifications import due
from handlers.notifications.tables import BOUNCES
from hub.ids import derived_id
from hub.sealing import Sealer
from hub.settings import load
from schemas.notifications import Addressee, SendNotification

KEY = "0123456789abcdef0123456789abcdef"
OFFICE = "kantoor-1"
ANNA = Addressee(reference="user:anna", name="Anna de Wit", email="anna@x.example", phone="0612345678")
LINK = "https://hub.example/login/very-secret"


def sealed(text=LINK):
    return Sealer(load(secret_key=KEY)).sealed(text)


def points(**more):
    """A notification that may wait and may be switched off."""
    facts = {
        "office_id": OFFICE,
        "template": "action-points",
        "addressee": ANNA,
        "fields": {"count": "2", "subject": "Loonstrook", "address": "https://hub.example/"},
    }
    return SendNotification(**{**facts, **more})


def link(**more):
    """A sign-in link."""
    facts = {
        "office_id": OFFICE,
        "template": "sign-in-link",
        "addressee": ANNA,
        "fields": {"link": sealed(), "minutes": "15"},
    }
    return SendNotification(**{**facts, **more})


def sent_by(hub, command):
    """The row that the command made."""
    unit_id = hub.command(command).unit_id
    with hub.database.reading() as connection:
        return due.by_id(connection, derived_id(unit_id, "notification"))


def again(hub, row):
    """The row as it is now."""
    with hub.database.reading() as connection:
        return due.by_id(connection, row.id)


def bounces(hub, office=OFFICE):
    return hub.rows(BOUNCES, office)
