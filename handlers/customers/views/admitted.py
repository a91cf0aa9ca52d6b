"""The customers of a dossier as handlers of other capabilities meet them: an account, and what is his to see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from handlers.accounts.views import Colleague, people_of
from handlers.customers import rules
from handlers.dossiers.views import check_there, named_parties_of
from hub.records import INVOLVEMENTS
from hub.work import Work


@dataclass(frozen=True, slots=True)
class AdmittedCustomer:
    """Somebody with access. `is_his` says of a person that something is about (a name) whether it is for him.

    `keys` are the parties that he is, one per application.
    """

    account: Colleague
    is_his: Callable[[str], bool]
    keys: frozenset[str]


def admitted_in(work: Work, dossier_id: str) -> tuple[AdmittedCustomer, ...]:
    """Everybody with access to a locked dossier; without who was shut out."""
    involved = [each for each in work.find(INVOLVEMENTS, dossier_id) if each.part == "customer"]
    accounts = people_of(work, check_there(work, dossier_id), (each.name.partition(":")[2] for each in involved))
    parties = named_parties_of(work, dossier_id)
    found = []
    for each in involved:
        account = accounts.get(each.name.partition(":")[2])
        mine = next((one for one in rules.people(parties) if each.party in map(rules.key_of, one)), ())
        if account:
            keys = frozenset((each.party, *map(rules.key_of, mine)))
            found.append(AdmittedCustomer(account, partial(rules.is_his, mine=mine, all_parties=parties), keys))
    return tuple(found)


def admitted_as(work: Work, dossier_id: str, actor: str) -> AdmittedCustomer | None:
    """The customer behind this actor; `None` for whoever is none of this dossier."""
    return next((each for each in admitted_in(work, dossier_id) if each.account.actor == actor), None)
