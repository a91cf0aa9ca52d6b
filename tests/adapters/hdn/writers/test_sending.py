import pytest
from lxml import etree

from adapters.hdn.writers.sending import broken, intermediary_mistakes, loan_mistakes, provider_mistakes
from schemas.hdn.messages import message_type
from tests.builders.letters import answer, route

BETWEEN = "<TussenPersoon Volgnummer='1'><BedrijfsNaam>De Brug</BedrijfsNaam></TussenPersoon>"


def tree(*content):
    return etree.fromstring(f"<OfferteAanvraag>{''.join(content)}</OfferteAanvraag>")


def rules(found):
    return [finding.rule for finding in found]


def station(number):
    return f"<ServiceProvider><ServiceProviderNr>{number}</ServiceProviderNr></ServiceProvider>"


def loan(total, *parts):
    written = "".join(
        f"<Leningdeel><CodeDeelMij>{code}</CodeDeelMij><LeningDeelBedrag>{amount}</LeningDeelBedrag></Leningdeel>"
        for code, amount in parts
    )
    return tree(f"<Lening><HypotheekBedrag>{total}</HypotheekBedrag>{written}</Lening>")


def test_an_intermediary_in_another_layout_is_the_same():
    laid_out = BETWEEN.replace("><", ">\n\t<").replace("'", '"')
    assert rules(intermediary_mistakes(tree(laid_out), tree(BETWEEN))) == []


@pytest.mark.parametrize(
    "sent",
    [BETWEEN.replace("De Brug", "De Bruggen"), BETWEEN.replace("'1'", "'2'"), BETWEEN * 2, ""],
    ids=["changed", "numbered-anew", "repeated", "left-out"],
)
def test_an_intermediary_that_does_not_go_on_as_it_came_is_noticed(sent):
    assert rules(intermediary_mistakes(tree(sent), tree(BETWEEN))) == ["TussenPersoon.(entity)"]


def test_exactly_our_own_station_is_right():
    assert rules(provider_mistakes(tree(station("SP-1")), "SP-1")) == []


@pytest.mark.parametrize(
    "stations",
    [
        "",
        station("SP-2"),
        station("SP-1") * 2,
        station("SP-2") + station("SP-1"),
        station("SP-1") + "<ServiceProvider/>",
    ],
    ids=["none", "another", "twice", "one-before-us", "one-without-a-number"],
)
def test_any_other_station_is_noticed(stations):
    assert rules(provider_mistakes(tree(stations), "SP-1")) == ["ServiceProvider.(entity)"]


@pytest.mark.parametrize(
    "right",
    [
        loan("100.00", ("AE002", "60.00"), ("AE002", "40")),
        loan("60.00", ("AE002", "60.00"), ("NN010", "40.00")),
        loan("60.00", ("AE002", "60.00"), ("ZZ999 Eigen Overbruggingslening", "40.00")),
        loan("60.00", ("AE002", "zestig")),
        tree("<Lening/>"),
    ],
    ids=["the-sum", "without-bridging-by-its-code", "without-bridging-by-its-text", "unreadable", "no-amount"],
)
def test_a_total_without_the_bridging_loan_is_right(right):
    assert rules(loan_mistakes(right)) == []


def test_a_total_with_the_bridging_loan_is_noticed_with_both_amounts():
    (finding,) = loan_mistakes(loan("100.00", ("AE002", "60.00"), ("NN010", "40.00")))
    assert (finding.path, finding.came, finding.expected) == (
        "OfferteAanvraag/Lening/HypotheekBedrag",
        "100.00",
        "60.00",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("VerzenderNrHDN", "500009"),
        ("OntvangerNrHDN", "600009"),
        ("Berichtsoort", "OX Offerte"),
        ("BerichtVersie", "25.0"),
        ("OntvangerCode", "IN ING"),
        ("AanvraagVolgNr", "AV-1"),
        ("AanvraagVersie", "2"),
    ],
)
def test_a_header_that_says_something_else_than_its_way_is_noticed(field, value):
    root = etree.fromstring(f"<StatusMelding><Header><{field}>{value}</{field}></Header></StatusMelding>")
    found = list(broken(answer(), root, None, message_type("SX")))
    assert [finding.path for finding in found] == [f"StatusMelding/Header/{field}"]


@pytest.mark.parametrize("version", ["24.0", "24.0.6"])
def test_a_release_below_a_version_is_that_version(version):
    header = f"<Header><BerichtVersie>{version}</BerichtVersie></Header>"
    root = etree.fromstring(f"<StatusMelding>{header}</StatusMelding>")
    letter = answer(route=route(schema_version="24.0.6.0"))
    assert list(broken(letter, root, None, message_type("SX"))) == []
