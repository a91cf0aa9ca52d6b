"""Files as people hand them in, made by the tests themselves; nobody in them exists."""

import io
import random
import struct
import zlib

import pikepdf
import pillow_heif
import pypdfium2
from fontTools.agl import UV2AGL
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import ExifTags, Image

A5 = (420, 595)


UNDONE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera held so does to a picture that stands upright, by EXIF orientation."""


def pdf(*contents, size=A5, **save):
    """A PDF with one page per content stream; what is saved otherwise goes by keyword."""
    made = Pdf.new()
    for content in contents or (square(),):
        add_page(made, content, size)
    return saved(made, **save)


def add_page(made, content, size=A5, **resources):
    made.add_blank_page(page_size=size)
    page = made.pages[-1]
    page.obj.Contents = made.make_stream(content)
    page.obj.Resources = Dictionary(**resources)
    return page


def square(red=1.0, left=40, size=100):
    """A coloured square in the lower left, so that a turned or lost page shows."""
    return f"q {red} 0.2 0.2 rg {left} 40 {size} {size} re f Q".encode()


def saved(made, **save):
    out = io.BytesIO()
    made.save(out, deterministic_id="encryption" not in save, **save)
    return out.getvalue()


def protected(password="geheim"):
    return pdf(encryption=pikepdf.Encryption(owner="eigenaar", user=password))


def with_script():
    made = Pdf.open(io.BytesIO(pdf()))
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    return saved(made)


def with_launch():
    made = Pdf.open(io.BytesIO(pdf()))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]))
    link.A = Dictionary(S=Name.Launch, F="calc.exe")
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])
    return saved(made)


def with_link(address="https://example.org/"):
    made = Pdf.open(io.BytesIO(pdf()))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]))
    link.A = Dictionary(S=Name.URI, URI=address)
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])
    return saved(made)


def nested(depth):
    """Dictionaries in dictionaries in the catalog, where no viewer looks."""
    made = Pdf.open(io.BytesIO(pdf()))
    inner = Dictionary()
    for _ in range(depth):
        inner = Dictionary(Deeper=inner)
    made.Root.Strange = inner
    return saved(made)


def bomb(megabytes=400):
    """A page whose content is packed twice: some kilobytes that become hundreds of megabytes."""
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    made = Pdf.open(io.BytesIO(pdf()))
    made.pages[0].obj.Contents = Stream(made, zlib.compress(once, 9))
    made.pages[0].obj.Contents.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    return saved(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def with_file(content=b"an attachment", name="bijlage.txt"):
    made = Pdf.open(io.BytesIO(pdf()))
    made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)
    return saved(made, compress_streams=True)


def with_broken_page(number=3, pages=4):
    """The content of one page is damaged in the middle, as by a bad disk."""
    raw = pdf(*[square(left=20 + 10 * each) * 30 for each in range(pages)], object_stream_mode=PLAIN)
    place = -1
    for _ in range(number):
        place = raw.index(b"stream\n", place + 1)
        while raw[place - 3 : place] == b"end":
            place = raw.index(b"stream\n", place + 1)
    return raw[: place + 13] + b"\xff" * 20 + raw[place + 33 :]


PLAIN = pikepdf.ObjectStreamMode.disable


def drawing(width=400, height=300, mode="RGB"):
    """A picture in which every corner differs, so that a turn or a mirror shows: red, green, blue and black."""
    image = Image.new("RGB", (width, height), "white")
    across, high = width // 3, height // 3
    for corner, colour in (((0, 0), "red"), ((width - across, 0), "green"), ((0, height - high), "blue"),
                           ((width - across, height - high), "black")):  # fmt: skip
        image.paste(colour, (*corner, corner[0] + across, corner[1] + high))
    return image.convert(mode)


def noise(width, height, seed=7):
    """A picture that packs badly, as a photo does; the same each time."""
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))


def image(picture, kind="JPEG", **save):
    out = io.BytesIO()
    picture.save(out, kind, **save)
    return out.getvalue()


def photo(picture=None, orientation=None, **save):
    """A JPEG as a camera makes it, with where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "CAMERAMAKER"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 22.0, 12.0)
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    return image(picture or drawing(), "JPEG", exif=exif, comment=b"SECRETCOMMENT", **save)


def heic(*pictures):
    """A HEIC with so many images."""
    made = pillow_heif.from_pillow(pictures[0])
    for each in pictures[1:]:
        made.add_from_pillow(each)
    out = io.BytesIO()
    made.save(out, quality=90)
    return out.getvalue()


