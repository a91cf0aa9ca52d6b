"""The pages *Opdrachten*: the service agreements of a dossier, one of them with its pages, and the form of a draft.

A form that was refused comes back with what was typed; each does what an operation of the API does.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, StringConstraints
from starlette.datastructures import FormData

from handlers.dossiers.views import title_of, visible
from handlers.products.views import ProductCard, products_of
from handlers.service_agreements.views import AgreementView, lacking_in
from hub.ids import new_id
from portal_api.agreement_forms import MOST_LINES, AgreementForm, terms_of, typed_of
from portal_api.counter import DOSSIERS_WRITE, PEOPLE_READ
from portal_api.formats import as_date
from portal_api.forms import file_of, posted, text_of
from portal_api.pages.rendering import page
from portal_api.pages.sentences import shown
from portal_api.pages.staff import Done, Key, status_of, to
from portal_api.pages.typed import day_typed
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.service_agreements import COPIES
from portal_api.service_agreements import (
    agreement_of,
    agreements_of,
    bring_copy,
    carry_out,
    finalise,
    print_,
    shown_paper,
    today_of,
)
from portal_api.texts import text, told_in
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.errors import Refused
from schemas.service_agreements import (
    AftercarePer,
    CancelServiceAgreement,
    ChangeServiceAgreement,
    DeclineServiceAgreement,
    Due,
    LineKind,
    MakeServiceAgreement,
    PaperLanguage,
    PaymentKind,
    RecordAgreementSigned,
    Scope,
)

_OF = "/dossiers/{dossier_id}/agreements"
_ONE = f"{_OF}/{{agreement_id}}"
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class ActForm(BaseModel):
    """What is done with an agreement: `key` makes once enough."""

    key: Key = ""
    how: _Field = "paper"
    on: _Field = ""
    who: _Field = ""
    reason: _Field = ""


async def _file(asking: DossierWriter, request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.get(f"{_OF}/new")(ask)
    router.post(_OF)(make)
    router.get(_ONE)(one)
    router.get(f"{_ONE}/edit")(edit)
    router.post(_ONE)(change)
    router.post(f"{_ONE}/finalise")(make_final)
    router.post(f"{_ONE}/sign")(sign)
    router.post(f"{_ONE}/decline")(decline)
    router.post(f"{_ONE}/cancel")(cancel)
    router.post(f"{COPIES}/{{dossier_id}}/{{agreement_id}}")(hand_in)
    return router


def overview(asking: DossierReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    """The newest first."""
    return page(
        asking,
        request,
        "service_agreements/list.html",
        dossier_id=dossier_id,
        title=_title(asking, dossier_id),
        agreements=agreements_of(asking, dossier_id),
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        done=done,
    )


def ask(asking: DossierWriter, request: Request, dossier_id: PathId) -> Response:
    """The only service of the dossier is the one that it is for, until somebody says otherwise."""
    found = _open(asking, dossier_id)
    services = [each.id for each in found if each.kind == "service"]
    typed = AgreementForm(product_id=services[0] if len(services) == 1 else "").model_dump()
    return _form(asking, request, dossier_id, None, typed, products=found)


def make(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[AgreementForm, Form()]
) -> Response:
    _title(asking, dossier_id)
    try:
        made = MakeServiceAgreement(dossier_id=dossier_id, terms=terms_of(form), product_id=form.product_id)
        outcome = carry_out(asking, made, dossier_id, (form.key or None, None))
    except Refused as refused:
        return _form(asking, request, dossier_id, None, form.model_dump(), refused)
    newest = next((each for each in agreements_of(asking, dossier_id) if each.made_at == outcome.at), None)
    return to(f"/dossiers/{dossier_id}/agreements{f'/{newest.id}' if newest else ''}", "kept")


def one(asking: DossierReader, request: Request, dossier_id: PathId, agreement_id: PathId, done: Done = "") -> Response:
    return _one(asking, request, dossier_id, agreement_id, done=done)


def edit(asking: DossierWriter, request: Request, dossier_id: PathId, agreement_id: PathId) -> Response:
    """A final one is shown instead, because nothing of it changes."""
    found = agreement_of(asking, dossier_id, agreement_id)
    if found.state != "draft":
        return RedirectResponse(f"/dossiers/{dossier_id}/agreements/{agreement_id}", 303)
    return _form(asking, request, dossier_id, found, typed_of(found))


def change(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    agreement_id: PathId,
    form: Annotated[AgreementForm, Form()],
) -> Response:
    found = agreement_of(asking, dossier_id, agreement_id)
    seen = int(form.seen) if form.seen.isdecimal() else None
    place = {"dossier_id": dossier_id, "agreement_id": agreement_id}
    try:
        made = ChangeServiceAgreement(**place, terms=terms_of(form), product_id=form.product_id, seen=seen)
        carry_out(asking, made, dossier_id, (form.key or None, None))
    except Refused as refused:
        return _form(asking, request, dossier_id, found, form.model_dump(), refused)
    return to(f"/dossiers/{dossier_id}/agreements/{agreement_id}", "kept")


def make_final(
    asking: DossierWriter, request: Request, dossier_id: PathId, agreement_id: PathId, form: Annotated[ActForm, Form()]
) -> Response:
    def act() -> object:
        return finalise(asking, dossier_id, agreement_id, (form.key or None, None))

    return _acted(asking, request, (dossier_id, agreement_id), act, form, "final")


def sign(
    asking: DossierWriter, request: Request, dossier_id: PathId, agreement_id: PathId, form: Annotated[ActForm, Form()]
) -> Response:
    def act() -> object:
        said = {"how": "given" if form.how == "given" else "paper", "on": day_typed("on", form.on), "who": form.who}
        place = {"dossier_id": dossier_id, "agreement_id": agreement_id}
        made = RecordAgreementSigned.model_validate({**place, **said})
        return carry_out(asking, made, dossier_id, (form.key or None, None))

    return _acted(asking, request, (dossier_id, agreement_id), act, form, "signed")


def decline(
    asking: DossierWriter, request: Request, dossier_id: PathId, agreement_id: PathId, form: Annotated[ActForm, Form()]
) -> Response:
    def act() -> object:
        made = DeclineServiceAgreement(dossier_id=dossier_id, agreement_id=agreement_id, reason=_short(form.reason))
        return carry_out(asking, made, dossier_id, (form.key or None, None))

    return _acted(asking, request, (dossier_id, agreement_id), act, form, "declined")


def cancel(
    asking: DossierWriter, request: Request, dossier_id: PathId, agreement_id: PathId, form: Annotated[ActForm, Form()]
) -> Response:
    def act() -> object:
        made = CancelServiceAgreement(dossier_id=dossier_id, agreement_id=agreement_id, reason=_short(form.reason))
        return carry_out(asking, made, dossier_id, (form.key or None, None))

    return _acted(asking, request, (dossier_id, agreement_id), act, form, "cancelled")


def hand_in(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    agreement_id: PathId,
    form: Annotated[FormData, Depends(_file)],
) -> Response:
    """The scan of the signed paper."""
    typed = ActForm(key=text_of(form, "key", 64))

    def act() -> object:
        file = file_of(form, "file")
        if file is None:
            raise Refused("file-empty", path="file")
        name = file.filename or ""
        return bring_copy(asking, dossier_id, agreement_id, file.file.read(), name, (typed.key or None, None))

    return _acted(asking, request, (dossier_id, agreement_id), act, typed, "copied")


def _acted(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    act: Callable[[], object],
    form: ActForm,
    done: str,
) -> Response:
    dossier_id, agreement_id = place
    agreement_of(asking, dossier_id, agreement_id)
    try:
        act()
    except Refused as refused:
        return _one(asking, request, dossier_id, agreement_id, refused=refused, tried=(done, form.model_dump()))
    return to(f"/dossiers/{dossier_id}/agreements/{agreement_id}", done)


def _one(
    asking: Asking,
    request: Request,
    dossier_id: str,
    agreement_id: str,
    *,
    refused: Refused | None = None,
    tried: tuple[str, dict[str, str]] = ("", {}),
    done: str = "",
) -> Response:
    """`tried` is the act that was refused, with what was typed."""
    found = agreement_of(asking, dossier_id, agreement_id)
    gaps: tuple[tuple[str, str, str], ...] = ()
    pages = found.pages
    if found.state == "draft":
        paper = shown_paper(asking, dossier_id, agreement_id)
        gaps, pages = lacking_in(paper), print_(asking, paper).pages
    return page(
        asking,
        request,
        "service_agreements/one.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=_title(asking, dossier_id),
        one=found,
        pages=pages,
        product=_product_of(asking, found),
        lacking=[nl if told_in(asking.language) == "nl" else en for _, nl, en in gaps],
        today=today_of(asking).isoformat(),
        key=new_id,
        at=tried[0],
        typed=tried[1],
        mistakes=_mistakes(asking, refused),
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        may_read_people=PEOPLE_READ in asking.who.scopes,
        done=done,
    )


def _form(
    asking: Asking,
    request: Request,
    dossier_id: str,
    found: AgreementView | None,
    typed: dict[str, Any],
    refused: Refused | None = None,
    *,
    products: list[ProductCard] | None = None,
) -> Response:
    found_products = _open(asking, dossier_id, str(typed["product_id"])) if products is None else products
    return page(
        asking,
        request,
        "service_agreements/form.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=_title(asking, dossier_id),
        one=found,
        typed=typed | {"key": typed.get("key") or new_id()},
        lines=range(MOST_LINES),
        products=_named(asking, found_products),
        options={
            "kinds": _options(asking, "kind", get_args(LineKind)),
            "scopes": _options(asking, "scope", get_args(Scope)),
            "payments": [("", "–"), *_options(asking, "pay", get_args(PaymentKind))],
            "dues": [("", "–"), *_options(asking, "due", get_args(Due))],
            "pers": _options(asking, "per", get_args(AftercarePer)),
            "languages": _options(asking, "language", get_args(PaperLanguage)),
        },
        mistakes=_mistakes(asking, refused),
    )


def _open(asking: Asking, dossier_id: str, beside: str = "") -> list[ProductCard]:
    """The products that an agreement may be for: those that run, a service first, and the one that it is for now."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        found = products_of(dossier, connection) if dossier else ()
    return sorted(
        (each for each in found if each.state == "open" or each.id == beside), key=lambda each: each.kind != "service"
    )


