"""A package sends to a lender through the hub: what goes on, what comes back, and what is answered at once."""

from datetime import datetime, timedelta

import pytest
from lxml import etree

from adapters.hdn.writers.service_provider import APPLICATIONS
from adapters.raw import original
from adapters.simulator.cast import Line
from adapters.simulator.messages import ax, da, ox, sx
from handlers.offices.directory import add_office, add_partner, set_agent_number, set_profile
from handlers.registry import HANDLERS
from hub import rows as statements
from hub.records import MESSAGES, OUTGOING, PARTNERS, Partner
from hub.registry import Handler
from schemas.applications import MoveExchange, RegisterApplication
from schemas.envelope import Envelope
from schemas.errors import Refused
from schemas.sending import SendApplication
from schemas.statuses import RegisterStatus
from tests.builders.hub import WholeHub, fresh_memory

OFFICE, OTHER, LENDER, PACKAGE = "500001", "500002", "600001", "700001"
START = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - messages carry local time without a zone
NUMBER = "AV-2026-0001"


@pytest.fixture(params=["embedded", "services"])
def hub(request, tmp_path):
    if request.param == "embedded":
        made = WholeHub(f"sqlite:///{tmp_path}/hub.db", fresh_memory(), tmp_path, nodes=())
    else:
        urls = request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url")
        made = WholeHub(*urls, tmp_path, nodes=())
    with made.database.transaction() as connection:
        at = made.clock.now()
        add_office(connection, name="Hypotheekkantoor De Brug", node=OFFICE, at=at, office_id="kantoor-1")
        add_office(connection, name="Kantoor Chris", node=OTHER, at=at, office_id="kantoor-2")
        add_partner(connection, node=LENDER, kind="lender", code="AE", name="Aegon")
        add_partner(connection, node=PACKAGE, kind="package", code="", name="Adviespakket")
        set_agent_number(connection, office="kantoor-1", number="700123", lender="AE")
        set_profile(
            connection,
            office="kantoor-1",
            phone="0301234567",
            afm_number="12345678",
            street="Brug",
            house_number="1",
            postcode="3511AB",
            city="Utrecht",
        )
        for node in (LENDER, PACKAGE):
            way = Partner(node, "folder", str(tmp_path / node), {}, None, at)
            statements.write(connection, PARTNERS, [way])
    yield made
    made.close()


def at(minutes):
    return START + timedelta(minutes=minutes)


def from_package(hub, body, receiver=LENDER):
    envelope = Envelope(receiver=receiver)
    return hub.hand_in(
        body, bound_to=PACKAGE, envelope=envelope, identity=f"p-{len(hub.sql('SELECT id FROM messages'))}"
    )


def from_lender(hub, body, identity):
    return hub.hand_in(body, bound_to=LENDER, identity=identity)


def outgoing(hub):
    with hub.database.reading() as connection:
        found = statements.select(connection, OUTGOING, "state", ["queued", "acknowledged", "refused"])
    return sorted(found, key=lambda each: (each.number, each.made_at, each.n))


def without_header(body):
    root = etree.fromstring(body)
    root.remove(root.find("Header"))
    return etree.tostring(root, method="c14n")


def application(**more):
    return ax(at=at(0), number=NUMBER, sender=PACKAGE, receiver=LENDER, **more)


def test_an_application_for_a_lender_goes_on_with_our_service_provider(hub):
    (recorded,) = from_package(hub, application())
    assert recorded.accepted, recorded.receipt
    hub.work()
    (carried,) = [each for each in outgoing(hub) if each.code == "AX"]
    root = etree.fromstring(carried.body)
    assert (carried.sender, carried.receiver, carried.office_id) == (OFFICE, LENDER, "kantoor-1")
    assert root.findtext("ServiceProvider/ServiceProviderNr") == "700123"
    assert carried.dossier_id == hub.dossiers()[0]


def test_nothing_else_of_the_application_changes(hub):
    (recorded,) = from_package(hub, application())
    hub.work()
    with hub.database.reading() as connection:
        (message,) = statements.select(connection, MESSAGES, "id", [recorded.message_id])
        received = etree.fromstring(original(connection, hub.runtime.store, message))
    (carried,) = [each for each in outgoing(hub) if each.code == "AX"]
    sent = etree.fromstring(carried.body)
    ours = sent.find("ServiceProvider")
    party = ours.find("RefContactPersoonData").get("IDREF")
    for gone in (ours, next(each for each in sent.iter("PartijNAWData") if each.get("ID") == party)):
        sent.remove(gone)
    assert [sent.findtext(f"Header/{tag}") for tag in ("VerzenderNrHDN", "OntvangerNrHDN")] == [OFFICE, LENDER]
    assert without_header(etree.tostring(sent)) == without_header(etree.tostring(received))


