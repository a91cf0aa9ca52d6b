"""Which parties of applications are one person, and what names him. Pure."""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from schemas.dossiers import OWN


class Named(Protocol):
    """A party of an application."""

    @property
    def application_id(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def birth_date(self) -> object: ...
    @property
    def same_as(self) -> str: ...


P = TypeVar("P", bound=Named)


def key_of(party: Named) -> str:
    """How a party is named in an involvement: a reference counts within its application."""
    return f"{party.application_id}/{party.reference}"


def plain(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def people(parties: Iterable[P]) -> tuple[tuple[P, ...], ...]:
    """The parties of all applications by person: the same name and date of birth, or who somebody said is the same."""
    rows = list(parties)
    own = {each.reference: _identity(each) for each in rows if each.application_id == OWN}
    alias = {_identity(each): own[each.same_as] for each in rows if each.same_as in own}
    found: dict[tuple[str, object], list[P]] = {}
    for each in rows:
        who = _identity(each)
        found.setdefault(alias.get(who, who), []).append(each)
    return tuple(tuple(each) for each in found.values())


def _identity(party: Named) -> tuple[str, object]:
    return plain(party.name), party.birth_date


def is_his(person: str, mine: Collection[Named], all_parties: Collection[Named]) -> bool:
    """Whether what is asked about `person` (a name or a reference; empty: of everybody) is for him, and not a partner.

    What names nobody of the dossier is shown only when there is nobody else whom it could be about.
    """
    if not person:
        return True
    names = {plain(each.name) for each in mine} | {each.reference.casefold() for each in mine}
    if plain(person) in names:
        return True
    known = {plain(each.name) for each in all_parties} | {each.reference.casefold() for each in all_parties}
    return plain(person) not in known and len(people(all_parties)) == 1
