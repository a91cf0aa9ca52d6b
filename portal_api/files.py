"""The files of a dossier: which there are, and their bytes as a download that no browser runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi.responses import Response

from handlers.dossiers.views import DossierView

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "tiff": "image/tiff",
}
"""By what the content of a file is."""
_PDF = b"%PDF-"
_UNSAFE = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True, slots=True)
class DossierFile:
    """`hash` is the SHA-256 of the content, as hex; `name` what a person calls it."""

    hash: str
    name: str


def files_of(dossier: DossierView) -> Iterator[DossierFile]:
    """Every file that a page of this dossier may show."""
    for each in dossier.applications:
        for offer in each.offers:
            for file in offer.files:
                yield DossierFile(hash_of(file["blob"]), file["description"] or kind_text(file["kind"]))
        for document in each.documents:
            yield DossierFile(hash_of(document.blob), document.description or document.document_text)


def kind_text(kind: str) -> str:
    """The words of a `code text`."""
    code, _, text = kind.partition(" ")
    return text or code


def hash_of(blob: str) -> str:
    return blob.removeprefix("sha256:")


def href_of(dossier_id: str, blob: str) -> str:
    """Where the API gives the bytes of a file."""
    return f"/api/v2/dossiers/{dossier_id}/files/{hash_of(blob)}"


def download(content: bytes, name: str) -> Response:
    """The bytes as an attachment; only a PDF is called by its type."""
    is_pdf = content.startswith(_PDF)
    media_type = "application/pdf" if is_pdf else "application/octet-stream"
    return attachment(content, f"{name or 'bestand'}{'.pdf' if is_pdf else ''}", media_type)


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """An answer that is saved, never shown inside the site."""
    safe = _UNSAFE.sub("_", name).strip()[:120] or "bestand"
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
