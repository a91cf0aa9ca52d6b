"""The page *Huisstijl*: the colour of an office with what becomes of it on each ground, and its logo; and both served.

A form carries the version that it was made from; what somebody else changed meanwhile is shown, and nothing is lost.
"""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from handlers.offices.views import NEEDED, Brand, brand_for, checked, rounded, shades
from hub.problems import problem_of
from hub.sealing import Sealer, is_sealed
from portal_api.brands import kept, logo_bytes, look_of, office_of, sheet_address, sheet_named
from portal_api.forms import file_of, posted, text_of
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.texts import text, told_in
from portal_api.who import Anyone, Asking, OfficeWriter
from schemas.commands import Command
from schemas.errors import Refused
from schemas.offices import LARGEST_LOGO, SetBrandColour, SetBrandLogo

HERE = "/office/brand"
_A_YEAR_MINE, _A_YEAR = "private, max-age=31536000, immutable", "public, max-age=31536000, immutable"

Colour = Annotated[str, Query(max_length=20, pattern=r"^[^\x00]*$")]
TypedColour = Annotated[str, Form(max_length=20, pattern=r"^[^\x00]*$")]
Version = Annotated[int, Form(ge=0, le=2**31 - 1)]
SheetName = Annotated[str, Path(pattern=r"^[0-9a-f]{6}-[0-9a-f]{12}\.css$")]
LogoName = Annotated[str, Path(pattern=r"^[0-9a-f]{64}\.png$")]


