"""Who has a part in a dossier, what each may see of it, and how it changes hands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.accounts.people import add_user
from handlers.accounts.rules import Place
from handlers.accounts.substitutions import end_substitution, set_substitute, stands_in_for
from handlers.accounts.viewing import viewer_of
from handlers.applications.views import unlinked_count_for
from handlers.dossiers.views import count_for, dossier_for, dossiers_for, timeline_for, visible
from handlers.involvements.views import involved_in
from handlers.offices.directory import add_office
from handlers.offices.organisations import add_sub_agent, set_closed
from hub.ids import new_id
from hub.views import lane_for
from schemas.errors import NotFound, Refused
from schemas.involvements import (
    AdmitCustomer,
    AssignDossier,
    DismissCustomer,
    LinkSubAgent,
    MoveDossiers,
    UnlinkSubAgent,
)
from schemas.viewer import Viewer, VisibleDossier
from tests.builders.commands import ax
from tests.builders.rounds import LENDER_NODE

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


class Office:
    """Kantoor-1 with its people, beside another office."""

    def __init__(self, hub):
        self.hub = hub
        with hub.database.transaction() as connection:
            made = {"connection": connection, "at": AT}
            self.other = add_office(**made, name=new_id(), node=_node(), office_id=new_id())
            for name, role in (("bram", "adviser"), ("els", "handler"), ("anna", "customer"), ("tom", "customer")):
                setattr(self, name, add_user(**made, office_id="kantoor-1", name=name.title(), role=role))
            self.chris = add_user(**made, office_id=self.other.id, name="Chris", role="adviser")
            code = new_id()[-12:]
            self.agent = add_sub_agent(
                connection, office_id="kantoor-1", code=code, name="Sara Advies", email=f"{code}@x.example", at=AT
            )
            self.sara = add_user(
                **made, office_id="kantoor-1", name="Sara", role="sub-agent", place=Place(organisation_id=self.agent.id)
            )

    def own(self, user):
        """The person as a viewer in an office whose advisers see their own."""
        return viewer_of(user, "production", advisers_see="own")

    def do(self, command):
        return self.hub.command(command)

    def involved(self, dossier):
        viewer = Viewer("kantoor-1", False, "user:x", "production")
        return [(each.part, each.who) for each in self.hub.read(involved_in, VisibleDossier(dossier, viewer), ...)]


def sql(hub, statement, *values):
    with hub.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement, values)]


_NODES = iter(range(510000, 599999))


def _node():
    return str(next(_NODES))


@pytest.fixture
def office(hub):
    with hub.database.transaction() as connection:
        known = connection.exec_driver_sql("SELECT 1 FROM offices WHERE id = 'kantoor-1'").first()
        if known is None:
            add_office(connection, name="De Brug", node=_node(), at=AT, office_id="kantoor-1")
    return Office(hub)


def sees(hub, viewer, dossier):
    """Whether the dossier is there for him, wherever he looks."""
    found = {
        hub.read(visible, viewer, ..., dossier) is not None,
        hub.read(dossier_for, viewer, ..., dossier) is not None,
        hub.read(timeline_for, viewer, ..., dossier) is not None,
        dossier in {each.id for each in hub.read(dossiers_for, viewer, ..., limit=500).lines},
    }
    assert len(found) == 1, "one way of looking shows what another hides"
    return found.pop()


def test_the_dossiers_adviser_sees_it_and_a_colleague_with_own_scope_does_not(hub, office, dossier):
    assert not sees(hub, office.own(office.bram), dossier)
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id))
    assert sees(hub, office.own(office.bram), dossier)
    assert sees(hub, viewer_of(office.els, "production"), dossier)
    assert office.involved(dossier) == [("adviser", "Bram")]
    assert hub.read(count_for, office.own(office.bram), ...) == 1


def test_a_dossier_has_one_adviser_and_one_handler(hub, office, dossier):
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id))
    office.do(AssignDossier(dossier_id=dossier, part="handler", person_id=office.els.id))
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.els.id, reason="Bram is ziek"))
    assert office.involved(dossier) == [("adviser", "Els"), ("handler", "Els")]
    assert not sees(hub, office.own(office.bram), dossier)
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=""))
    assert office.involved(dossier) == [("handler", "Els")]


def test_the_timeline_says_who_it_was_and_who_it_is(hub, office, dossier):
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id))
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.els.id, reason="Bram is ziek"))
    (latest, *_) = hub.read(timeline_for, viewer_of(office.els, "production"), ..., dossier).entries
    assert (latest.kind, latest.facts) == ("involvement-changed", {"reason": "Bram is ziek"})
    assert latest.changes == [{"field": "involved.adviser", "old": office.bram.id, "new": office.els.id, "path": ""}]


@pytest.mark.parametrize("who", ["chris", "anna", "sara"])
def test_only_staff_of_the_office_becomes_the_adviser(hub, office, dossier, who):
    with pytest.raises(NotFound):
        office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=getattr(office, who).id))
    assert office.involved(dossier) == []


@pytest.mark.parametrize(
    ("role", "last", "slug"),
    [
        ("auditor", TODAY + timedelta(days=30), "account-reads-only"),
        ("adviser", TODAY - timedelta(days=1), "account-over"),
    ],
)
def test_who_only_looks_on_or_is_over_takes_nobodys_work(hub, office, dossier, role, last, slug):
    with hub.database.transaction() as connection:
        about = {"office_id": "kantoor-1", "name": "Alex", "role": role, "at": AT}
        alex = add_user(connection, **about, place=Place(ends_on=last))
    days = {"absent_id": office.bram.id, "substitute_id": alex.id, "days": (TODAY, None), "by": "user:olga"}
    with pytest.raises(Refused) as assigned:
        office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=alex.id))
    with pytest.raises(Refused) as moved:
        office.do(
            MoveDossiers(office_id="kantoor-1", from_person=office.bram.id, to_person=alex.id, dossiers=(dossier,))
        )
    with pytest.raises(Refused) as instead, hub.database.transaction() as connection:
        set_substitute(connection, office_id="kantoor-1", at=AT, **days)
    assert {each.value.slug for each in (assigned, moved, instead)} == {slug}
    assert office.involved(dossier) == []


def test_who_is_nobody_any_more_leaves_what_somebody_else_changed(hub, office, dossier):
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.els.id))
    outcome = office.do(
        AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id, instead_of=office.bram.id)
    )
    assert outcome.state == "superseded"
    assert office.involved(dossier) == [("adviser", "Els")]


def test_a_sub_agent_sees_the_linked_dossier_and_no_other(hub, office, dossier):
    sara = viewer_of(office.sara, "production")
    assert not sees(hub, sara, dossier)
    office.do(LinkSubAgent(dossier_id=dossier, organisation_id=office.agent.id, start_point="stukken"))
    assert sees(hub, sara, dossier)
    assert hub.read(count_for, sara, ...) == 1
    assert hub.read(unlinked_count_for, sara, ...) == 0
    office.do(UnlinkSubAgent(dossier_id=dossier, organisation_id=office.agent.id, reason="stopt"))
    assert not sees(hub, sara, dossier)


def test_another_offices_or_a_closed_sub_agent_cannot_be_linked(hub, office, dossier):
    with hub.database.transaction() as connection:
        foreign = add_sub_agent(
            connection, office_id=office.other.id, code="F1", name="Vreemd", email="f@x.example", at=AT
        )
        set_closed(connection, "kantoor-1", office.agent.id, AT)
    for each in (foreign.id, office.agent.id, "nobody"):
        with pytest.raises(NotFound):
            office.do(LinkSubAgent(dossier_id=dossier, organisation_id=each))


def test_an_office_without_sub_agents_is_its_own(hub, office, dossier):
    with hub.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM organisations WHERE kind = 'sub-agent' AND office_id = 'kantoor-1'")
    office.do(LinkSubAgent(dossier_id=dossier, organisation_id="kantoor-1"))
    assert office.involved(dossier) == [("sub-agent", "De Brug")]


def party(hub, dossier, n=0):
    found = sql(hub, "SELECT application_id, reference FROM parties WHERE dossier_id = ? ORDER BY reference", dossier)
    return "/".join(found[n])


def test_a_customer_is_one_party_and_a_party_one_customer(hub, office, dossier):
    office.do(AdmitCustomer(dossier_id=dossier, person_id=office.anna.id, party=party(hub, dossier)))
    assert office.involved(dossier) == [("customer", "Anna")]
    assert hub.read(visible, viewer_of(office.anna, "production"), ..., dossier) is not None
    assert hub.read(visible, viewer_of(office.tom, "production"), ..., dossier) is None
    with pytest.raises(Refused) as refused:
        office.do(AdmitCustomer(dossier_id=dossier, person_id=office.tom.id, party=party(hub, dossier)))
    assert refused.value.slug == "party-taken"
    office.do(DismissCustomer(dossier_id=dossier, person_id=office.anna.id))
    assert office.involved(dossier) == []


def test_a_party_of_nobody_is_refused_with_those_there_are(hub, office, dossier):
    with pytest.raises(Refused) as refused:
        office.do(AdmitCustomer(dossier_id=dossier, person_id=office.anna.id, party="elders/NA99"))
    assert party(hub, dossier) in refused.value.expected


def test_staff_is_no_customer(hub, office, dossier):
    with pytest.raises(NotFound):
        office.do(AdmitCustomer(dossier_id=dossier, person_id=office.bram.id, party=party(hub, dossier)))


def test_an_exchange_is_seen_by_who_sees_its_dossier(hub, office, linked, dossier):
    bram = office.own(office.bram)
    assert hub.read(lane_for, bram, ..., linked) is None
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id))
    assert hub.read(lane_for, bram, ..., linked) is not None


def test_a_lender_never_sees_a_dossier_or_its_exchange(hub, linked, dossier):
    linda = Viewer(None, False, "user:linda", "production", node=LENDER_NODE)
    assert not sees(hub, linda, dossier)
    assert hub.read(lane_for, linda, ..., linked) is None


def test_dossiers_move_in_one_step_and_only_those_he_still_has(hub, office, dossier):
    second = hub.dossier_of(_linked(hub))
    for each in (dossier, second):
        office.do(AssignDossier(dossier_id=each, part="adviser", person_id=office.bram.id))
    office.do(AssignDossier(dossier_id=second, part="adviser", person_id=office.els.id))
    office.do(
        MoveDossiers(
            office_id="kantoor-1", from_person=office.bram.id, to_person=office.els.id, dossiers=(dossier, second)
        )
    )
    ordered = sql(hub, "SELECT dossier_id FROM timers WHERE done_at IS NULL AND name = 'AssignDossier'")
    assert {each[0] for each in ordered} == {dossier, second}


def _linked(hub):

    lane = hub.lane()
    hub.message(lane, ax())
    return lane


def test_a_substitute_has_the_work_of_who_is_away_until_it_ends(hub, office, dossier):
    office.do(AssignDossier(dossier_id=dossier, part="adviser", person_id=office.bram.id))
    with hub.database.transaction() as connection:
        els_own = add_user(connection, office_id="kantoor-1", name="Karin", role="adviser", at=AT)
        days = (TODAY, TODAY + timedelta(days=3))
        about = {"office_id": "kantoor-1", "absent_id": office.bram.id, "substitute_id": els_own.id}
        made = set_substitute(connection, **about, days=days, by="user:olga", at=AT)

    def viewer(today):
        with hub.database.reading() as connection:
            names = stands_in_for(connection, els_own, today)
        return viewer_of(els_own, "production", advisers_see="own", stands_in_for=names)

    assert sees(hub, viewer(TODAY), dossier)
    assert not sees(hub, viewer(TODAY - timedelta(days=1)), dossier)
    assert not sees(hub, viewer(TODAY + timedelta(days=4)), dossier)
    with hub.database.transaction() as connection:
        end_substitution(connection, "kantoor-1", made.id, "user:olga", AT)
    assert not sees(hub, viewer(TODAY), dossier)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"substitute_id": "bram"}, "substitute_id"),
        ({"days": (TODAY, TODAY - timedelta(days=1))}, "ends_on"),
    ],
)
def test_a_substitution_that_makes_no_sense_is_refused(hub, office, change, path):
    about = {"absent_id": office.bram.id, "substitute_id": office.els.id, "days": (TODAY, None)} | change
    if about["substitute_id"] == "bram":
        about["substitute_id"] = office.bram.id
    with hub.database.transaction() as connection, pytest.raises(Refused) as refused:
        set_substitute(connection, office_id="kantoor-1", **about, by="user:olga", at=AT)
    assert refused.value.path == path


def test_nobody_of_another_office_and_no_customer_is_a_substitute(hub, office):
    for each in (office.chris, office.anna, office.sara):
        about = {"absent_id": office.bram.id, "substitute_id": each.id, "days": (TODAY, None)}
        with hub.database.transaction() as connection, pytest.raises(NotFound):
            set_substitute(connection, office_id="kantoor-1", **about, by="user:olga", at=AT)