def _product_of(asking: Asking, found: AgreementView) -> str:
    """How the product that it is for is called; empty for all of them."""
    if not found.product_id:
        return ""
    return dict(_named(asking, _open(asking, found.dossier_id, found.product_id))).get(found.product_id, "")


def _named(asking: Asking, found: list[ProductCard]) -> list[tuple[str, str]]:
    """Nothing chosen is for all of them; two alike are told apart by when they were made."""
    return [
        ("", text(asking.language, "agreements.every_product")),
        *((each.id, _product_name(asking, each)) for each in found),
    ]


def _product_name(asking: Asking, product: ProductCard) -> str:
    what = [product.lender, shown("wanted_advice", product.facts.get("wanted_advice"), asking.language)]
    name = text(asking.language, f"product_kind.{product.kind}")
    return " ".join([name, *(each for each in what if each), f"({as_date(product.made_at, asking.language)})"])


def _options(asking: Asking, group: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(each, text(asking.language, f"agreements.{group}_{each.replace('-', '_')}")) for each in values]


def _mistakes(asking: Asking, refused: Refused | None) -> dict[str, str]:
    """By the name of the field; a refusal with several findings has each at its own."""
    if refused is None:
        return {}
    is_dutch = told_in(asking.language) == "nl"
    found = refused.findings or (refused,)
    return {_name(each.path): each.nl if is_dutch else each.en for each in found}


def _name(path: str) -> str:
    """`terms.lines.2.fee` stands at `l2_fee`, `terms.card.fee` at `card_fee`."""
    parts = path.removeprefix("terms.").split(".")
    if parts[0] == "lines":
        return f"l{parts[1]}_{parts[2]}" if len(parts) > 2 else "l0_name"  # noqa: PLR2004 - the row and its field
    return "_".join(parts) or "form"


def _title(asking: Asking, dossier_id: str) -> str:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return title_of(dossier, connection)


def _short(typed: str) -> str:
    """A reason as kept; raises `Refused` (`request-invalid`) for one that is too long."""
    if len(typed) > 200:  # noqa: PLR2004 - as the command has it
        raise Refused("request-invalid", path="reason", came=len(typed), expected="<= 200")
    return typed
