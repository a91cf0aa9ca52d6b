"""Reports of meetings: sent to parties who can be reached, kept as they were sent, and held against their digest."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from handlers.accounts.people import add_user
from handlers.appointments.views import appointments_in
from handlers.contacts.views import contacts_in
from handlers.dossiers.views import visible
from handlers.meeting_reports.rules import digest_of
from handlers.meeting_reports.views import meeting_reports_in, meetings_in, preview_of
from handlers.offices.directory import add_office
from hub.database import Database
from hub.records import TIMERS, Timer
from hub.schema import upgrade
from schemas.appointments import AppointmentTerms, MakeAppointment
from schemas.contacts import RecordContact
from schemas.errors import NotFound, Refused
from schemas.meeting_reports import SendMeetingReport
from schemas.notifications import SendNotification
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening, somebody

ANNA, PIET = "dossier/P1", "dossier/P2"
TEXT = "Wij bespraken:\r\n\r\n- de maandlasten\r\n- uw pensioen  \r\n"
KEPT = "Wij bespraken:\n\n- de maandlasten\n- uw pensioen"
DIGEST = "9605d685e068387c91d45910b1ec5f00d0ac86a551ab35ae15d082e38ef8ddf5"
"""SHA-256 of "Verslag", an empty line and `KEPT`, made with sha256sum."""


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        add_office(connection, name="Kantoor 1", node="100001", at=MORNING, office_id="kantoor-1")
        rounds.els = add_user(connection, office_id="kantoor-1", name="Els", role="adviser", at=MORNING).id
    anna = somebody(birth_prefix="de", initials="A.", email="anna@klant.example")
    rounds.command(opening("d-1", anna, somebody(birth_name="Smit", initials="P.", phone="0612345678")))
    met = {"dossier_id": "d-1", "means": "visit", "at": MORNING, "summary": "Intern.", "no_follow_up": "Belt zelf."}
    rounds.command(RecordContact.model_validate(met))
    with rounds.database.reading() as connection:
        (contact,) = contacts_in(visible(viewer(), connection, "d-1"), connection)
    rounds.about = f"contact:{contact.id}"
    yield rounds
    rounds.database.close()


def viewer():
    return Viewer("kantoor-1", False, "user:bram", "production")


def send(office, **more):
    given = {"dossier_id": "d-1", "about": office.about, "subject": "Verslag", "text": TEXT, "recipients": (ANNA,)}
    office.command(SendMeetingReport.model_validate(given | more), actor=f"user:{office.els}")


def kept(office):
    with office.database.reading() as connection:
        return meeting_reports_in(visible(viewer(), connection, "d-1"), connection)


def mails(office):
    with office.database.reading() as connection:
        rows = [Timer(*row) for row in connection.execute(select(TIMERS.table))]
    return [SendNotification.model_validate_json(each.arguments) for each in rows if each.name == "SendNotification"]


def test_a_report_is_kept_as_it_was_sent_with_to_whom_and_when(office):
    send(office)
    (report,) = kept(office)
    assert (report.subject, report.text, report.who, report.sent_at) == ("Verslag", KEPT, "Els", MORNING)
    assert [(each.party, each.name, each.email) for each in report.recipients] == [
        (ANNA, "A. de Wit", "anna@klant.example")
    ]
    assert (report.digest, report.is_whole) == (DIGEST, True)
    assert digest_of("Verslag", KEPT) == DIGEST


def test_its_mail_is_ordered_with_it_and_says_the_same(office):
    send(office, language="en")
    (mail,) = mails(office)
    assert (mail.template, mail.addressee.email, mail.fields["text"]) == (
        "meeting-report",
        "anna@klant.example",
        KEPT,
    )
    assert (mail.fields["day"], mail.fields["adviser"]) == ("Saturday 21 November 2026", "Els")


def test_nothing_that_it_says_stands_on_the_timeline(office):
    send(office)
    line = office.timeline("d-1")[-1]
    assert (line.kind, line.facts) == ("meeting-report-sent", {"count": 1})


@pytest.mark.parametrize(
    ("more", "path", "slug"),
    [
        ({"subject": " "}, "subject", "request-invalid"),
        ({"subject": "x" * 201}, "subject", "request-invalid"),
        ({"text": " \n "}, "text", "request-invalid"),
        ({"text": "x" * 15001}, "text", "request-invalid"),
        ({"recipients": ()}, "recipients", "request-invalid"),
        ({"recipients": ("dossier/P9",)}, "recipients", "request-invalid"),
        ({"recipients": (ANNA, PIET)}, "recipients", "address-missing"),
    ],
    ids=["no-subject", "long-subject", "no-text", "long-text", "nobody", "stranger", "no-address"],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_kept_or_sent(office, more, path, slug):
    with pytest.raises(Refused) as refused:
        send(office, **more)
    assert (refused.value.path, refused.value.slug) == (path, slug)
    assert (kept(office), mails(office)) == ((), [])


def test_a_report_is_of_a_contact_or_a_held_appointment(office):
    terms = AppointmentTerms(place="phone", subject="Advies", assignee=office.els)
    tomorrow, hour = MORNING + timedelta(days=1), timedelta(hours=1)
    office.command(MakeAppointment(dossier_id="d-1", starts=tomorrow, ends=tomorrow + hour, terms=terms))
    past = {"starts": MORNING - hour, "ends": MORNING, "held": True}
    office.command(MakeAppointment.model_validate({"dossier_id": "d-1", "terms": terms, **past}))
    with office.database.reading() as connection:
        dossier = visible(viewer(), connection, "d-1")
        planned, held = (f"appointment:{each.id}" for each in appointments_in(dossier, connection))
        assert [each.about for each in meetings_in(dossier, connection)] == [office.about, held]
    for about in (planned, "appointment:none", "contact:none"):
        with pytest.raises(NotFound):
            send(office, about=about)
    send(office, about=held)
    assert kept(office)[0].met_at == MORNING - hour


def test_the_preview_is_the_mail_as_it_will_read(office):
    with office.database.reading() as connection:
        dossier = visible(viewer(), connection, "d-1")
        said = preview_of(dossier, connection, ("Verslag", TEXT), MORNING, ("A. de Wit", "Els", "nl", "je"))
    assert said[0] == "Verslag"
    opening = (
        "Beste A. de Wit,\n\nHierbij het verslag van ons gesprek op zaterdag 21 november 2026. Klopt er iets niet? "
        "Laat het ons dan even weten."
    )
    assert said[1] == f"{opening}\n\n{KEPT}\n\nEls\nKantoor 1\n"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_database_refuses_to_change_or_remove_what_was_sent(kind, request, tmp_path):
    url = request.getfixturevalue("postgres_url") if kind == "postgres" else f"sqlite:///{tmp_path}/kept.db"
    database = Database(url)
    upgrade(database)
    row = "'d-1', 'r-1', 'contact:c', '2026-11-21', 'S', 'T', 'x', '[]', 'nl', 'u', 'user:els', '2026-11-21'"
    names = "dossier_id, id, about, met_at, subject, text, digest, recipients, language, form, sent_by, sent_at"
    with database.transaction() as connection:
        connection.execute(text(f"INSERT INTO meeting_reports ({names}) VALUES ({row})"))
    for statement in ("UPDATE meeting_reports SET text = 'U'", "DELETE FROM meeting_reports"):
        with pytest.raises(DBAPIError, match="reports are kept"), database.transaction() as connection:
            connection.execute(text(statement))
    database.close()


def test_what_was_changed_behind_the_hub_is_told(office):
    send(office)
    with office.database.transaction() as connection:
        connection.execute(text("UPDATE meeting_reports SET text = 'anders'"))
    assert kept(office)[0].is_whole is False
