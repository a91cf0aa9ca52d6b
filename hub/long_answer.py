"""An answer that takes long to work out: asked for by many, worked out by one thread at a time, kept for a while."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from hub.clock import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """The last answer with its moment; `is_renewed` while a newer one is being worked out."""

    value: T
    at: datetime
    is_renewed: bool


class LongAnswer(Generic[T]):
    """`ask` works it out; an answer older than `good_for_s` is worked out again when somebody asks."""

    def __init__(self, ask: Callable[[], T], clock: Clock, good_for_s: float) -> None:
        self._ask = ask
        self._clock = clock
        self._good_for_s = good_for_s
        self._changed = threading.Condition()
        self._is_asking = False
        self._value: tuple[T, datetime] | None = None
        self._asked_at = float("-inf")
        self._failed: Exception | None = None

    def get(self, patience_s: float) -> Known[T] | None:
        """A fresh answer when it comes in time, else the last one, else nothing; raises what the last try raised."""
        with self._changed:
            if not self._is_asking and time.monotonic() - self._asked_at > self._good_for_s:
                self._is_asking = True
                threading.Thread(target=self._work, name="long-answer", daemon=True).start()
            self._changed.wait_for(lambda: not self._is_asking, patience_s)
            if self._failed and not self._is_asking:
                raise self._failed
            return Known(*self._value, is_renewed=self._is_asking) if self._value else None

    def _work(self) -> None:
        value, failed = None, None
        try:
            value = self._ask(), self._clock.now()
        except Exception as error:  # noqa: BLE001 - whoever asks gets it
            failed = error
        with self._changed:
            self._value, self._failed = value or self._value, failed
            self._asked_at = float("-inf") if failed else time.monotonic()
            self._is_asking = False
            self._changed.notify_all()
