from copy import deepcopy

import pytest
from lxml import etree

from adapters.hdn import xml
from adapters.hdn.writers import compose
from adapters.hdn.xml import canonical
from adapters.simulator import messages
from adapters.simulator.cast import Line
from schemas.errors import NotFound, Refused
from schemas.letters import Addition
from tests.builders.letters import AT, DATA, carrying, findings, forwarding, golden, provider, route

LOCAL = AT.replace(tzinfo=None)


def recorded(code):
    return (DATA / "recorded" / code / "message.xml").read_bytes()


def tree(body):
    return xml.parse(body, limit=10_000_000).root


def without_station(root):
    """The message without its Header, and without every ServiceProvider and the party that he alone points at."""
    bare = deepcopy(root)
    own = {pointer.get("IDREF") for pointer in bare.iterfind("ServiceProvider/RefContactPersoonData")}
    others = {
        each.get("IDREF")
        for each in bare.iter()
        if each.getparent() is None or each.getparent().tag != "ServiceProvider"
    }
    for each in [*bare.findall("Header"), *bare.findall("ServiceProvider"), *bare.findall("PartijNAWData")]:
        if each.tag != "PartijNAWData" or each.get("ID") in own - others:
            bare.remove(each)
    return bare


def added(place, value, **more):
    return Addition(place=f"OfferteAanvraag/{place}", value=value, **more)


@pytest.mark.parametrize("original", ["official", "recorded"])
def test_an_application_sent_on_keeps_everything_but_header_and_station(original, kept):
    kept.messages["recorded"] = recorded("ax")
    before = tree(kept.messages[original])
    letter = forwarding(original=original, route=route(number=None))
    after = tree(compose(letter, kept).body)
    assert canonical(without_station(after)) == canonical(without_station(before))


def test_the_official_application_sent_on_is_the_golden_file(kept):
    golden("forwarded", compose(forwarding(), kept).body)


def test_nobody_between_is_changed_by_a_byte(kept):
    before, after = tree(kept.messages["official"]), tree(compose(forwarding(), kept).body)
    assert [etree.tostring(one) for one in after.iter("TussenPersoon")] == [
        etree.tostring(one) for one in before.iter("TussenPersoon")
    ]


def test_our_station_takes_the_place_of_the_one_before_us(kept):
    kept.messages["recorded"] = recorded("ax")
    after = tree(compose(forwarding(original="recorded", route=route(number=None)), kept).body)
    assert [one.text for one in after.iter("ServiceProviderNr")] == ["SP-700123"]
    (pointer,) = after.iterfind("ServiceProvider/RefContactPersoonData")
    (ours,) = [party for party in after.iter("PartijNAWData") if party.get("ID") == pointer.get("IDREF")]
    assert ours.findtext("BedrijfsNaam") == "Hypotheekkantoor De Brug"
    assert "Smit" not in [name.text for name in after.iter("GeboorteAchternaam")]


def test_a_party_of_the_station_before_us_stays_when_somebody_else_points_at_it(kept):
    shared = recorded("ax").replace(b'<RefContactPersoonData IDREF="NA04"/>', b'<RefContactPersoonData IDREF="NA03"/>')
    kept.messages["shared"] = shared
    after = tree(compose(forwarding(original="shared", route=route(number=None)), kept).body)
    assert "Jansen" in [name.text for name in after.iter("GeboorteAchternaam")]


def test_the_header_is_ours_and_the_number_of_the_application_is_not(kept):
    kept.messages["recorded"] = recorded("ax")
    header = tree(compose(forwarding(original="recorded", route=route(number=None)), kept).body).find("Header")
    found = {child.tag: child.text for child in header}
    assert (found["VerzenderNrHDN"], found["OntvangerNrHDN"]) == ("500001", "600001")
    assert (found["VerzendDt"], found["VerzendTijd"]) == ("2026-11-21", "10:30:15")
    assert (found["AanvraagVolgNr"], found["PakketNaam"]) == ("2026-000123", "Message hub")


def test_another_number_for_the_same_application_is_refused(kept):
    kept.messages["recorded"] = recorded("ax")
    with pytest.raises(Refused) as caught:
        compose(forwarding(original="recorded"), kept)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.came, finding.expected) == ("Header.AanvraagVolgNr", "2026-000123", "AV-2026-17")


def test_the_office_adds_what_is_not_there_yet(kept):
    additions = (
        added("Lening/ProductNaam", "Aegon Hypotheek"),
        added("Hypotheekgever/Identificatie/EindDt", "2030-01-01"),
        added("Hypotheekgever[1]/Verplichtingen/VerplichtingLopendJN", "J"),
        added("Hypotheekgever[1]/Verplichtingen/Verplichting", "12"),
        added("Hypotheekgever[1]/Verplichtingen/VerplichtingBedrag", "12000.00"),
        added("Hypotheekgever[1]/Verplichtingen/AfgelostDoorHypotheek", "N"),
    )
    asked = [path for _, path in findings(forwarding(additions=additions), kept)]
    assert asked == ["OfferteAanvraag/Hypotheekgever/Identificatie/EindDt"]
    root = tree(compose(forwarding(additions=additions[:1] + additions[2:]), kept).body)
    assert root.findtext("Lening/ProductNaam") == "Aegon Hypotheek"
    assert root.findtext("Hypotheekgever/Verplichtingen/Verplichting") == "12 Studielening"


