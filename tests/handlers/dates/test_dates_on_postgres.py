"""The same dates on both databases: set, followed from messages, told by their timer, and listed page by page."""

from datetime import UTC, date, datetime

from handlers.dates.views import dates_in, dates_near
from hub.records import TIMERS
from hub.timers import Timers
from schemas.applications import LinkExchange, UnlinkExchange
from schemas.dates import ConditionTerms, EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition
from schemas.viewer import VisibleDossier
from tests.builders.commands import ax, da, line, ox
from tests.builders.engine import FixedClock
from tests.builders.rounds import REGISTRY, Rounds

NOW = datetime(2026, 12, 22, 9, 0, tzinfo=UTC)


def story(rounds, bram):
    lane = rounds.lane()
    for command in (ax(), ox("binding", valid_until=date(2026, 12, 30)), da(line("D1", "04 Akkoord", 5))):
        rounds.message(lane, command)
    of = {"dossier_id": rounds.dossier_of(lane)}
    for kind, day in (("financiering", "2026-12-28"), ("nhg", "2026-12-23"), ("bouwkundig", "2026-12-23")):
        rounds.command(SetResolutiveCondition(**of, kind=kind, terms=ConditionTerms(ov_date=day)))
    rounds.command(SetDeedDate(**of, day="2027-03-01"))
    rounds.command(ExtendDate(**of, date_id="resolutive-nhg", day="2026-12-29", reason="akkoord"))
    rounds.command(EndDate(**of, date_id="resolutive-bouwkundig", ending="waived"))
    rounds.command(UnlinkExchange(lane_id=lane))
    rounds.command(LinkExchange(lane_id=lane, **of))
    Timers(rounds.database, REGISTRY, FixedClock(NOW)).tick()
    whole = rounds.read(dates_in, VisibleDossier(of["dossier_id"], bram), ..., NOW)
    near = rounds.read(dates_near, bram, ..., NOW.date(), limit=2)
    last = near[-1]
    rest = rounds.read(dates_near, bram, ..., NOW.date(), after=(last.ends_on, last.dossier_id, last.id))
    timers = {each.id: each.due_at for each in rounds.rows(TIMERS, of["dossier_id"]) if each.done_at is None}
    return (
        [(each.kind, each.subject, each.day, each.state, each.told_on, len(each.history)) for each in whole],
        [(each.kind, each.subject, each.left) for each in (*near, *rest)],
        sorted(timers.values()),
    )


def test_the_same_dates_are_watched_told_and_listed_on_both_databases(tmp_path, postgres_url, bram):
    found = []
    for rounds in (Rounds(tmp_path), Rounds(tmp_path, postgres_url)):
        found.append(story(rounds, bram))
        rounds.database.close()
    assert found[0] == found[1]
    assert found[0][1] == [
        ("resolutive", "financiering", 3),
        ("resolutive", "nhg", 4),
        ("offer", "", 5),
    ]
    assert [each[3] for each in found[0][0]].count("open") == 5
