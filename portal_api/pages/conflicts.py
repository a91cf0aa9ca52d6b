"""A form from a stale tab: what was typed, what is there now, who changed it and when, and how to go on.

Nothing that was typed is lost: the page holds it, and one button sends it again on top of what is there now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response

from handlers.accounts.views import names_of
from portal_api.pages.rendering import page
from portal_api.texts import has, text
from portal_api.who import Asking

STATUS = 412


@dataclass(frozen=True, slots=True)
class Field:
    """What stood there when the form was made, what stands there now, and what was typed; each as people read it."""

    label: str
    old: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Stale:
    """`action` and `again` are the form that sends what was typed once more, made from what is there now."""

    title: str
    actor: str
    at: datetime | None
    fields: Sequence[Field]
    action: str
    again: Mapping[str, str]
    back: str


def conflict_page(asking: Asking, request: Request, stale: Stale) -> Response:
    """412, with the choice between one's own and what is there."""
    return page(
        asking,
        request,
        "conflict.html",
        STATUS,
        stale=stale,
        changed_by=name_of(asking, stale.actor),
        rows=[(each.label, each.old, each.theirs, each.yours) for each in stale.fields],
    )


def name_of(asking: Asking, actor: str) -> str:
    """How an actor is called: a person or program by its name, anything else by its kind."""
    with asking.reading() as connection:
        found = names_of(connection, [actor]).get(actor, "")
    key = f"actor.{actor.partition(':')[0]}"
    return found or (text(asking.language, key) if has(key) else actor)
