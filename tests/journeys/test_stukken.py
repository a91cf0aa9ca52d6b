"""A stuk from the lender's question to its last word: raw XML in, files in, one PDF/A out, and all of it replayed."""

import pytest

from adapters.simulator import messages
from adapters.simulator.cast import Line
from handlers.action_points.views import action_points_in
from hub.ledger import balance, snapshot
from hub.replay import replay
from hub.scanner.builtin import BuiltinScanner
from schemas.action_points import ReleaseActionPoints, SetActionPointPolicy
from schemas.documents import ArrangePages, JudgeAttachment, PageChoice, SetDeliverer, SetOfficeDeliverer
from schemas.errors import Refused
from schemas.viewer import VisibleDossier
from tests.builders.counters import KENMERK, NUMBER, counter_hub
from tests.builders.paper_desks import BRAM, PaperDesk
from tests.builders.papers import pdf, square


@pytest.fixture(params=["sqlite", "postgres"])
def hub(request, tmp_path):
    urls = ("", "")
    if request.param == "postgres":
        urls = (request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url"))
    made, _ = counter_hub(tmp_path, *urls)
    yield made
    made.close()


@pytest.fixture
def empty(hub, request, tmp_path):
    if hub.database.is_sqlite:
        return f"sqlite:///{tmp_path}/again.db"
    return request.getfixturevalue("postgres_server").new_database()


@pytest.fixture
def desk(hub):
    hub.runtime.execute(SetActionPointPolicy(office_id="kantoor-1", at_once=False), actor="user:bram")
    hub.runtime.execute(SetOfficeDeliverer(office_id="kantoor-1", document="015", deliverer="third"), actor="user:bram")
    return PaperDesk(hub, BuiltinScanner())


def says(desk, *lines, **more):
    """The lender's next list; every line as (number, status, note)."""
    desk.hub.clock.forward(hours=1)
    made = [Line(number, kind="009", person=1, status=status, note=note) for number, status, note in lines]
    about = {"number": NUMBER, "lender_reference": KENMERK}
    desk.hub.hand_in(messages.da(made, at=desk.hub.clock.now(), **about, **more))
    desk.hub.work(1)


def answers(desk, code):
    desk.hub.clock.forward(hours=1)
    about = {"number": NUMBER, "lender_reference": KENMERK}
    made = messages.sx(code, at=desk.hub.clock.now(), domain="DX", document_number="4", **about)
    desk.hub.hand_in(made)
    desk.hub.work(1)


def points(desk):
    """State and reason of the action points of stuk 4."""
    with desk.hub.database.reading() as connection:
        found = action_points_in(VisibleDossier(desk.dossier, BRAM), connection)
    return [(each.state, each.reason) for each in found if each.about_id == desk.stuk().id]


def lived(desk):
    """Handed in, rejected, handed in again, sent, refused, sent, turned down by the lender, sent, approved."""
    with desk.hub.database.reading() as connection:
        held = [each.id for each in action_points_in(VisibleDossier(desk.dossier, BRAM), connection)]
    desk.do(ReleaseActionPoints(dossier_id=desk.dossier, action_points=tuple(held)))
    first = desk.attach(pdf(square()), "te donker.pdf")
    desk.work()
    desk.do(JudgeAttachment(dossier_id=desk.dossier, attachment_id=first, approved=False, reason="Te donker"))
    assert points(desk) == [("open", "Te donker")]
    one, two = desk.attach(pdf(square(0.3)), "een.pdf"), desk.attach(pdf(square(0.5)), "twee.pdf")
    desk.work()
    desk.approve(one, two)
    desk.work()
    desk.send()
    assert points(desk) == [("done", "")]
    answers(desk, "04")
    assert desk.stuk().state == "refused"
    with pytest.raises(Refused) as refused:
        desk.send()
    assert refused.value.slug == "stuk-unchanged"
    desk.do(ArrangePages(**desk.place(), pages=(PageChoice(attachment=two, index=0),)))
    desk.work()
    desk.send()
    says(desk, ("4", "07", "De handtekening ontbreekt."))
    assert points(desk) == [("open", "De handtekening ontbreekt.")]
    signed = desk.attach(pdf(square(0.7)), "getekend.pdf")
    desk.work()
    desk.approve(signed)
    desk.work()
    desk.send()
    says(desk, ("4", "03", ""))
    assert desk.stuk().state == "received"
    says(desk, ("4", "04", ""))
    assert (desk.stuk().state, points(desk)) == ("accepted", [("closed", "")])


def sent(desk):
    return desk.hub.sql(
        "SELECT about, state FROM outgoing WHERE code = 'DX' AND dossier_id = ? ORDER BY number", desk.dossier
    )


def test_a_stuk_goes_the_whole_way_and_replay_comes_to_the_same(desk, empty):
    lived(desk)
    desk.do(SetDeliverer(**desk.place("3"), deliverer="adviser"))
    assert [state for _, state in sent(desk)] == ["refused", "acknowledged", "acknowledged"]
    assert {about for about, _ in sent(desk)} == {"4"}
    with snapshot(desk.hub.database) as connection:
        assert balance(connection).imbalances == ()
    found = replay(desk.hub.runtime, empty)
    assert found.is_same, found
    assert found.dossiers == 1


def test_the_deliverer_of_an_office_counts_for_its_lists(desk):
    assert {each.number: each.deliverer for each in desk.stukken()}["2"] == "third"


def test_a_delivery_keeps_the_number_that_the_lender_gave(desk):
    lived(desk)
    bodies = desk.hub.sql("SELECT body FROM outgoing WHERE code = 'DX' AND dossier_id = ?", desk.dossier)
    assert len(bodies) == 3
    assert all(b"<DocumentMijNr>4</DocumentMijNr>" in bytes(body) for (body,) in bodies)
