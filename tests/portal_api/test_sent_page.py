"""What was sent, on the page of a dossier: to whom, where it is and since when, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.offices.directory import set_agent_number, set_profile
from hub import rows as statements
from hub.records import OUTGOING, PARTNERS, Partner
from tests.portal_api.test_sending import PROFILE, place, post


@pytest.fixture
def desk(own_desk):
    with own_desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
        set_agent_number(connection, office="kantoor-1", number="700123")
    return own_desk


def page(desk, language="nl"):
    return desk.browser().get(f"/dossiers/{desk.dossier}?lang={language}").text


def change(desk, **facts):
    with desk.hub.database.transaction() as connection:
        (line,) = statements.select(connection, OUTGOING, "dossier_id", [desk.dossier])
        statements.write(connection, OUTGOING, [replace(line, **facts)], "replace")


def test_a_dossier_from_which_nothing_went_says_so(own_desk):
    assert "Er is nog niets verzonden." in page(own_desk)
    assert "Nothing has been sent yet." in page(own_desk, "en")


def test_what_waits_says_to_whom_and_why(desk):
    post(desk.client(desk.cast.bram_key), place(desk))
    change(desk, trouble="unreachable", tried_at=desk.hub.clock.now(), attempts=1)
    shown = page(desk)
    said = ("wacht op verzending", "aan AEGON Hypotheken", "Er kwam geen verbinding tot stand.")
    assert [words for words in said if words not in shown] == []
    assert "No connection could be made." in page(desk, "en")


@pytest.mark.parametrize(
    ("state", "word"), [("delivered", "bezorgd"), ("acknowledged", "bevestigd"), ("refused", "geweigerd")]
)
def test_each_state_has_its_word_and_its_moment(desk, state, word):
    post(desk.client(desk.cast.bram_key), place(desk))
    later = desk.hub.clock.now() + timedelta(minutes=3)
    change(desk, state=state, delivered_at=later, answered_at=later if state != "delivered" else None)
    assert f">{word}</span>" in page(desk)


def test_a_paused_partner_is_named_with_the_reason(desk):
    post(desk.client(desk.cast.bram_key), place(desk))
    at = desk.hub.clock.now()
    paused = Partner("600001", "folder", "/tmp/x", {}, None, at, at, "user:olga", "storing bij de geldverstrekker")
    with desk.hub.database.transaction() as connection:
        statements.write(connection, PARTNERS, [paused])
    assert "storing bij de geldverstrekker" in page(desk)


def test_the_timeline_says_that_it_was_sent(desk):
    post(desk.client(desk.cast.bram_key), place(desk))
    assert "Aanvraag versie 1 klaargezet voor de geldverstrekker" in page(desk)
