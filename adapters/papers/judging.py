"""Which cleaned pages may stay as they are: those that conform to PDF/A-2b and look as they did. Runs in a child.

pikepdf's validator approves what it knows; what it does not know is spelled out for it (`paints.py`) or counts as not
conforming, so that nothing is claimed that nobody checked. What cannot be mended is drawn as an image by who asked.
"""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from adapters.papers.colours import cmyk_profile
from adapters.papers.paints import UnknownPaintError, spell_out
from adapters.papers.rendering import is_drawn_alike
from adapters.papers.rendering import opened as drawn

LEVEL = "2b"
_INK = "6.2.4.3-3"
"""The rule that DeviceCMYK needs a profile (ISO 19005-2, 6.2.4.3)."""

_PLACES = {"/Separation": 2, "/Indexed": 1}
"""Where in a colour space of such a family the space stands that it comes down to."""

_DERIVED = 4
_DEEPEST = 20


def unfit(pdf: Pdf, wanted: Sequence[int], original: pypdfium2.PdfDocument, folder: Path) -> set[int]:
    """The pages among `wanted` (from 0) of a cleaned PDF that may not stay as they are."""
    findings = _findings(pdf, wanted)
    if any(_INK in rule for rule in findings):
        _give_ink_a_profile(pdf, cmyk_profile(folder))
        findings = _findings(pdf, wanted)
    refused = {index for index in wanted if _findings(pdf, [index])} if findings else set()
    kept = [index for index in wanted if index not in refused]
    return refused | _changed(pdf, kept, original, folder)


def conforms(path: Path) -> bool:
    """Whether a written file is PDF/A-2b, read from its bytes."""
    report = pikepdf.pdfa.validate_written(path, LEVEL)
    if report.passed or report.violations:
        return report.passed
    with pikepdf.open(path) as pdf:
        return not _spelled_out(pdf)


def as_pdfa(pdf: Pdf) -> None:
    """Adds the output intent (sRGB) and mends what needs no content changed."""
    pikepdf.pdfa.prepare(pdf, LEVEL)


def _findings(pdf: Pdf, wanted: Sequence[int]) -> list[str]:
    """The rules that these pages break, or that nobody checked, in a document of their own."""
    with _alone(pdf, wanted) as trial:
        report = pikepdf.pdfa.check(trial, LEVEL)
        if report.passed or report.violations:
            return [finding.rule for finding in report.findings]
        return _spelled_out(trial)


def _spelled_out(trial: Pdf) -> list[str]:
    """The rules again, after what the validator does not know was put in words that it knows."""
    try:
        spell_out(trial)
    except (UnknownPaintError, pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, IndexError):
        return ["paint"]
    return [finding.rule for finding in pikepdf.pdfa.check(trial, LEVEL).findings]


def _alone(pdf: Pdf, wanted: Sequence[int]) -> Pdf:
    trial = pikepdf.new()
    for index in wanted:
        trial.pages.append(pdf.pages[index])
    as_pdfa(trial)
    return trial


def _changed(pdf: Pdf, kept: Sequence[int], original: pypdfium2.PdfDocument, folder: Path) -> set[int]:
    """The pages that look otherwise than before; nothing is trusted to have stayed the same."""
    if not kept:
        return set()
    path = folder / "trial"
    with _alone(pdf, kept) as trial:
        trial.save(path)
    with drawn(path) as made:
        return {index for place, index in enumerate(kept) if not is_drawn_alike(original, index, made, place)}


def _give_ink_a_profile(pdf: Pdf, profile: bytes) -> None:
    """Wherever colours are named, DeviceCMYK now means the profile."""
    stream = pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)
    space = pdf.make_indirect(Array([Name.ICCBased, stream]))
    for each in list(pdf.objects):
        if isinstance(each, (Array, Dictionary, Stream)) and each.objgen not in (stream.objgen, space.objgen):
            _profiled(each, space, 0)


def _profiled(each: Object, space: Object, depth: int) -> None:
    """In a thing and all that stands directly in it: resources get a default, groups and spot colours the profile."""
    if depth > _DEEPEST:
        return
    if isinstance(each, Array):
        place = _PLACES.get(str(each[0]), 0) if len(each) == _DERIVED else 0
        if place and each[place] == Name.DeviceCMYK:
            each[place] = space
        inside = list(each)
    else:
        _default(each.get(Name.Resources), space)
        if each.get(Name.CS) == Name.DeviceCMYK:
            each.CS = space
        inside = [value for _, value in each.items()]
    for value in inside:
        if isinstance(value, (Array, Dictionary)) and not value.is_indirect:
            _profiled(value, space, depth + 1)


def _default(resources: object, space: Object) -> None:
    if not isinstance(resources, Dictionary):
        return
    if not isinstance(resources.get(Name.ColorSpace), Dictionary):
        resources.ColorSpace = Dictionary()
    resources.ColorSpace.DefaultCMYK = space
