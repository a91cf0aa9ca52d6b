"""Products on their way: moved by messages and people, by the version they began with; told of when they wait."""

from datetime import timedelta

import pytest

from handlers.accounts.people import add_user
from handlers.dossiers.views import visible
from handlers.offices.directory import add_office
from handlers.tasks.views import tasks_in
from handlers.workflows.shipped import shipped_text
from handlers.workflows.views import definitions_for, workflow_of
from hub.records import TIMERS
from schemas.applications import UnlinkExchange
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AssignDossier
from schemas.products import EndProduct, KeepProduct, ReopenProduct
from schemas.viewer import Viewer
from schemas.workflows import AdoptWorkflow, SetWorkflow, TellOfState, WalkWorkflow
from tests.builders.commands import ax, da, line, ox, sx
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening
from tests.handlers.products.test_products import add, products


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        add_office(connection, name="Kantoor 1", node="100001", at=MORNING, office_id="kantoor-1")
        rounds.els = add_user(connection, office_id="kantoor-1", name="Els", role="adviser", at=MORNING).id
    yield rounds
    rounds.database.close()


def standing(office, product_id="p-1", dossier_id="d-1"):
    with office.database.reading() as connection:
        dossier = visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, dossier_id)
        return workflow_of(dossier, connection, product_id)


def tasks(office):
    with office.database.reading() as connection:
        return tasks_in(visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, "d-1"), connection)


def walk(office, step, product_id="p-1", dossier_id="d-1", **more):
    return office.command(WalkWorkflow(dossier_id=dossier_id, product_id=product_id, step=step, **more))


def kept(office, kind="mortgage", **more):
    office.command(opening())
    add(office, kind=kind, **more)
    return standing(office)


def exchanged(office, *messages):
    """A dossier that an application opened, after these messages; its lane, dossier and product."""
    lane = office.lane()
    office.message(lane, ax())
    for message in messages:
        office.message(lane, message)
    dossier_id = office.dossier_of(lane)
    return lane, dossier_id, products(office, dossier_id)[0].id


def test_a_product_begins_its_way_and_offers_what_may_be_done(office):
    found = kept(office)
    assert (found.state, found.version, found.is_over) == ("inventory", 0, False)
    assert [each.key for each in found.steps if each.to] == ["agreement-elsewhere", "withdraw"]
    assert [each.place for each in found.steps if not each.to] == [
        *("tasks", "customers", "agreements", "for-the-customer"),
    ]


def test_a_step_says_who_took_it_and_why(office):
    kept(office)
    walk(office, "withdraw", reason="Koopt niet")
    found = standing(office)
    (line,) = found.history
    assert (found.state, line.cause, line.before) == ("withdrawn", "step:withdraw", "inventory")
    assert line.reason == "Koopt niet"


@pytest.mark.parametrize(
    ("step", "said", "error", "slug"),
    [
        ("withdraw", {}, Refused, "request-invalid"),
        ("fly", {}, NotFound, "not-found"),
        ("send-again", {"reason": "x"}, Conflict, "step-not-allowed"),
        ("agreement-elsewhere", {"reason": "x", "evidence": "brief"}, Conflict, "step-not-ready"),
        ("withdraw", {"reason": "x", "seen": "sent"}, Conflict, "state-moved"),
        ("withdraw", {"reason": "x" * 501}, Refused, "request-invalid"),
    ],
)
def test_a_step_that_may_not_be_taken_changes_nothing(office, step, said, error, slug):
    kept(office)
    with pytest.raises(error) as caught:
        walk(office, step, **said)
    assert (caught.value.slug, standing(office).state, standing(office).history) == (slug, "inventory", ())


def test_a_refusal_speaks_the_words_of_the_page_and_keeps_the_keys_for_programs(office):
    kept(office)
    with pytest.raises(Conflict) as unready:
        walk(office, "agreement-elsewhere", reason="x", evidence="brief")
    assert (unready.value.came, unready.value.expected) == ("agreement-elsewhere", "contact")
    assert "'Opdracht is buiten de hub gegeven'" in unready.value.nl
    assert "een vastgelegd contact" in unready.value.nl
    assert "a recorded contact" in unready.value.en
    with pytest.raises(Conflict) as elsewhere:
        walk(office, "send-again", reason="x")
    assert "send-again" not in elsewhere.value.nl
    with pytest.raises(Conflict) as moved:
        walk(office, "withdraw", reason="x", seen="sent")
    assert (moved.value.expected, "inventory" in moved.value.nl) == ("inventory", False)


def test_messages_move_a_product(office):
    lane, dossier_id, product_id = exchanged(office, sx("09"), sx("10"))
    assert standing(office, product_id, dossier_id).state == "in-progress"
    office.message(lane, ox())
    assert standing(office, product_id, dossier_id).state == "rate-offer"
    office.message(lane, da(line()))
    found = standing(office, product_id, dossier_id)
    assert found.state == "documents-asked"
    assert [each.cause for each in reversed(found.history)] == ["AX", "SX:09", "SX:10", "OX:indicative", "DA"]
    assert office.late_loads == 0


