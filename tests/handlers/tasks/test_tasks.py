"""Tasks of a dossier: made, changed, ended, opened again, handed over with the dossier, listed for who may see them."""

from datetime import date

import pytest

from handlers.accounts.people import add_user
from handlers.dossiers.views import visible
from handlers.offices.directory import add_office
from handlers.tasks.views import Wanted, count_for, tasks_for, tasks_in
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AssignDossier
from schemas.tasks import AddTask, ChangeTask, EndTask, ReopenTask
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
OPEN = Wanted()


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        for number, node in ((1, "100001"), (2, "100002")):
            add_office(connection, name=f"Kantoor {number}", node=node, at=MORNING, office_id=f"kantoor-{number}")
        rounds.els, rounds.bram = (
            add_user(connection, office_id="kantoor-1", name=name, role="adviser", at=MORNING).id
            for name in ("Els", "Bram")
        )
        rounds.chris = add_user(connection, office_id="kantoor-2", name="Chris", role="adviser", at=MORNING).id
    rounds.command(opening())
    yield rounds
    rounds.database.close()


def somebody(office="kantoor-1", **more):
    return Viewer(office, False, "user:bram", "production", **more)


def of_dossier(office):
    with office.database.reading() as connection:
        return tasks_in(visible(somebody(), connection, "d-1"), connection)


def listed(office, wanted=OPEN, viewer=None, **more):
    with office.database.reading() as connection:
        return tasks_for(viewer or somebody(), connection, wanted, **more)


def add(office, subject="Bellen", due=FRIDAY, **more):
    office.command(AddTask(dossier_id="d-1", subject=subject, due=due, **more))
    return next(each for each in of_dossier(office) if each.subject == subject)


def test_a_task_has_a_day_and_a_person_and_stands_on_the_timeline(office):
    made = add(office, assignee=office.els, remark="Over de rente.")
    assert (made.who, made.due, made.state, made.dossier) == ("Els", FRIDAY, "open", "A. de Wit")
    assert office.timeline("d-1")[-1].kind == "task-added"


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"remark": "x" * 2001}, "remark"),
        ({"due": date(1999, 1, 1)}, "due"),
        ({"due": date(9999, 1, 1)}, "due"),
    ],
    ids=["empty", "long", "long-remark", "long-ago", "never"],
)
def test_a_task_that_cannot_be_is_refused(office, facts, path):
    with pytest.raises(Refused) as refused:
        office.command(AddTask.model_validate({"dossier_id": "d-1", "subject": "Bellen", "due": FRIDAY} | facts))
    assert refused.value.path == path
    assert of_dossier(office) == ()


def test_a_colleague_of_another_office_gets_no_task(office):
    with pytest.raises(NotFound):
        add(office, assignee=office.chris)
    with pytest.raises(NotFound):
        office.command(ChangeTask(dossier_id="d-1", task_id="none", subject="x", due=FRIDAY))


def test_a_task_is_changed_done_and_opened_again(office):
    made = add(office, assignee=office.els)
    office.command(ChangeTask(dossier_id="d-1", task_id=made.id, subject="Mailen", due=MONDAY, assignee=office.bram))
    (changed,) = of_dossier(office)
    assert (changed.subject, changed.due, changed.who) == ("Mailen", MONDAY, "Bram")
    office.command(EndTask(dossier_id="d-1", task_id=made.id, ending="done", outcome="Gemaild."))
    assert of_dossier(office)[0].outcome == "Gemaild."
    with pytest.raises(Conflict) as refused:
        office.command(EndTask(dossier_id="d-1", task_id=made.id, ending="done"))
    assert refused.value.slug == "task-ended"
    office.command(ReopenTask(dossier_id="d-1", task_id=made.id))
    assert (of_dossier(office)[0].state, of_dossier(office)[0].outcome) == ("open", "")


def test_a_task_is_dropped_with_a_reason_only(office):
    made = add(office)
    with pytest.raises(Refused) as refused:
        office.command(EndTask(dossier_id="d-1", task_id=made.id, ending="dropped"))
    assert refused.value.path == "outcome"
    office.command(EndTask(dossier_id="d-1", task_id=made.id, ending="dropped", outcome="Niet meer nodig"))
    assert of_dossier(office)[0].state == "dropped"


def test_open_tasks_go_with_the_dossier_and_others_stay(office):
    office.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=office.els))
    mine, nobodys = add(office, "Bellen", assignee=office.els), add(office, "Wachten")
    over = add(office, "Klaar", assignee=office.els)
    office.command(EndTask(dossier_id="d-1", task_id=over.id, ending="done"))
    office.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=office.bram))
    now = {each.id: each.who for each in of_dossier(office)}
    assert now == {mine.id: "Bram", nobodys.id: "", over.id: "Els"}


def test_the_list_is_by_day_narrowed_paged_and_within_the_scope(office):
    later, sooner = add(office, "Later", MONDAY, assignee=office.els), add(office, "Eerder")
    assert [each.id for each in listed(office)] == [sooner.id, later.id]
    assert [each.id for each in listed(office, Wanted(assignee=office.els))] == [later.id]
    assert [each.id for each in listed(office, Wanted(unassigned=True))] == [sooner.id]
    assert [each.id for each in listed(office, Wanted(until=FRIDAY))] == [sooner.id]
    assert [each.id for each in listed(office, after=(sooner.due, sooner.id))] == [later.id]
    assert listed(office, viewer=somebody("kantoor-2")) == ()
    assert listed(office, viewer=somebody(involved_as=("user:els",))) == ()
    with office.database.reading() as connection:
        assert count_for(somebody(), connection, Wanted()) == 2
