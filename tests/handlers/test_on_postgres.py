from handlers.applications.tables import ADDITIONS
from handlers.dossiers.facts import facts_of
from handlers.dossiers.views import Wanted, count_for, dossier_for, dossiers_for, timeline_for
from handlers.stock_lists.views import steps_in
from hub.rehearsal import rehearse
from schemas.applications import LinkExchange, UndoLink, UnlinkExchange
from schemas.documents import SendStukken
from schemas.sending import SetAddition
from schemas.viewer import VisibleDossier
from tests.builders.commands import ax, da, dx, line, ox, sx
from tests.builders.rounds import Rounds
from tests.builders.stukken import RECEIVER, Office

CHAIN = (
    ax(),
    sx("09 Ontvangstbevestiging", day=3),
    ox("indicative", day=4),
    da(line("D1", day=5), line("D2", day=5)),
    dx("D1", day=6),
    sx("04 Bestandsformaat te groot", day=7, domain="DX", document_number="D1"),
    da(line("D1", "04 Akkoord", day=8), line("D2", "07 Afgekeurd", day=8, status_note="Onleesbaar")),
    ax(2),
    ox("binding", day=9, request_version=2),
    sx("23 Bindende offerte verzonden", day=9, request_version=2),
)


def test_the_same_chain_gives_the_same_facts_and_views_on_both_databases(tmp_path, postgres_url, bram):
    found = []
    for rounds in (Rounds(tmp_path), Rounds(tmp_path, postgres_url)):
        lane = rounds.lane()
        rounds.messages(lane, [[command] for command in reversed(CHAIN)])
        dossier = rounds.dossier_of(lane)
        rounds.command(UnlinkExchange(lane_id=lane))
        rounds.command(UndoLink(lane_id=lane, dossier_id=dossier))
        rounds.command(UnlinkExchange(lane_id=lane))
        rounds.command(LinkExchange(lane_id=lane, dossier_id=dossier))
        whole = rounds.read(dossier_for, bram, ..., dossier)
        page = rounds.read(timeline_for, bram, ..., dossier, limit=4)
        rest = rounds.read(timeline_for, bram, ..., dossier, after=page.next)
        assert len(page.entries) + len(rest.entries) == len(rounds.timeline(dossier))
        found.append(
            (
                rounds.read(facts_of, ..., dossier),
                [each.code for each in whole.applications[0].status.history],
                [(each.kind, each.valid_until, each.amount) for each in whole.applications[0].offers],
                [each.title for each in rounds.read(dossiers_for, bram, ..., Wanted("A-1")).lines],
                rounds.read(count_for, bram, ..., Wanted("jans")),
                [(entry.kind, entry.changes) for entry in rounds.timeline(dossier)],
            )
        )
        rounds.database.close()
    assert found[0] == found[1]
    assert found[0][3:5] == (["A. Jansen"], 1)


def test_sending_all_and_its_rehearsal_are_alike_on_both_databases(tmp_path, postgres_url, bram):
    found = []
    for rounds in (Rounds(tmp_path), Rounds(tmp_path, postgres_url)):
        lane = rounds.lane()
        rounds.messages(lane, [[ax()], [da(line("2", day=5), line("3", "04 Akkoord", day=5))]])
        office = Office(rounds, lane, bram)
        office.approve("2")
        office.prepare("2")
        place = {"dossier_id": office.dossier, "application_id": office.application, "lane_id": lane}
        command = SendStukken(**place, receiver=RECEIVER)
        with rounds.database.reading() as connection:
            (tried,) = rehearse(connection, office.registry, [command], actor="user:bram", at=rounds.now)
        office.do(SetAddition(dossier_id=office.dossier, application_id=office.application, place="A/B", value="x"))
        office.do(command)
        entry = rounds.timeline(office.dossier)[-1]
        steps = rounds.read(steps_in, VisibleDossier(office.dossier, bram), ..., office.application)
        kept = [(each.place, each.value) for each in rounds.rows(ADDITIONS, office.dossier)]
        found.append(([each.about for each in tried.letters], entry.kind, entry.facts, len(steps), kept))
        rounds.database.close()
    assert found[0] == found[1]
    assert found[0][:2] == (["2"], "stukken-sent")
