"""What is true of every message type: a recorded pair, a path for every field, and no crash on any text."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from adapters.hdn import conditions, xml
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.table import READERS
from schemas.errors import Refused
from schemas.hdn.messages import HANDLED
from schemas.registry import COMMANDS

ROOT = Path(__file__).parents[4]
RECORDED = ROOT / "tests" / "data" / "hdn" / "recorded"
CODES = sorted(READERS)
EDGES = ["", "0", "-1", "99999999999999999999", "2026-02-30", "24:00:00", "NaN", "1E+9", "J", "٣", "\u2028", "AX", "16"]


def test_every_handled_message_has_a_reader():
    assert set(READERS) == {message.code for message in HANDLED}


@pytest.mark.parametrize("code", CODES)
def test_the_recorded_message_fits_its_schema(code):
    schema = etree.XMLSchema(etree.parse(ROOT / "schemas" / "hdn" / "24.0" / f"{code}.xsd"))
    schema.assertValid(etree.parse(RECORDED / code.lower() / "message.xml"))


@pytest.mark.parametrize("code", CODES)
def test_the_recorded_message_breaks_no_rule_of_a_message_by_itself(code, recorded):
    assert conditions.check(xml.parse(recorded(code).encode(), limit=10_000_000).root, code) == ()


@pytest.mark.parametrize("code", CODES)
def test_the_recorded_message_becomes_the_recorded_commands(code, read, recorded):
    expected = json.loads((RECORDED / code.lower() / "command.json").read_text(encoding="utf-8"))
    reading = read(code, recorded(code))
    assert list(reading.flags) == expected["flags"]
    assert list(reading.commands) == [COMMANDS[row["command"]](**row["facts"]) for row in expected["commands"]]


@pytest.mark.parametrize("code", CODES)
def test_every_field_names_an_element_that_is_there(code, read, recorded):
    reading = read(code, recorded(code))
    tree = etree.fromstring(recorded(code).encode(), etree.XMLParser(remove_comments=True))
    there = {xml.path(element) for element in tree.iter()}
    there |= {f"{xml.path(element)}/@{name}" for element in tree.iter() for name in element.attrib}
    named = set(sources(reading.command.model_dump()))
    assert named
    assert named <= there


@pytest.mark.parametrize("code", CODES)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_field_holds_it_is_read_or_refused(code, recorded, data):
    parsed = xml.parse(recorded(code).encode(), limit=10_000_000)
    leaves = [element for element in parsed.root.iter() if len(element) == 0 and element.text]
    texts = st.sampled_from(EDGES) | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
    leaf = data.draw(st.sampled_from(leaves))
    leaf.text = data.draw(texts)
    origin = Origin(1, None, "0" * 64, None, lambda _: "sha256:kept", parsed.payloads, parsed.contents)
    fate = fate_of(code, parsed.root, origin)
    assert fate.slug in {"read", "invalid-value", "condition-violated", "base64-invalid"}
    assert fate.path.startswith(str(parsed.root.tag))


@pytest.mark.parametrize("code", CODES)
def test_a_missing_element_is_refused_or_left_out_and_never_a_crash(code, recorded):
    places = len(list(etree.fromstring(recorded(code).encode()).iter()))
    for place in range(1, places):
        parsed = xml.parse(recorded(code).encode(), limit=10_000_000)
        gone = list(parsed.root.iter())[place]
        gone.getparent().remove(gone)
        origin = Origin(1, None, "0" * 64, None, lambda _: "sha256:kept", parsed.payloads, parsed.contents)
        assert fate_of(code, parsed.root, origin).path.startswith(str(parsed.root.tag))


class Fate(NamedTuple):
    slug: str
    path: str


def fate_of(code, root, origin):
    """Read, or refused by slug and path; anything else fails the test that asks."""
    try:
        commands = READERS[code](root, origin).commands
    except Refused as refused:
        return Fate(refused.slug, refused.path)
    assert commands
    return Fate("read", str(root.tag))


def sources(facts):
    for name, value in facts.items():
        if name == "source":
            yield from [value] if isinstance(value, str) else value.values()
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, dict) and name != "source":
                yield from sources(each)
