"""What each step of intake costs: CPU microseconds per message of the mix, one step at a time in one process."""

import gc
import time
from collections.abc import Callable, Iterable
from typing import Any

from adapters.bench.scenario import answers
from adapters.hdn import conditions, validation
from adapters.hdn.readers.header import read_header
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.table import READERS
from adapters.hdn.xml import Parsed, parse
from hub.settings import body_limit
from schemas.commands import Command

_LIMIT = body_limit(25 * 1024 * 1024)


def steps(messages: int = 3_000) -> dict[str, Any]:
    """CPU microseconds per message for parse, header, XSD, conditions, reader, and the command as JSON and back."""
    bodies = [posted.body for posted in answers(messages)]
    _run(bodies[:200], {})
    took: dict[str, float] = {}
    gc.disable()  # thousands of trees are in hand at once here, which no intake has
    _run(bodies, took)
    gc.enable()
    return {name: round(seconds / messages * 1e6, 1) for name, seconds in took.items()}


def _run(bodies: list[bytes], took: dict[str, float]) -> None:
    parsed = _timed(took, "parse", bodies, lambda body: parse(body, limit=_LIMIT))
    _timed(took, "header", parsed, lambda one: read_header(one.root))
    checked = _timed(took, "xsd", parsed, lambda one: validation.check(one.root))
    _timed(took, "conditions", checked, lambda one: conditions.check(one.root, one.message.code))
    commands = _timed(took, "reader", list(zip(parsed, checked, strict=True)), lambda pair: _read(*pair))
    written = _timed(took, "command to JSON", commands, lambda one: one.model_dump_json(exclude_defaults=True))
    _timed(
        took,
        "command from JSON (worker)",
        list(zip(commands, written, strict=True)),
        lambda pair: type(pair[0]).model_validate_json(pair[1]),
    )


def _read(parsed: Parsed, checked: validation.Checked) -> Command:
    origin = Origin(1, None, "0" * 64, None, lambda _: "sha256:" + "0" * 64, parsed.payloads, parsed.contents)
    return READERS[checked.message.code](checked.root, origin).commands[0]


def _timed(took: dict[str, float], name: str, given: Iterable[Any], step: Callable[[Any], Any]) -> list[Any]:
    started = time.process_time()
    made = [step(one) for one in given]
    took[name] = time.process_time() - started
    return made
