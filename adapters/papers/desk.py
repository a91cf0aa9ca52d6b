"""What is done to a file of a stranger, in a child that has no secret and cannot harm the hub.

The arguments come from `adapters/papers/kinds.py` and `adapters/papers/preparing.py`; the libraries are imported when a
function needs them, because every file starts a child of its own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Facts = dict[str, Any]


def look(arguments: Mapping[str, Any], bodies: Sequence[Path], _out: Path) -> Facts:
    """Reads the file from its first page to its last; `pages` is how many it has."""
    if arguments["suffix"] == "pdf":
        from adapters.papers.pdfs import count_whole_pages  # noqa: PLC0415 - see above

        return {"pages": count_whole_pages(bodies[0])}
    from adapters.papers.images import count_frames  # noqa: PLC0415

    return {"pages": count_frames(bodies[0], arguments["suffix"])}


def show(arguments: Mapping[str, Any], bodies: Sequence[Path], out: Path) -> Facts:
    """Writes a PNG of one page, so many pixels wide."""
    if arguments["suffix"] == "pdf":
        from adapters.papers.rendering import opened, picture  # noqa: PLC0415

        with opened(bodies[0]) as document:
            picture(document, arguments["index"], width=arguments["width"]).save(out, "PNG")
    else:
        from adapters.papers.images import upright  # noqa: PLC0415

        page = upright(bodies[0], arguments["suffix"], arguments["index"], 0)
        page.convert("RGB").reduce(max(1, page.width // arguments["width"])).save(out, "PNG")
    return {}


def logo(arguments: Mapping[str, Any], bodies: Sequence[Path], out: Path) -> Facts:
    """Writes the image as a PNG that fits in so many pixels, transparent where it was."""
    from adapters.papers.images import fitted  # noqa: PLC0415 - see above

    made = fitted(bodies[0], arguments["suffix"], arguments["width"], arguments["height"])
    made.save(out, "PNG", optimize=True)
    return {"width": made.width, "height": made.height}


def compose(arguments: Mapping[str, Any], bodies: Sequence[Path], out: Path) -> Facts:
    """Writes the PDF/A of the pages that were asked for."""
    from adapters.papers.binding import bind  # noqa: PLC0415

    return bind(arguments, bodies, out)