async def _form(request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, LARGEST_LOGO, "logo-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(read)
    router.post(f"{HERE}/colour")(set_colour)
    router.post(f"{HERE}/logo")(set_logo)
    router.post(f"{HERE}/logo/remove")(remove_logo)
    router.get("/brand/colours/{name}")(colours)
    router.get("/brand/logos/{name}")(logo)
    return router


def read(asking: OfficeWriter, request: Request, colour: Colour = "") -> Response:
    """A colour in the address is shown as it would be, and nothing is kept."""
    brand = _brand(asking)
    typed, mistakes = colour.strip() or brand.colour, {}
    tried = ""
    try:
        tried = checked(colour)
    except Refused as refused:
        mistakes = {"colour": _said(asking, refused)}
    return _page(asking, request, brand, typed, tried, mistakes, 422 if mistakes else 200)


def set_colour(
    asking: OfficeWriter, request: Request, seen: Version, colour: TypedColour = "", was: TypedColour = ""
) -> Response:
    brand = _brand(asking)
    try:
        chosen = checked(colour)
        _run(asking, SetBrandColour(office_id=brand.office_id, colour=chosen, seen=seen))
    except Refused as refused:
        if refused.slug != "stale":
            mistakes = {"colour": _said(asking, refused)}
            return _page(asking, request, brand, colour, "", mistakes, problem_of(refused).status)
        now = _brand(asking)
        none = text(asking.language, "brand.own")
        field = Field(text(asking.language, "brand.colour"), was or none, now.colour or none, colour or none)
        again = {"colour": colour, "was": now.colour, "seen": str(now.version)}
        return _stale(asking, request, now, field, f"{HERE}/colour", again)
    return RedirectResponse(f"{HERE}?kept=colour", 303)


def set_logo(asking: OfficeWriter, request: Request, form: Annotated[FormData, Depends(_form)]) -> Response:
    """A file, or the one that an earlier page of a conflict kept, sealed."""
    brand = _brand(asking)
    try:
        command = _command(asking, brand, form)
        _run(asking, command)
    except Refused as refused:
        if refused.slug != "stale":
            mistakes = {"logo": _said(asking, refused)}
            return _page(asking, request, brand, brand.colour, "", mistakes, problem_of(refused).status)
        return _logo_stale(asking, request, command)
    return RedirectResponse(f"{HERE}?kept=logo", 303)


def remove_logo(asking: OfficeWriter, request: Request, seen: Version) -> Response:
    command = SetBrandLogo(office_id=office_of(asking), logo="", seen=seen)
    try:
        _run(asking, command)
    except Refused as refused:
        if refused.slug != "stale":
            raise
        return _logo_stale(asking, request, command)
    return RedirectResponse(f"{HERE}?kept=logo", 303)


def colours(name: SheetName) -> Response:
    """A colour as a stylesheet, so that no page needs a style of its own."""
    headers = {"Cache-Control": _A_YEAR}
    return Response(sheet_named(name), media_type="text/css; charset=utf-8", headers=headers)


def logo(asking: Anyone, name: LogoName) -> Response:
    """The logo of the asker's own office."""
    with asking.reading() as connection:
        brand = brand_for(asking.viewer, connection)
    body = logo_bytes(asking, brand, name.removesuffix(".png"))
    return Response(body, media_type="image/png", headers={"Cache-Control": _A_YEAR_MINE})


def _brand(asking: Asking) -> Brand:
    office_of(asking)
    with asking.reading() as connection:
        return brand_for(asking.viewer, connection)


def _run(asking: Asking, command: Command) -> None:
    asking.counter.runtime.execute(command, actor=asking.viewer.actor)


def _command(asking: Asking, brand: Brand, form: FormData) -> SetBrandLogo:
    """What the form asks for; raises `Refused` for a file that is no logo."""
    typed = text_of(form, "seen", 10)
    seen = int(typed) if typed.isascii() and typed.isdecimal() else brand.version
    before = text_of(form, "made")
    if before:
        return _reopened(asking, brand, before, seen)
    file = file_of(form, "logo")
    if file is None:
        raise Refused("file-empty", path="logo")
    made = asking.counter.logo(file.file.read())
    size = {"width": made.width, "height": made.height, "size": len(made.body)}
    return SetBrandLogo(office_id=brand.office_id, logo=kept(asking, made), seen=seen, **size)


def _reopened(asking: Asking, brand: Brand, sealed: str, seen: int) -> SetBrandLogo:
    """The logo that this office made before, which only the hub itself can have written down."""
    word = Sealer(asking.counter.runtime.settings).opened(sealed) if is_sealed(sealed) else ""
    office, *rest = word.split("|")
    if office != brand.office_id:
        raise Refused("request-invalid", path="made", came="?", expected="a logo of this office")
    digest, *numbers = rest
    width, height, size = map(int, numbers)
    return SetBrandLogo(office_id=office, logo=digest, width=width, height=height, size=size, seen=seen)


def _logo_stale(asking: Asking, request: Request, command: SetBrandLogo) -> Response:
    now = _brand(asking)
    field = Field(text(asking.language, "brand.logo"), "", _size(asking, now), _size(asking, command))
    if not command.logo:
        return _stale(asking, request, now, field, f"{HERE}/logo/remove", {"seen": str(now.version)})
    word = "|".join(str(each) for each in (now.office_id, command.logo, command.width, command.height, command.size))
    again = {"made": Sealer(asking.counter.runtime.settings).sealed(word), "seen": str(now.version)}
    return _stale(asking, request, now, field, f"{HERE}/logo", again)


def _stale(asking: Asking, request: Request, now: Brand, field: Field, action: str, again: dict[str, str]) -> Response:
    title = text(asking.language, "brand.title")
    return conflict_page(asking, request, Stale(title, now.set_by, now.set_at, [field], action, again, HERE))


def _size(asking: Asking, logo: Brand | SetBrandLogo) -> str:
    if not logo.logo:
        return text(asking.language, "brand.no_logo")
    return text(asking.language, "brand.logo_size", width=logo.width, height=logo.height)


def _said(asking: Asking, refused: Refused) -> str:
    return refused.nl if told_in(asking.language) == "nl" else refused.en


def _page(
    asking: Asking,
    request: Request,
    brand: Brand,
    typed: str,
    tried: str,
    mistakes: dict[str, str],
    http_status: int,
) -> Response:
    shown = tried or brand.colour
    facts: dict[str, Any] = {
        "own": brand,
        "look": look_of(brand),
        "typed": {"colour": typed},
        "mistakes": mistakes,
        "tried": tried if tried != brand.colour else "",
        "shades": [(each, rounded(each.ratio), rounded(each.came)) for each in (shades(shown) if shown else ())],
        "needed": NEEDED,
        "try_sheet": sheet_address(tried) if tried and tried != brand.colour else "",
        "largest": LARGEST_LOGO,
        "kept": request.query_params.get("kept", "") in {"colour", "logo"},
    }
    return page(asking, request, "office/brand.html", http_status, **facts)
