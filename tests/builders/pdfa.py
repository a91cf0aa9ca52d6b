"""The essentials of PDF/A-2b (ISO 19005-2), checked apart from the code under test; and what a page shows."""

import io
import re

import pikepdf
import pypdfium2
from lxml import etree
from pikepdf import Array, Dictionary, Name, Stream
from PIL import ImageChops

FORBIDDEN_KEYS = {
    "/AA", "/AF", "/AcroForm", "/Alternates", "/Annots", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/Names",
    "/OPI", "/OpenAction", "/PieceInfo", "/PS", "/Ref", "/RichMediaContent", "/TR", "/XFA",
}  # fmt: skip
FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt"}
EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


def faults(body):
    """What is wrong, one sentence each; empty for a document that keeps the essentials."""
    return [*_of_bytes(body), *_of_document(body)]


def _of_bytes(body):
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", body):
        yield "the header is not that of PDF 1.x with a binary comment"
    if body.rstrip(b"\r\n")[-5:] != b"%%EOF":
        yield "something stands after the end"


def _of_document(body):
    with pikepdf.open(io.BytesIO(body)) as pdf:
        if pdf.is_encrypted:
            yield "it is encrypted"
        if Name.ID not in pdf.trailer:
            yield "the trailer has no ID"
        if Name.Info in pdf.trailer:
            yield "it has document info"
        yield from _of_metadata(pdf)
        yield from _of_intent(pdf)
        for each in _everything(pdf):
            yield from _of_object(each)
        for number, page in enumerate(pdf.pages, start=1):
            yield from _of_content(page.obj, f"page {number}")


def _of_metadata(pdf):
    packet = pdf.Root.Metadata
    if Name.Filter in packet:
        yield "the metadata is packed"
    tree = etree.fromstring(packet.read_bytes())
    ns = {"p": "http://www.aiim.org/pdfa/ns/id/"}
    if (tree.findtext(".//p:part", namespaces=ns), tree.findtext(".//p:conformance", namespaces=ns)) != ("2", "B"):
        yield "the metadata does not say PDF/A-2b"


def _of_intent(pdf):
    intents = list(pdf.Root.OutputIntents)
    profile = intents[0].DestOutputProfile.read_bytes()
    if len(intents) != 1 or intents[0].S != Name.GTS_PDFA1:
        yield "there is not one output intent for PDF/A"
    if profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or int.from_bytes(profile[:4]) != len(profile):
        yield "the profile of the output intent is no RGB profile"


def _everything(pdf):
    """Every dictionary and stream, direct ones as well."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (Dictionary, Stream)):
            yield each
            inside = [value for _, value in each.items()]
        else:
            inside = list(each) if isinstance(each, Array) else []
        waiting += [v for v in inside if isinstance(v, (Array, Dictionary)) and not v.is_indirect]


def _of_object(each):
    for key in FORBIDDEN_KEYS & set(each.keys()):
        yield f"{key} is there"
    if each.get(Name.Interpolate) is True:
        yield "an image asks to be smoothed"
    if isinstance(each, Stream):
        filters = each.get(Name.Filter, Array())
        names = {str(name) for name in (filters if isinstance(filters, Array) else [filters])}
        for name in names & FORBIDDEN_FILTERS:
            yield f"{name} is used"
        if Name.F in each:
            yield "a stream is elsewhere"
    if each.get(Name.Type) == Name.Font and each.get(Name.Subtype) not in (Name.Type0, Name.Type3):
        descriptor = each.get(Name.FontDescriptor, Dictionary())
        if not any(key in descriptor for key in EMBEDDED):
            yield f"font {each.get(Name.BaseFont)} is not embedded"


def _of_content(page, where):
    resources = page.get(Name.Resources, Dictionary())
    has_profile = Name.DefaultCMYK in resources.get(Name.ColorSpace, Dictionary())
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in ("k", "K") and not has_profile:
            yield f"{where} uses ink without a profile"


def sources_of(body):
    """What the document says it was made of."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        tree = etree.fromstring(pdf.Root.Metadata.read_bytes())
    ns = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    return [each.text for each in tree.iterfind(".//dc:relation/rdf:Bag/rdf:li", namespaces=ns)]


def look(body, index=0, width=300):
    """A page of a PDF as PDFium draws it, fields and all."""
    document = pypdfium2.PdfDocument(body)
    document.init_forms()
    page = document[index]
    drawn = page.render(scale=width / page.get_width(), may_draw_forms=True).to_pil().convert("RGB")
    page.close()
    document.close()
    return drawn


def difference(one, other):
    """How much two pictures differ on average, from 0 to 255; 255 when their shapes differ."""
    if abs(one.width / one.height - other.width / other.height) > 0.02:
        return 255.0
    blocks = [each.resize((64, 64)) for each in (one, other)]
    histogram = ImageChops.difference(*blocks).convert("L").histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)
