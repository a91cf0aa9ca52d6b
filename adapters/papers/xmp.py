"""The one piece of metadata of a composed document: what it is, what it was made of, and that it is PDF/A-2b.

Written by hand and not by a library, because the same pages must give the same bytes.
Only properties that PDF/A knows by itself are used, so that no schema of our own needs to be declared.
"""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

PRODUCER = "message hub"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
   <dc:relation><rdf:Bag>{sources}</rdf:Bag></dc:relation>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:MetadataDate>{moment}</xmp:MetadataDate>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <pdf:Producer>{producer}</pdf:Producer>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def packet(title: str, description: str, sources: Sequence[str], made_at: datetime) -> bytes:
    """The packet in UTF-8; `made_at` has a time zone and is told to the second."""
    return _PACKET.format(
        title=_text(title),
        description=_text(description),
        sources="".join(f"<rdf:li>{_text(each)}</rdf:li>" for each in sources),
        moment=made_at.isoformat(timespec="seconds"),
        producer=PRODUCER,
    ).encode()


def _text(said: str) -> str:
    """As XML may hold it: a name of a file may hold anything."""
    return escape("".join(each if each.isprintable() else " " for each in said).strip())
