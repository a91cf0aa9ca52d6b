"""A log line names references; no value of a message gets into one, whatever a program tries to log."""

import json
from datetime import UTC, datetime

import pytest
import structlog
from lxml import etree

from adapters.simulator.messages import ax
from hub.logs import LOGGED, configure, keep_references, one_line
from hub.registry import Handler, Registry
from tests.builders.engine import LINES, TOY, OpenPage, entry

_SHORTEST = 4
"""Shorter values, like a code of two digits, stand in any moment of time."""


@pytest.fixture(scope="module")
def spoken():
    """Every element and attribute of a valid application, by name, with its text."""
    tree = etree.fromstring(ax(at=datetime(2026, 11, 21, 9, tzinfo=UTC), number="2026-77001"))
    texts = [(etree.QName(node).localname, (node.text or "").strip()) for node in tree.iter(etree.Element)]
    texts += [(name, value) for node in tree.iter(etree.Element) for name, value in node.attrib.items()]
    return [(name, value) for name, value in texts if len(value) >= _SHORTEST]


@pytest.fixture
def logged(caplog):
    """What the hub's own logger writes, as it is configured in every process."""
    configure("warning", "json")
    return caplog


def printed(event, **fields):
    line = {"event": event, **fields}
    for process in (keep_references, one_line):
        line = process(None, "info", line)
    return structlog.processors.JSONRenderer()(None, "info", line)


def test_a_message_has_enough_to_hide(spoken):
    assert len(spoken) > 60


def test_no_value_of_a_message_is_printed_when_its_fields_are_logged(spoken):
    fields = dict(spoken)
    line = printed("message-received", **fields)
    assert [value for value in fields.values() if value in json.loads(line)["event"]] == []
    left = json.loads(line)
    assert set(left) == {"event", "left"}
    assert left["left"].split(",") == sorted(fields)


def test_no_element_of_a_message_has_the_name_of_a_field_that_may_be_logged(spoken):
    assert {name for name, _ in spoken} & LOGGED == set()


def test_what_is_left_out_is_named_beside_what_is_kept():
    assert json.loads(printed("unit-parked", lane="l-1", bsn="999993653", name="Anna")) == {
        "event": "unit-parked",
        "lane": "l-1",
        "left": "bsn,name",
    }


def test_nobody_writes_a_log_line_of_his_own():
    assert "\n" not in printed("refused", path="x\n{'event': 'made up'}")


def test_a_handler_that_breaks_on_a_message_does_not_log_it(toy, spoken, logged):
    def break_with_all(command, work):
        raise ValueError(command.text)

    everything = " ".join(value for _, value in spoken)
    toy.worker._registry = Registry(TOY.commands, {**TOY.handlers, OpenPage: Handler(break_with_all, (LINES,))}, {})
    toy.hand_in(entry("D1", OpenPage(text=everything)))
    toy.work_through_pauses()
    lines = [json.loads(line.getMessage()) for line in logged.records]
    assert [line["event"] for line in lines] == ["unit-failed", "unit-failed", "unit-parked"]
    assert [value for _, value in spoken if value in repr(lines)] == []
    assert {name for line in lines for name in line} <= LOGGED | {"event", "level", "timestamp"}
    ((detail,),) = toy.sql("SELECT detail FROM outcomes")
    assert [value for _, value in spoken if value in str(detail)] == []
