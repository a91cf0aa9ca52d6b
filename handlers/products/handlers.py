"""Keeps the products of a dossier as people say, and in step with the applications that are sent for them."""

from handlers.advice_files.views import lines_in
from handlers.applications.views import applications_there
from handlers.dossiers.views import check_there
from handlers.products.rules import KIND_OF, Product, keeping
from handlers.products.tables import KEPT_PRODUCTS
from hub.ids import derived_id
from hub.work import Work, change
from schemas.applications import ApplicationRegistered, ExchangeUnlinked
from schemas.errors import Conflict, NotFound
from schemas.products import (
    AddProduct,
    DropPart,
    EndProduct,
    KeepPart,
    KeepProduct,
    ProductDropped,
    ProductEnded,
    ProductMade,
    ProductTied,
    ReopenProduct,
    TieProduct,
)


def add_product(command: AddProduct, work: Work) -> None:
    """Raises `Refused` (`part-missing`, `request-invalid`), `Conflict` (`already-exists`), `NotFound`."""
    check_there(work, command.dossier_id)
    if work.get(KEPT_PRODUCTS, command.dossier_id, command.product_id):
        raise Conflict("already-exists", path="product_id", came=command.product_id)
    place = (command.dossier_id, command.product_id)
    product = keeping.made(place, command.kind, command.card, command.parts, by=work.cause.actor, at=work.cause.at)
    work.put(KEPT_PRODUCTS, product)
    work.tell("product-added", about=product.id, facts={"product": product.kind}, changes=_changes(None, product))
    work.publish(ProductMade(dossier_id=product.dossier_id, product_id=product.id, kind=product.kind))


def keep_product(command: KeepProduct, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`product-ended`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.product_id)
    _change(work, before, keeping.with_card(before, command.card))


def keep_part(command: KeepPart, work: Work) -> None:
    """Raises as `keep_product`."""
    before = _there(work, command.dossier_id, command.product_id)
    _change(work, before, keeping.with_part(before, command.number, command.part))


def drop_part(command: DropPart, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`product-ended`, `last-part`)."""
    before = _there(work, command.dossier_id, command.product_id)
    _change(work, before, keeping.without_part(before, command.number))


def end_product(command: EndProduct, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`product-ended`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.product_id)
    after = keeping.ended(before, command.ending, command.reason, by=work.cause.actor, at=work.cause.at)
    _turn(work, after, f"product-{after.state}", after.reason)
    work.publish(ProductEnded(dossier_id=after.dossier_id, product_id=after.id, ending=command.ending))


def reopen_product(command: ReopenProduct, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.product_id)
    after = keeping.reopened(before, command.reason)
    if after != before:
        _turn(work, after, "product-reopened", command.reason)
        work.publish(ProductEnded(dossier_id=after.dossier_id, product_id=after.id, ending=""))


def tie_product(command: TieProduct, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`already-tied`) when the application is sent for another product."""
    before = _there(work, command.dossier_id, command.product_id)
    if command.application_id:
        known = applications_there(work, command.dossier_id)
        if command.application_id not in known:
            expected = ", ".join(known) or "-"
            raise NotFound("not-found", path="application_id", came=command.application_id, expected=expected)
        _check_free(work, before, command.application_id)
    if before.application_id != command.application_id:
        _tie(work, before, command.application_id)


def hear_of_application(event: ApplicationRegistered, work: Work) -> None:
    """An application is about the product that waited for one, else about a new one."""
    products = work.find(KEPT_PRODUCTS, event.dossier_id)
    kind = KIND_OF.get(event.facts.domain)
    if kind is None or any(each.application_id == event.application_id for each in products):
        return
    waiting = keeping.waiting_for_one(products, kind)
    if waiting:
        _tie(work, waiting, event.application_id)
        return
    place = (event.dossier_id, derived_id(event.application_id, "product"))
    product = keeping.brought(place, kind, event.application_id, work.cause.at)
    work.put(KEPT_PRODUCTS, product)
    made = {"dossier_id": event.dossier_id, "product_id": product.id, "application_id": event.application_id}
    work.publish(ProductMade.model_validate({**made, "kind": kind}))


def give_up_products(event: ExchangeUnlinked, work: Work) -> None:
    """A product whose application left goes with it, unless people said something of it."""
    left = applications_there(work, event.dossier_id)
    for product in work.find(KEPT_PRODUCTS, event.dossier_id):
        if not product.application_id or product.application_id in left:
            continue
        said = lines_in(work, event.dossier_id, product.id)
        if product.card or product.parts or product.made_by or said:
            _tie(work, product, "")
        else:
            work.remove(KEPT_PRODUCTS, product)
            work.publish(ProductDropped(dossier_id=event.dossier_id, product_id=product.id))


def _tie(work: Work, before: Product, application_id: str) -> None:
    after = keeping.tied(before, application_id)
    work.put(KEPT_PRODUCTS, after)
    kind = "product-tied" if application_id else "product-untied"
    work.tell(kind, about=after.id, facts={"product": after.kind}, dossier_id=after.dossier_id)
    work.publish(ProductTied(dossier_id=after.dossier_id, product_id=after.id, application_id=application_id))


def _change(work: Work, before: Product, after: Product) -> None:
    if after != before:
        work.put(KEPT_PRODUCTS, after)
        told = _changes(before, after)
        work.tell("product-changed", about=after.id, facts={"product": after.kind}, changes=told)


def _turn(work: Work, after: Product, kind: str, reason: str) -> None:
    work.put(KEPT_PRODUCTS, after)
    facts = {"product": after.kind, "reason": " ".join(reason.split())}
    work.tell(kind, about=after.id, facts={name: value for name, value in facts.items() if value})


def _changes(before: Product | None, after: Product) -> list[dict[str, object]]:
    """What the card and the parts say now that they did not."""
    old, new = keeping.flat(before) if before else {}, keeping.flat(after)
    names = [name for name in {**new, **old} if old.get(name) != new.get(name)]
    return [change(name, old.get(name), new.get(name)) for name in names]


def _check_free(work: Work, product: Product, application_id: str) -> None:
    for each in work.find(KEPT_PRODUCTS, product.dossier_id):
        if each.application_id == application_id and each.id != product.id:
            raise Conflict("already-tied", path="application_id", came=application_id, expected=each.id)


def _there(work: Work, dossier_id: str, product_id: str) -> Product:
    check_there(work, dossier_id)
    found = work.get(KEPT_PRODUCTS, dossier_id, product_id)
    if found is None:
        raise NotFound("not-found", path="product_id", came=product_id, expected="een product / a product")
    return found
