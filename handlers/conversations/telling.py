"""Tells the other side by mail that something was said: once per round, and never what.

A round is over when the reader read what was there; as long as he did not, more of the same makes no second mail.
"""

from collections.abc import Iterable

from handlers.accounts.views import Colleague, colleague_and_substitutes
from handlers.conversations import rules
from handlers.conversations.rules import Saying
from handlers.conversations.tables import READINGS
from handlers.customers.views import admitted_in
from handlers.dossiers.views import check_there
from handlers.dossiers.views.scope import title_in
from hub.clock import AMSTERDAM
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.notifications import Addressee, SendNotification

TO_CUSTOMER, TO_STAFF = "said-to-customer", "said-by-customer"
_RESPONSIBLE = ("adviser", "handler")
"""Whose it is to answer: the adviser's, else the case handler's."""


def tell_other_side(work: Work, said: Saying, before: Iterable[Saying]) -> None:
    """`before` is what was said until now."""
    if said.side == "office":
        _tell_customers(work, said, list(before))
    elif not any(each.side == "customer" and each.is_new for each in before):
        for each in _responsible(work, said.dossier_id):
            dossier = title_in(work, said.dossier_id) or said.dossier_id
            _order(work, said, TO_STAFF, Addressee(reference=each.actor, name=each.name, email=each.email), dossier)


def _tell_customers(work: Work, said: Saying, before: list[Saying]) -> None:
    readings = work.find(READINGS, said.dossier_id)
    for customer in admitted_in(work, said.dossier_id):
        his = [each for each in before if customer.is_his(each.person)]
        waits = rules.unread_by(his, readings, customer.account.actor)
        if customer.is_his(said.person) and customer.account.email and not waits:
            account = customer.account
            to = Addressee(reference=account.actor, name=account.name, email=account.email)
            _order(work, said, TO_CUSTOMER, to)


def _responsible(work: Work, dossier_id: str) -> tuple[Colleague, ...]:
    """Who has the dossier and who does his work today; nobody when it is nobody's."""
    office_id, today = check_there(work, dossier_id), work.cause.at.astimezone(AMSTERDAM).date()
    involved = {each.part: each.name.partition(":")[2] for each in work.find(INVOLVEMENTS, dossier_id)}
    for part in _RESPONSIBLE:
        found = colleague_and_substitutes(work, office_id, involved.get(part, ""), today)
        reached = tuple(each for each in found if each.email)
        if reached:
            return reached
    return ()


def _order(work: Work, said: Saying, template: str, to: Addressee, dossier: str = "") -> None:
    """The mail says that there is something to read, and nothing of it."""
    letter = SendNotification(
        office_id=check_there(work, said.dossier_id),
        template=template,
        addressee=to,
        fields={"dossier": dossier} if dossier else {},
        about=f"dossier/{said.dossier_id}",
    )
    work.order(letter)
