"""The folder in: a partner lays `NAME.xml` down, with its envelope in `NAME.json`, and finds `NAME.receipt.json` there.

Files are taken in the order of their names, each when it is whole: renamed into place, or unchanged for a moment.
What is journaled goes to `done/` or `refused/`.
A process that dies in between takes the same file again, which is a copy with the same receipt.
"""

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import accumulate, count, takewhile
from pathlib import Path

from adapters.channels.files import read
from adapters.channels.out.folder import RECEIPT, write_whole
from adapters.channels.trial import Trial
from adapters.handed import Handed
from adapters.intake import Intake, bells
from hub.bells import Bell
from hub.clock import Clock
from hub.journal import Recorded
from hub.logs import log
from schemas.errors import Busy, Refused

CHANNEL = "folder"
DONE, REFUSED = "done", "refused"
JOURNALED, ANSWERED, COPIED, MOVED = "journaled", "answered", "copied", "moved"
"""Steps of one file, by name, for tests that stop a process between them."""
_IN_HAND = ".in-hand"
"""Names the files that are being journaled, so that a process that dies of one is known by it."""
_MOST = 100
_MOST_BYTES = 32 * 1024 * 1024
_SETTLED_S = 2.0
_XML, _JSON = ".xml", ".json"


@dataclass(frozen=True, slots=True)
class _Seen:
    """How a file looked, and since when it looks so."""

    stamp: tuple[int, int]
    since: float


