"""A dossier that went out to adviser software comes back, embedded and over the real services."""

from adapters.simulator.messages import ax
from handlers.advice_exports.rules import correlation_of
from schemas.advice_exports import ExportDossier
from schemas.applications import PartyFacts
from schemas.dossiers import OpenDossier
from schemas.values import CodedText
from tests.journeys.test_carrying import LENDER, PACKAGE, at, from_package, hub, outgoing

__all__ = ["hub"]


def exported(hub):
    anna = PartyFacts(reference="", role="applicant", kind=CodedText(code="01"), birth_name="Wit", email="a@k.example")
    opened = {"dossier_id": "d-1", "kantoor": "kantoor-1", "environment": "production", "parties": (anna,)}
    hub.runtime.execute(OpenDossier(**opened), actor="user:bram")
    number = correlation_of("d-1", hub.clock.now())
    file = {"receiver": PACKAGE, "blob": f"sha256:{'0' * 64}", "size": 1, "facts": {"parties": []}}
    hub.runtime.execute(ExportDossier(dossier_id="d-1", correlation=number, version=1, **file), actor="user:bram")
    return number


def test_what_a_package_sends_back_is_in_its_dossier_and_goes_on_to_the_lender(hub):
    number = exported(hub)
    for version in (1, 2):
        (recorded,) = from_package(
            hub, ax(at=at(version), number=number, version=version, sender=PACKAGE, receiver=LENDER)
        )
        assert recorded.accepted, recorded.receipt
        hub.work()
    assert hub.dossiers() == ["d-1"]
    assert hub.sql("SELECT dossier_id, request_version FROM applications") == [("d-1", 2)]
    assert hub.sql("SELECT born_in FROM lanes WHERE partner = 'AE'") == [("d-1",)]
    assert {each.dossier_id for each in outgoing(hub) if each.code == "AX"} == {"d-1"}
    told = [kind for (kind,) in hub.sql("SELECT kind FROM timeline WHERE kind = 'advice-returned'")]
    assert told == ["advice-returned"] * 2