def test_the_package_gets_its_receipt_status_once_per_version(hub):
    from_package(hub, application())
    from_package(hub, application().replace(b"</OfferteAanvraag>", b"\n</OfferteAanvraag>"))
    hub.work()
    statuses = [each for each in outgoing(hub) if each.code == "SX"]
    assert [(each.receiver, each.about, each.n) for each in statuses] == [(PACKAGE, "AX 09", -1)]
    assert b"09 Ontvangstbevestiging" in statuses[0].body


def test_an_application_that_cannot_be_processed_is_answered_with_25(hub):
    (recorded,) = from_package(
        hub, application().replace(b"<Lening ", b"<Lenning ").replace(b"</Lening>", b"</Lenning>")
    )
    assert not recorded.accepted
    (status,) = outgoing(hub)
    assert (status.about, status.receiver) == ("AX 25", PACKAGE)
    assert b"<TekstRegel>" in status.body


def test_answers_of_the_lender_go_back_to_the_package_as_they_came(hub):
    from_package(hub, application())
    hub.work()
    answers = [
        sx("10", at=at(30), number=NUMBER, lender_reference="AE-1"),
        ox("indicative", at=at(60), number=NUMBER, lender_reference="AE-1"),
        da([Line("101", "001", "01")], at=at(70), number=NUMBER, lender_reference="AE-1"),
    ]
    for n, body in enumerate(answers):
        from_lender(hub, body, f"l-{n}")
    hub.work()
    back = [each for each in outgoing(hub) if each.receiver == PACKAGE and each.n >= 0]
    assert [without_header(each.body) for each in back] == [without_header(body) for body in answers]
    assert hub.balance().is_balanced


def test_a_receipt_of_the_lender_that_adds_nothing_is_not_passed_on(hub):
    from_package(hub, application())
    hub.work()
    from_lender(hub, sx("09", at=at(1), number=NUMBER), "l-1")
    hub.work()
    assert [each.about for each in outgoing(hub) if each.receiver == PACKAGE] == ["AX 09"]


@pytest.mark.parametrize(("status", "state"), [("09", "acknowledged"), ("25", "refused"), ("14", "refused")])
def test_what_went_out_learns_from_the_answer(hub, status, state):
    from_package(hub, application())
    hub.work()
    from_lender(hub, sx(status, at=at(1), number=NUMBER), "l-1")
    hub.work()
    (carried,) = [each for each in outgoing(hub) if each.code == "AX"]
    assert (carried.state, carried.answer["status"]) == (state, status)


def test_an_application_of_no_office_is_refused_and_answered(hub):
    with hub.database.transaction() as connection:
        set_agent_number(connection, office="kantoor-1", number="7654321", lender="AE")
    (recorded,) = from_package(hub, application())
    assert (recorded.accepted, recorded.slug) == (False, "office-unknown")


def test_what_the_office_lacks_stands_on_the_timeline_and_nothing_goes_out(hub):
    with hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", phone="")
    from_package(hub, application())
    hub.work()
    assert [each.code for each in outgoing(hub)] == ["SX"]
    assert ("not-sent-on",) in hub.sql("SELECT kind FROM timeline")
    assert hub.states() == {"applied": 1}


def send(hub, **more):
    (lane_id, application_id) = hub.sql("SELECT lane_id, application_id FROM application_links")[0]
    command = SendApplication(
        dossier_id=hub.dossiers()[0],
        lane_id=lane_id,
        application_id=application_id,
        receiver=LENDER,
        receiver_code="AE",
        **more,
    )
    return hub.runtime.execute(command, actor="user:bram")


