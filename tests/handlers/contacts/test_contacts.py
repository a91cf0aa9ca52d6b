"""The contact log: who spoke with whom, and what follows; a prospect is never left without either."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.contacts.views import contacts_in
from handlers.dossiers.views import visible
from handlers.tasks.views import tasks_in
from schemas.contacts import FollowUp, RecordContact
from schemas.dossiers import SetStanding
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening

NEXT = FollowUp(subject="Terugbellen", due=date(2026, 11, 27))


@pytest.fixture
def office(tmp_path):
    rounds = Rounds(tmp_path)
    rounds.command(opening())
    yield rounds
    rounds.database.close()


def record(office, **more):
    given = {"dossier_id": "d-1", "means": "phone", "at": MORNING, "summary": "Wil een huis kopen.", "follow_up": NEXT}
    office.command(RecordContact.model_validate(given | more))


def kept(office):
    with office.database.reading() as connection:
        dossier = visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, "d-1")
        return contacts_in(dossier, connection), tasks_in(dossier, connection)


def test_a_contact_has_its_follow_up_as_a_task(office):
    record(office, party="dossier/P1")
    (contact,), (task,) = kept(office)
    assert (contact.task_id, task.subject, task.due) == (task.id, "Terugbellen", NEXT.due)
    assert task.about == f"contact:{contact.id}"
    assert [each.kind for each in office.timeline("d-1")][-2:] == ["contact-phone", "task-added"]


def test_a_prospect_is_not_left_without_what_follows(office):
    with pytest.raises(Refused) as refused:
        record(office, follow_up=None)
    assert refused.value.slug == "follow-up-missing"
    assert kept(office) == ((), ())
    record(office, follow_up=None, no_follow_up="Belt zelf terug")
    assert kept(office)[0][0].no_follow_up == "Belt zelf terug"


def test_a_customer_may_be_left_without(office):
    office.command(SetStanding(dossier_id="d-1", standing="customer"))
    record(office, follow_up=None)
    assert kept(office)[0][0].task_id == ""


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"summary": "  "}, "summary"),
        ({"at": MORNING + timedelta(hours=1)}, "at"),
        ({"no_follow_up": "toch niet"}, "no_follow_up"),
        ({"party": "dossier/P9"}, "party"),
        ({"follow_up": FollowUp(subject="", due=date(2026, 11, 27))}, "subject"),
    ],
    ids=["nothing-said", "tomorrow", "both", "a-stranger", "empty-follow-up"],
)
def test_a_contact_that_cannot_be_is_refused_whole(office, facts, path):
    with pytest.raises(Refused) as refused:
        record(office, **facts)
    assert refused.value.path == path
    assert kept(office) == ((), ())


def test_a_dossier_that_is_not_there_has_no_contact(office):
    with pytest.raises(NotFound):
        record(office, dossier_id="d-2")


def test_the_latest_contact_comes_first_whenever_it_was_recorded(office):
    record(office, at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC), summary="Gisteren")
    record(office, at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC), summary="Eergisteren", means="email")
    assert [each.summary for each in kept(office)[0]] == ["Gisteren", "Eergisteren"]
