"""The table of features: which test stands for which row, and whether it reached the hub the way a user does."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([\d.a-z]+) \| .* \| `(tests/[\w/]+\.py)::(\w+)` \|$", re.MULTILINE)
MOST_ROWS = 3


def rows():
    """(row, file, test) of every line of the table."""
    return ROW.findall((ROOT / "docs" / "features.md").read_text(encoding="utf-8"))


@cache
def stands_for():
    """File and name of a test → how many rows it stands for."""
    return Counter((file, name) for _, file, name in rows())


class Touched:
    """The paths that a test asks of a hub over HTTP, or opens in a browser."""

    def __init__(self, monkeypatch):
        self.paths = set()
        send = httpx.Client.send
        monkeypatch.setattr(httpx.Client, "send", lambda client, asked, **how: self._note(send, client, asked, how))
        goto = Page.goto
        monkeypatch.setattr(Page, "goto", lambda page, address, **how: self._opened(goto, page, address, how))

    def _note(self, send, client, asked, how):
        self.paths.add(urlsplit(str(asked.url)).path)
        return send(client, asked, **how)

    def _opened(self, goto, page, address, how):
        self.paths.add(urlsplit(address).path)
        return goto(page, address, **how)
