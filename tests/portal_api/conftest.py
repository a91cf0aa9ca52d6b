from itertools import count

import pytest

from tests.builders.browser import Windows, running_chromium
from tests.builders.counters import fill
from tests.builders.desks import close_desk, open_desk

_NUMBERS = count(1000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk that the tests of one file share; whoever writes opens a dossier of his own."""
    made = open_desk(tmp_path_factory.mktemp("desk"))
    yield made
    close_desk(made)


@pytest.fixture
def own_desk(tmp_path):
    """A desk for one test that changes what others read."""
    made = open_desk(tmp_path)
    yield made
    close_desk(made)


@pytest.fixture
def fresh_desk(desk):
    """The shared desk with a recorded dossier of its own for this test; what an office decides is shared."""
    number = f"AB-2026-{next(_NUMBERS):04}"
    desk.kenmerk = f"AE-{number}"
    desk.number = number
    desk.dossier = fill(desk.hub, number=number, kenmerk=desk.kenmerk)
    return desk


@pytest.fixture(scope="module")
def chromium():
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def windows_of(chromium):
    """The windows at a desk of one's own."""
    opened = []

    def at(desk):
        opened.append(Windows(chromium, desk.server.url))
        return opened[-1]

    yield at
    for each in opened:
        each.close()


@pytest.fixture
def windows(desk, chromium):
    made = Windows(chromium, desk.server.url)
    yield made
    made.close()
