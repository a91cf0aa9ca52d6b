"""Who may have which part in a dossier. Pure."""

from collections.abc import Iterable

from schemas.errors import Refused
from schemas.involvements import Involvement, Part


def named(kind: str, identity: str) -> str:
    """How a person (`user`) or an organisation is called in an involvement; empty for nobody."""
    return f"{kind}:{identity}" if identity else ""


def holder(involvements: Iterable[Involvement], part: Part) -> Involvement | None:
    """Who has a part that one person has."""
    return next((each for each in involvements if each.part == part), None)


def who(involvement: Involvement | None) -> str:
    """The id of the person or organisation; empty for nobody."""
    return involvement.name.partition(":")[2] if involvement else ""


def check_party(involvements: Iterable[Involvement], name: str, party: str, known: Iterable[str]) -> None:
    """A customer is a party of the dossier that is nobody else; raises `Refused` (`request-invalid`, `party-taken`)."""
    parties = sorted(set(known))
    if party not in parties:
        raise Refused("request-invalid", path="party", came=party, expected=", ".join(parties) or "a party")
    taken = [each for each in involvements if each.part == "customer" and each.party == party and each.name != name]
    if taken:
        raise Refused(
            "party-taken", path="party", came=party, expected="een partij zonder account / a party without one"
        )
