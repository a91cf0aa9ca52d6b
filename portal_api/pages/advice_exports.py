"""The page *Adviessoftware*: what went out, the form of the next export, and what is different in what came back."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.advice_exports import asked_of, export, exports_of, products_of_export
from portal_api.counter import DOSSIERS_WRITE, MESSAGES_READ
from portal_api.pages.rendering import page
from portal_api.pages.sentences import shown
from portal_api.pages.staff import Done, Key, status_of, to
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.texts import text, told_in
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.advice_exports import MOST_PRODUCTS, STUDY_LOAN, ApplicantAnswers, ProductName
from schemas.errors import Refused
from schemas.hdn.codes import texts

_OF = "/dossiers/{dossier_id}/exports"
_Field = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
QUESTIONS = ("divorced", "liable", "tax_resident", "taxed_abroad")


class ExportForm(BaseModel):
    """Each list has one value per applicant, in the order of `reference`."""

    key: Key = ""
    receiver: _Field = ""
    product: Annotated[list[ProductName], Field(max_length=MOST_PRODUCTS)] = []
    reference: list[_Field] = []
    divorced: list[_Field] = []
    divorced_on: list[_Field] = []
    liable: list[_Field] = []
    tax_resident: list[_Field] = []
    taxed_abroad: list[_Field] = []
    study_loan: list[_Field] = []


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(_OF)(make)
    return router


def overview(asking: DossierReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _page(asking, request, dossier_id, done=done)


def make(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[ExportForm, Form()]) -> Response:
    exports_of(asking, dossier_id)
    try:
        export(asking, dossier_id, _answers(form), form.receiver, (form.key or None, None), tuple(form.product))
    except Refused as refused:
        return _page(asking, request, dossier_id, refused=refused, typed=_typed(form), chosen=form.product)
    return to(f"/dossiers/{dossier_id}/exports", "exported")


def _page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, dict[str, str]] | None = None,
    chosen: Sequence[str] = (),
    done: str = "",
) -> Response:
    items, returns = exports_of(asking, dossier_id)
    applicants, before, packages = asked_of(asking, dossier_id)
    known = {each.reference: {name: str(value or "") for name, value in each.model_dump().items()} for each in before}
    return page(
        asking,
        request,
        "advice_exports/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=_title(asking, dossier_id),
        items=items,
        shown=lambda name, value: shown(name, _plain(value), asking.language),
        returns=returns,
        applicants=applicants,
        products=products_of_export(asking, dossier_id),
        chosen=chosen,
        to_mend=_to_mend(refused),
        packages=[("", text(asking.language, "exports.take_along")), *((each.node, each.name) for each in packages)],
        questions=QUESTIONS,
        yes_no=[("", "–"), *((each, text(asking.language, f"exports.{each}")) for each in ("J", "N"))],
        study_loans=[
            ("", "–"),
            *((each, f"{each} {texts('StudieleningInventarisatie')[each]}") for each in STUDY_LOAN),
        ],
        typed=typed or known,
        mistakes=_mistakes(asking, refused),
        key=new_id(),
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        may_read_messages=MESSAGES_READ in asking.who.scopes,
        done=done,
    )


def _plain(value: str) -> bool | str:
    """A yes or no as what it is, so that it is told in words."""
    return {"True": True, "False": False}.get(value, value)


def _answers(form: ExportForm) -> tuple[ApplicantAnswers, ...]:
    """Raises `Refused` (`request-invalid`) for what is no answer."""
    made = []
    for reference, said in _typed(form).items():
        day = said["divorced_on"].strip()
        try:
            on = date.fromisoformat(day) if day else None
            made.append(ApplicantAnswers.model_validate({**said, "reference": reference, "divorced_on": on}))
        except (ValueError, ValidationError):
            path = f"answers.{reference}.divorced_on"
            expected = "een datum als 2019-05-01 / a date like 2019-05-01"
            raise Refused("request-invalid", path=path, came=day, expected=expected) from None
    return tuple(made)


def _typed(form: ExportForm) -> dict[str, dict[str, str]]:
    names = (*QUESTIONS, "divorced_on", "study_loan")
    return {
        reference: {name: _at(getattr(form, name), place) for name in names}
        for place, reference in enumerate(form.reference)
    }


def _at(values: list[Any], place: int) -> str:
    return str(values[place]) if place < len(values) else ""


def _to_mend(refused: Refused | None) -> list[str]:
    """The products whose card lacks something."""
    paths = [each.path.split(".") for each in (refused.findings if refused else ())]
    return list(dict.fromkeys(each[1] for each in paths if each[0] == "products" and len(each) > 1))


def _mistakes(asking: Asking, refused: Refused | None) -> list[str]:
    """Every gap in a sentence, with where it is mended."""
    if refused is None:
        return []
    is_dutch = told_in(asking.language) == "nl"
    return [each.nl if is_dutch else each.en for each in (refused.findings or (refused,))]


def _title(asking: Asking, dossier_id: str) -> str:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return title_of(dossier, connection)