def test_what_comes_after_the_end_moves_nothing_and_is_a_task(office):
    lane, dossier_id, product_id = exchanged(office, sx("09"))
    walk(office, "withdraw", product_id, dossier_id, reason="Klant ziet ervan af")
    outcome = office.message(lane, sx("10"))
    found = standing(office, product_id, dossier_id)
    assert (outcome.state, found.state, found.history[0].cause) == ("applied", "withdrawn", "SX:10")
    assert found.history[0].before == found.history[0].after
    assert [type(each).__name__ for each in office.ordered] == ["AddTask"]


def test_a_product_that_ended_is_walked_no_more_until_it_is_open_again(office):
    kept(office)
    office.command(EndProduct(dossier_id="d-1", product_id="p-1", ending="withdrawn", reason="Koopt niet"))
    assert (standing(office).is_over, standing(office).steps) == (True, ())
    with pytest.raises(Conflict) as caught:
        walk(office, "withdraw", reason="x")
    assert caught.value.slug == "product-ended"
    office.command(ReopenProduct(dossier_id="d-1", product_id="p-1", reason="Toch"))
    assert standing(office).steps != ()


def test_messages_that_were_of_another_family_move_it_no_more(office):
    lane, dossier_id, product_id = exchanged(office, sx("09"))
    office.command(KeepProduct(dossier_id=dossier_id, product_id=product_id, card={"with_guarantee": "no"}))
    office.command(UnlinkExchange(lane_id=lane, reason="verkeerd gezin"))
    found = standing(office, product_id, dossier_id)
    assert (found.state, found.history) == ("inventory", ())


def test_a_product_gone_with_its_application_leaves_no_workflow(office):
    lane, dossier_id, product_id = exchanged(office, sx("09"))
    office.command(UnlinkExchange(lane_id=lane, reason="verkeerd gezin"))
    assert standing(office, product_id, dossier_id) is None


def changed(office, text=None, after=0, kind="mortgage"):
    text = text or shipped_text("mortgage").replace('nl = "Inventarisatie"', 'nl = "Kennismaking"')
    return office.command(SetWorkflow(office_id="kantoor-1", kind=kind, text=text, after=after, note="Andere naam"))


def test_a_running_product_keeps_its_version_until_it_adopts_another(office):
    kept(office)
    changed(office)
    assert (standing(office).version, standing(office).newest) == (0, 1)
    assert standing(office).definition.states[0].nl == "Inventarisatie"
    add(office, product_id="p-2")
    assert standing(office, "p-2").definition.states[0].nl == "Kennismaking"
    office.command(AdoptWorkflow(dossier_id="d-1", product_id="p-1"))
    assert (standing(office).version, standing(office).definition.states[0].nl) == (1, "Kennismaking")


def test_a_version_that_does_not_know_the_state_asks_for_another(office):
    kept(office)
    changed(office, shipped_text("service"))
    walk(office, "withdraw", reason="x")
    walk(office, "resume", reason="x")
    lane_state = standing(office).state
    assert lane_state == "inventory"
    with pytest.raises(Conflict) as caught:
        office.command(AdoptWorkflow(dossier_id="d-1", product_id="p-1", state="sent"))
    assert caught.value.slug == "state-unknown"
    office.command(AdoptWorkflow(dossier_id="d-1", product_id="p-1", state="engaged"))
    assert (standing(office).state, standing(office).version) == ("engaged", 1)


def test_two_who_change_one_definition_are_told_and_a_wrong_one_changes_nothing(office):
    changed(office)
    with pytest.raises(Conflict) as caught:
        changed(office, after=0)
    assert (caught.value.slug, caught.value.expected) == ("workflow-changed", "1")
    with pytest.raises(Refused) as refused:
        changed(office, "name = 1", after=1)
    assert refused.value.slug == "workflow-invalid"
    with office.database.reading() as connection:
        versions = definitions_for(connection, "kantoor-1", "mortgage")
    assert [(each.version, each.note) for each in versions] == [(1, "Andere naam"), (0, "")]


def test_a_product_that_stands_still_is_a_task_of_its_adviser_once_per_state(office):
    kept(office)
    office.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=office.els))
    (timer,) = [each for each in office.rows(TIMERS, "d-1") if each.name == "TellOfState"]
    assert timer.due_at > MORNING + timedelta(days=10)
    since = standing(office).since
    told = TellOfState(dossier_id="d-1", product_id="p-1", state="inventory", since=since)
    office.command(told, actor="timer")
    (task,) = tasks(office)
    assert (task.subject, task.assignee) == ("Staat te lang op 'Inventarisatie'", office.els)
    walk(office, "withdraw", reason="x")
    office.command(told, actor="timer")
    assert len(tasks(office)) == 1
