"""The inbox, late lenders, files to judge and searching give the same on both databases; a preview leaves nothing."""

from dataclasses import replace
from datetime import timedelta

from handlers.applications.views import (
    application_linked,
    late_for,
    overdue_count,
    placed_for,
    unlinked_count_for,
    unlinked_for,
)
from handlers.documents.views.judging import to_judge_count_for, to_judge_for
from handlers.dossiers.views import (
    Sought,
    arrived_count_for,
    arrived_for,
    matches_for,
    named_for,
    near_for,
    people_of,
    pointed_for,
    read_words,
)
from hub import rows as statements
from hub.ids import derived_id, new_id
from hub.records import LANES, OUTGOING
from hub.trying import try_out
from schemas.applications import LinkExchange, OpenForExchange, UnlinkExchange
from schemas.viewer import VisibleDossier
from tests.builders.commands import anna, ax, ox, sx
from tests.builders.delivery import letter
from tests.builders.rounds import REGISTRY, Rounds


def story(rounds, bram):
    known = rounds.lane()
    rounds.message(known, ax(parties=(anna(birth_name="Vermeulen"),)))
    loose = rounds.lane()
    rounds.message(loose, sx("10 In behandeling"))
    rounds.message(loose, ox())
    dossier = rounds.dossier_of(known)
    seen = try_out(
        rounds.database,
        REGISTRY,
        LinkExchange(lane_id=loose, dossier_id=dossier),
        actor="user:bram",
        at=rounds.now,
        look=lambda connection, _: statements.select(connection, LANES, "id", [loose])[0].dossier_id == dossier,
    )
    waits = [each.waiting for each in rounds.read(unlinked_for, bram, ...)]
    counted = rounds.read(unlinked_count_for, bram, ...)
    people = rounds.read(people_of, ..., [VisibleDossier(dossier, bram)])[dossier]
    matches = rounds.read(matches_for, bram, ..., [Sought(people), Sought(number="A-1"), Sought(people, but=dossier)])
    arrived = [each.lane_id == known for each in rounds.read(arrived_for, bram, ...)]
    rounds.command(LinkExchange(lane_id=loose, dossier_id=dossier))
    placed = [each.lane_id == loose for each in rounds.read(placed_for, bram, ..., rounds.now - timedelta(days=1))]
    linked = bool(rounds.read(application_linked, ..., VisibleDossier(dossier, bram), loose))
    rounds.command(UnlinkExchange(lane_id=known))
    own = derived_id(known, "dossier")
    rounds.command(OpenForExchange(lane_id=known, dossier_id=own))
    words = {}
    rounds.read(read_words, ..., "production", "kantoor-1", words, None)
    found = [
        [each.title for each in rounds.read(view, bram, ..., typed, words)]
        for view, typed in ((named_for, "vermeul"), (near_for, "vermuelen"), (near_for, "bergsma"))
    ]
    pointed = [len(rounds.read(pointed_for, bram, ..., typed)) for typed in ("A-1", "A-999", "0612345678")]
    counts = (rounds.read(arrived_count_for, bram, ...), rounds.read(to_judge_count_for, bram, ...))
    shown = [[(each.is_sure, each.grounds) for each in some] for some in matches]
    return (seen, waits, counted, shown, arrived, placed, linked, found, pointed, counts)


def late(rounds, bram):
    at = rounds.now
    with rounds.database.transaction() as connection:
        for minutes, code in ((14, "AX"), (15, "AX"), (31, "AX"), (31, "DX")):
            made = replace(_row(at - timedelta(minutes=minutes)), code=code)
            statements.write(connection, OUTGOING, [made])
    found = [each.is_overdue for each in rounds.read(late_for, bram, ..., at)]
    return found, rounds.read(overdue_count, ..., at), rounds.read(to_judge_for, bram, ...)


def _row(at):
    """An application of the office, delivered then."""
    made = letter(1, lane_id=new_id(), dossier_id="d-1", office_id="kantoor-1", environment="production")
    return replace(made, id=new_id(), state="delivered", made_at=at, delivered_at=at)


def test_the_same_story_is_read_the_same_on_both_databases(tmp_path, postgres_url, bram):
    found = []
    for rounds in (Rounds(tmp_path), Rounds(tmp_path, postgres_url)):
        found.append((story(rounds, bram), late(rounds, bram)))
        rounds.database.close()
    assert found[0] == found[1]
    (seen, waits, counted, *_), (overdue, gauge, judged) = found[0]
    assert (seen, waits, counted) == (True, [2], 1)
    assert (overdue, gauge, judged) == ([True, False], 1, ())
