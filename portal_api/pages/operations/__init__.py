"""The pages of whoever runs the hub: what needs doing first, and what the shell can do, each with its reason."""

from collections.abc import Iterator

from fastapi import APIRouter

from portal_api.examining import Examining
from portal_api.pages.operations import acting, examined, messages, outgoing, parked, partners, start


def routers(examining: Examining) -> Iterator[APIRouter]:
    """One per page; all of them are for operators only."""
    for pages in (messages, parked, partners, outgoing, acting):
        yield pages.routes()
    for pages in (start, examined):
        yield pages.routes(examining)
