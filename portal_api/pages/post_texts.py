"""An office's own texts of what people are told: written, seen as they will leave, tried on oneself, taken back.

What is refused comes back with everything that was typed; a text that somebody else changed meanwhile is shown first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from handlers.accounts.views import address_of_actor
from handlers.notifications.views import (
    LOGO_ID,
    KindView,
    WordingView,
    nearest_text,
    office_of,
    preview_of,
    templates_for,
)
from handlers.offices.views import brand_for, letterhead_of
from hub.ids import new_id
from hub.problems import problem_of
from portal_api.counter import OFFICE_WRITE
from portal_api.pages.post import POLICY, inside
from portal_api.pages.rendering import page
from portal_api.routes.notification_texts import Template, send_trial
from portal_api.texts import told_in
from portal_api.who import Asking, DossierReader, OfficeWriter
from portal_api.writes import write
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.notifications import Channel, LanguageCode, RemoveTemplate, SetTemplate
from schemas.notifications import Form as FormOfAddress

_LANGUAGES = ("nl", "en", "pl")
_LONGEST_SUBJECT, _LONGEST_TEXT = 400, 20_000
_PARTS = ("subject", "text", "html")

Done = Annotated[str, Query(pattern="^(saved|tested|removed)?$")]


class Place(BaseModel):
    """Which text of a kind."""

    model_config = ConfigDict(frozen=True)

    channel: Channel = "email"
    language: LanguageCode = "nl"
    form: FormOfAddress = "u"


class Typed(Place):
    """What the form brings: the text, its own key, and the state of the text that was seen."""

    subject: str = Field(default="", max_length=_LONGEST_SUBJECT)
    text: str = Field(default="", max_length=_LONGEST_TEXT)
    html: str = Field(default="", max_length=_LONGEST_TEXT)
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,32}$")] = ""


class Pressed(Place):
    """A button beside the form, with its own key."""

    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


@dataclass(frozen=True, slots=True)
class Known:
    """A kind and the text of one place, the office's own or the one that ships; none yet in this place is `None`."""

    kind: KindView
    wording: WordingView | None
    start: WordingView


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/post/texts")
    router.get("")(listed)
    router.get("/{template}")(one)
    router.post("/{template}")(save)
    router.post("/{template}/preview")(preview)
    router.post("/{template}/preview/html")(preview_html)
    router.post("/{template}/test")(trial)
    router.post("/{template}/remove")(remove)
    return router


def listed(asking: DossierReader, request: Request) -> Response:
    """Every kind with its texts; an office's own is marked."""
    with asking.reading() as connection:
        kinds = templates_for(asking.viewer, connection)
    return page(asking, request, "post/texts.html", kinds=kinds, all_languages=_LANGUAGES)


def one(
    asking: DossierReader, request: Request, template: Template, place: Annotated[Place, Query()], done: Done = ""
) -> Response:
    """The text of this place, to be read, changed and tried."""
    known = _known(asking, template, place)
    typed = {name: getattr(known.start, name) for name in _PARTS}
    return _form(asking, request, known, place, typed, done=done)


def save(asking: OfficeWriter, request: Request, template: Template, typed: Annotated[Typed, Form()]) -> Response:
    """The text counts from now on; refused, or changed by somebody else meanwhile, it is shown again as typed."""
    known = _known(asking, template, typed)
    if typed.seen != _digest(known.wording) and not _is_typed(known.wording, typed):
        return _form(asking, request, known, typed, _parts(typed), http_status=409, changed=known.wording)
    place = {"channel": typed.channel, "language": typed.language, "form": typed.form}

    def kept() -> None:
        command = SetTemplate(office_id=office_of(asking.viewer), template=template, **place, **_parts(typed))
        _write(asking, typed.key, command)

    return _tried(asking, request, known, typed, kept, "saved")


def preview(asking: DossierReader, request: Request, template: Template, typed: Annotated[Typed, Form()]) -> Response:
    """As it would leave, with the example of each field; nothing is kept."""
    known = _known(asking, template, typed)
    try:
        shown = _shown(asking, template, typed)
    except Refused as refused:
        return _refused(asking, request, known, typed, refused)
    return _form(asking, request, known, typed, _parts(typed), seen=typed.seen, shown=shown)


def preview_html(asking: DossierReader, template: Template, typed: Annotated[Typed, Form()]) -> Response:
    """As a mail reader shows it: a sandbox without scripts, forms, frames or anything from elsewhere."""
    _, _, html = _shown(asking, template, typed)
    with asking.reading() as connection:
        logo = brand_for(asking.viewer, connection).logo
    if logo:
        html = html.replace(f"cid:{LOGO_ID}", inside(asking, logo, "image/png"))
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"})


