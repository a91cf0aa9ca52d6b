"""Makes the pages of a PDF fit for PDF/A without changing what they show, and forgets everything else.

What stands on a page stays: lines stay lines and text stays text; what was filled in or noted becomes part of the page.
What acts, what refers elsewhere and what tells about the maker goes: a page keeps the keys of `_PAGE` and no other.
Whether it became conforming and still looks the same is for `adapters/papers/judging.py`. Runs in a child.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image

from adapters.papers.fonts import without_matrix

_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit"}
)
_RESOURCES = frozenset(
    {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Properties", "/Pattern", "/Shading", "/ProcSet"}
)
_ABOUT = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/AF", "/Measure", "/PtData"}
)
"""What tells about the making of a thing."""

_IMAGE = _ABOUT | {"/Interpolate", "/Alternates", "/OPI", "/ID", "/Name"}
_FORM = _ABOUT | {"/OPI", "/PS", "/Subtype2", "/Ref", "/Name"}
_DESCRIPTOR = frozenset({"/CharSet", "/CIDSet", "/Metadata"})
"""Lists of glyphs that PDF/A-2 does not need, and that are often wrong."""

_JPX_QUALITY = 90
_COLOURS = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}


def clean(pdf: Pdf) -> None:
    """In place, every page and every object that a page may use."""
    _flatten(pdf)
    if not _has_hidden_layers(pdf):
        _forget_layers(pdf)
    for page in pdf.pages:
        _clean_page(page)
    for each in pdf.objects:
        _clean_object(each)
    pdf.remove_unreferenced_resources()


def _flatten(pdf: Pdf) -> None:
    """Draws fields, stamps and notes on their page, as a screen shows them; links have nothing to draw."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and bool(form.get(Name.NeedAppearances, False)):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")


def _clean_page(page: pikepdf.Page) -> None:
    for key in [key for key in page.obj.keys() if key not in _PAGE]:  # noqa: SIM118 - it iterates over something else
        del page.obj[key]
    page.obj.Rotate = _quarter(page.obj.get(Name.Rotate, 0))
    if not isinstance(page.obj.get(Name.Resources), Dictionary):
        page.obj.Resources = Dictionary()


def _quarter(turn: object) -> int:
    """A rotation as viewers take it: a multiple of 90, else none."""
    try:
        degrees = int(str(turn))
    except ValueError:
        return 0
    return degrees % 360 if degrees % 90 == 0 else 0


def _clean_object(each: Object) -> None:
    """By what it says it is; a font program and a profile have nothing but their description to lose."""
    if isinstance(each, Stream):
        kind = str(each.get(Name.Subtype, ""))
        _drop(each, {"/Image": _IMAGE, "/Form": _FORM}.get(kind, frozenset({"/Metadata"})))
        if kind == "/Image":
            _recode(each)
        if kind == "/CIDFontType0C":
            without_matrix(each)
        _clean_resources(each)
    elif isinstance(each, Dictionary):
        if each.get(Name.Type) == Name.FontDescriptor:
            _drop(each, _DESCRIPTOR)
        if each.get(Name.Subtype) == Name.CIDFontType2 and Name.CIDToGIDMap not in each:
            each.CIDToGIDMap = Name.Identity  # what leaving it out means, and PDF/A wants it said
        _clean_resources(each)


def _clean_resources(owner: Object) -> None:
    resources = owner.get(Name.Resources)
    if not isinstance(resources, Dictionary):
        return
    for key in list(resources.keys()):
        inside = resources.get(key)
        if key not in _RESOURCES or (isinstance(inside, Dictionary) and not len(inside.keys())):
            del resources[key]
    states = resources.get(Name.ExtGState)
    for _, state in states.items() if isinstance(states, Dictionary) else ():
        if isinstance(state, Dictionary):
            _drop_defaults(state)


def _drop(each: Object, keys: frozenset[str]) -> None:
    for key in keys:
        if key in each:
            del each[key]


def _drop_defaults(state: Object) -> None:
    """A transfer function or halftone that says nothing: PDF/A wants it gone rather than said."""
    for key, nothing in (("/TR", Name.Identity), ("/TR2", Name.Default), ("/HT", Name.Default)):
        if state.get(key) == nothing:
            del state[key]


def _recode(image: Stream) -> None:
    """JPEG 2000 becomes JPEG, because nobody here can say whether a JPEG 2000 conforms."""
    if image.get(Name.Filter) not in (Name.JPXDecode, Array([Name.JPXDecode])) or Name.SMaskInData in image:
        return
    try:
        with Image.open(io.BytesIO(image.read_raw_bytes()), formats=["JPEG2000"]) as opened:
            if opened.mode not in _COLOURS:
                return
            out = io.BytesIO()
            opened.save(out, "JPEG", quality=_JPX_QUALITY)
            mode = opened.mode
    except (OSError, SyntaxError, ValueError):
        return
    image.write(out.getvalue(), filter=Name.DCTDecode)
    image.ColorSpace, image.BitsPerComponent = _COLOURS[mode], 8
    _drop(image, frozenset({"/Decode"}))


# Layers (optional content): PDF/A-2 allows them in a form that few files have.


def _has_hidden_layers(pdf: Pdf) -> bool:
    """Whether any layer is not shown, or is shown on a condition; then a page with layers becomes an image."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return False
    usual = layers.get(Name.D)
    if not isinstance(usual, Dictionary):
        return True
    off = usual.get(Name.OFF)
    is_all_on = usual.get(Name.BaseState, Name.ON) == Name.ON and not (isinstance(off, Array) and len(off))
    return not is_all_on or Name.AS in usual or any(_is_conditional(each) for each in pdf.objects)


def _is_conditional(each: Object) -> bool:
    if not isinstance(each, Dictionary) or each.get(Name.Type) != Name.OCMD:
        return False
    return Name.VE in each or each.get(Name.P, Name.AnyOn) != Name.AnyOn


def _forget_layers(pdf: Pdf) -> None:
    """All layers are shown, so what says that something belongs to one may go."""
    for each in pdf.objects:
        if isinstance(each, Stream):
            _drop(each, frozenset({"/OC"}))
            if each.get(Name.Subtype) == Name.Form and (content := _without_layers(each)):
                each.write(content)
                _forget_names(each)
    for page in pdf.pages:
        if content := _without_layers(page.obj):
            page.obj.Contents = pdf.make_stream(content)
            _forget_names(page.obj)


def _forget_names(owner: Object) -> None:
    """Content that names no layer needs none in its resources."""
    resources = owner.get(Name.Resources)
    names = resources.get(Name.Properties) if isinstance(resources, Dictionary) else None
    if not isinstance(names, Dictionary):
        return
    for key, each in list(names.items()):
        if isinstance(each, Dictionary) and each.get(Name.Type) in (Name.OCG, Name.OCMD):
            del names[key]


def _without_layers(owner: Object) -> bytes:
    """The content without the names of layers; nothing when it names none, and then it stays as it is."""
    try:
        steps = list(pikepdf.parse_content_stream(owner))
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError):
        return b""
    if not any(_opens_layer(step) for step in steps):
        return b""
    plain = [([Name.OC], pikepdf.Operator("BMC")) if _opens_layer(step) else step for step in steps]
    return pikepdf.unparse_content_stream(plain)


def _opens_layer(step: object) -> bool:
    return str(getattr(step, "operator", "")) == "BDC" and getattr(step, "operands", [None])[0] == Name.OC