def test_what_stands_there_is_only_replaced_when_that_is_said(kept):
    place, value = "Lening/CodeLeningMij", "AE012 Aegon Annuïteiten Hypotheek"
    assert findings(forwarding(additions=(added(place, value),)), kept) == [("addition", f"OfferteAanvraag/{place}")]
    root = tree(compose(forwarding(additions=(added(place, value, replaces=True),)), kept).body)
    assert root.findtext(place) == value


def test_nothing_cannot_be_filled_in(kept):
    asked = findings(forwarding(additions=(added("Lening/ProductNaam", " "),)), kept)
    assert ("(all).(all)", "OfferteAanvraag/Lening/ProductNaam") in asked


@pytest.mark.parametrize("place", ["TussenPersoon/TussenpersoonNr", "TussenPersoon/Internetadres", "Header/PakketNaam"])
def test_who_sends_on_fills_in_nothing_that_is_not_his(place, kept):
    letter = forwarding(additions=(added(place, "1", replaces=True),))
    assert findings(letter, kept) == [("addition", f"OfferteAanvraag/{place}")]


def test_a_bridging_loan_in_the_total_comes_in_and_does_not_go_out(kept):
    bridged = kept.messages["official"].replace(
        "AE002 Aegon Annuïteitenhypotheek".encode(), b"NN010 Overbruggingskrediet"
    )
    kept.messages["bridged"] = bridged
    assert findings(forwarding(original="bridged"), kept) == [
        ("Lening.HypotheekBedrag", "OfferteAanvraag/Lening/HypotheekBedrag")
    ]


@pytest.mark.parametrize("code", ["sx", "da", "dx", "ox"])
def test_only_an_application_is_forwarded(code, kept):
    kept.messages["other"] = recorded(code)
    with pytest.raises(Refused) as caught:
        compose(forwarding(original="other"), kept)
    assert caught.value.slug == "unknown-message-type"


def test_a_message_that_the_journal_does_not_have_is_not_found(kept):
    with pytest.raises(NotFound):
        compose(forwarding(original="elsewhere"), kept)


@pytest.mark.parametrize(
    "body",
    [
        messages.sx("09", at=LOCAL, number="AV-1"),
        messages.ox(at=LOCAL, number="AV-1"),
        messages.da([Line("D1")], at=LOCAL, number="AV-1"),
        messages.dx(Line("D1"), at=LOCAL, number="AV-1", sender="600001", receiver="500001"),
        messages.sx("09", at=LOCAL).replace(b"<Status>", b"<!-- of the lender --><Status>"),
    ],
    ids=["sx", "ox", "da", "dx", "a-comment"],
)
def test_what_is_carried_between_others_keeps_every_byte(body, kept):
    kept.messages["carried"] = body
    way = route(sender="600001", receiver="500001", number=None)
    composed = compose(carrying("carried", route=way), kept)
    assert composed.body == body


def test_a_carried_application_gets_our_station_and_keeps_its_header(kept):
    kept.messages["carried"] = messages.ax(at=LOCAL, number="AV-1", version=2)
    way = route(number=None, request_version=2)
    body = compose(carrying("carried", route=way, service_provider=provider()), kept).body
    before, after = tree(kept.messages["carried"]), tree(body)
    assert canonical(without_station(after)) == canonical(without_station(before))
    assert canonical(after.find("Header")) == canonical(before.find("Header"))
    assert [one.text for one in after.iter("ServiceProviderNr")] == ["SP-700123"]


def test_a_carried_application_is_the_golden_file(kept):
    kept.messages["carried"] = messages.ax(at=LOCAL, number="AV-1", version=2)
    letter = carrying("carried", route=route(number=None, request_version=2), service_provider=provider())
    golden("carried", compose(letter, kept).body)


def test_an_application_is_not_carried_by_who_does_not_say_who_he_is(kept):
    asked = findings(carrying("official"), kept)
    assert {rule for rule, _ in asked} == {"ServiceProvider.(entity)"}
    assert ("ServiceProvider.(entity)", "OfferteAanvraag/ServiceProvider/ServiceProviderNr") in asked


def test_a_carried_message_that_says_another_way_than_it_goes_is_refused(kept):
    kept.messages["carried"] = messages.sx("09", at=LOCAL, number="AV-1", version=3, lender="IN")
    way = route(sender="600009", receiver="500009", number="AV-2", request_version=2)
    assert [path for _, path in findings(carrying("carried", route=way), kept)] == [
        "StatusMelding/Header/OntvangerCode",
        "StatusMelding/Header/AanvraagVolgNr",
        "StatusMelding/Header/AanvraagVersie",
    ]


def test_the_ends_of_a_leg_replace_those_of_the_leg_before_and_nothing_else_changes(kept):
    kept.messages["carried"] = messages.ox(at=LOCAL, number="AV-1")
    body = compose(carrying("carried", route=route(sender="500001", receiver="700001", number=None)), kept).body
    before, after = tree(kept.messages["carried"]), tree(body)
    assert [after.findtext(f"Header/{tag}") for tag in ("VerzenderNrHDN", "OntvangerNrHDN")] == ["500001", "700001"]
    for root in (before, after):
        root.remove(root.find("Header"))
    assert canonical(after) == canonical(before)