def test_an_application_for_the_office_stays_until_a_person_sends_it(hub):
    body = ax(at=at(0), number=NUMBER, sender=PACKAGE, receiver=OFFICE)
    from_package(hub, body, receiver=OFFICE)
    hub.work()
    assert [each.code for each in outgoing(hub)] == ["SX"]
    assert send(hub).outgoing == 1
    (sent,) = [each for each in outgoing(hub) if each.code == "AX"]
    root = etree.fromstring(sent.body)
    assert (sent.receiver, sent.made_by) == (LENDER, "user:bram")
    assert (root.findtext("Header/VerzenderNrHDN"), root.findtext("Header/OntvangerNrHDN")) == (OFFICE, LENDER)
    assert root.findtext("Header/AanvraagVolgNr") == NUMBER


def test_the_same_version_is_never_sent_twice(hub):
    from_package(hub, ax(at=at(0), number=NUMBER, sender=PACKAGE, receiver=OFFICE), receiver=OFFICE)
    hub.work()
    send(hub)
    with pytest.raises(Exception, match="application-sent"):
        send(hub)
    assert len([each for each in outgoing(hub) if each.code == "AX"]) == 1


def test_version_two_goes_after_version_one_in_the_same_queue(hub):
    from_package(hub, ax(at=at(0), number=NUMBER, sender=PACKAGE, receiver=OFFICE), receiver=OFFICE)
    hub.work()
    send(hub)
    from_package(hub, ax(at=at(5), number=NUMBER, version=2, sender=PACKAGE, receiver=OFFICE), receiver=OFFICE)
    hub.work()
    send(hub)
    sent = [each for each in outgoing(hub) if each.code == "AX"]
    assert [each.request_version for each in sent] == [1, 2]
    assert len({each.queue for each in sent}) == 1


def test_what_an_operator_hands_in_is_neither_carried_nor_answered(hub):
    hub.hand_in(application())
    hub.work()
    assert outgoing(hub) == []


def test_a_status_is_never_answered(hub):
    assert APPLICATIONS.isdisjoint({"SX", "OX", "DA", "DX"})
    hub.hand_in(
        sx("09", at=at(0), number="onbekend").replace(b"StatusDt", b"StatusDag"), bound_to=PACKAGE, identity="x"
    )
    hub.work()
    assert outgoing(hub) == []


def refuse(_command, _work):
    raise Refused("invalid-value", path="OfferteAanvraag/Lening", came="niets", expected="een lening")


def test_an_application_that_a_handler_refuses_is_answered_with_14_and_the_reason(hub, monkeypatch):
    monkeypatch.setitem(HANDLERS, RegisterApplication, Handler(refuse, ()))
    from_package(hub, ax(at=at(0), number=NUMBER, sender=PACKAGE, receiver=OFFICE), receiver=OFFICE)
    hub.work()
    said = [(each.n, each.receiver, each.about) for each in outgoing(hub)]
    assert said == [(-1, PACKAGE, "AX 09"), (0, PACKAGE, "invalid-value")]
    body = outgoing(hub)[-1].body.decode()
    assert "14 Offerte aanvraag niet te verwerken" in body
    assert "OfferteAanvraag/Lening" in body
    assert (hub.states(), hub.balance().is_balanced) == ({"rejected": 1}, True)


def test_a_status_that_a_handler_refuses_is_not_answered(hub, monkeypatch):
    from_package(hub, application())
    hub.work()
    monkeypatch.setitem(HANDLERS, RegisterStatus, Handler(refuse, ()))
    from_lender(hub, sx("10", at=at(1), number=NUMBER, lender_reference="AE-1"), "l-1")
    hub.work()
    assert [each.about for each in outgoing(hub) if each.receiver != LENDER] == ["AX 09"]


def test_what_went_on_goes_along_when_its_exchange_is_moved_and_is_not_told_as_stopped(hub):
    for number in (1, 2):
        from_package(hub, ax(at=at(number), number=f"AV-2026-000{number}", sender=PACKAGE, receiver=LENDER))
        hub.work()
    (moved, _) = sorted((each for each in outgoing(hub) if each.code == "AX"), key=lambda each: each.made_at)
    (target,) = [each for each in hub.dossiers() if each != moved.dossier_id]
    hub.runtime.execute(
        MoveExchange(lane_id=moved.lane_id, dossier_id=target, reason="zelfde gezin"), actor="user:bram"
    )
    hub.work()
    sent = [each for each in outgoing(hub) if each.code == "AX"]
    assert [each.dossier_id for each in sent] == [target, target]
    told = [kind for (kind,) in hub.sql("SELECT kind FROM timeline WHERE dossier_id = ?", target)]
    assert (told.count("sent-on"), told.count("not-sent-on")) == (2, 0)
