import pytest

from handlers.applications.tables import APPLICATIONS
from handlers.dossiers.views import dossier_for
from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from schemas.errors import NotFound, Refused
from schemas.statuses import SetStatus
from tests.builders.commands import ax, moment, sx


def current(hub, dossier):
    (row,) = hub.rows(CURRENT_STATUSES, dossier)
    return row


def shown(hub, dossier, viewer):
    return hub.read(dossier_for, viewer, ..., dossier).applications[0].status


def by_hand(hub, dossier, code="05", note="gebeld"):
    (application,) = hub.rows(APPLICATIONS, dossier)
    return SetStatus(dossier_id=dossier, application_id=application.id, code=code, note=note)


def test_a_status_ahead_of_its_application_waits(hub, lane):
    assert hub.message(lane, sx()).state == "waiting"
    assert hub.waiting_in(lane) == ["application"]


def test_a_waiting_status_is_applied_when_its_application_comes(hub, lane):
    hub.message(lane, sx("10 In behandeling"))
    hub.message(lane, ax())
    assert hub.waiting_in(lane) == []
    assert current(hub, hub.dossier_of(lane)).code == "10"


def test_a_later_status_becomes_the_current_one(hub, linked, dossier):
    hub.message(linked, sx("09 Ontvangstbevestiging", day=3))
    hub.message(linked, sx("10 In behandeling", day=4))
    assert current(hub, dossier).shown == "10 In behandeling"


def test_a_late_status_never_moves_a_dossier_backwards(hub, linked, dossier):
    hub.message(linked, sx("23 Bindende offerte verzonden", day=9))
    assert hub.message(linked, sx("10 In behandeling", day=4)).state == "superseded"
    assert current(hub, dossier).code == "23"
    assert len(hub.rows(STATUS_HISTORY, dossier)) == 2


def test_a_terminal_status_outlives_a_later_one_of_the_same_version(hub, linked, dossier):
    hub.message(linked, sx("11 Afgewezen", day=5))
    hub.message(linked, sx("10 In behandeling", day=6))
    assert current(hub, dossier).code == "11"


def test_a_status_of_a_newer_version_outranks_a_terminal_one(hub, linked, dossier):
    hub.message(linked, sx("11 Afgewezen", day=5))
    hub.message(linked, sx("09 Ontvangstbevestiging", day=6, request_version=2))
    assert current(hub, dossier).code == "09"


def test_the_same_content_under_another_identity_changes_nothing(hub, linked, dossier):
    again = sx("10 In behandeling", day=4)
    hub.message(linked, again)
    assert hub.message(linked, again).state == "superseded"


def test_a_status_about_a_document_does_not_move_the_application(hub, linked, dossier):
    hub.message(linked, sx("10 In behandeling"))
    hub.message(linked, sx("04 Bestandsformaat te groot", day=9, domain="DX", document_number="D1"))
    assert current(hub, dossier).code == "10"


def test_the_timeline_says_what_changed_and_where_it_came_from(hub, linked, dossier):
    hub.message(linked, sx("09 Ontvangstbevestiging", day=3))
    hub.message(linked, sx("10 In behandeling", day=4))
    entry = hub.timeline(dossier)[-1]
    assert (entry.kind, entry.actor) == ("status-registered", "400001")
    assert entry.changes == [
        {
            "field": "status",
            "old": "09 Ontvangstbevestiging",
            "new": "10 In behandeling",
            "path": "StatusMelding/Status/AXBerichtStatusSpecificatie/StatusAXBericht",
        }
    ]


@pytest.mark.parametrize(
    ("first", "second", "flags"),
    [
        (sx("10 In behandeling", day=3), sx("09 Ontvangstbevestiging", day=4), ("out-of-order",)),
        (sx("11 Afgewezen", day=3), sx("10 In behandeling", day=4), ("after-terminal",)),
        (sx("10 In behandeling", day=3), sx("77 Iets nieuws", day=4), ("unknown-code",)),
        (sx("10 In behandeling", day=3), sx("16 Beëindigd", day=4), ("text-missing",)),
        (sx("10 In behandeling", day=3), sx("24 Wordt aangepast", day=4), ()),
    ],
    ids=["out-of-order", "after-terminal", "unknown-code", "text-missing", "nothing"],
)
def test_what_is_strange_about_a_status_is_flagged(hub, linked, dossier, bram, first, second, flags):
    hub.message(linked, first)
    hub.message(linked, second)
    assert shown(hub, dossier, bram).history[-1].flags == flags


def test_flags_do_not_depend_on_the_order_of_arrival(hub, linked, dossier, bram):
    hub.message(linked, sx("09 Ontvangstbevestiging", day=4))
    hub.message(linked, sx("10 In behandeling", day=3))
    assert [(s.code, s.flags) for s in shown(hub, dossier, bram).history] == [("10", ()), ("09", ("out-of-order",))]


def test_a_person_sets_a_status_and_is_named_for_it(hub, linked, dossier, bram):
    hub.message(linked, sx("10 In behandeling"))
    hub.command(by_hand(hub, dossier))
    status = shown(hub, dossier, bram)
    assert (status.code, status.by_hand, status.hand_by, status.note) == ("05", True, "user:bram", "gebeld")
    assert (status.lender_code, status.lender_text) == ("10", "In behandeling")


def test_a_person_may_set_a_status_before_the_lender_said_anything(hub, dossier, bram):
    hub.command(by_hand(hub, dossier, "12"))
    assert shown(hub, dossier, bram).code == "12"


def test_the_next_message_of_the_lender_outranks_a_person_even_when_it_is_an_old_one(hub, linked, dossier):
    hub.message(linked, sx("10 In behandeling", day=9))
    hub.command(by_hand(hub, dossier))
    hub.message(linked, sx("09 Ontvangstbevestiging", day=2))
    assert (current(hub, dossier).hand_code, current(hub, dossier).code) == ("", "10")


def test_a_status_about_a_document_leaves_what_a_person_set(hub, linked, dossier):
    hub.command(by_hand(hub, dossier))
    hub.message(linked, sx("01 Document password-protected", domain="DX", document_number="D1"))
    assert current(hub, dossier).hand_code == "05"


def test_a_person_cannot_set_a_status_that_is_not_in_the_list(hub, dossier):
    with pytest.raises(Refused) as refused:
        hub.command(by_hand(hub, dossier, "99"))
    assert refused.value.slug == "status-unknown"


def test_a_person_cannot_set_a_status_on_an_application_of_another_dossier(hub, dossier):
    with pytest.raises(NotFound):
        hub.command(SetStatus(dossier_id=dossier, application_id="elsewhere", code="05"))


def test_dates_of_a_status_stay_with_it(hub, linked, dossier, bram):
    hub.message(linked, sx("05 Dossier finaal akkoord", passing_date=moment(28).date()))
    assert shown(hub, dossier, bram).history[-1].details == {"passing_date": "2026-11-28"}
