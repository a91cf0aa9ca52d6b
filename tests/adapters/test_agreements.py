"""What was exchanged is held against the agreements of the chain, as an operator asks for it."""

import json
from datetime import datetime, timedelta

import pytest

from adapters.simulator.cast import Line
from adapters.simulator.messages import ax, da, ox, sx
from tests.adapters.test_commands import Terminal

START = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - messages carry local time without a zone
NUMBER = "AV-1"


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path)
    yield made
    made.runtime.database.close()


def exchanged(terminal, *bodies):
    for n, body in enumerate(bodies):
        terminal.write(f"{n}.xml", body)
    told = terminal("ingest", terminal.folder / "in")
    assert told.exit_code == 0, told.output


def at(minutes):
    return START + timedelta(minutes=minutes)


def asked(terminal, *options):
    answer = terminal("agreements", "--json", *options)
    return answer.exit_code, json.loads(answer.output)


def test_a_lender_that_keeps_to_them_has_no_line(terminal):
    exchanged(
        terminal,
        ax(at=at(0), number=NUMBER),
        sx("09", at=at(5), number=NUMBER),
        ox("indicative", at=at(60), number=NUMBER),
        da([Line("101", "001", "01")], at=at(61), number=NUMBER),
    )
    assert asked(terminal) == (0, {"breaches": [], "per_party": {}})
    assert terminal("agreements").output == "Every agreement was kept.\n"


def test_a_receipt_that_came_too_late_is_told_of_its_sender(terminal):
    exchanged(terminal, ax(at=at(0), number=NUMBER), sx("09", at=at(40), number=NUMBER))
    _, said = asked(terminal, "--certain")
    assert said["per_party"] == {"600001": {"receipt-late": 1}}
    assert "15 minuten" in said["breaches"][0]["nl"]


def test_a_final_approval_that_is_taken_back_is_told_with_its_message(terminal):
    lists = [
        da([Line("101", "001", "04")], at=at(30), number=NUMBER),
        da([Line("101", "001", "07", note="Toch niet")], at=at(90), number=NUMBER),
    ]
    exchanged(terminal, ax(at=at(0), number=NUMBER), sx("09", at=at(5), number=NUMBER), *lists)
    _, said = asked(terminal, "--certain")
    (breach,) = said["breaches"]
    assert breach["who"] == "600001"
    assert terminal.sql(f"SELECT message_type FROM messages WHERE id = '{breach['message_id']}'") == [
        ("DA DocumentAanvraagBericht",)
    ]


def test_one_exchange_can_be_asked_for_and_one_that_is_not_there_is_refused(terminal):
    exchanged(terminal, ax(at=at(0), number=NUMBER), sx("09", at=at(40), number=NUMBER))
    (lane,) = terminal.sql("SELECT id FROM lanes")[0]
    assert len(asked(terminal, "--certain", "--exchange", lane)[1]["breaches"]) == 1
    assert terminal("agreements", "--exchange", "nothing").exit_code != 0
