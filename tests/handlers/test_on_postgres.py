from handlers.dossiers.facts import facts_of
from handlers.dossiers.views import Wanted, count_for, dossier_for, dossiers_for, timeline_for
from schemas.applications import LinkExchange, UndoLink, UnlinkExchange
from tests.builders.commands import ax, da, dx, line, ox, sx
from tests.builders.rounds import Rounds

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
