import pytest

from handlers.documents.tables import ATTACHMENTS
from schemas.documents import AttachFile, JudgeAttachment
from schemas.errors import Conflict, NotFound, Refused
from tests.builders.commands import ax, da, line
from tests.builders.stukken import blob


def states(office, number="D1"):
    return [(each.name, each.state, each.judgement) for each in office.stuk(number).attachments]


def test_a_file_is_received_scanned_and_judged(asked):
    file = asked.attach("D1")
    assert states(asked) == [("loonstrook.pdf", "received", "")]
    asked.scan(file)
    assert states(asked) == [("loonstrook.pdf", "clean", "")]
    asked.judge(file)
    assert states(asked) == [("loonstrook.pdf", "clean", "approved")]


def test_the_original_is_kept_as_it_came(asked):
    asked.attach("D1", "foto.HEIC", content="bytes of the photo", kind="heic")
    (row,) = asked.rounds.rows(ATTACHMENTS, asked.dossier)
    assert (row.blob, row.name, row.kind, row.handed_in_by) == (
        blob("bytes of the photo"),
        "foto.HEIC",
        "heic",
        "user:bram",
    )


def test_the_same_file_twice_on_one_line_is_the_one_that_is_there(asked):
    first = asked.attach("D1", "loonstrook.pdf", content="same")
    asked.rounds.later(minutes=1)
    outcome = asked.do(
        AttachFile(**asked.of_line("D1"), blob=blob("same"), name="kopie.pdf", size=2048, kind="pdf", pages=1)
    )
    assert outcome.state == "superseded"
    assert [(each.id, each.name) for each in asked.stuk("D1").attachments] == [(first, "loonstrook.pdf")]


def test_the_same_file_on_two_lines_is_two_attachments(hub, office):
    hub.message(office.lane, da(line("D1", day=5), line("D2", day=5)))
    assert office.attach("D1", content="same") != office.attach("D2", content="same")


def test_a_file_for_a_line_that_nobody_knows_is_refused(asked):
    with pytest.raises(NotFound):
        asked.attach("D99")


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_nobody_judges_what_was_not_scanned(asked, act):
    file = asked.attach("D1")
    with pytest.raises(Conflict) as refused:
        asked.judge(file, "Onleesbaar" if act == "reject" else "")
    assert refused.value.slug == "file-not-scanned"
    assert states(asked) == [("loonstrook.pdf", "received", "")]


@pytest.mark.parametrize(("verdict", "slug"), [("infected", "file-infected"), ("unscannable", "file-unscannable")])
def test_what_the_scanner_refuses_is_never_approved(asked, verdict, slug):
    file = asked.attach("D1")
    asked.scan(file, verdict, "Eicar-Test-Signature")
    with pytest.raises(Conflict) as refused:
        asked.judge(file)
    assert (refused.value.slug, refused.value.came) == (slug, "Eicar-Test-Signature")
    assert asked.stuk("D1").attachments[0].may_be_opened is False


def test_what_the_scanner_refuses_has_to_come_again_and_says_why(asked):
    asked.scan(asked.attach("D1"), "infected", "Eicar-Test-Signature")
    stuk = asked.stuk("D1")
    assert stuk.state == "rejected"
    assert stuk.reason == (
        "Dit bestand is besmet (Eicar-Test-Signature) en wordt niet geopend. "
        "Lever het stuk opnieuw aan vanaf een veilig apparaat."
    )
    assert asked.rounds.timeline(asked.dossier)[-1].kind == "file-refused"


def test_the_first_verdict_counts(asked):
    file = asked.attach("D1")
    asked.scan(file, "infected", "Eicar-Test-Signature")
    asked.scan(file, "clean")
    assert states(asked) == [("loonstrook.pdf", "infected", "")]


def test_a_rejection_needs_a_reason(asked):
    file = asked.attach("D1")
    asked.scan(file)
    with pytest.raises(Refused) as refused:
        asked.do(JudgeAttachment(dossier_id=asked.dossier, attachment_id=file, approved=False, reason="   "))
    assert refused.value.slug == "reason-needed"


def test_a_judgement_can_be_changed(asked):
    file = asked.attach("D1")
    asked.scan(file)
    asked.judge(file, "Onleesbaar")
    assert asked.stuk("D1").state == "rejected"
    asked.judge(file)
    assert (asked.stuk("D1").state, asked.stuk("D1").attachments[0].reason) == ("approved", "")


