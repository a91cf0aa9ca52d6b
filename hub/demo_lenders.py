"""The port to the lenders that the demo plays: what a page may ask of them. `hub/cli/demo/lenders.py` keeps it."""

from datetime import datetime
from typing import Protocol


class DemoLenders(Protocol):
    """Lenders by their code, applications by their number; they reach the hub as every partner does."""

    def has_more(self, code: str, number: str) -> bool:
        """Whether this lender will say something by itself about this application."""

    def knows(self, code: str, number: str) -> bool:
        """Whether this application reached the lender."""

    def answer_now(self, code: str, number: str) -> bool:
        """What it would say next about this application, it says now; whether there was something."""

    @property
    def next_at(self) -> datetime | None:
        """When the first of them has something to do."""
