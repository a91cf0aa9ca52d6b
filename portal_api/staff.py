"""The port through which the counter changes people, organisations and substitutes; `accounts` is behind it.

Each act opens its own transaction and raises `Refused`, `NotFound` or `Conflict` with a slug that is shown as it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from schemas.viewer import Viewer


class Invited(Protocol):
    """Whose account it is, and the link to hand over when the hub sends no mail."""

    @property
    def user_id(self) -> str: ...

    @property
    def link(self) -> str: ...


class Staff(Protocol):
    """What an administrator does; `office_id` is asked of an operator.

    `place` is a `handlers.accounts.rules.Place`: organisation, node, last day, phone.
    """

    def add(self, viewer: Viewer, office_id: str, *, name: str, email: str, role: str, place: Any = ...) -> Invited: ...

    def change(
        self, viewer: Viewer, user_id: str, *, name: str, role: str, place: Any, seen: str | None = None
    ) -> None: ...

    def invite(self, viewer: Viewer, user_id: str) -> Invited: ...

    def reset(self, viewer: Viewer, user_id: str, *, and_factors: bool) -> Invited: ...

    def disable(self, viewer: Viewer, user_id: str, reason: str) -> None: ...

    def enable(self, viewer: Viewer, user_id: str) -> None: ...

    def sign_out(self, viewer: Viewer, user_id: str) -> None: ...

    def set_substitute(
        self, viewer: Viewer, office_id: str, *, absent_id: str, substitute_id: str, days: tuple[date, date | None]
    ) -> str: ...

    def end_substitution(self, viewer: Viewer, office_id: str, substitution_id: str) -> None: ...


class Offices(Protocol):
    """What an administrator decides about his office; `office_id` is asked of an operator."""

    def add_sub_agent(self, viewer: Viewer, office_id: str, *, code: str, name: str, email: str) -> str: ...

    def close_sub_agent(self, viewer: Viewer, office_id: str, organisation_id: str, *, closed: bool) -> None: ...

    def set_details(self, viewer: Viewer, office_id: str, facts: Mapping[str, str]) -> None: ...

    def set_advisers_see(self, viewer: Viewer, office_id: str, sees: str) -> None: ...
