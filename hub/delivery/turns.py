"""Turns: jobs by name on a bounded number of threads; a name has one job at a time, so a slow one holds up itself."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from hub.logs import log


class Turns:
    """Use as a context; leaving it waits for the jobs that began and forgets those that did not."""

    def __init__(self, threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._names: set[str] = set()
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def has(self, name: str) -> bool:
        with self._guard:
            return name in self._names

    def start(self, name: str, job: Callable[[], None]) -> bool:
        """Runs the job soon; says no when one of this name runs or waits for a thread."""
        with self._guard:
            if name in self._names:
                return False
            self._names.add(name)
        self._pool.submit(self._run, name, job)
        return True

    def _run(self, name: str, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - our own mistake in one job must not stop the others
            log.error("turn-failed", key=name, error=type(error).__name__)
        finally:
            with self._guard:
                self._names.discard(name)
