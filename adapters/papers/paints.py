"""Patterns, shadings and spot colours, spelled out so that the validator of pikepdf can judge what is in them.

The validator does not know these three and says so.
PDF/A-2 asks nothing of them but that what they consist of conforms: the content and resources of a pattern, the colours
of a shading (ISO 19005-2, 6.2.2), the alternate of a spot colour, and that one spot colour is told one way in one file
(6.2.4.4).
So a trial document is rewritten: a pattern is drawn as a form, the colours of a shading are chosen, a spot colour
becomes grey and its alternate is chosen.
The trial is judged and thrown away; it is never what is kept. Runs in a child.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, Stream

_STREAM = {"/Length", "/Filter", "/DecodeParms", "/DL"}
_TILING = _STREAM | {
    "/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix", "/Resources",
}  # fmt: skip
_SHADED = {"/Type", "/PatternType", "/Shading", "/Matrix", "/ExtGState"}
_SHADING = _STREAM | {
    "/ShadingType", "/ColorSpace", "/Background", "/BBox", "/AntiAlias", "/Coords", "/Domain", "/Extend", "/Function",
    "/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode", "/VerticesPerRow",
}  # fmt: skip
_DEEPEST = 8


class UnknownPaintError(Exception):
    """A paint that is not made as the standard says, or a spot colour that is told in two ways."""


def spell_out(pdf: Pdf) -> None:
    """Rewrites every content of a trial document, in place; raises `UnknownPaintError`."""
    spots: dict[str, bytes] = {}
    alternates: list[Object] = []
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get(Name.Subtype) == Name.Image and Name.ColorSpace in each:
            each.ColorSpace = _grey(each.ColorSpace, spots, alternates, 0)
    forms = [each for each in pdf.objects if isinstance(each, Stream) and each.get(Name.Subtype) == Name.Form]
    for number, each in enumerate([*(page.obj for page in pdf.pages), *forms]):
        # What images refer to is chosen on the first page, because an image has no content to choose it in.
        _Content(pdf, each, spots).spell_out(0, alternates if number == 0 else [])


class _Content:
    """One page, form or pattern: its resources, and what has to be chosen at the end of its content to be judged."""

    def __init__(self, pdf: Pdf, owner: Object, spots: dict[str, bytes]) -> None:
        self._pdf = pdf
        self._owner = owner
        self._spots = spots
        self._chosen: list[str] = []
        self._patterns = {"/Pattern"}
        self._resources: Any = owner.get(Name.Resources)

    def spell_out(self, depth: int, spaces: Sequence[Object] = ()) -> None:
        if not isinstance(self._resources, Dictionary):
            return
        if depth > _DEEPEST:
            raise UnknownPaintError
        self._own_resources()
        self._colours()
        for space in spaces:
            self._choose_space(space)
        for pattern in self._taken("/Pattern"):
            self._pattern(pattern, depth)
        for shading in self._taken("/Shading"):
            self._shading(shading)
        self._write()

    def _own_resources(self) -> None:
        """A dictionary of its own, because others may share it and are spelled out by themselves."""
        copied = Dictionary()
        for key, value in self._resources.items():
            copied[key] = Dictionary(dict(value.items())) if isinstance(value, Dictionary) else value
        self._owner.Resources = self._resources = copied

    def _colours(self) -> None:
        spaces = self._resources.get(Name.ColorSpace)
        for key, space in list(spaces.items()) if isinstance(spaces, Dictionary) else []:
            if _family(space) == "/Pattern":
                del spaces[key]
                self._patterns.add(key)
                if isinstance(space, Array) and len(space) > 1:
                    self._choose_space(space[1])
            else:
                spaces[key] = self._plain(space)

    def _plain(self, space: Object) -> Object:
        """The space with grey for a spot colour, whose alternate is chosen apart."""
        alternates: list[Object] = []
        plain = _grey(space, self._spots, alternates, 0)
        for each in alternates:
            self._choose_space(each)
        return plain

    def _taken(self, category: str) -> Iterator[Object]:
        named = self._resources.get(category)
        if isinstance(named, Dictionary):
            del self._resources[category]
            yield from (each for _, each in named.items())

    def _pattern(self, pattern: Object, depth: int) -> None:
        if isinstance(pattern, Stream):
            self._tiling(pattern, depth)
        elif isinstance(pattern, Dictionary):
            _only(pattern, _SHADED)
            if isinstance(state := pattern.get(Name.ExtGState), Dictionary):
                self._choose("/ExtGState", state, "gs")
            self._shading(pattern.get(Name.Shading))
        else:
            raise UnknownPaintError

    def _tiling(self, pattern: Stream, depth: int) -> None:
        _only(pattern, _TILING)
        form = self._pdf.make_stream(pattern.read_bytes(), Type=Name.XObject, Subtype=Name.Form, BBox=pattern.BBox)
        form.Resources = pattern.get(Name.Resources, Dictionary())
        _Content(self._pdf, form, self._spots).spell_out(depth + 1)
        self._choose("/XObject", form, "Do")

    def _shading(self, shading: Object | None) -> None:
        if not isinstance(shading, (Dictionary, Stream)):
            raise UnknownPaintError
        _only(shading, _SHADING)
        self._choose_space(shading.ColorSpace)

    def _choose_space(self, space: Object) -> None:
        if isinstance(space, Name):
            self._chosen.append(f"{space} cs")
        else:
            self._choose("/ColorSpace", self._plain(space), "cs")

    def _choose(self, category: str, thing: Object, operator: str) -> None:
        if not isinstance(self._resources.get(category), Dictionary):
            self._resources[category] = Dictionary()
        name = f"/Chosen{len(self._chosen)}"
        self._resources[category][name] = thing
        self._chosen.append(f"{name} {operator}")

    def _write(self) -> None:
        steps = [plain for step in pikepdf.parse_content_stream(self._owner) for plain in self._plain_steps(step)]
        content = pikepdf.unparse_content_stream(steps) + "\n".join(["", *self._chosen]).encode()
        if isinstance(self._owner, Stream):
            self._owner.write(content)
        else:
            self._owner.Contents = self._pdf.make_stream(content)

    def _plain_steps(self, step: Any) -> Iterator[Any]:
        """The step of a content with grey where a pattern was, and without a shading."""
        operator, operands = str(step.operator), list(step.operands)
        last = operands[-1] if operands else None
        if operator == "sh" or (operator in ("scn", "SCN") and isinstance(last, Name)):
            return
        if operator in ("cs", "CS") and str(last) in self._patterns:
            yield [Name.DeviceGray], Operator(operator)
            return
        yield step


def _grey(space: Object, spots: dict[str, bytes], alternates: list[Object], depth: int) -> Object:
    """A space of one component instead of a spot colour, also as the base of an indexed one."""
    if depth > _DEEPEST:
        raise UnknownPaintError
    if _family(space) == "/Separation":
        _same_everywhere(space, spots)
        alternates.append(space[2])
        return Name.DeviceGray
    if _family(space) == "/Indexed" and isinstance(space[1], Array):
        return Array([space[0], _grey(space[1], spots, alternates, depth + 1), space[2], space[3]])
    return space


def _same_everywhere(space: Object, spots: dict[str, bytes]) -> None:
    told = space[2].unparse(resolved=True) + space[3].unparse(resolved=True)
    if isinstance(space[3], Stream):
        told += space[3].read_bytes()
    if spots.setdefault(str(space[1]), told) != told:
        raise UnknownPaintError


def _family(space: Object) -> str:
    first = space[0] if isinstance(space, Array) and len(space) else space
    return str(first) if isinstance(first, Name) else ""


def _only(each: Object, known: set[str]) -> None:
    if set(each.keys()) - known:
        raise UnknownPaintError
