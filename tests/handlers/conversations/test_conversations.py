"""Conversations: who may say what about whom, how often, who read it, and who is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.accounts.people import add_user
from handlers.accounts.substitutions import set_substitute
from handlers.action_points.tables import ACTION_POINTS
from handlers.conversations.rules import MOST_AN_HOUR, wording
from handlers.conversations.views import own_threads_in, threads_in, unanswered_for, unread_count_for
from handlers.customers.views import own_eye_for
from handlers.dossiers.views import visible
from handlers.offices.directory import add_office
from hub.records import TIMERS, Timer
from schemas.action_points import MakeActionPoint, PointTerms
from schemas.conversations import Enclosed, MarkSayingsRead, Say, TakeBackSaying
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AdmitCustomer, AssignDossier
from schemas.notifications import SendNotification
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening, somebody

ANNA, PIET = "dossier/P1", "dossier/P2"


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    """Els has the dossier of Anna and Piet, and Hans does her work today."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        add_office(connection, name="Kantoor 1", node="100001", at=MORNING, office_id="kantoor-1")
        for name, role in (("Els", "adviser"), ("Hans", "adviser"), ("Anna", "customer"), ("Piet", "customer")):
            email = f"{name.lower()}@x.example"
            made = add_user(connection, office_id="kantoor-1", name=name, role=role, email=email, at=MORNING)
            setattr(rounds, name.lower(), made.actor)
        about = {"office_id": "kantoor-1", "by": "user:olga", "at": MORNING}
        els, hans = rounds.els.partition(":")[2], rounds.hans.partition(":")[2]
        days = (date(2026, 11, 1), None)
        set_substitute(connection, absent_id=els, substitute_id=hans, days=days, **about)
    anna, piet = (somebody(birth_name=name, initials="A.", email=f"{name}@x.example") for name in ("Wit", "Smit"))
    rounds.command(opening("d-1", anna, piet))
    rounds.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=els))
    for who, party in ((rounds.anna, ANNA), (rounds.piet, PIET)):
        rounds.command(AdmitCustomer(dossier_id="d-1", person_id=who.partition(":")[2], party=party))
    yield rounds
    rounds.database.close()


def say(office, who, text="Hallo", about="", **more):
    office.command(Say(dossier_id="d-1", about=about, text=text, **more), actor=who)


def asked(office, party=""):
    """An action point for a party; its id."""
    office.command(MakeActionPoint(dossier_id="d-1", terms=PointTerms(subject=f"Paspoort {party}", party=party)))
    return max(office.rows(ACTION_POINTS, "d-1"), key=lambda each: each.subject).id


def staff(who="user:bram", **more):
    return Viewer("kantoor-1", False, who, "production", **more)


def threads(office):
    with office.database.reading() as connection:
        found = threads_in(visible(staff(), connection, "d-1"), connection)
    return {each.about: each for each in found}


def own(office, who):
    with office.database.reading() as connection:
        eye = own_eye_for(staff(who, involved_as=(who,)), connection, "d-1")
        return {each.about: each for each in own_threads_in(eye, connection)}


def read(office, who, *sayings):
    office.command(MarkSayingsRead(dossier_id="d-1", sayings=tuple(each.id for each in sayings)), actor=who)


def mails(office):
    """Template and address of each mail so far."""
    with office.database.reading() as connection:
        rows = [Timer(*row) for row in connection.execute(select(TIMERS.table))]
    found = [SendNotification.model_validate_json(each.arguments) for each in rows if each.name == "SendNotification"]
    return sorted((each.template, each.addressee.email) for each in found), found


def waiting(office, viewer):
    with office.database.reading() as connection:
        found = unanswered_for(viewer, connection, limit=5)
        count = unread_count_for(viewer, connection, "d-1")
    return [(each.dossier_id, each.count) for each in found], count


def test_a_question_is_answered_and_each_side_sees_who_read_it(office):
    say(office, office.anna, "Welke loonstrook?\r\n\r\n  ")
    (question,) = threads(office)[""].sayings
    assert (question.side, question.who, question.text, question.is_new) == (
        "customer",
        "Anna",
        "Welke loonstrook?",
        True,
    )
    office.later(minutes=1)
    read(office, office.els, question)
    office.later(minutes=1)
    read(office, office.els, question)
    say(office, office.els, "Die van oktober.")
    seen, answer = own(office, office.anna)[""].sayings
    assert [(each.who, each.at) for each in seen.read_by] == [("Els", MORNING + timedelta(minutes=1))]
    assert (seen.is_mine, answer.who, answer.is_new) == (True, "Els", True)
    read(office, office.anna, seen, answer)
    after = threads(office)[""].sayings
    assert [[one.who for one in each.read_by] for each in after] == [["Els"], ["Anna"]]
    assert [each.is_new for each in own(office, office.piet)[""].sayings] == [False, True]
    kinds = [each.kind for each in office.timeline("d-1")][-2:]
    assert kinds == ["said-by-customer", "said-by-office"]
    assert "loonstrook" not in str(office.timeline("d-1"))


