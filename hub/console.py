"""What every command of the command line shares: the runtime, the printed answer, and stopping politely."""

import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

import orjson
import typer

from hub.logs import configure
from hub.runtime import Runtime
from hub.settings import Settings, load, load_unsigned

Compose = Callable[[Settings], Runtime]
OpenCounter = Callable[[Runtime], AbstractContextManager[Any]]
"""What `hub serve` puts behind its port, made by the roof from what every room brings."""


class Console:
    """Composes the runtime when a command first asks for it; `last` is what was composed last."""

    def __init__(self, compose: Compose, open_counter: OpenCounter) -> None:
        self._compose = compose
        self._open_counter = open_counter
        self.last: Runtime | None = None

    @cached_property
    def runtime(self) -> Runtime:
        """For commands that sign nothing; a missing secret key does not stop them."""
        return self.composed(load_unsigned())

    @cached_property
    def signing_runtime(self) -> Runtime:
        """For commands that make sessions and links."""
        return self.composed(load())

    def counter(self) -> AbstractContextManager[Any]:
        """The counter of `portal_api`, open as long as the context is."""
        return self._open_counter(self.signing_runtime)

    def composed(self, settings: Settings) -> Runtime:
        """The runtime of these settings, with its log set up."""
        configure(settings.log_level, settings.log_format)
        self.last = self._compose(settings)
        return self.last


def runtime(context: typer.Context) -> Runtime:
    """The runtime of this process."""
    console: Console = context.obj
    return console.runtime


def answer(value: Any, *, as_json: bool, text: Callable[[], str]) -> None:
    """Prints the answer of a command: JSON for machines, or text for people."""
    if as_json:
        sys.stdout.write(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(text() + "\n")


def until_stopped() -> Callable[[], bool]:
    """A question that turns true at SIGTERM or Ctrl-C; the role ends after what it has in hand."""
    asked = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    return asked.is_set