def trial(asking: OfficeWriter, request: Request, template: Template, pressed: Annotated[Pressed, Form()]) -> Response:
    """The text that is kept, to the address with which whoever asks signs in."""
    known = _known(asking, template, pressed)

    def sent() -> None:
        send_trial(asking, template, pressed.channel, pressed.language, pressed.form, pressed.key)

    return _tried(asking, request, known, pressed, sent, "tested")


def remove(asking: OfficeWriter, request: Request, template: Template, pressed: Annotated[Pressed, Form()]) -> Response:
    """Back to the text that ships."""
    known = _known(asking, template, pressed)
    place = {"channel": pressed.channel, "language": pressed.language, "form": pressed.form}

    def gone() -> None:
        _write(asking, pressed.key, RemoveTemplate(office_id=office_of(asking.viewer), template=template, **place))

    return _tried(asking, request, known, pressed, gone, "removed")


def _known(asking: Asking, template: str, place: Place) -> Known:
    with asking.reading() as connection:
        kinds = {each.template: each for each in templates_for(asking.viewer, connection)}
    if template not in kinds or place.channel not in {each.channel for each in kinds[template].wordings}:
        raise NotFound("not-found", path="template", came=template, expected=", ".join(kinds))
    kind = kinds[template]
    key = (place.channel, place.language, place.form)
    found = [each for each in kind.wordings if (each.channel, each.language, each.form) == key]
    return Known(kind, found[0] if found else None, nearest_text(kind, *key))


def _tried(
    asking: Asking, request: Request, known: Known, place: Typed | Pressed, act: Callable[[], None], done: str
) -> Response:
    try:
        act()
    except NotFound:
        raise
    except Refused as refused:
        return _refused(asking, request, known, place, refused)
    asked = f"channel={place.channel}&language={place.language}&form={place.form}&done={done}"
    return RedirectResponse(f"/post/texts/{known.kind.template}?{asked}", 303)


def _refused(asking: Asking, request: Request, known: Known, place: Typed | Pressed, refused: Refused) -> Response:
    """The form as it was typed, with the sentence at the part that is wrong."""
    said = refused.nl if told_in(asking.language) == "nl" else refused.en
    part = refused.path if refused.path in _PARTS else "text" if refused.path.startswith("fields") else "form"
    is_typed = isinstance(place, Typed)
    typed = _parts(place) if isinstance(place, Typed) else {name: getattr(known.start, name) for name in _PARTS}
    status, seen = problem_of(refused).status, place.seen if isinstance(place, Typed) else None
    mistakes = {part if is_typed else "form": said}
    return _form(asking, request, known, place, typed, http_status=status, seen=seen, mistakes=mistakes)


def _form(  # noqa: PLR0913 - one for each thing that the page may say besides the text
    asking: Asking,
    request: Request,
    known: Known,
    place: Place,
    typed: Mapping[str, str],
    *,
    http_status: int = 200,
    seen: str | None = None,
    mistakes: Mapping[str, str] | None = None,
    shown: tuple[str, str, str] | None = None,
    changed: WordingView | None = None,
    done: str = "",
) -> Response:
    with asking.reading() as connection:
        own_address = address_of_actor(connection, asking.viewer.actor) if place.channel == "email" else ""
    facts: dict[str, Any] = {
        "kind": known.kind,
        "wording": known.wording,
        "place": place,
        "typed": typed,
        "seen": _digest(known.wording) if seen is None else seen,
        "mistakes": mistakes or {},
        "shown": shown,
        "changed": changed,
        "done": done,
        "keys": (new_id(), new_id(), new_id()),
        "own_address": own_address,
        "may_write": OFFICE_WRITE in asking.who.scopes,
    }
    return page(asking, request, "post/text.html", http_status, **facts)


def _shown(asking: Asking, template: str, typed: Typed) -> tuple[str, str, str]:
    with asking.reading() as connection:
        letterhead = letterhead_of(brand_for(asking.viewer, connection))
    wording = (typed.subject, typed.text, typed.html)
    return preview_of(template, typed.channel, typed.language, wording, asking.who.office, letterhead)


def _write(asking: Asking, key: str, command: Command) -> None:
    given = {"command": type(command).__name__, **command.model_dump(mode="json")}
    write(asking, key, given, lambda: command)


def _parts(typed: Typed) -> dict[str, str]:
    """What was typed, with the line ends that are kept."""
    return {name: getattr(typed, name).replace("\r\n", "\n") for name in _PARTS}


def _is_typed(wording: WordingView | None, typed: Typed) -> bool:
    """Whether this is the text by now: the same form, sent twice."""
    return wording is not None and _parts(typed) == {name: getattr(wording, name) for name in _PARTS}


def _digest(wording: WordingView | None) -> str:
    said = "\x1f".join(getattr(wording, name) for name in _PARTS) if wording else ""
    return sha256(said.encode()).hexdigest()[:32] if wording else ""
