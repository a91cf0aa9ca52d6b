"""The page of components: every part that pages are made of, in every state, with invented data."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from handlers.preferences.views import saved_views_for
from portal_api.pages.rendering import page
from portal_api.pages.sentences import Change, Told
from portal_api.plain_words import book_of, reading_of
from portal_api.texts import text
from portal_api.who import Anyone, Asking
from schemas.errors import NotFound

_AT = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
_ROWS = (
    ("A.M. de Wit en T. Jansen", "12", "Wacht op (aanvullende) stukken", Decimal(350_000), date(2026, 12, 1), 3),
    ("B. Özdemir-Łukaszewska", "23", "Akkoord", Decimal("412500.50"), date(2027, 1, 15), 0),
    ("C. van der Zonneveld-Oosterbeek", "09", "Ontvangen", None, None, 1),
)
"""Name, status, its text, amount, valid until, open documents."""
_COLOURS = ("good", "warn", "alert", "hand")


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/components")(components)
    router.get("/components/question")(question)
    return router


def components(
    asking: Anyone,
    request: Request,
    sort: Annotated[str, Query(pattern=r"^-?[a-z]{0,20}$")] = "name",
    tab: Annotated[str, Query(pattern=r"^[a-z]{0,20}$")] = "",
) -> Response:
    """In production for operators only, because it has nothing to do with anybody's work."""
    _check(asking)
    with asking.reading() as connection:
        saved = saved_views_for(asking.viewer, connection, "/components")
    place = {"name": 0, "status": 1, "open": 5}.get(sort.lstrip("-"), 0)
    return page(
        asking,
        request,
        "components.html",
        rows=sorted(_ROWS, key=lambda row: str(row[place]), reverse=sort.startswith("-")),
        sort=sort,
        saved=saved,
        tab=tab,
        colours=_COLOURS,
        at=_AT,
        told=_told(asking),
        read=reading_of(asking, book_of(asking), "009", "Werkgeversverklaring van De Bakker BV"),
        typed={"name": "A.M. de Wit", "mail": "anna.example", "remark": "", "time": ""},
        mistakes={
            "mail": text(asking.language, "components.mail_wrong", came="anna.example"),
            "time": text(asking.language, "components.choice_wrong"),
        },
    )


def question(asking: Anyone, request: Request) -> Response:
    """What the dialog shows, as a page of its own for who has no scripts."""
    _check(asking)
    return page(asking, request, "components_question.html")


def _check(asking: Asking) -> None:
    if asking.viewer.environment == "production" and not asking.viewer.is_operator:
        raise NotFound("not-found", path="path")


def _told(asking: Asking) -> list[Told]:
    language = asking.language
    changes = [
        Change(text(language, f"field.{name}"), old, new, "OfferteBericht/Offerte/Bedrag")
        for name, old, new in (("amount", "€ 340.000", "€ 350.000"), ("rate_pct", "3,95 %", "3,85 %"))
    ]
    return [
        Told(
            headline=text(language, "timeline.offer_registered_binding"),
            remarks=(),
            changes=tuple(changes),
            at=_AT,
            actor="AEGON Hypotheken",
            message_id="",
        ),
        Told(
            headline=text(language, "timeline.status_set_by_hand"),
            remarks=("Telefonisch bevestigd.",),
            changes=(),
            at=_AT,
            actor=text(language, "actor.user"),
            message_id="",
        ),
    ]
