"""What pages and API do alike about service agreements: read them, print one once, bring the signed copy."""

import hashlib
import io
from collections.abc import Callable
from datetime import date

from handlers.dossiers.views import visible
from handlers.service_agreements.views import (
    AgreementView,
    agreement_in,
    agreements_in,
    final_paper_in,
    shown_paper_in,
)
from hub.blobs import read_blob
from hub.clock import AMSTERDAM
from hub.records import Outcome
from portal_api.counter import PrintedPaper
from portal_api.routes.dossiers import unknown
from portal_api.uploads import file_name
from portal_api.who import Asking
from portal_api.writes import write
from schemas.commands import Command
from schemas.errors import Conflict, NotFound
from schemas.service_agreements import AgreementPaper, AttachSignedCopy, FinaliseServiceAgreement
from schemas.viewer import VisibleDossier

Seen = tuple[str | None, str | None]
"""The Idempotency-Key of a write and its If-Match."""


def agreements_of(asking: Asking, dossier_id: str) -> tuple[AgreementView, ...]:
    """The newest first; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return agreements_in(dossier, connection)


def agreement_of(asking: Asking, dossier_id: str, agreement_id: str) -> AgreementView:
    """Raises `NotFound`."""
    with asking.reading() as connection:
        return agreement_in(_dossier(asking, dossier_id), connection, agreement_id)


def shown_paper(asking: Asking, dossier_id: str, agreement_id: str) -> AgreementPaper:
    """What the draft would say today; raises `NotFound`."""
    with asking.reading() as connection:
        return shown_paper_in(_dossier(asking, dossier_id), connection, agreement_id, today_of(asking))


def carry_out(asking: Asking, made: Command, dossier_id: str, of_the_write: Seen) -> Outcome:
    """Once per key, in a dossier in scope; raises `NotFound`, and what the command refuses."""
    _dossier(asking, dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    key, if_match = of_the_write
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match))[0]


def finalise(asking: Asking, dossier_id: str, agreement_id: str, of_the_write: Seen) -> Outcome:
    """Prints the paper, keeps it and makes the agreement final with it, once per key.

    Nothing is printed under a lock: the command says which version was printed, and is refused when that moved since.
    """
    dossier = _dossier(asking, dossier_id)

    def made() -> Command:
        with asking.reading() as connection:
            paper, version = final_paper_in(dossier, connection, agreement_id, today_of(asking))
        printed = print_(asking, paper)
        return FinaliseServiceAgreement(
            dossier_id=dossier_id,
            agreement_id=agreement_id,
            seen=version,
            blob=_kept(asking, printed.body),
            size=len(printed.body),
            pages=printed.pages,
            paper=paper,
        )

    return _write(asking, "FinaliseServiceAgreement", made, (dossier_id, agreement_id), of_the_write)


def bring_copy(
    asking: Asking, dossier_id: str, agreement_id: str, body: bytes, name: str, of_the_write: Seen
) -> Outcome:
    """Scans and keeps the signed paper; raises `NotFound`, `Busy`, and `Refused` for a file that cannot be."""
    agreement = agreement_of(asking, dossier_id, agreement_id)
    if agreement.state != "signed":
        raise Conflict("agreement-state", path="state", came=agreement.state, expected="signed")

    def made() -> Command:
        kind, called = asking.counter.vet(body, name), file_name(name)
        facts = {"name": called, "kind": kind.suffix, "size": len(body), "pages": kind.pages}
        place = {"dossier_id": dossier_id, "agreement_id": agreement_id}
        return AttachSignedCopy.model_validate({**place, "blob": _kept(asking, body), **facts})

    return _write(asking, "AttachSignedCopy", made, (dossier_id, agreement_id), of_the_write)


def print_(asking: Asking, paper: AgreementPaper) -> PrintedPaper:
    """The PDF of this paper, with the logo of its office."""
    with asking.reading() as connection:
        logo = read_blob(connection, asking.counter.runtime.store, paper.office.logo) if paper.office.logo else b""
    return asking.counter.print_agreement(paper, logo)


def picture(asking: Asking, dossier_id: str, agreement_id: str, index: int, width: int) -> bytes:
    """A PNG of one page: of the paper as it was printed, else of the draft. Raises `NotFound`."""
    agreement = agreement_of(asking, dossier_id, agreement_id)
    if agreement.blob:
        body, pages = content_of(asking, agreement.blob), agreement.pages
    else:
        printed = print_(asking, shown_paper(asking, dossier_id, agreement_id))
        body, pages = printed.body, printed.pages
    if index >= pages:
        raise NotFound("not-found", path="index", came=index, expected=f"0–{pages - 1}")
    return asking.counter.preview("pdf", pages, body, index, width)


def content_of(asking: Asking, blob: str) -> bytes:
    with asking.reading() as connection:
        return read_blob(connection, asking.counter.runtime.store, blob)


def today_of(asking: Asking) -> date:
    """The day on the office's clock."""
    return asking.counter.runtime.clock.now().astimezone(AMSTERDAM).date()


def _write(
    asking: Asking, name: str, made: Callable[[], Command], place: tuple[str, str], of_the_write: Seen
) -> Outcome:
    dossier_id, agreement_id = place
    given = {"command": name, "dossier_id": dossier_id, "agreement_id": agreement_id}
    key, if_match = of_the_write
    return write(asking, key, given, made, seen=(dossier_id, if_match))[0]


def _dossier(asking: Asking, dossier_id: str) -> VisibleDossier:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return dossier


def _kept(asking: Asking, body: bytes) -> str:
    """Keeps the bytes under their hash before the command that names them."""
    digest = hashlib.sha256(body).hexdigest()
    asking.counter.runtime.store.put(digest, io.BytesIO(body))
    return f"sha256:{digest}"
