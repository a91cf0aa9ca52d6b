"""`hub offices brand`: how an office looks, which needs the capability and what makes logos together."""

import hashlib
import io
from pathlib import Path
from typing import Annotated, Any

import typer

from handlers.offices.commands import AsJson, Office, offices
from hub.console import answer, runtime

app = typer.Typer()

NoLogo = Annotated[bool, typer.Option("--no-logo", help="Shows no logo.")]


@offices.command("brand")
def set_the_brand(
    context: typer.Context,
    office: Office,
    colour: Annotated[str | None, typer.Option(help="Like #ff6200; empty for the hub's own.")] = None,
    logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG of at most 1 MB.")] = None,
    no_logo: NoLogo = False,
    as_json: AsJson = False,
) -> None:
    """Says how an office looks, and changes what is given; each ground shows the nearest shade that can be read."""
    from getpass import getuser

    from adapters.papers.logos import logo_of
    from handlers.offices.views import checked, office_named
    from schemas.errors import Refused
    from schemas.offices import SetBrandColour, SetBrandLogo

    hub, actor = runtime(context), f"operator:{getuser()}"
    if logo and no_logo:
        raise Refused("request-invalid", path="--no-logo", came=str(logo), expected="--logo of / or --no-logo")
    with hub.database.reading() as connection:
        office_id = office_named(connection, office).id
    # Both are looked at before either is kept.
    chosen = None if colour is None else checked(colour)
    made = logo_of(_read(logo)) if logo else None
    if chosen is not None:
        hub.execute(SetBrandColour(office_id=office_id, colour=chosen), actor=actor)
    if made:
        digest = hashlib.sha256(made.body).hexdigest()
        hub.store.put(digest, io.BytesIO(made.body))
        size = {"width": made.width, "height": made.height, "size": len(made.body)}
        hub.execute(SetBrandLogo(office_id=office_id, logo=digest, **size), actor=actor)
    if no_logo:
        hub.execute(SetBrandLogo(office_id=office_id, logo=""), actor=actor)
    said = _said(hub, office_id)
    answer(said, as_json=as_json, text=lambda: _told(said))


def _said(hub: Any, office_id: str) -> dict[str, Any]:
    from handlers.offices.views import NEEDED, brand_of, rounded, shades

    with hub.database.reading() as connection:
        brand = brand_of(connection, office_id)
    return {
        "office": office_id,
        "colour": brand.colour,
        "shades": [
            {
                "ground": each.ground,
                "colour": each.colour,
                "ratio": rounded(each.ratio),
                "came": rounded(each.came),
                "needed": NEEDED,
            }
            for each in (shades(brand.colour) if brand.colour else ())
        ],
        "logo": f"{brand.width} x {brand.height}" if brand.logo else "",
        "version": brand.version,
    }


def _told(said: dict[str, Any]) -> str:
    lines = [f"Colour: {said['colour'] or 'that of the hub'}. Logo: {said['logo'] or 'none'}."]
    for each in said["shades"]:
        is_as_given = each["colour"] == said["colour"]
        why = (
            "" if is_as_given else f", because {said['colour']} has {each['came']} there and {each['needed']} is needed"
        )
        lines.append(f"On a {each['ground']} ground: {each['colour']} (contrast {each['ratio']}){why}.")
    return "\n".join(lines)


def _read(path: Path) -> bytes:
    from schemas.errors import Refused
    from schemas.offices import LARGEST_LOGO

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_LOGO + 1)
    except OSError as error:
        expected = "een bestand dat te lezen is / a file that can be read"
        raise Refused("request-invalid", path="--logo", came=error.strerror or str(path), expected=expected) from error
