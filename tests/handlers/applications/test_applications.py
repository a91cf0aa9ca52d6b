from handlers.applications.tables import APPLICATIONS, VERSIONS
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES
from tests.builders.commands import anna, ax


def test_a_first_version_opens_a_dossier_of_the_lanes_office(hub, lane):
    assert hub.message(lane, ax()).state == "applied"
    (dossier,) = hub.rows(DOSSIERS, hub.dossier_of(lane))
    assert (dossier.title, dossier.office_id, dossier.environment) == ("A. Jansen", "kantoor-1", "production")


def test_a_version_brings_parties_products_parts_and_properties(hub, dossier):
    assert [p.name for p in hub.rows(PARTIES, dossier)] == ["A. Jansen"]
    assert [(p.lender, str(p.amount)) for p in hub.rows(PRODUCTS, dossier)] == [("Aegon", "350000")]
    assert [(p.repayment, str(p.rate_pct)) for p in hub.rows(PARTS, dossier)] == [("annuïteit", "3.85")]
    assert [p.address for p in hub.rows(PROPERTIES, dossier)] == ["Dorpsstraat 1, 1234AB Ede"]


def test_a_newer_version_replaces_what_the_older_said(hub, linked, dossier):
    hub.message(linked, ax(2, parties=(anna(reference="NA02", birth_name="Smit"),), properties=()))
    assert [p.name for p in hub.rows(PARTIES, dossier)] == ["A. Smit"]
    assert hub.rows(PROPERTIES, dossier) == []
    assert hub.rows(DOSSIERS, dossier)[0].title == "A. Smit"


def test_an_older_version_is_kept_in_history_and_changes_nothing(hub, lane):
    hub.message(lane, ax(2))
    assert hub.message(lane, ax(1, parties=(anna(birth_name="Smit"),))).state == "superseded"
    dossier = hub.dossier_of(lane)
    assert [version.request_version for version in hub.rows(VERSIONS, dossier)] == [1, 2]
    assert hub.rows(APPLICATIONS, dossier)[0].request_version == 2
    assert hub.rows(PARTIES, dossier)[0].name == "A. Jansen"


def test_the_same_version_twice_is_on_file_once(hub, lane):
    again = ax()
    hub.message(lane, again)
    assert hub.message(lane, again).state == "superseded"
    assert len(hub.rows(VERSIONS, hub.dossier_of(lane))) == 1


def test_a_held_lane_opens_no_dossier_by_itself(hub):
    lane = hub.lane(held=True)
    assert hub.message(lane, ax()).state == "waiting"
    assert hub.waiting_in(lane) == ["link"]


def test_the_timeline_says_per_field_which_element_it_came_from(hub, linked, dossier):
    hub.message(
        linked, ax(2, parties=(anna(birth_name="Smit", source={"birth_name": "OfferteAanvraag/GeboorteNaam"}),))
    )
    entry = hub.timeline(dossier)[-1]
    assert (entry.kind, entry.facts["request_version"]) == ("application-registered", 2)
    assert entry.changes == [
        {"field": "party.NA01.birth_name", "old": "Jansen", "new": "Smit", "path": "OfferteAanvraag/GeboorteNaam"}
    ]
