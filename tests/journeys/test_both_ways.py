"""An application with our own AX, DX and answers: raw XML at the simulated lender, the hub in between."""

import base64

import pytest

from adapters.simulator.cases import REASONS
from hub import rows as statements
from hub.cli.once.run import Stack
from hub.records import TIMELINE
from tests.builders.plays import play_on, services, story

OFFICE, LENDER, PACKAGE = "500001", "600004", "700001"


@pytest.fixture(scope="module", params=["embedded", "services"])
def stack(request):
    if request.param == "embedded":
        return Stack()
    server = request.getfixturevalue("postgres_server")
    return services(server.new_database(), request.getfixturevalue("rabbit_server"))


@pytest.fixture(scope="module")
def journey(stack, tmp_path_factory):
    """An adviser sends an application on, a lender turns documents down and then approves them."""
    told = story(3, behaviour="refuses-then-approves", way="by hand", end="amqp")
    with play_on(stack, tmp_path_factory.mktemp("journey"), told) as played:
        yield played


def deliveries(journey):
    """Number of the line → its deliveries, in their order."""
    found = {}
    for tree in journey.at(LENDER, "DocumentBericht"):
        found.setdefault(tree.findtext("DocumentKenmerk/DocumentMijNr"), []).append(tree)
    return found


def file_of(tree):
    return base64.b64decode(tree.findtext("PrintDoc/EncodedData"))


def test_every_promise_was_kept(journey):
    assert journey.broken() == {}


def test_the_application_reaches_the_lender_from_the_office_with_its_service_provider(journey):
    (tree,) = journey.at(LENDER, "OfferteAanvraag")
    header = {field.tag: field.text for field in tree.find("Header")}
    assert (header["VerzenderNrHDN"], header["OntvangerNrHDN"]) == (OFFICE, LENDER)
    assert (header["AanvraagVolgNr"], header["AanvraagVersie"]) == ("AV-4", "1")
    assert tree.findtext("ServiceProvider/ServiceProviderNr") == "7001231"
    assert tree.findtext("TussenPersoon/TussenpersoonNr") == "7001231"


def test_each_document_is_one_pdf_for_one_line_of_the_list(journey):
    lists = journey.cast.lenders[LENDER].cases[0].lines
    wanted = {line.number for line in lists if not line.from_source}
    assert set(deliveries(journey)) == wanted
    for trees in deliveries(journey).values():
        for tree in trees:
            assert len(tree.findall("PrintDoc")) == len(tree.findall("DocumentKenmerk")) == 1
            assert tree.findtext("PrintDoc/BestandType") == "PDF PDF-file"
            assert file_of(tree).startswith(b"%PDF-")
            assert tree.findtext("DocumentData/Kenmerk") == "OV-AV-4"


def test_a_document_that_was_turned_down_comes_again_with_another_file_and_the_same_number(journey):
    again = {number: trees for number, trees in deliveries(journey).items() if len(trees) == 2}
    assert len(again) == 2
    for first, second in again.values():
        assert file_of(first) != file_of(second)
        assert first.findtext("Header/AanvraagVersie") == second.findtext("Header/AanvraagVersie") == "1"
        assert second.findtext("DocumentKenmerk/DocumentStatus").startswith("07 ")


def test_what_is_fetched_from_a_source_is_never_delivered(journey):
    assert "208" not in deliveries(journey)


def test_the_reason_of_the_lender_stands_on_the_timeline_and_its_approval_on_the_list(journey):
    ((dossier,),) = journey.sql("SELECT id FROM dossiers")
    with journey.stage.hub.database.reading() as connection:
        (application,) = journey.stage.hub.facts(connection, dossier)["applications"]
        entries = statements.select(connection, TIMELINE, "dossier_id", [dossier])
    assert application["status"] == "20"
    assert {stuk["state"] for stuk in application["stukken"]} == {"accepted"}
    notes = {change["new"] for entry in entries for change in entry.changes if change["field"].endswith(".note")}
    assert len(notes & set(REASONS)) >= 1


def test_everything_that_went_out_was_answered_by_the_lender(journey):
    sent = journey.sql(f"SELECT code, state, count(*) FROM outgoing WHERE receiver = '{LENDER}' GROUP BY code, state")
    assert {(code, state) for code, state, _ in sent} == {("AX", "acknowledged"), ("DX", "acknowledged")}


def test_the_package_is_told_that_its_application_came_in_and_nothing_more(journey):
    (tree,) = journey.at(PACKAGE)
    assert tree.findtext("Status/AXBerichtStatusSpecificatie/StatusAXBericht") == "09 Ontvangstbevestiging"
    assert tree.findtext("Header/VerzenderNrHDN") == OFFICE