def test_a_rejected_file_handed_in_once_more_stays_rejected(asked):
    file = asked.attach("D1", content="same")
    asked.scan(file)
    asked.judge(file, "Onleesbaar")
    asked.attach("D1", content="same")
    assert (asked.stuk("D1").state, asked.stuk("D1").reason) == ("rejected", "Onleesbaar")


def test_a_file_is_removed_and_the_timeline_remembers_it(asked):
    file = asked.attach("D1")
    asked.remove(file)
    assert asked.stuk("D1").attachments == ()
    assert asked.stuk("D1").state == "requested"
    assert asked.rounds.timeline(asked.dossier)[-1].facts == {"line": "D1", "file": "loonstrook.pdf"}


def test_what_was_sent_is_not_removed(asked):
    (file,) = asked.approve("D1")
    asked.prepare("D1")
    asked.send("D1")
    with pytest.raises(Conflict) as refused:
        asked.remove(file)
    assert refused.value.slug == "stuk-sent"


def test_a_verdict_about_a_file_that_was_removed_finds_nothing(asked):
    file = asked.attach("D1")
    asked.remove(file)
    with pytest.raises(NotFound):
        asked.scan(file)


def test_a_stuk_that_is_withdrawn_while_it_is_uploaded_keeps_the_file_and_asks_it_no_more(hub, asked):
    hub.message(asked.lane, da(line("D1", "08 Vervallen", day=6, status_note="Niet nodig")))
    asked.attach("D1")
    stuk = asked.stuk("D1")
    assert (stuk.state, stuk.reason) == ("withdrawn", "Niet nodig")
    assert [(each.name, each.is_asked) for each in stuk.attachments] == [("loonstrook.pdf", False)]


def test_a_line_that_is_off_the_list_takes_a_file_too(hub, asked):
    hub.message(asked.lane, da(line("D2", day=6)))
    asked.attach("D1")
    assert (asked.stuk("D1").state, asked.stuk("D1").attachments[0].is_asked) == ("withdrawn", False)


def test_forty_files_of_one_line_are_all_there(asked):
    for number in range(40):
        asked.attach("D1", f"pagina-{number:02}.jpg", kind="jpg")
    names = [each.name for each in asked.stuk("D1").attachments]
    assert names == [f"pagina-{number:02}.jpg" for number in range(40)]


def test_files_stay_in_the_dossier_when_their_exchange_leaves_and_are_back_with_it(hub, asked):
    from handlers.documents.views.stukken import stukken_in
    from schemas.applications import LinkExchange, UnlinkExchange
    from schemas.viewer import VisibleDossier

    dossier, (file,) = asked.dossier, asked.approve("D1")
    asked.do(UnlinkExchange(lane_id=asked.lane))
    left = hub.read(stukken_in, VisibleDossier(dossier, asked.viewer), ...)
    assert (left.stukken, [each.id for each in left.loose]) == ((), [file])
    asked.do(LinkExchange(lane_id=asked.lane, dossier_id=dossier))
    assert (asked.stuk("D1").state, [each.id for each in asked.stuk("D1").attachments]) == ("approved", [file])


def test_files_go_along_when_their_exchange_moves_to_another_dossier_and_back(hub, asked):
    from schemas.applications import MoveExchange, UndoLink

    home, (file,) = asked.dossier, asked.approve("D1")
    asked.prepare("D1")
    asked.send("D1")
    asked.set_deliverer("D1", "third")
    elsewhere = hub.lane()
    hub.message(elsewhere, ax())
    other = hub.dossier_of(elsewhere)
    asked.do(MoveExchange(lane_id=asked.lane, dossier_id=other))
    assert hub.rows(ATTACHMENTS, home) == []
    assert (asked.dossier, asked.stuk("D1").state, asked.stuk("D1").deliverer) == (other, "sent", "third")
    assert [each.id for each in asked.stuk("D1").attachments] == [file]
    asked.do(UndoLink(lane_id=asked.lane, dossier_id=home))
    assert (asked.dossier, asked.stuk("D1").state) == (home, "sent")
    assert hub.rows(ATTACHMENTS, other) == []


def test_files_stay_when_another_exchange_still_speaks_about_their_application(hub, asked):
    from schemas.applications import LinkExchange, MoveExchange

    home = asked.dossier
    asked.approve("D1")
    second = hub.lane()
    hub.command(LinkExchange(lane_id=second, dossier_id=home, application_id=asked.application))
    elsewhere = hub.lane()
    hub.message(elsewhere, ax())
    asked.do(MoveExchange(lane_id=asked.lane, dossier_id=hub.dossier_of(elsewhere)))
    assert len(hub.rows(ATTACHMENTS, home)) == 1
