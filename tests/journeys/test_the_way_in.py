"""From an application to a loan in servicing, as the lender's messages tell it, on both stacks."""

from datetime import datetime, timedelta
from pathlib import Path

from adapters.simulator.cast import Line
from adapters.simulator.messages import ax, da, ox, sx
from schemas.envelope import Envelope

SAMPLE = Path(__file__).parents[1] / "data" / "hdn" / "ax-24.0-official.xml"
START = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - messages carry local time without a zone
NUMBER = "AV-2026-0001"
KINDS = ("001", "003", "009", "011", "012", "024", "029", "047", "051", "208", "233", "249")


def at(days, minutes=0):
    return START + timedelta(days=days, minutes=minutes)


def lines(**changed):
    made = []
    for place, kind in enumerate(KINDS):
        number = str(101 + place)
        status, note = changed.get(f"n{number}", ("01", ""))
        made.append(Line(number, kind, status, note=note))
    return made


def chain():
    """The lender's messages after the application, in the order of sending."""
    return [
        sx("09", at=at(0, 1), number=NUMBER),
        sx("10", at=at(0, 30), number=NUMBER, lender_reference="AE-2026-000123"),
        sx("22", at=at(1), number=NUMBER),
        sx("12", at=at(1, 5), number=NUMBER),
        ox("indicative", at=at(1, 6), number=NUMBER),
        da(lines(), at=at(1, 10), number=NUMBER),
        da(lines(n101=("07", "De handtekening ontbreekt."), n102=("04", "")), at=at(5), number=NUMBER),
        sx("04", at=at(6), number=NUMBER),
        sx("23", at=at(8), number=NUMBER),
        ox("binding", at=at(8, 5), number=NUMBER),
        sx("05", at=at(10), number=NUMBER),
        sx("31", at=at(12), number=NUMBER),
        sx("26", at=at(20), number=NUMBER),
        sx("20", at=at(30), number=NUMBER),
    ]


def test_the_official_application_opens_a_dossier_on_an_empty_hub(hub):
    recorded = hub.hand_in(SAMPLE.read_bytes(), envelope=Envelope(sender="500001", receiver="600001", dossier=NUMBER))
    hub.work()
    assert recorded[0].accepted
    facts = hub.facts()
    assert len(facts["applications"]) == 1
    assert hub.states() == {"applied": 1}


def test_a_whole_chain_ends_with_the_loan_in_servicing(hub):
    hub.hand_in(ax(at=at(0), number=NUMBER))
    for message in chain():
        hub.hand_in(message)
        hub.work(1)
    (application,) = hub.facts()["applications"]
    assert application["status"] == "20"
    assert {offer["kind"] for offer in application["offers"]} == {"indicative", "binding"}
    assert len(application["stock_list"]) == 12
    shown = {line["number"]: line["status"] for line in application["stock_list"]}
    assert (shown["101"], shown["102"], shown["103"]) == ("07", "04", "01")
    assert hub.states() == {"applied": 15}


def test_answers_that_come_before_the_application_wait_and_give_the_same_facts(hub):
    for message in chain():
        hub.hand_in(message)
    hub.work()
    assert hub.states() == {"waiting": 14}
    hub.hand_in(ax(at=at(0), number=NUMBER))
    hub.work()
    (application,) = hub.facts()["applications"]
    assert application["status"] == "20"
    assert hub.sql("SELECT count(*) FROM outcomes WHERE state = 'waiting'") == [(0,)]
