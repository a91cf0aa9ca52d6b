"""What a definition may say, and that every mistake is told at once with its place."""

from itertools import permutations
from typing import get_args

import pytest

from handlers.workflows.rules import read, walking
from handlers.workflows.rules.definitions import event_of
from handlers.workflows.shipped import shipped, shipped_text
from schemas.errors import Refused
from schemas.products import Kind
from tests.builders.rounds import MORNING

SMALL = """
name = "Klein"
states = [
  { key = "begin", nl = "Begin", en = "Begin" },
  { key = "middle", nl = "Midden", en = "Middle" },
  { key = "end", nl = "Einde", en = "End", ends = true },
]
moves = [{ on = "SX:10", to = "middle" }, { on = "SX:20", to = "end" }]
[[steps]]
key = "stop"
nl = "Stoppen"
en = "Stop"
from = ["begin", "middle"]
to = "end"
asks = "reason"
"""


def mistakes(text):
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.slug == "workflow-invalid"
    return caught.value.came


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_a_definition_that_ships_and_can_be_read(kind):
    definition = shipped(kind)
    assert definition.states[0].key == "inventory"
    assert read(shipped_text(kind)) == definition


@pytest.mark.parametrize(
    ("code", "state"),
    [
        *[("09", "received"), ("10", "in-progress"), ("22", "rate-offer"), ("12", "waiting-for-documents")],
        *[("04", "assessment"), ("23", "binding-offer"), ("05", "approved"), ("31", "at-the-notary")],
        *[("26", "being-paid-out"), ("20", "in-servicing"), ("11", "declined"), ("25", "not-processed")],
        *[("14", "not-processed"), ("16", "ended"), ("24", "in-progress")],
    ],
)
def test_each_status_of_a_mortgage_leads_where_the_chain_agreement_says(code, state):
    assert shipped("mortgage").target(f"SX:{code}") == state


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        *[('name = "Klein"', "", "name: 1–80"), ("[[steps]]", "[[steps", "Expected ']]'")],
        *[('to = "middle" }', 'to = "nowhere" }', "moves.1.to: nowhere"), ("SX:10", "SMS", "moves.1.on: SMS")],
        *[('key = "middle"', 'key = "end"', "states: end × 2"), ('"reason"', '"money"', "steps.1.asks: money")],
        *[('from = ["begin", "middle"]', "from = []", "steps.1.from"), ("asks", "colour", "steps.1.colour")],
        *[
            ('from = ["begin", "middle"]', 'from = ["begin"]', "middle"),
            ('key = "begin"', 'key = "B!"', "states.1.key"),
        ],
        *[("SX:20", "SX:10", "moves: SX:10 × 2"), ('en = "Stop"', 'en = ""', "steps.1.en")],
        *[("ends = true", "within = 400", "states.3.within: 400")],
    ],
)
def test_a_mistake_is_told_with_its_place(old, new, told):
    changed = SMALL.replace(old, new, 1)
    if told == "middle":
        changed = changed.replace('{ on = "SX:20", to = "end" }', "")
    assert told in mistakes(changed)


def test_all_mistakes_are_told_at_once():
    told = mistakes(SMALL.replace("SX:10", "SMS").replace('"reason"', '"money"'))
    assert ("moves.1.on" in told, "steps.1.asks" in told) == (True, True)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 20_000, "a = " + "9" * 6_000, 'name = "\x00"', "\ufeffname = 1", ""],
    ids=["brackets", "digits", "nothing", "mark", "empty"],
)
def test_what_no_reader_can_read_is_refused(text):
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.slug == "workflow-invalid"


def test_a_text_that_is_too_long_is_refused_unread():
    assert "30000" in mistakes("#" * 30_001)


@pytest.mark.parametrize("name", ["send", "model", "states", "name", "configuration", "self", "on", "initial"])
def test_a_state_and_a_step_may_be_called_like_a_part_of_the_statechart(name):
    text = SMALL.replace('"middle"', f'"{name}"').replace('key = "stop"', f'key = "{name}"')
    definition = read(text)
    assert (definition.after("begin", "SX:10"), definition.after(name, name)) == (name, "end")


def test_a_step_is_offered_where_it_may_be_taken():
    definition = read(SMALL)
    begun = walking.begun(("d-1", "p-1"), "damage", definition, 1, MORNING)
    assert [each.key for each in walking.offered(begun, definition)] == ["stop"]
    assert event_of("SX:10") == "on_SX_10"


def test_messages_in_any_order_lead_to_the_same_state():
    definition = shipped("mortgage")
    heard = [("AX", 1), ("SX:09", 1), ("SX:10", 1), ("OX:indicative", 1), ("DA", 1)]
    for order in permutations(heard):
        workflow = walking.begun(("d-1", "p-1"), "mortgage", definition, 0, MORNING)
        for on, version in order:
            workflow = walking.moved(workflow, definition, on, version, MORNING)
        assert workflow.state == "documents-asked", order


def test_a_later_version_counts_and_an_earlier_one_does_not():
    definition = shipped("mortgage")
    workflow = walking.begun(("d-1", "p-1"), "mortgage", definition, 0, MORNING)
    for on, version in (("AX", 1), ("SX:22", 1), ("AX", 2), ("SX:23", 1)):
        workflow = walking.moved(workflow, definition, on, version, MORNING)
    assert (workflow.state, workflow.request_version) == ("advised", 2)
    assert walking.moved(workflow, definition, "SX:09", 2, MORNING).state == "received"
