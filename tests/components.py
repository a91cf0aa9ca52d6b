"""The table that `make test` starts with: which servers and programs are installed here, and which tests are skipped.

Run as a script it ends with 1 when something is missing under CI=true.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Component:
    """Something outside Python that tests start; `folders` are glob patterns where it stands when it is not on PATH."""

    name: str
    programs: tuple[str, ...]
    folders: tuple[str, ...]
    package: str
    without: str

    def path(self) -> Path | None:
        """The newest one in its folders, else the one on PATH, else None."""
        for program in self.programs:
            places = [place / program for pattern in self.folders for place in sorted(Path("/").glob(pattern))]
            installed = [place for place in places if place.exists()]
            on_path = shutil.which(program)
            if installed or on_path:
                return installed[-1] if installed else Path(str(on_path))
        return None


COMPONENTS = (
    Component("RabbitMQ", ("rabbitmq-server",), ("usr/lib/rabbitmq/bin",), "rabbitmq-server", "the broker's tests"),
    Component("PostgreSQL", ("postgres",), ("usr/lib/postgresql/*/bin",), "postgresql", "the database's tests"),
    Component("Chromium", ("chromium", "chromium-browser", "google-chrome"), (), "chromium", "the browser journeys"),
    Component("clamd", ("clamd",), ("usr/sbin",), "clamav-daemon", "the virus scanner's tests"),
    Component("nginx", ("nginx",), ("usr/sbin",), "nginx", "the reverse proxy's tests"),
)


def report(components: Sequence[Component], *, is_ci: bool) -> tuple[str, int]:
    """The table as text, and the exit code: 1 when something is missing that may not be."""
    lines, missing = [], 0
    for component in components:
        path = component.path()
        missing += path is None
        state = f"found    {path}" if path else f"skipped  {component.without}; apt-get install {component.package}"
        lines.append(f"{component.name:<12}{state}")
    if missing and is_ci:
        lines.append(f"{missing} missing, and under CI=true none may be.")
    return "\n".join(lines), int(bool(missing) and is_ci)


def main() -> int:
    text, code = report(COMPONENTS, is_ci=os.environ.get("CI") == "true")
    print(text, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
