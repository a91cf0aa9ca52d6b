"""Two dossiers that become one (samenvoegen), one that becomes two (splitsen), and what goes from one to the other."""

from typing import Any, Literal

from schemas.applications import PartyFacts
from schemas.commands import Command, Event
from schemas.dossiers import OWN
from schemas.involvements import Involvement
from schemas.values import Value

Side = Literal["here", "there"]
"""Which of two counts: what the dossier has that stays, or what the one has that is merged into it."""
THINGS = ("task", "contact", "appointment", "report", "agreement", "export", "date", "point")
"""What a dossier holds beside exchanges, products and parties, each with an id of its own."""


class MergeChoices(Value):
    """What a person says where both dossiers have something of which there can be one.

    `people`: party of that dossier → the party of this one who he is, both by the reference that the office keeps.
    `dates`: id of a date that both have → whose counts.
    `customers`: the accounts that opened that dossier and open this one from here on; `sub_agents` likewise.
    """

    adviser: Side = "here"
    handler: Side = "here"
    standing: Side = "here"
    lead_source: Side = "here"
    people: dict[str, str] = {}
    dates: dict[str, Side] = {}
    customers: tuple[str, ...] = ()
    sub_agents: tuple[str, ...] = ()


class MergeDossiers(Command):
    """Everything of `with_dossier_id` goes to `dossier_id`, and from here on the one leads to the other.

    `seen` is what a person saw beforehand: how many rows of each kind go, by name.
    """

    dossier_id: str
    with_dossier_id: str
    reason: str
    choices: MergeChoices = MergeChoices()
    seen: dict[str, int] | None = None


class FollowMerge(Command):
    """What still came to a dossier that was merged goes where it leads; nobody chooses, because nothing can clash."""

    dossier_id: str
    with_dossier_id: str


class Chosen(Value):
    """What goes to another dossier. `parties` are those that the office keeps; `things` as `task:…`, `contact:…`."""

    applications: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


class SplitDossier(Command):
    """What is chosen goes to another dossier: a new one with these `people`, or one that is there (without `people`).

    With `undoes` that is the dossier of this merge, which has its own again.
    """

    dossier_id: str
    with_dossier_id: str
    reason: str
    chosen: Chosen
    people: tuple[PartyFacts, ...] = ()
    undoes: str = ""
    seen: dict[str, int] | None = None


class ThingsMoved(Event):
    """Rows go from one locked dossier to the other; every capability carries its own, and those who ask are told what.

    `everything`, or what is `chosen`; `lanes` are the exchanges that go.
    `renamed`: party of the one as the office keeps it → its reference in the other; `joined` likewise for a party who
    is there already.
    A dossier that is new gets `people`; one that has its own again (`reopens`) gets back what did not go along.
    `withheld`: what customers of the one could see, those of the other see when somebody let it through again.
    """

    from_dossier_id: str
    to_dossier_id: str
    everything: bool
    applications: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    lanes: frozenset[str] = frozenset()
    renamed: dict[str, str] = {}
    joined: dict[str, str] = {}
    choices: MergeChoices = MergeChoices()
    withheld: bool = False
    people: tuple[PartyFacts, ...] = ()
    reopens: bool = False
    restored: tuple[Involvement, ...] = ()
    restored_parties: tuple[dict[str, Any], ...] = ()

    def has_application(self, application_id: str) -> bool:
        return self.everything or application_id in self.applications

    def has_product(self, product_id: str, application_id: str = "") -> bool:
        return self.everything or product_id in self.products or application_id in self.applications

    def has(self, kind: str, identity: str) -> bool:
        return self.everything or f"{kind}:{identity}" in self.things

    def has_party(self, party: str) -> bool:
        """Whether a party goes, by `application/reference`."""
        application_id, _, reference = party.partition("/")
        return self.everything or (
            reference in self.parties if application_id == OWN else application_id in self.applications
        )

    def party_there(self, party: str) -> str:
        """How a party is named where it went, by `application/reference`; who stayed behind is named no more."""
        application_id, _, reference = party.partition("/")
        if application_id != OWN:
            return party if self.has_application(application_id) else ""
        found = self.renamed.get(reference) or self.joined.get(reference)
        return f"{OWN}/{found}" if found else ""
