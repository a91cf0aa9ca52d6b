"""How an office looks: its colour with the shade that each ground gets, and its logo."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import Response

from handlers.offices.views import NEEDED, Brand, brand_for, checked, rounded, shades
from portal_api.brands import kept, logo_address, office_of
from portal_api.forms import whole
from portal_api.routes.documented import WRITE_PROBLEMS, problems
from portal_api.shapes.brand import BrandShape, ColourRequest, LogoShape, ShadeShape
from portal_api.who import Asking, DossierReader, OfficeWriter
from portal_api.writes import IdempotencyKey, IfMatch, etag, write
from schemas.commands import Command
from schemas.errors import Refused
from schemas.offices import LARGEST_LOGO, SetBrandColour, SetBrandLogo

PREFIX = "/office/brand"


async def _file(request: Request) -> bytes:
    """The body, counted as it comes."""
    return await whole(request, LARGEST_LOGO, "logo-too-large")


def routes() -> APIRouter:
    router = APIRouter(prefix=PREFIX, tags=["office"])
    said: dict[str, Any] = {"responses": problems(*WRITE_PROBLEMS)}
    picture = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/png", "image/jpeg")}
    router.get("", responses=problems(404), summary="How your office looks")(read)
    router.post("/colour", summary="Choose the colour of your office", **said)(set_colour)
    router.post(
        "/logo",
        summary="Hand in the logo of your office",
        openapi_extra={"requestBody": {"required": True, "content": picture}},
        **said,
    )(set_logo)
    router.post("/logo/remove", summary="Show no logo", **said)(remove_logo)
    return router


def read(asking: DossierReader, response: Response) -> BrandShape:
    """Each ground has a shade that can be read there; `came` says what the colour itself would have had."""
    office_of(asking)
    return _shown(asking, response)


def set_colour(
    asking: OfficeWriter,
    body: ColourRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> BrandShape:
    """A colour that cannot be read on a ground is shown there in its nearest shade that can; the answer says which."""
    made = SetBrandColour(office_id=office_of(asking), colour=checked(body.colour), seen=_seen(asking, if_match))
    return _run(asking, response, made, idempotency_key)


def set_logo(
    asking: OfficeWriter,
    file: Annotated[bytes, Depends(_file)],
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> BrandShape:
    """A PNG or JPEG as the body of the request; it is made anew from its pixels, and an SVG is refused."""
    office_id = office_of(asking)
    made = asking.counter.logo(file)
    command = SetBrandLogo(
        office_id=office_id,
        logo=kept(asking, made),
        width=made.width,
        height=made.height,
        size=len(made.body),
        seen=_seen(asking, if_match),
    )
    return _run(asking, response, command, idempotency_key)


def remove_logo(
    asking: OfficeWriter,
    response: Response,
    body: Annotated[dict[str, Any] | None, Body()] = None,  # noqa: ARG001 - an empty object is as good as nothing
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> BrandShape:
    """Mails that are on their way keep the one that they were made with."""
    made = SetBrandLogo(office_id=office_of(asking), logo="", seen=_seen(asking, if_match))
    return _run(asking, response, made, idempotency_key)


def _run(asking: Asking, response: Response, made: Command, key: str | None) -> BrandShape:
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    write(asking, key, given, lambda: made)
    return _shown(asking, response)


def _shown(asking: Asking, response: Response) -> BrandShape:
    with asking.reading() as connection:
        brand = brand_for(asking.viewer, connection)
    response.headers["ETag"] = etag(brand.version)
    response.headers["Cache-Control"] = "private, no-cache"
    return BrandShape(
        colour=brand.colour,
        shades=tuple(
            ShadeShape(
                ground=each.ground,
                colour=each.colour,
                ratio=rounded(each.ratio),
                came=rounded(each.came),
                needed=NEEDED,
            )
            for each in (shades(brand.colour) if brand.colour else ())
        ),
        logo=_logo(brand),
        version=brand.version,
        set_by=brand.set_by,
        set_at=brand.set_at,
    )


def _logo(brand: Brand) -> LogoShape | None:
    if not brand.logo:
        return None
    return LogoShape(href=logo_address(brand.logo), width=brand.width, height=brand.height, size=brand.size)


def _seen(asking: Asking, header: str | None) -> int | None:
    """The version that If-Match names; the handler looks again under the lock. Raises `Refused` (`stale`)."""
    if header is None or header.strip() == "*":
        return None
    named = header.strip().removeprefix("W/").strip('"')
    if named.isascii() and named.isdecimal() and len(named) < len(str(2**31)):
        return int(named)
    with asking.reading() as connection:
        version = brand_for(asking.viewer, connection).version
    raise Refused("stale", path="If-Match", came=etag(version), expected=header)
