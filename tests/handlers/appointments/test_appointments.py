"""Appointments of a dossier: made with their mail in one transaction, moved, cancelled, held, listed, overlapping."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from handlers.accounts.people import add_user
from handlers.appointments.views import (
    Wanted,
    appointments_for,
    appointments_in,
    calendar_of,
    count_for,
    overlapping,
)
from handlers.contacts.views import contacts_in
from handlers.dossiers.tables import PARTIES
from handlers.dossiers.views import visible
from handlers.offices.directory import add_office, set_profile
from handlers.tasks.views import tasks_in
from hub.records import TIMERS, Timer
from schemas.appointments import (
    AppointmentTerms,
    CancelAppointment,
    HoldAppointment,
    MakeAppointment,
    MoveAppointment,
    Talk,
)
from schemas.contacts import FollowUp
from schemas.dossiers import SetStanding
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AssignDossier
from schemas.notifications import SendNotification
from schemas.viewer import Viewer
from tests.builders.calendars import entry, lines_of
from tests.builders.commands import anna, ax
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening, somebody

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA, PIET = "dossier/P1", "dossier/P2"


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        for number, node in ((1, "100001"), (2, "100002")):
            add_office(connection, name=f"Kantoor {number}", node=node, at=MORNING, office_id=f"kantoor-{number}")
        rounds.els, rounds.bram = (
            add_user(
                connection,
                office_id="kantoor-1",
                name=name,
                role="adviser",
                at=MORNING,
                email=f"{name}@kantoor.example",
            ).id
            for name in ("Els", "Bram")
        )
        rounds.chris = add_user(connection, office_id="kantoor-2", name="Chris", role="adviser", at=MORNING).id
    anna = somebody(birth_prefix="de", initials="A.", email="anna@klant.example")
    rounds.command(opening("d-1", anna, somebody(birth_name="Smit", initials="P.", phone="0612345678")))
    rounds.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=rounds.bram))
    yield rounds
    rounds.database.close()


def viewer(office="kantoor-1", **more):
    return Viewer(office, False, "user:bram", "production", **more)


def terms(**more):
    given = {"place": "office", "location": "Lange Straat 1, Utrecht", "subject": "Kennismaking", "invited": (ANNA,)}
    return AppointmentTerms.model_validate(given | more)


def make(office, starts=TUESDAY, ends=None, held=False, **more):
    command = MakeAppointment(
        dossier_id="d-1", starts=starts, ends=ends or starts + HOUR, terms=terms(**more), held=held
    )
    office.command(command, actor=f"user:{office.els}")
    return kept(office)[0]


def kept(office):
    with office.database.reading() as connection:
        return appointments_in(visible(viewer(), connection, "d-1"), connection)


def mails(office):
    """The mails that were ordered, in that order: each was written in one transaction with what it tells of."""
    table = TIMERS.table
    with office.database.reading() as connection:
        rows = [Timer(*row) for row in connection.execute(select(table).order_by(table.c.due_at, table.c.id))]
    return [SendNotification.model_validate_json(each.arguments) for each in rows if each.name == "SendNotification"]


def told(office):
    return [(each.template, each.addressee.email, each.enclosures[0].method) for each in mails(office)]


def test_an_appointment_is_with_the_adviser_and_its_mail_is_ordered_with_it(office):
    made = make(office, remark="Neem een paspoort mee.")
    assert (made.who, made.state, made.sequence, made.invited[0].email) == ("Bram", "planned", 0, "anna@klant.example")
    (mail,) = mails(office)
    assert (mail.template, mail.language, mail.form, mail.valid_until) == ("appointment", "nl", "u", TUESDAY)
    assert mail.fields == {
        "when": "dinsdag 24 november 2026 van 10:00 tot 11:00",
        "where": "Lange Straat 1, Utrecht",
        "adviser": "Bram",
        "subject": "Kennismaking",
        "remark": "Neem een paspoort mee.",
    }
    assert office.timeline("d-1")[-1].kind == "appointment-made"


def test_nothing_on_the_timeline_says_what_it_is_about(office):
    make(office, remark="Neem een paspoort mee.")
    (line,) = [each for each in office.timeline("d-1") if each.kind == "appointment-made"]
    assert "Kennismaking" not in f"{line.facts}{line.changes}"
    assert "paspoort" not in f"{line.facts}{line.changes}"


def test_the_entry_of_the_mail_is_read_back_as_it_was_meant(office):
    made = make(office)
    found = entry(mails(office)[0].enclosures[0].text)
    assert (found["METHOD"], found["UID"], found["SEQUENCE"], found["STATUS"]) == ("REQUEST", made.id, "0", "CONFIRMED")
    assert (found["DTSTART;TZID=Europe/Amsterdam"], found["DTEND;TZID=Europe/Amsterdam"]) == (
        "20261124T100000",
        "20261124T110000",
    )
    assert found["SUMMARY"] == "Kennismaking"
    assert found["ORGANIZER;CN=Bram"] == "mailto:bram@kantoor.example"
    assert [value for name, value in found.items() if name.startswith("ATTENDEE")] == ["mailto:anna@klant.example"]


def without_address(office):
    """The host of the dossier has no address of his own any more."""
    with office.database.transaction() as connection:
        connection.execute(text("UPDATE users SET email = NULL WHERE name = 'Bram'"))


def test_for_a_host_without_an_address_the_office_is_answered_to(office):
    without_address(office)
    with office.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", email="info@kantoor.example")
    make(office)
    found = entry(mails(office)[0].enclosures[0].text)
    assert (found["METHOD"], found["ORGANIZER;CN=Bram"]) == ("REQUEST", "mailto:info@kantoor.example")


def test_without_any_address_to_answer_to_nobody_is_asked(office):
    without_address(office)
    make(office)
    assert told(office) == [("appointment", "anna@klant.example", "PUBLISH")]
    found = entry(mails(office)[0].enclosures[0].text)
    assert [name for name in found if name.startswith(("ATTENDEE", "ORGANIZER"))] == []


def test_a_party_without_an_address_is_invited_and_gets_no_mail(office):
    made = make(office, invited=(PIET,))
    assert [(each.name, each.email) for each in made.invited] == [("P. Smit", "")]
    assert mails(office) == []


@pytest.mark.parametrize(
    ("more", "path", "slug"),
    [
        ({"subject": "  "}, "subject", "request-invalid"),
        ({"subject": "x" * 201}, "subject", "request-invalid"),
        ({"location": ""}, "location", "request-invalid"),
        ({"place": "video", "location": "morgen"}, "location", "request-invalid"),
        ({"location": "x" * 301}, "location", "request-invalid"),
        ({"remark": "x" * 2001}, "remark", "request-invalid"),
        ({"invited": ("dossier/P9",)}, "invited", "request-invalid"),
        ({"ends": TUESDAY}, "ends", "request-invalid"),
        ({"ends": TUESDAY + timedelta(hours=13)}, "ends", "request-invalid"),
        ({"starts": MORNING - HOUR}, "starts", "appointment-past"),
        ({"starts": MORNING}, "starts", "appointment-past"),
        ({"starts": datetime(2200, 1, 1, tzinfo=UTC)}, "starts", "request-invalid"),
        ({"held": True}, "starts", "appointment-ahead"),
        ({"held": True, "starts": datetime(1999, 1, 1, tzinfo=UTC)}, "starts", "request-invalid"),
    ],
    ids=[
        *("no-subject", "long-subject", "nowhere", "no-link", "long-place", "long-remark", "stranger", "no-length"),
        *("too-long", "past", "now", "never", "held-ahead", "held-long-ago"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_sent(office, more, path, slug):
    with pytest.raises(Refused) as refused:
        make(office, **more)
    assert (refused.value.path, refused.value.slug) == (path, slug)
    assert kept(office) == ()
    assert mails(office) == []


def test_what_a_package_sent_as_an_address_and_is_none_gets_no_mail(office):
    lane = office.lane()
    office.message(lane, ax(parties=(anna(email="bel liever"),)))
    dossier_id = office.dossier_of(lane)
    (sent,) = office.rows(PARTIES, dossier_id)
    party = f"{sent.application_id}/{sent.reference}"
    made = MakeAppointment(
        dossier_id=dossier_id, starts=TUESDAY, ends=TUESDAY + HOUR, terms=terms(invited=(party,), assignee=office.els)
    )
    office.command(made)
    assert mails(office) == []


def test_a_host_of_another_office_is_not_there(office):
    with pytest.raises(NotFound):
        make(office, assignee=office.chris)


def test_without_an_adviser_it_is_with_who_makes_it(office):
    office.command(AssignDossier(dossier_id="d-1", part="adviser", person_id=""))
    assert make(office).who == "Els"
    with pytest.raises(Refused) as refused:
        office.command(
            MakeAppointment(dossier_id="d-1", starts=TUESDAY, ends=TUESDAY + HOUR, terms=terms()), actor="key:package"
        )
    assert refused.value.path == "assignee"


def move(office, made, starts, **more):
    office.command(
        MoveAppointment(
            dossier_id="d-1",
            appointment_id=made.id,
            starts=starts,
            ends=starts + HOUR,
            terms=terms(**more) if more else None,
        )
    )
    return kept(office)[0]


def test_a_moved_one_keeps_its_uid_and_counts_up(office):
    made = make(office)
    office.later(minutes=1)
    moved = move(office, made, TUESDAY + HOUR)
    assert (moved.id, moved.state, moved.sequence, moved.subject) == (made.id, "moved", 1, "Kennismaking")
    assert told(office)[1:] == [("appointment-moved", "anna@klant.example", "REQUEST")]
    found = entry(mails(office)[1].enclosures[0].text)
    assert (found["UID"], found["SEQUENCE"], found["DTSTART;TZID=Europe/Amsterdam"]) == (
        made.id,
        "1",
        "20261124T110000",
    )
    assert office.timeline("d-1")[-1].kind == "appointment-moved"


def test_what_stays_as_it_was_tells_nobody(office):
    made = make(office)
    assert move(office, made, TUESDAY).sequence == 0
    assert len(mails(office)) == 1


def test_other_terms_at_the_same_time_are_told_too(office):
    made = make(office)
    office.later(minutes=1)
    changed = move(office, made, TUESDAY, place="phone", location="")
    assert (changed.state, changed.sequence) == ("planned", 1)
    assert mails(office)[1].fields["where"] == "telefonisch"
    assert office.timeline("d-1")[-1].kind == "appointment-changed"


def test_who_is_no_longer_invited_gets_it_taken_back(office):
    made = make(office)
    office.later(minutes=1)
    move(office, made, TUESDAY, invited=(PIET,))
    assert told(office)[1:] == [("appointment-cancelled", "anna@klant.example", "CANCEL")]


def test_a_cancelled_one_is_taken_out_of_the_calendar_and_changes_no_more(office):
    made = make(office)
    office.later(minutes=1)
    with pytest.raises(Refused):
        office.command(CancelAppointment(dossier_id="d-1", appointment_id=made.id, reason=" "))
    office.command(CancelAppointment(dossier_id="d-1", appointment_id=made.id, reason="Bram is ziek."))
    assert told(office)[1:] == [("appointment-cancelled", "anna@klant.example", "CANCEL")]
    mail = mails(office)[1]
    found = entry(mail.enclosures[0].text)
    assert (found["METHOD"], found["UID"], found["SEQUENCE"], found["STATUS"]) == ("CANCEL", made.id, "1", "CANCELLED")
    assert mail.fields["remark"] == "Bram is ziek."
    for again in (
        CancelAppointment(dossier_id="d-1", appointment_id=made.id, reason="x"),
        HoldAppointment(dossier_id="d-1", appointment_id=made.id),
        MoveAppointment(dossier_id="d-1", appointment_id=made.id, starts=TUESDAY, ends=TUESDAY + HOUR),
    ):
        with pytest.raises(Conflict) as refused:
            office.command(again)
        assert refused.value.slug == "appointment-over"
    assert len(mails(office)) == 2


def test_one_that_is_not_there_cannot_be_moved(office):
    with pytest.raises(NotFound):
        office.command(MoveAppointment(dossier_id="d-1", appointment_id="none", starts=TUESDAY, ends=TUESDAY + HOUR))


def test_a_held_one_may_stand_in_the_contact_log_with_what_follows(office):
    made = make(office)
    talk = Talk(summary="Wil een huis kopen.", follow_up=FollowUp(subject="Offerte", due=TUESDAY.date()))
    with pytest.raises(Refused) as refused:
        office.command(HoldAppointment(dossier_id="d-1", appointment_id=made.id, talk=talk))
    assert refused.value.slug == "appointment-ahead"
    office.later(days=3, hours=2)
    with pytest.raises(Refused) as refused:
        office.command(HoldAppointment(dossier_id="d-1", appointment_id=made.id, talk=Talk(summary="Wil een huis.")))
    assert refused.value.slug == "follow-up-missing"
    assert kept(office)[0].state == "planned"
    office.command(HoldAppointment(dossier_id="d-1", appointment_id=made.id, talk=talk))
    with office.database.reading() as connection:
        dossier = visible(viewer(), connection, "d-1")
        (contact,), (task,) = contacts_in(dossier, connection), tasks_in(dossier, connection)
    assert (contact.means, contact.at, contact.party, contact.task_id) == ("visit", TUESDAY, ANNA, task.id)
    assert kept(office)[0].state == "held"


def test_what_took_place_already_is_recorded_without_a_mail(office):
    office.command(SetStanding(dossier_id="d-1", standing="customer"))
    assert make(office, starts=MORNING - HOUR, held=True).state == "held"
    assert mails(office) == []


def test_a_colleague_in_two_places_at_once_is_shown_and_not_refused(office):
    first = make(office)
    asked = (office.bram, TUESDAY + HOUR / 2, TUESDAY + HOUR)
    with office.database.reading() as connection:
        (found,) = overlapping(viewer(), connection, *asked)
        assert (found.starts, found.dossier_id) == (TUESDAY, "d-1")
        assert overlapping(viewer(), connection, *asked, but=first.id) == ()
        assert overlapping(viewer(), connection, office.els, *asked[1:]) == ()
        assert overlapping(viewer(), connection, office.bram, TUESDAY + HOUR, TUESDAY + 2 * HOUR) == ()
        (hidden,) = overlapping(viewer(involved_as=("user:els",)), connection, *asked)
        assert (hidden.starts, hidden.dossier_id, hidden.dossier) == (TUESDAY, "", "")
    assert make(office).state == "planned"


def test_the_list_is_by_time_paged_and_within_the_scope(office):
    later, sooner = make(office, TUESDAY + HOUR, assignee=office.els), make(office, TUESDAY)
    wanted = Wanted(MORNING)
    with office.database.reading() as connection:
        listed = appointments_for(viewer(), connection, wanted)
        assert [each.starts for each in listed] == [TUESDAY, TUESDAY + HOUR]
        rest = appointments_for(viewer(), connection, wanted, after=(listed[0].starts, listed[0].id))
        assert [each.starts for each in rest] == [TUESDAY + HOUR]
        assert [each.who for each in appointments_for(viewer(), connection, Wanted(MORNING, office.els))] == ["Els"]
        assert appointments_for(viewer("kantoor-2"), connection, wanted) == ()
        assert appointments_for(viewer(involved_as=("user:els",)), connection, wanted) == ()
        assert count_for(viewer(), connection, wanted) == 2
        assert count_for(viewer(), connection, Wanted(TUESDAY + HOUR)) == 1
    assert {later.dossier, sooner.dossier} == {"A. de Wit en P. Smit"}


@pytest.mark.parametrize(
    ("starts", "begins", "says"),
    [
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "DTSTART;TZID=Europe/Amsterdam:20261025T023000",
            "02:30 (UTC+02:00)",
        ),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "DTSTART:20261025T013000Z", "02:30 (UTC+01:00)"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20261025T033000", "03:30"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20270328T013000", "01:30"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20270328T033000", "03:30"),
    ],
    ids=["first-of-two", "second-of-two", "after-them", "before-the-gap", "after-the-gap"],
)
def test_in_the_night_of_the_clock_the_entry_and_the_mail_name_one_moment(office, starts, begins, says):
    office.now = datetime(2026, 10, 1, tzinfo=UTC)
    make(office, starts, starts + timedelta(minutes=20))
    (mail,) = mails(office)
    assert begins in lines_of(mail.enclosures[0].text)
    assert f"van {says} tot" in mail.fields["when"]


def test_what_is_downloaded_asks_nothing_and_names_no_guest(office):
    made = make(office)
    with office.database.reading() as connection:
        dossier = visible(viewer(), connection, "d-1")
        found = entry(calendar_of(dossier, connection, made.id))
        assert calendar_of(dossier, connection, "none") is None
    assert found["METHOD"] == "PUBLISH"
    assert not [name for name in found if name.startswith("ATTENDEE")]