class HotFolder:
    """The folder of one partner; `ring` asks for bells and never waits."""

    def __init__(  # noqa: PLR0913 - the composition of one folder
        self,
        folder: Path,
        node: str,
        intake: Intake,
        clock: Clock,
        ring: Callable[[Sequence[Bell]], None],
        *,
        trial: Trial,
        settled_s: float = _SETTLED_S,
        reached: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder
        self._node = node
        self._intake = intake
        self._clock = clock
        self._ring = ring
        self._trial = trial
        self._settled_s = settled_s
        self._reached = reached
        self._seen: dict[str, _Seen] = {}

    def close(self) -> None:
        """Ends the child, if one was needed."""
        self._trial.close()

    def take(self) -> int:
        """Takes what is whole, at most a hundred files; returns how many messages were answered.

        Raises `Busy` when the folder, the database or the files are away.
        """
        with _named_away():
            files = self._whole_files()
            self._sweep()
        handed = [(path, each) for path in files if (each := self._handed(path))]
        recorded = self._journaled(handed) if handed else []
        self._reached(JOURNALED)
        self._ring(bells(recorded))
        for (path, _), answer in zip(handed, recorded, strict=True):
            self._settle(path, answer)
        return len(handed)

    def _journaled(self, handed: Sequence[tuple[Path, Handed]]) -> list[Recorded]:
        """Journals these; what a process had in hand when it died is understood in a child first."""
        marker = self.folder / _IN_HAND
        suspects = _names_in(marker)
        tried = [self._tried(each) if path.name in suspects else each for path, each in handed]
        with _named_away():
            marker.write_text("\n".join(path.name for path, _ in handed), encoding="utf-8")
        recorded = self._intake.take(tried)
        with _named_away():
            marker.unlink()
        return recorded

    def _tried(self, handed: Handed) -> Handed:
        if handed.refusal or self._trial.survives(handed):
            return handed
        crashed = Refused("intake-crashed", came="een proces dat stopte / a process that died", expected="een receipt")
        return replace(handed, refusal=crashed)

    def _whole_files(self) -> list[Path]:
        """The first files by name that are whole; one that is still written holds those behind it."""
        now, found = time.monotonic(), dict(self._messages())
        self._seen = {
            name: before if (before := self._seen.get(name)) and before.stamp == stamp else _Seen(stamp, now)
            for name, stamp in found.items()
        }
        whole = list(takewhile(self._is_whole, sorted(found)))[:_MOST]
        sizes = accumulate((found[name][0] for name in whole), initial=0)
        return [self.folder / name for name, before in zip(whole, sizes, strict=False) if before < _MOST_BYTES]

    def _messages(self) -> Iterator[tuple[str, tuple[int, int]]]:
        with os.scandir(self.folder) as entries:
            for each in entries:
                if each.name.lower().endswith(_XML) and not each.name.startswith("."):
                    found = each.stat(follow_symlinks=False)
                    if stat.S_ISREG(found.st_mode):
                        yield each.name, (found.st_size, found.st_mtime_ns)

    def _is_whole(self, name: str) -> bool:
        seen = self._seen[name]
        age = time.time() - seen.stamp[1] / 1e9
        return age >= self._settled_s or time.monotonic() - seen.since >= self._settled_s

    def _handed(self, path: Path) -> Handed | None:
        """What intake gets; `None` for a file that cannot be read, which stops no other."""
        try:
            found = read(path, {}, self._intake.limit, self._clock.now())
        except Busy as busy:
            log.warning("file-unreadable", node=self._node, why=busy.dependency)
            return None
        refusal = found.refusal or _reserved(path)
        return replace(found, channel=CHANNEL, bound_to=self._node, refusal=refusal)

    def _settle(self, path: Path, answer: Recorded) -> None:
        """The receipt first, then the file aside: who finds no file any more finds its receipt."""
        with _named_away():
            write_whole(path.with_name(f"{path.stem}{RECEIPT}"), answer.receipt)
            self._reached(ANSWERED)
            self._move(path, self.folder / (DONE if answer.accepted else REFUSED))

    def _move(self, path: Path, target: Path) -> None:
        """The message moves in one step; its envelope is there before it, and leaves here after it."""
        target.mkdir(exist_ok=True)
        stem = _free(target, path.stem)
        beside = path.with_suffix(_JSON)
        if beside.is_file():
            shutil.copy2(beside, target / f"{stem}{_JSON}")
        self._reached(COPIED)
        path.replace(target / f"{stem}{path.suffix}")
        self._reached(MOVED)
        with suppress(FileNotFoundError):
            beside.unlink()

    def _sweep(self) -> None:
        """Removes envelopes whose messages were moved by a process that then died."""
        for beside in self.folder.glob(f"[!.]*{_JSON}"):
            is_alone = not beside.name.endswith(RECEIPT) and not any(
                beside.with_suffix(suffix).exists() for suffix in (_XML, _XML.upper())
            )
            if is_alone and any(_is_same(beside, copy) for copy in self._copies_of(beside.stem)):
                beside.unlink()

    def _copies_of(self, stem: str) -> Iterator[Path]:
        yield from _envelopes(self.folder / DONE, stem)
        yield from _envelopes(self.folder / REFUSED, stem)


def _reserved(path: Path) -> Refused | None:
    """A message named like a receipt would have a receipt for its envelope."""
    if not path.stem.lower().endswith(".receipt"):
        return None
    return Refused("envelope-invalid", path="name", came=path.name, expected="een naam zonder .receipt / without it")


def _free(target: Path, stem: str) -> str:
    """The name, with a number when a message of that name went there before."""
    return next(_numbered(stem, n) for n in count(1) if not _is_taken(target, stem, n))


def _envelopes(folder: Path, stem: str) -> Iterator[Path]:
    """The envelopes of the messages that went there under this name."""
    for n in takewhile(lambda n: _is_taken(folder, stem, n), count(1)):
        place = folder / f"{_numbered(stem, n)}{_JSON}"
        if place.is_file():
            yield place


def _is_taken(folder: Path, stem: str, n: int) -> bool:
    return any((folder / f"{_numbered(stem, n)}{suffix}").exists() for suffix in (_XML, _XML.upper()))


def _numbered(stem: str, n: int) -> str:
    return stem if n == 1 else f"{stem}~{n}"


def _is_same(one: Path, other: Path) -> bool:
    """Whether one is the copy of the other, with its moment and all."""
    mine, copied = one.stat(), other.stat()
    return (mine.st_size, mine.st_mtime_ns) == (copied.st_size, copied.st_mtime_ns)


def _names_in(marker: Path) -> frozenset[str]:
    """What a process had in hand that died; nothing when the marker is not there or is none."""
    try:
        return frozenset(marker.read_text(encoding="utf-8").splitlines())
    except (FileNotFoundError, UnicodeDecodeError):
        return frozenset()


@contextmanager
def _named_away() -> Iterator[None]:
    """What a folder may do wrong is `Busy`: it is looked at again."""
    try:
        yield
    except OSError as error:
        raise Busy("folder", error.strerror or type(error).__name__) from error
