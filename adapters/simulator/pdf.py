"""PDFs that a person can open, made without a library, because the simulator only needs something on a page."""

from hashlib import sha256

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>"


def one_page(title: str) -> bytes:
    """A one-page PDF that shows its title."""
    text = title.encode("latin-1", "replace").replace(b"(", b"[").replace(b")", b"]")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return _whole(b"BT /F1 20 Tf 72 720 Td (" + text + b") Tj ET", b"/Font<</F1 5 0 R>>", font)


def coded_page(title: str) -> bytes:
    """A one-page PDF without letters, which every archive takes as it is: its title stands as a code of bars."""
    bits = int.from_bytes(sha256(title.encode()).digest(), "big")
    bars = (b"%d 400 1 200 re f" % (72 + 2 * place) for place in range(200) if bits >> place & 1)
    return _whole(b"\n".join(bars))


def _whole(stream: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        *more,
    ]
    body = b"%PDF-1.4\n"
    places = []
    for n, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (n, content)
    size, start = len(objects) + 1, len(body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
