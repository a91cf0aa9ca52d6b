"""The page of components leaves none out."""

import re
from importlib.resources import files

import pytest

FOLDER = files("portal_api").joinpath("templates", "components")
SHOWN = "".join(
    files("portal_api").joinpath("templates", name).read_text(encoding="utf-8")
    for name in ("components.html", "components_question.html")
)
INSIDE = {"form.around", "form.described", "form.label", "states.sign", "timeline.changes"}
"""Parts of other parts, which are shown with them."""


def parts():
    for file in sorted(FOLDER.iterdir(), key=lambda each: each.name):
        name = file.name.removesuffix(".html")
        for macro in re.findall(r"{% macro (\w+)\(", file.read_text(encoding="utf-8")):
            if f"{name}.{macro}" not in INSIDE:
                yield f"{name}.{macro}"


@pytest.mark.parametrize("part", list(parts()))
def test_every_part_is_shown(part):
    assert f"{part}(" in SHOWN
