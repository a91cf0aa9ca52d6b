"""Keeps the advice files of a dossier's products as people say; nothing that was recorded is taken away."""

from handlers.advice_files import rules
from handlers.advice_files.rules import AdvicePolicy
from handlers.advice_files.tables import ADVICE_LINES, ADVICE_POLICIES
from handlers.advice_files.views import lines_in
from handlers.dossiers.views import check_there
from handlers.products.views import product_in
from hub.work import Work
from schemas.advice_files import RecordAdviceItem, SetAdvicePolicy
from schemas.errors import Conflict, NotFound


def set_advice_policy(command: SetAdvicePolicy, work: Work) -> None:
    """For what is sent from here on."""
    by = (work.cause.actor, work.cause.at)
    work.put(ADVICE_POLICIES, AdvicePolicy(command.office_id, command.kind, command.blocks, *by))


def record_advice_item(command: RecordAdviceItem, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`product-ended`), `Refused` (`request-invalid`, `stale`)."""
    check_there(work, command.dossier_id)
    product = product_in(work, command.dossier_id, command.product_id)
    if product is None:
        raise NotFound("not-found", path="product_id", came=command.product_id, expected="een product / a product")
    if product.state != "open":
        raise Conflict("product-ended", path="product_id", came=product.state, expected="open")
    lines = lines_in(work, command.dossier_id, command.product_id)
    made = rules.recorded(command, product.kind, lines, by=work.cause.actor, at=work.cause.at)
    if made:
        work.put(ADVICE_LINES, made)
        facts = {"product": product.kind, "advice_item": made.item}
        work.tell(f"advice-{made.standing}", about=product.id, facts=facts)