def test_what_is_about_one_partner_is_not_the_others(office):
    both, hers = asked(office), asked(office, ANNA)
    say(office, office.anna, "Van mij", hers)
    say(office, office.els, "Van beiden", both)
    assert [each.text for each in own(office, office.anna)[hers].sayings] == ["Van mij"]
    assert set(own(office, office.piet)) == {"", both}
    with pytest.raises(NotFound):
        say(office, office.piet, "Van haar", hers)
    read(office, office.piet, *threads(office)[hers].sayings)
    assert threads(office)[hers].sayings[0].read_by == ()
    with pytest.raises(NotFound):
        say(office, office.anna, "Nergens over", "0199f3d2")


def test_what_the_office_takes_back_is_kept_and_gone_for_customers(office):
    say(office, office.els, "Verkeerd dossier")
    say(office, office.anna, "Wat?")
    wrong, question = threads(office)[""].sayings
    gone = {"dossier_id": "d-1", "reason": "Verkeerd dossier"}
    office.command(TakeBackSaying(saying_id=wrong.id, **gone), actor=office.els)
    (kept, _), (seen, _) = threads(office)[""].sayings, own(office, office.anna)[""].sayings
    assert (kept.text, kept.withdrawn_who, kept.withdrawn_why) == ("Verkeerd dossier", "Els", "Verkeerd dossier")
    assert (seen.text, seen.is_withdrawn, seen.is_new, seen.enclosures) == ("", True, False, ())
    for saying, slug in ((wrong, "saying-withdrawn"), (question, "saying-not-yours")):
        with pytest.raises(Conflict) as refused:
            office.command(TakeBackSaying(saying_id=saying.id, **gone), actor=office.els)
        assert refused.value.slug == slug
    with pytest.raises(NotFound):
        office.command(TakeBackSaying(saying_id="none", **gone), actor=office.els)


def test_the_other_side_is_told_once_a_round_and_never_what(office):
    say(office, office.anna, "Geheim")
    say(office, office.piet, "Nog iets")
    told, found = mails(office)
    assert told == [("said-by-customer", "els@x.example"), ("said-by-customer", "hans@x.example")]
    assert "Geheim" not in str(found)
    read(office, office.hans, *threads(office)[""].sayings)
    say(office, office.els, "Antwoord")
    say(office, office.els, "En nog een")
    to_customers = [("said-to-customer", "anna@x.example"), ("said-to-customer", "piet@x.example")]
    assert mails(office)[0] == [*told, *to_customers]
    read(office, office.anna, *threads(office)[""].sayings)
    say(office, office.els, "Derde", asked(office, ANNA))
    assert mails(office)[0] == sorted([*told, *to_customers, to_customers[0]])


def test_it_waits_for_whoever_has_the_dossier_until_the_office_read_it(office):
    say(office, office.anna)
    hans = staff(office.hans, stands_in_for=(office.els,))
    for viewer in (staff(office.els), hans):
        assert waiting(office, viewer) == ([("d-1", 1)], 1)
    assert waiting(office, staff("user:karin")) == ([], 1)
    assert waiting(office, Viewer("kantoor-2", False, "user:chris", "production")) == ([], 0)
    office.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=""))
    assert waiting(office, staff("user:karin")) == ([("d-1", 1)], 1)
    read(office, office.hans, *threads(office)[""].sayings)
    assert waiting(office, hans) == ([], 0)


def test_forty_an_hour_is_the_most_of_one_person(office):
    for number in range(MOST_AN_HOUR):
        say(office, office.anna, f"{number}")
    with pytest.raises(Conflict) as refused:
        say(office, office.anna)
    assert refused.value.slug == "saying-pace"
    say(office, office.piet)
    office.later(hours=1)
    say(office, office.anna)
    assert len(threads(office)[""].sayings) == MOST_AN_HOUR + 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 10_000, "a" * 10_000),
        ("é\r\n" * 5000, "\n".join("é" * 5000)),
        ("ab\x00c\u202ed\tx", "ab c d x"),
        ("<b>vet</b> https://elders.example", "<b>vet</b> https://elders.example"),
    ],
    ids=["longest", "line-ends-count-once", "what-no-screen-shows", "plain"],
)
def test_what_is_kept_of_a_text(text, kept):
    assert wording(text, ()) == kept


@pytest.mark.parametrize("text", ["", " \r\n ", "a" * 10_001], ids=["nothing", "blanks", "one-too-many"])
def test_nothing_and_too_much_are_refused_but_a_file_alone_is_something(text):
    with pytest.raises(Refused) as refused:
        wording(text, ())
    assert refused.value.slug == "saying-length"
    if len(text) <= 10_000:
        file = Enclosed(blob=f"sha256:{'0' * 64}", name="a.pdf", kind="pdf", size=1)
        assert wording(text, (file,)) == ""