def png_bomb(side=20_000):
    """A PNG of some kilobytes that says it has 400 million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1 << 20))
    pieces = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in pieces
    )


def with_huge_image():
    """A PDF of some kilobytes with an image that says it has 900 million pixels."""
    made = Pdf.open(io.BytesIO(pdf(b"q 100 0 0 100 0 0 cm /Im Do Q")))
    stream = made.make_stream(bytes(1 << 20), Type=Name.XObject, Subtype=Name.Image, Width=30_000, Height=30_000)
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im=stream))
    return saved(made)


def dynamic_form():
    """A shell around a form in XFA, as the form makers of Adobe write it."""
    made = Pdf.open(io.BytesIO(pdf(b"")))
    made.Root.NeedsRendering = True
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=made.make_stream(b"<xdp/>"))
    return saved(made)


def font():
    """A TrueType font in which every letter is a block of its own height, so that no font of anybody is needed."""
    letters = [chr(code) for code in range(32, 127)]
    names = {letter: UV2AGL[ord(letter)] for letter in letters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    shapes = {".notdef": _block(0)} | {names[each]: _block(100 + 6 * ord(each)) for each in letters[1:]}
    builder.setupGlyf(shapes | {"space": _block(0)})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    out = io.BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(out)
    return out.getvalue()


def _block(height):
    pen = TTGlyphPen(None)
    if height:
        pen.moveTo((50, 0))
        for point in ((50, height), (450, height), (450, 0)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def with_text(*texts, points=24, size=A5):
    """A page per text, in one embedded font that they share."""
    made = Pdf.new()
    program = made.make_stream(font())
    program.Length1 = len(program.read_bytes())
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/BBBBBB+Blocks"), Flags=32, ItalicAngle=0)
    descriptor.FontBBox, descriptor.Ascent, descriptor.Descent = Array([0, 0, 500, 900]), 800, -200
    descriptor.CapHeight, descriptor.StemV, descriptor.FontFile2 = 700, 80, program
    face = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/BBBBBB+Blocks"), FirstChar=32, LastChar=126
    )
    face.Widths, face.Encoding = Array([500] * 95), Name.WinAnsiEncoding
    face.FontDescriptor = made.make_indirect(descriptor)
    shared = made.make_indirect(face)
    for text in texts:
        add_page(made, f"BT /F {points} Tf 40 400 Td ({text}) Tj ET".encode(), size, Font=Dictionary(F=shared))
    return saved(made)


def pdf_without_font(text):
    """A page that trusts the viewer to have Helvetica."""
    made = Pdf.new()
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    add_page(made, f"BT /F 24 Tf 40 400 Td ({text}) Tj ET".encode(), Font=Dictionary(F=face))
    return saved(made)


def pdf_of(picture, *, rotate=0, jpeg2000=False):
    """A scan: one image that fills its page."""
    made = Pdf.new()
    page = add_page(made, f"q {picture.width} 0 0 {picture.height} 0 0 cm /Im Do Q".encode(), picture.size)
    page.obj.Rotate = rotate
    data = image(picture, "JPEG2000") if jpeg2000 else zlib.compress(picture.tobytes())
    stream = Stream(made, data)
    stream.Type, stream.Subtype, stream.Width, stream.Height = Name.XObject, Name.Image, *picture.size
    stream.ColorSpace, stream.BitsPerComponent, stream.Interpolate = Name.DeviceRGB, 8, True
    stream.Filter = Name.JPXDecode if jpeg2000 else Name.FlateDecode
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=stream))
    return saved(made)


def with_everything():
    """A page with all that does not belong in an archive: scripts, files, notes, an author, and data of a program."""
    made = Pdf.open(io.BytesIO(pdf()))
    made.docinfo[Name.Author] = "SECRETAUTHOR"
    with made.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:creator"] = ["SECRETAUTHOR"]
    made.attachments["x.txt"] = pikepdf.AttachedFileSpec(made, b"SECRETNOTE", filename="x.txt")
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    made.Root.Names.JavaScript = Dictionary(Names=Array(["x", Dictionary(S=Name.JavaScript, JS="app.beep()")]))
    made.Root.Lang = "nl"
    page = made.pages[0].obj
    page.AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://example.org"))
    page.PieceInfo = Dictionary(Maker=Dictionary(Private="SECRETNOTE"))
    page.Metadata = made.make_stream(b"<x:xmpmeta/>SECRETAUTHOR")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 30, 30]), Contents="SECRETNOTE", F=2)
    page.Annots = Array([made.make_indirect(note)])
    return saved(made)


def with_form(value):
    """A form that was filled in by a program that left it to the viewer to draw the value."""
    made = Pdf.open(io.BytesIO(pdf()))
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="naam", V=value, F=4)
    field.Rect, field.DA = Array([40, 300, 380, 340]), "/Helv 24 Tf 0 g"
    field.P = made.pages[0].obj
    widget = made.make_indirect(field)
    made.pages[0].obj.Annots = Array([widget])
    made.Root.AcroForm = Dictionary(Fields=Array([widget]), NeedAppearances=True, DA="/Helv 24 Tf 0 g")
    made.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=made.make_indirect(face)))
    return saved(made)


def with_stamp():
    made = Pdf.open(io.BytesIO(pdf()))
    look = made.make_stream(b"0 0.6 0 rg 0 0 100 50 re f", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = Array([0, 0, 100, 50])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([200, 400, 400, 500]), F=4)
    stamp.AP = Dictionary(N=look)
    made.pages[0].obj.Annots = Array([made.make_indirect(stamp)])
    return saved(made)


def with_layer(*, visible):
    """A square on a layer that the file itself shows or hides."""
    made = Pdf.new()
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="laag"))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([] if visible else [layer])))
    content = b"/OC /L BDC 0 0 1 rg 200 300 150 150 re f EMC " + square()
    add_page(made, content, Properties=Dictionary(L=layer))
    return saved(made)


def text_of(body, index=0):
    document = pypdfium2.PdfDocument(body)
    page = document[index]
    words = page.get_textpage()
    text = words.get_text_bounded()
    for each in (words, page, document):
        each.close()
    return text


def images_of(made):
    return [each for each in made.objects if isinstance(each, Stream) and each.get(Name.Subtype) == Name.Image]


def unpacked(body):
    """All bytes of a PDF with its streams unpacked, to look for what may not be there."""
    with Pdf.open(io.BytesIO(body)) as made:
        parts = [made.trailer.unparse()]
        for each in made.objects:
            parts.append(each.unparse(resolved=True))
            if isinstance(each, Stream):
                try:
                    parts.append(each.read_bytes())
                except pikepdf.PdfError:
                    parts.append(each.read_raw_bytes())
    return b"\n".join(parts)


def with_paint(kind, *, text=False):
    """A page that is filled with a gradient, a shading pattern, a tiling pattern or a spot colour."""
    made = Pdf.new()
    fades = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
    gradient = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 420, 0]), Function=fades)
    tile = made.make_stream(b"0 0.5 0 rg 0 0 70 70 re f" + (b" BT /F 9 Tf (x) Tj ET" if text else b""))
    for key, value in (("PatternType", 1), ("PaintType", 1), ("TilingType", 1), ("XStep", 140), ("YStep", 140)):
        tile[f"/{key}"] = value
    tile.BBox, tile.Resources = Array([0, 0, 140, 140]), Dictionary()
    if text:
        helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        tile.Resources.Font = Dictionary(F=helvetica)
    fill = b"/Pattern cs /P scn 20 20 380 500 re f"
    if kind == "gradient":
        add_page(made, b"q 20 20 380 500 re W n /S sh Q", Shading=Dictionary(S=gradient))
    elif kind == "unknown":
        add_page(made, b"q 20 20 380 500 re W n /S sh Q", Shading=Dictionary(S=Dictionary(Odd=1, **_plain(gradient))))
    elif kind == "shading":
        add_page(made, fill, Pattern=Dictionary(P=Dictionary(PatternType=2, Shading=gradient)))
    else:
        add_page(made, fill, Pattern=Dictionary(P=tile))
    return saved(made)


def _plain(each):
    return {key.removeprefix("/"): value for key, value in each.items()}


def with_spot(name="Oranje", alternate=Name.DeviceRGB, full=(1, 0.4, 0)):
    """A square in a spot colour, and what to print when the ink is not there."""
    made = Pdf.new()
    none = [0] * len(full) if alternate == Name.DeviceCMYK else [1] * len(full)
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(none), C1=Array(full), N=1)
    space = Array([Name.Separation, Name(f"/{name}"), alternate, made.make_indirect(tint)])
    add_page(made, b"/Spot cs 0.9 scn 40 40 300 400 re f", ColorSpace=Dictionary(Spot=space))
    return saved(made)


def cid_font(matrix):
    """A CFF font keyed by CID, as typst writes them, whose one part has a matrix of its own."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "cid00001"])
    builder.setupCharacterMap({65: "cid00001"})
    pen = T2CharStringPen(500, None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(point)
    pen.closePath()
    shapes = {".notdef": T2CharStringPen(500, None).getCharString(), "cid00001": pen.getCharString()}
    builder.setupCFF("Blocks", {}, shapes, {})
    fonts = builder.font["CFF "].cff
    top = fonts[0]
    part = FontDict()
    part.rawDict = {"FontMatrix": list(matrix)}
    part.Private = top.Private
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), 2
    top.FDArray, top.FDSelect = FDArrayIndex(), FDSelect()
    top.FDArray.append(part)
    top.FDSelect.format, top.FDSelect.gidArray = 3, [0, 0]
    top.CharStrings.fdSelect, top.CharStrings.fdArray = top.FDSelect, top.FDArray
    del top.Private
    out = io.BytesIO()
    fonts.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()
