from datetime import date
from decimal import Decimal

import pytest

from schemas.applications import IntermediaryFacts, PartFacts, ProductFacts, PropertyFacts
from schemas.errors import Refused
from schemas.values import CodedText


def without_source(facts):
    return facts.model_copy(update={"source": {}})


@pytest.fixture
def application(read, official):
    return read("AX", official).command


def test_the_official_sample_has_nothing_unknown(read, official):
    assert read("AX", official).flags == ()


def test_the_official_sample_names_its_applicant(application):
    applicant = application.parties[0]
    assert applicant.reference == "NA01"
    assert applicant.role == "applicant"
    assert applicant.kind == CodedText(code="01", text="natuurlijk persoon")
    assert (applicant.first_names, applicant.initials, applicant.birth_name) == ("Voornaam", "V", "Achternaam")
    assert applicant.birth_date == date(1958, 12, 12)
    assert (applicant.street, applicant.house_number, applicant.postcode) == ("Straat", "1", "2222BB")
    assert applicant.city == "Plaats"
    assert applicant.country == CodedText(code="NL", text="Nederland")
    assert applicant.marital_status == CodedText(code="03", text="Alleenstaand")


def test_the_contact_facts_of_an_applicant_come_from_who_points_at_him(application):
    applicant = application.parties[0]
    assert (applicant.email, applicant.phone) == ("test@gmail.com", "0612345678")
    assert applicant.source["email"] == "OfferteAanvraag/Hypotheekgever/E-mailadres"
    assert applicant.source["birth_name"] == "OfferteAanvraag/PartijNAWData[1]/GeboorteAchternaam"


def test_the_official_sample_names_its_intermediary(application):
    assert application.parties[1].role == "intermediary"
    assert application.parties[1].prefix == "van"
    assert [without_source(each) for each in application.intermediaries] == [
        IntermediaryFacts(
            number="1",
            reference="NA03",
            company="Testbedrijf",
            email="tester@gmailcom",
            phone="0612121212",
            afm_number="22889966",
            package="Testpakket",
        )
    ]


def test_the_official_sample_asks_for_one_loan(application):
    (loan,) = application.products
    assert without_source(loan.model_copy(update={"parts": ()})) == ProductFacts(
        number=1,
        lender=CodedText(code="AE", text="AEGON Verzekeringen"),
        product=CodedText(code="AE011", text="Aegon Hypotheek"),
        arrangement=CodedText(code="08", text="oversluiting andere geldgever"),
        amount=Decimal("145000.00"),
        passing_date=date(2024, 6, 12),
        with_guarantee=False,
    )


def test_the_official_sample_has_one_loan_part(application):
    (part,) = application.products[0].parts
    assert without_source(part) == PartFacts(
        number=1,
        kind=CodedText(code="1", text="Nieuw"),
        product=CodedText(code="AE002", text="Aegon Annuïteitenhypotheek"),
        repayment=CodedText(code="01", text="Annuiteit"),
        amount=Decimal("145000.00"),
        term_months=360,
        rate_pct=Decimal("2.40"),
        fixed_months=120,
    )
    assert part.source["rate_pct"] == "OfferteAanvraag/Lening/Leningdeel/RentePct"


def test_the_object_is_the_property_and_the_present_home_is_not(application):
    assert [without_source(each) for each in application.properties] == [
        PropertyFacts(
            number=1,
            kind=CodedText(code="06", text="Tussenwoning"),
            street="Straatnaam",
            house_number="2",
            postcode="8888ZZ",
            city="Testplaats",
            market_value=Decimal("300000.00"),
            purchase_price=Decimal("0.00"),
        )
    ]


def test_without_a_header_the_package_is_the_initial_one(application):
    assert application.package == "Testpakket"
    assert application.source == {"package": "OfferteAanvraag/TussenPersoon/InitieelPakket"}
    assert application.number is None


def test_with_a_header_the_package_is_the_sending_one(read, recorded):
    application = read("AX", recorded("AX")).command
    assert application.package == "Adviesdesk"
    assert application.source == {"package": "OfferteAanvraag/Header/PakketNaam"}
    assert application.number == "2026-000123"


def test_everybody_has_the_role_of_who_points_at_him(read, recorded):
    roles = {party.reference: party.role for party in read("AX", recorded("AX")).command.parties}
    assert roles == {
        "NA01": "applicant",
        "NA02": "applicant",
        "NA03": "intermediary",
        "NA04": "service_provider",
        "NA05": "other",
    }


def test_an_applicant_who_is_his_own_intermediary_stays_an_applicant(read, recorded):
    own = recorded("AX").replace('<RefContactPersoonData IDREF="NA03"/>', '<RefContactPersoonData IDREF="NA01"/>')
    party = read("AX", own).command.parties[0]
    assert party.role == "applicant"
    assert party.email == "anna@example.org"


def test_a_mobile_number_goes_before_the_others(read, recorded):
    parties = read("AX", recorded("AX")).command.parties
    assert parties[0].phone == "0612345678"
    assert parties[0].source["phone"] == "OfferteAanvraag/Hypotheekgever[1]/TelefoonNrMobiel"
    assert parties[1].phone == "0207654321"


def test_an_unknown_code_is_kept_and_flagged(read, recorded):
    reading = read("AX", recorded("AX"))
    assert reading.flags == ("unknown-code:ObjectSoort",)
    assert reading.command.properties[0].kind == CodedText(code="77", text="Woonboot", known=False)


def test_a_bsn_is_in_the_message_and_not_in_the_command(read, recorded):
    assert "123456782" in recorded("AX")
    assert "123456782" not in read("AX", recorded("AX")).command.model_dump_json()


def test_papers_and_bank_accounts_are_not_in_the_command(read, official):
    command = read("AX", official).command.model_dump_json()
    assert "NS1234K1" not in command
    assert "NL01INGB0000000000" not in command


def test_a_number_that_is_too_large_is_refused_with_its_path(read, official):
    body = official.decode().replace('<Lening Volgnummer="1">', '<Lening Volgnummer="12345678901">')
    with pytest.raises(Refused) as caught:
        read("AX", body)
    assert caught.value.slug == "invalid-value"
    assert caught.value.path == "OfferteAanvraag/Lening/@Volgnummer"
