"""Service agreements of a dossier over the road of a command, on both databases; a prospect becomes a customer."""

from datetime import date

import pytest

from handlers.dossiers.views import timeline_for, visible
from handlers.offices.directory import add_office, set_profile
from handlers.service_agreements.views import agreement_in, agreements_in, final_paper_in, shown_paper_in
from schemas.dossiers import SetStanding
from schemas.errors import Conflict, NotFound, Refused
from schemas.service_agreements import (
    AgreementTerms,
    AttachSignedCopy,
    CancelServiceAgreement,
    ChangeServiceAgreement,
    FinaliseServiceAgreement,
    MakeServiceAgreement,
    RecordAgreementSigned,
)
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening
from tests.handlers.service_agreements.test_rules import terms

TODAY = MORNING.date()
BLOB = f"sha256:{'1' * 64}"
PROFILE = {
    "kvk_number": "12345678", "afm_number": "12000001", "street": "Brugstraat", "house_number": "1",
    "postcode": "3511AB", "city": "Utrecht",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        add_office(connection, name="De Brug", node="100001", at=MORNING, office_id="kantoor-1")
        set_profile(connection, office="kantoor-1", **PROFILE)
    rounds.command(opening())
    yield rounds
    rounds.database.close()


BRAM = Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")


def look(office, view, *asked):
    with office.database.reading() as connection:
        return view(visible(BRAM, connection, "d-1"), connection, *asked)


def standing(office):
    with office.database.reading() as connection:
        return connection.exec_driver_sql("SELECT standing FROM dossiers").scalar_one()


def told(office):
    with office.database.reading() as connection:
        return [each.kind for each in timeline_for(BRAM, connection, "d-1").entries]


def made(office, of=None):
    office.command(MakeServiceAgreement(dossier_id="d-1", terms=of or terms()))
    return look(office, agreements_in)[0]


def final(office, of=None):
    one = made(office, of)
    paper, version = look(office, final_paper_in, one.id, TODAY)
    place = {"dossier_id": "d-1", "agreement_id": one.id}
    office.command(FinaliseServiceAgreement(**place, seen=version, blob=BLOB, size=9, pages=2, paper=paper))
    return look(office, agreement_in, one.id)


def signed(office, one, how="paper"):
    place = {"dossier_id": "d-1", "agreement_id": one.id}
    office.command(RecordAgreementSigned(**place, how=how, on=TODAY, who="A. de Wit"))


def test_a_draft_is_made_changed_and_printed_once(office):
    one = made(office, AgreementTerms())
    office.command(ChangeServiceAgreement(dossier_id="d-1", agreement_id=one.id, terms=terms(), seen=1))
    paper, version = look(office, final_paper_in, one.id, TODAY)
    assert (version, paper.office.kvk_number, paper.parties[0].name) == (2, "12345678", "A. de Wit")
    place = {"dossier_id": "d-1", "agreement_id": one.id}
    command = FinaliseServiceAgreement(**place, seen=version, blob=BLOB, size=9, pages=2, paper=paper)
    office.command(command)
    again = look(office, agreement_in, one.id)
    assert (again.state, again.blob, again.number) == ("final", BLOB, one.number)
    with pytest.raises(Conflict):
        office.command(command)
    assert office.late_loads == 0


@pytest.mark.parametrize("how", ["given", "paper"])
def test_a_prospect_is_a_customer_in_the_same_transaction(office, how):
    one = final(office)
    assert standing(office) == "prospect"
    signed(office, one, how)
    assert standing(office) == "customer"
    with office.database.reading() as connection:
        entries = timeline_for(BRAM, connection, "d-1").entries
    assert len({each.unit_id for each in entries if each.kind in {f"agreement-{how}", "standing-changed"}}) == 1
    assert {"agreement-made", "agreement-final", f"agreement-{how}", "standing-changed"} <= set(told(office))


def test_who_was_declined_stays_so_until_a_person_says_otherwise(office):
    office.command(SetStanding(dossier_id="d-1", standing="declined", reason="Geen interesse"))
    signed(office, final(office))
    assert standing(office) == "declined"


def test_nothing_is_final_with_gaps_and_the_draft_shows_them(office):
    one = made(office, AgreementTerms())
    with pytest.raises(Refused) as refused:
        look(office, final_paper_in, one.id, TODAY)
    assert {"terms.lines", "terms.scope", "terms.payment_kind"} <= {each.path for each in refused.value.findings}
    assert look(office, shown_paper_in, one.id, TODAY).is_draft


def test_a_cancelled_one_keeps_its_document_and_the_customer_his_standing(office):
    one = final(office)
    signed(office, one)
    office.command(CancelServiceAgreement(dossier_id="d-1", agreement_id=one.id, reason="Klant verhuist niet"))
    after = look(office, agreement_in, one.id)
    assert (after.state, after.blob, standing(office)) == ("cancelled", BLOB, "customer")


def test_a_copy_belongs_to_a_signed_one(office):
    one = final(office)
    file = {"blob": BLOB, "name": "scan.pdf", "kind": "pdf", "size": 9, "pages": 1}
    command = AttachSignedCopy(dossier_id="d-1", agreement_id=one.id, **file)
    with pytest.raises(Conflict):
        office.command(command)
    signed(office, one)
    office.command(command)
    assert look(office, agreement_in, one.id).copy_name == "scan.pdf"


def test_what_is_not_there_is_not_found(office):
    with pytest.raises(NotFound):
        office.command(CancelServiceAgreement(dossier_id="d-1", agreement_id="nobodys", reason="x"))


def test_a_signature_before_the_paper_is_refused(office):
    one = final(office)
    with pytest.raises(Refused, match="request-invalid"):
        office.command(
            RecordAgreementSigned(
                dossier_id="d-1", agreement_id=one.id, how="paper", on=date(2020, 1, 1), who="A. de Wit"
            )
        )
