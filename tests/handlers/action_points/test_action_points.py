"""What a customer has to do: one point per stuk for ever, opened by a need and closed by the lender's last word."""

import pytest

from handlers.action_points.tables import ACTION_POINTS
from handlers.action_points.views import action_points_in
from schemas.action_points import ReleaseActionPoints, SetActionPointPolicy
from schemas.applications import UnlinkExchange
from schemas.errors import NotFound
from schemas.viewer import VisibleDossier
from tests.builders.commands import da, dx, line, ox, sx

TITLE = "Werkgeversverklaring Anna"


def asks(hub, office, status="01 Aan te leveren", day=5, **more):
    hub.message(office.lane, da(line("D1", status, day=day, description=TITLE, **more)))


def point(office):
    (found,) = office.rounds.read(action_points_in, VisibleDossier(office.dossier, office.viewer), ...)
    return found


def release(office):
    office.do(ReleaseActionPoints(dossier_id=office.dossier, action_points=(point(office).id,)))


def test_a_line_for_the_customer_waits_for_a_look_of_the_adviser(hub, office):
    asks(hub, office, person="A. Jansen")
    assert office.points() == [(TITLE, "held", "")]
    assert point(office).person == "A. Jansen"
    release(office)
    assert office.points() == [(TITLE, "open", "")]
    assert point(office).released_by == "user:bram"


def test_an_office_may_let_them_through_at_once(hub, office):
    office.do(SetActionPointPolicy(office_id="kantoor-1", at_once=True))
    asks(hub, office)
    assert (office.points(), point(office).released_by) == ([(TITLE, "open", "")], "office")
    office.do(SetActionPointPolicy(office_id="kantoor-1", at_once=False))


def test_the_choice_of_another_office_changes_nothing_here(hub, office):
    office.do(SetActionPointPolicy(office_id="kantoor-2", at_once=True))
    asks(hub, office)
    assert office.points() == [(TITLE, "held", "")]


@pytest.mark.parametrize(
    "document", ["003 Taxatierapport van de woning", "054 Getekend adviesrapport", "252 Intern document"]
)
def test_a_line_that_is_not_the_customers_makes_no_action_point(hub, office, document):
    asks(hub, office, document=document)
    assert office.points() == []


def test_a_line_from_a_source_makes_no_action_point(hub, office):
    asks(hub, office, from_source=True)
    assert office.points() == []


def test_a_line_that_was_never_asked_makes_no_action_point(hub, office):
    asks(hub, office, "04 Akkoord")
    assert office.points() == []


def test_handing_in_makes_it_done_and_a_rejection_opens_the_same_one_with_the_reason(hub, office):
    asks(hub, office)
    release(office)
    first = point(office).id
    file = office.attach("D1")
    assert office.points() == [(TITLE, "done", "")]
    office.scan(file)
    office.judge(file, "Pagina 2 ontbreekt")
    assert office.points() == [(TITLE, "open", "Pagina 2 ontbreekt")]
    assert (point(office).id, point(office).round, point(office).is_again) == (first, 2, True)


def test_an_infected_file_opens_it_again(hub, office):
    asks(hub, office)
    release(office)
    office.scan(office.attach("D1"), "infected", "Eicar-Test-Signature")
    ((_, state, reason),) = office.points()
    assert state == "open"
    assert reason.startswith("Dit bestand is besmet (Eicar-Test-Signature)")


def test_a_rejection_of_the_lender_opens_the_same_one_with_the_reason(hub, office):
    asks(hub, office)
    release(office)
    first = point(office).id
    office.deliver("D1")
    asks(hub, office, "03 Ontvangen", 6)
    assert office.points() == [(TITLE, "done", "")]
    asks(hub, office, "07 Afgekeurd", 7, status_note="Handtekening ontbreekt")
    assert office.points() == [(TITLE, "open", "Handtekening ontbreekt")]
    assert (point(office).id, point(office).round) == (first, 2)


@pytest.mark.parametrize("status", ["04 Akkoord", "08 Vervallen"])
@pytest.mark.parametrize("before", ["held", "open", "done", "rejected"])
def test_the_lenders_last_word_closes_it_from_any_state(hub, office, status, before):
    asks(hub, office)
    if before != "held":
        release(office)
    if before in {"done", "rejected"}:
        file = office.attach("D1")
        office.scan(file)
        office.judge(file, "Onleesbaar" if before == "rejected" else "")
    asks(hub, office, status, 6, status_note="Klaar")
    is_withdrawn = status.startswith("08") and before != "done"
    assert office.points() == [(TITLE, "withdrawn" if is_withdrawn else "closed", "")]


def test_a_closed_one_opens_again_when_a_new_offer_asks_for_it(hub, office):
    asks(hub, office)
    release(office)
    asks(hub, office, "04 Akkoord", 6)
    hub.message(office.lane, ox("binding", day=7))
    hub.message(office.lane, ox("indicative", day=8))
    asks(hub, office, "01 Aan te leveren", 9)
    assert office.points() == [(TITLE, "open", "")]
    assert point(office).round == 2


def test_a_line_that_leaves_the_list_withdraws_it(hub, office):
    asks(hub, office)
    hub.message(office.lane, da(line("D2", day=6, document="252 Intern document")))
    assert office.points() == [(TITLE, "withdrawn", "")]


def test_what_a_package_delivered_is_done(hub, office):
    asks(hub, office)
    hub.message(office.lane, dx("D1", day=6))
    assert office.points() == [(TITLE, "done", "")]


def test_a_delivery_that_the_lender_could_not_take_is_the_advisers_to_mend(hub, office):
    asks(hub, office)
    release(office)
    office.deliver("D1")
    hub.message(office.lane, sx("04 Bestandsformaat te groot", day=7, domain="DX", document_number="D1"))
    assert office.points() == [(TITLE, "done", "")]


def test_another_deliverer_withdraws_it_and_the_customer_again_opens_the_same_one(hub, office):
    asks(hub, office)
    first = point(office).id
    office.set_deliverer("D1", "adviser")
    assert office.points() == [(TITLE, "withdrawn", "")]
    office.set_deliverer("D1", "customer")
    assert (office.points(), point(office).id) == ([(TITLE, "held", "")], first)


def test_a_list_of_twenty_lines_makes_twenty_points_once(hub, office):
    lines = [line(f"D{n}", day=5, description=f"Stuk {n:02}") for n in range(20)]
    hub.message(office.lane, da(*lines))
    hub.message(office.lane, da(*lines, moment=lines[0].status_moment.replace(day=6)))
    assert len(office.points()) == 20
    assert {state for _, state, _ in office.points()} == {"held"}


def test_releasing_twice_is_releasing_once(hub, office):
    asks(hub, office)
    release(office)
    since = point(office).changed_at
    release(office)
    assert point(office).changed_at == since


def test_one_that_is_not_there_cannot_be_released(hub, office):
    asks(hub, office)
    with pytest.raises(NotFound):
        office.do(ReleaseActionPoints(dossier_id=office.dossier, action_points=("unknown",)))


def test_what_nobody_saw_leaves_with_its_exchange_and_what_somebody_saw_is_withdrawn(hub, office):
    dossier = office.dossier
    hub.message(office.lane, da(line("D1", description="Een"), line("D2", description="Twee")))
    one = next(each for each in hub.rows(ACTION_POINTS, dossier) if each.subject == "Een")
    office.do(ReleaseActionPoints(dossier_id=dossier, action_points=(one.id,)))
    office.do(UnlinkExchange(lane_id=office.lane))
    assert [(each.subject, each.state) for each in hub.rows(ACTION_POINTS, dossier)] == [("Een", "withdrawn")]
