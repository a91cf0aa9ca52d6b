"""The role that scans files and makes documents, around a whole hub on either database."""

import base64
import io

import pikepdf
import pytest

from adapters.papers import role
from adapters.papers.receiving import attach
from adapters.papers.role import Papers
from handlers.documents import due, uploads
from hub import rows
from hub.metrics import METRICS
from hub.records import PARTNERS, Partner
from hub.scanner.builtin import BuiltinScanner
from hub.scanning import EICAR, Clean
from schemas.documents import ArrangePages, PageChoice
from schemas.errors import Busy, Refused
from tests.builders.counters import counter_hub
from tests.builders.paper_desks import BOUNDS, PaperDesk
from tests.builders.papers import pdf, square


class Moody:
    """A scanner that is away until it is told to be there."""

    def __init__(self):
        self.is_away = True
        self.asked = 0

    def scan(self, body):
        self.asked += 1
        if self.is_away:
            raise Busy("scanner", "gone fishing")
        return Clean()

    def check(self):
        return "moody"


on_both_stacks = pytest.mark.parametrize("hub", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def hub(request, tmp_path):
    urls = ("", "")
    if getattr(request, "param", "sqlite") == "postgres":
        urls = (request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url"))
    made, _ = counter_hub(tmp_path, *urls)
    yield made
    made.close()


@pytest.fixture
def desk(hub):
    return PaperDesk(hub, BuiltinScanner())


@on_both_stacks
def test_a_file_is_recognised_attached_scanned_and_made_into_the_document_that_goes_out(desk):
    file = desk.attach(pdf(square(), square(0.2)))
    (attachment,) = desk.stuk().attachments
    assert (attachment.id, attachment.kind, attachment.pages, attachment.state) == (file, "pdf", 2, "received")
    desk.work()
    assert desk.stuk().attachments[0].state == "clean"
    desk.approve(file)
    assert desk.stuk().is_being_made
    desk.work()
    made = desk.stuk().prepared
    assert (made.pages, made.sources) == (2, (attachment.blob,))
    assert len(desk.file(made.blob)) == made.size
    desk.send()
    ((body,),) = desk.hub.sql("SELECT body FROM outgoing WHERE code = 'DX'")
    encoded = bytes(body).partition(b"<EncodedData>")[2].partition(b"<")[0]
    assert desk.stuk().state == "sent"
    assert base64.b64decode(encoded) == desk.file(made.blob)


def test_the_document_names_its_sources_and_has_the_pages_as_they_were_arranged(desk):
    one, two = desk.attach(pdf(square(), square(0.2)), "een.pdf"), desk.attach(pdf(square(0.5)), "twee.pdf")
    desk.work()
    desk.approve(one, two)
    desk.do(
        ArrangePages(
            **desk.place(), pages=(PageChoice(attachment=two, index=0, turn=90), PageChoice(attachment=one, index=1))
        )
    )
    desk.work()
    made = desk.stuk().prepared
    assert made.pages == 2
    with pikepdf.open(io.BytesIO(desk.file(made.blob))) as document:
        assert len(document.pages) == 2
        assert b"twee.pdf" in document.Root.Metadata.read_bytes()


def test_an_infected_file_is_never_let_through(desk):
    infected = pdf() + EICAR
    file = desk.attach(infected)
    desk.work()
    assert [(each.id, each.state) for each in desk.stuk().attachments] == [(file, "infected")]
    with pytest.raises(Refused) as refused:
        desk.approve(file)
    assert refused.value.slug == "file-infected"
    assert desk.stuk().state == "rejected"


def test_a_file_of_another_kind_is_refused_at_once_with_what_to_do(desk):
    upload = desk.upload(b"PK\x03\x04 a spreadsheet", "begroting.xlsx")
    with pytest.raises(Refused) as refused:
        attach(desk.hub.runtime, uploads, upload.id)
    assert refused.value.slug == "file-kind"
    assert "Sla het op als PDF of maak een foto." in refused.value.nl
    assert desk.stuk().attachments == ()
    assert desk.hub.sql("SELECT ended FROM uploads") == [("refused",)]
    assert desk.hub.sql("SELECT count(*) FROM upload_parts") == [(0,)]


@on_both_stacks
def test_a_scanner_that_is_away_keeps_files_waiting_and_they_go_on_by_themselves(hub):
    scanner = Moody()
    desk = PaperDesk(hub, scanner)
    desk.attach(pdf())
    assert desk.papers.tick() == 0
    assert desk.stuk().attachments[0].state == "scanning"
    scanner.is_away = False
    hub.clock.forward(seconds=6)
    desk.work()
    assert desk.stuk().attachments[0].state == "clean"


def test_a_scanner_that_is_away_is_asked_once_a_round_however_many_files_wait(hub):
    scanner = Moody()
    desk = PaperDesk(hub, scanner)
    for number in range(5):
        desk.attach(pdf(square(left=number + 1)), f"{number}.pdf")
    for _ in range(3):
        desk.papers.tick()
    assert scanner.asked == 1
    assert {each.state for each in desk.stuk().attachments} == {"scanning"}


def test_a_file_that_waits_for_five_minutes_is_told_and_told_again(hub, monkeypatch):
    told = []
    monkeypatch.setattr(role.log, "error", lambda event, **facts: told.append((event, facts["seconds"])))
    desk = PaperDesk(hub, Moody())
    desk.attach(pdf())
    for minutes in (4, 2, 1, 5):
        hub.clock.forward(minutes=minutes)
        desk.papers.tick()
    assert told == [("files-wait-too-long", 360), ("files-wait-too-long", 720)]
    assert METRICS.files_waiting._value.get() == 720


def test_a_document_over_the_lenders_limit_says_its_size_and_how_to_lessen_it(desk):
    limit = Partner(
        node="600001", channel="folder", address="", options={}, most_bytes=2000, added_at=desk.hub.clock.now()
    )
    with desk.hub.database.transaction() as connection:
        rows.write(connection, PARTNERS, [limit])
    file = desk.attach(pdf(square(), square(0.2)))
    desk.work()
    desk.approve(file)
    desk.work()
    stuk = desk.stuk()
    assert (stuk.trouble.slug, stuk.obstacle.slug) == ("document-too-large", "document-too-large")
    assert "Het zwaarst zijn pagina" in stuk.trouble.nl
    assert not stuk.is_being_made


@on_both_stacks
def test_a_process_that_died_between_the_last_byte_and_the_attachment_loses_nothing(desk):
    desk.upload(pdf())
    desk.work()
    assert desk.stuk().attachments == ()
    desk.hub.clock.forward(minutes=3)
    desk.work()
    assert [each.state for each in desk.stuk().attachments] == ["clean"]


def test_the_same_upload_given_twice_is_attached_once(desk):
    upload = desk.upload(pdf())
    first, second = (attach(desk.hub.runtime, uploads, upload.id) for _ in range(2))
    assert first.attachment_id == second.attachment_id
    assert len(desk.stuk().attachments) == 1


def test_two_of_this_role_do_everything_once(desk):
    file = desk.attach(pdf())
    other = Papers(desk.hub.runtime, due, uploads, BuiltinScanner())
    with desk.hub.database.reading() as connection:
        (task,) = due.files_to_scan(connection, 10)
    desk.work()
    other._scan_one(task)
    assert [(each.id, each.state) for each in desk.stuk().attachments] == [(file, "clean")]


@on_both_stacks
def test_what_was_left_half_way_is_forgotten_when_its_time_is_over(desk):
    stuk = desk.stuk()
    with desk.hub.database.transaction() as connection:
        place = (desk.dossier, stuk.application_id, "4")
        uploads.append(
            connection,
            uploads.open_upload(connection, "user:bram", place, "a.pdf", 100, BOUNDS, desk.hub.clock.now()),
            b"%PDF-",
        )
    desk.hub.clock.forward(hours=25)
    desk.work()
    assert desk.hub.sql("SELECT count(*) FROM uploads") == [(0,)]
    assert desk.hub.sql("SELECT count(*) FROM upload_parts") == [(0,)]


def test_a_file_that_is_lost_stops_no_other_file(desk, monkeypatch):
    monkeypatch.setattr(role, "_AT_ONCE", 1)
    lost = desk.attach(pdf(square(left=7)), "weg.pdf")
    blob = desk.stuk().attachments[0].blob.removeprefix("sha256:")
    (desk.hub.runtime.store._folder / blob[:2] / blob).unlink()
    found = desk.attach(pdf(square(left=8)), "er.pdf")
    for _ in range(3):
        desk.papers.tick()
    states = {each.id: each.state for each in desk.stuk().attachments}
    assert states == {lost: "scanning", found: "clean"}
