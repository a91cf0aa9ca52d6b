"""A matrix that says nothing leaves a font, and every glyph stays as it was."""

import io

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen

from adapters.papers.fonts import without_matrix
from tests.builders import papers


def fonts_of(body):
    found = CFFFontSet()
    found.decompile(io.BytesIO(body), None)
    return found[0]


def outlines(top):
    drawn = {}
    for name in top.charset:
        pen = RecordingPen()
        top.CharStrings[name].draw(pen)
        drawn[name] = pen.value
    return drawn


def stripped(program):
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(program)
        without_matrix(stream)
        return stream.read_bytes()


def test_a_matrix_that_says_nothing_goes_and_the_glyphs_stay():
    program = papers.cid_font((1, 0, 0, 1, 0, 0))
    result = stripped(program)
    assert [part.rawDict.get("FontMatrix") for part in fonts_of(program).FDArray] == [[1, 0, 0, 1, 0, 0]]
    assert [part.rawDict.get("FontMatrix") for part in fonts_of(result).FDArray] == [None]
    assert outlines(fonts_of(result)) == outlines(fonts_of(program))


def test_a_matrix_that_says_something_stays():
    program = papers.cid_font((0.5, 0, 0, 1, 0, 0))
    assert stripped(program) == program


def test_what_is_no_font_stays_as_it_is():
    assert stripped(b"no font at all") == b"no font at all"
