"""Action points that staff make themselves: made, changed, taken back, judged; those of a stock list are left alone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.action_points.rules import judged, made, progress, taken_back
from handlers.action_points.views import action_points_in, progress_in
from handlers.dossiers.views import visible
from schemas.action_points import (
    ChangeActionPoint,
    JudgeActionPoint,
    MakeActionPoint,
    PointTerms,
    WithdrawActionPoint,
)
from schemas.errors import Conflict, NotFound, Refused
from schemas.viewer import Viewer
from tests.builders.rounds import Rounds
from tests.handlers.dossiers.test_keeping import opening, somebody

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    anna = somebody(birth_prefix="de", initials="A.", email="anna@klant.example")
    rounds.command(opening("d-1", anna, somebody(birth_name="Smit", initials="P.", phone="0612345678")))
    yield rounds
    rounds.database.close()


def kept(office):
    with office.database.reading() as connection:
        dossier = visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, "d-1")
        return action_points_in(dossier, connection), progress_in(dossier, connection)


def make(office, **more):
    terms = PointTerms.model_validate({"subject": "Kopie paspoort", "due": FRIDAY} | more)
    office.command(MakeActionPoint(dossier_id="d-1", terms=terms))
    return kept(office)[0][-1]


def judge(office, point, verdict, reason=""):
    office.command(JudgeActionPoint(dossier_id="d-1", action_point_id=point.id, verdict=verdict, reason=reason))
    return next(each for each in kept(office)[0] if each.id == point.id)


def test_what_staff_ask_is_the_customers_at_once(office):
    point = make(office, kind="confirm", remark="Lees de brochure.", party="dossier/P2")
    assert (point.state, point.kind, point.person, point.remark, point.round) == (
        "open",
        "confirm",
        "P. Smit",
        "Lees de brochure.",
        1,
    )
    assert point.released_by == "user:bram"
    (line,) = [each for each in office.timeline("d-1") if each.kind == "action-point-made"]
    assert line.facts == {"round": 1}


def test_four_of_four_is_100_and_one_rejected_is_75(office):
    points = [make(office, subject=f"Stuk {number}") for number in range(4)]
    for each in points:
        judge(office, each, "done")
    assert kept(office)[1].percent == 100
    again = judge(office, points[0], "rejected", "onleesbaar")
    assert (again.id, again.state, again.round, again.is_again, again.reason) == (
        points[0].id,
        "open",
        2,
        True,
        "onleesbaar",
    )
    assert kept(office)[1].percent == 75


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"remark": "x" * 2001}, "remark"),
        ({"due": date(2026, 11, 1)}, "due"),
        ({"due": date(9999, 1, 1)}, "due"),
        ({"party": "dossier/P9"}, "party"),
    ],
    ids=["empty", "long", "long-remark", "past", "never", "stranger"],
)
def test_what_cannot_be_asked_is_refused(office, more, path):
    with pytest.raises(Refused) as refused:
        office.command(
            MakeActionPoint(dossier_id="d-1", terms=PointTerms.model_validate({"subject": "Paspoort"} | more))
        )
    assert refused.value.path == path
    assert kept(office)[0] == ()


def test_it_is_asked_otherwise_while_it_is_open_and_taken_back(office):
    point = make(office)
    terms = PointTerms(subject="Kopie rijbewijs", due=FRIDAY)
    office.command(ChangeActionPoint(dossier_id="d-1", action_point_id=point.id, terms=terms))
    assert kept(office)[0][0].subject == "Kopie rijbewijs"
    office.command(WithdrawActionPoint(dossier_id="d-1", action_point_id=point.id, reason="niet nodig"))
    assert (kept(office)[0][0].state, kept(office)[1].total) == ("withdrawn", 0)
    for again in (
        ChangeActionPoint(dossier_id="d-1", action_point_id=point.id, terms=terms),
        WithdrawActionPoint(dossier_id="d-1", action_point_id=point.id),
        JudgeActionPoint(dossier_id="d-1", action_point_id=point.id, verdict="done"),
    ):
        with pytest.raises(Conflict) as refused:
            office.command(again)
        assert refused.value.slug == "action-point-state"


def test_a_rejection_says_why_and_is_of_what_came_in(office):
    point = make(office)
    with pytest.raises(Conflict):
        judge(office, point, "rejected", "nog niets")
    judge(office, point, "approved")
    with pytest.raises(Refused) as refused:
        judge(office, point, "rejected", "  ")
    assert refused.value.path == "reason"
    with pytest.raises(NotFound):
        office.command(JudgeActionPoint(dossier_id="d-1", action_point_id="none", verdict="done"))


ACTS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["make", "done", "approved", "rejected", "back"])))


@given(ACTS)
def test_progress_moves_as_it_should_whatever_staff_do(acts):
    points = []
    for number, act in [(0, "make"), *acts]:
        before = progress(points)
        fraction = before.handled / before.total if before.total else 0
        try:
            points = _acted(points, number, act)
        except Conflict:
            continue
        after = progress(points)
        now = after.handled / after.total if after.total else 0
        assert 0 <= after.percent <= 100
        assert (after.percent == 100) == (after.total > 0 and after.open == 0)
        if act in {"done", "approved"}:
            assert now >= fraction
        if act == "rejected":
            assert now < fraction
            assert after.percent < before.percent or after.total > 100
        if act == "make":
            assert now < fraction or fraction == 0
            assert after.percent <= before.percent
        if act == "back":
            assert now >= fraction


def _acted(points, number, act):
    if act == "make":
        place = ("d-1", f"p-{len(points)}")
        return [*points, made(place, PointTerms(subject="x"), "", by="user:bram", at=AT)]
    index = number % len(points)
    point = points[index]
    after = taken_back(point, "", AT) if act == "back" else judged(point, act, "why", AT)
    return [*points[:index], after, *points[index + 1 :]]
