"""Which items the advice file of each kind of product asks, and how one of them may be recorded. Pure.

Source of the mortgage: AFM, Leidraad Hypotheekadvisering (April 2026), which asks inventory, risk scenarios, the
weighing of the fixed-rate period, a confirmed deviation and aftercare, and that the version of the
comparison card is kept.
The other kinds have fewer of the same items; which ones is our own reading, not a text of the AFM.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.advice_files import Item, RecordAdviceItem, Standing
from schemas.errors import Refused
from schemas.products import Kind
from schemas.refusals import sentence

ASKED: Mapping[Kind, tuple[Item, ...]] = {
    "mortgage": (
        *("inventory", "risk_scenarios", "fixed_rate", "deviation"),
        *("advice_report", "aftercare", "comparison_card"),
    ),
    "service": ("inventory", "advice_report", "aftercare", "comparison_card"),
    "credit": ("inventory", "risk_scenarios", "deviation", "advice_report"),
    "term_life": ("inventory", "deviation", "advice_report", "aftercare", "comparison_card"),
    "disability": ("inventory", "risk_scenarios", "deviation", "advice_report", "aftercare", "comparison_card"),
    "damage": ("inventory", "advice_report"),
    "existing_credit": (),
    "bank_guarantee": (),
    "valuation": (),
}
"""The items of each kind in the order of the advice; what nobody is advised on asks none."""


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """What was recorded of an item; the line with the highest number counts, the others are its history.

    `said` is where it is kept (present) or why it is not (waived, missing).
    """

    dossier_id: str
    product_id: str
    number: int
    item: Item
    standing: Standing
    said: str
    made_by: str
    made_at: datetime
    proof: str = ""


@dataclass(frozen=True, slots=True)
class AdvicePolicy:
    """What an office decided about the advice files of a kind of product: whether gaps stop what is sent."""

    office_id: str
    kind: Kind
    blocks: bool
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item as it stands; `lines` are what was recorded of it, the newest first, none when nobody said anything."""

    item: Item
    standing: Standing
    lines: tuple[AdviceLine, ...]

    @property
    def seen(self) -> int:
        """The number of the line that counts; 0 for none."""
        return self.lines[0].number if self.lines else 0


def states(kind: Kind, lines: Iterable[AdviceLine]) -> tuple[ItemState, ...]:
    """Each item that the kind asks, from the lines of one product."""
    newest_first = sorted(lines, key=lambda each: each.number, reverse=True)
    return tuple(_state(item, [each for each in newest_first if each.item == item]) for item in ASKED[kind])


def lacking(kind: Kind, lines: Iterable[AdviceLine]) -> tuple[Item, ...]:
    """The items that are asked and missing."""
    return tuple(each.item for each in states(kind, lines) if each.standing == "missing")


def incomplete(product_id: str, missing: Iterable[Item]) -> Refused:
    """What is sent waits for these items; they are mended in the advice file of the product."""
    items = list(missing)
    path, count = f"products.{product_id}.advice-file", str(len(items))
    dutch, english = (", ".join(words) for words in zip(*(_WORDS[each] for each in items), strict=True))
    nl = sentence("advice-file-incomplete", "nl", path=path, came=count, expected=dutch)
    en = sentence("advice-file-incomplete", "en", path=path, came=count, expected=english)
    return Refused("advice-file-incomplete", path=path, came=count, expected=", ".join(items), nl=nl, en=en)


def recorded(
    command: RecordAdviceItem, kind: Kind, lines: Iterable[AdviceLine], *, by: str, at: datetime
) -> AdviceLine | None:
    """The new line; `None` when the item stands so already. `lines` are those of the product.

    Raises `Refused` (`request-invalid`) for an item that the kind does not ask, and without where it is or why not,
    (`stale`) when somebody recorded the item since `seen`.
    """
    known = list(lines)
    state = next((each for each in states(kind, known) if each.item == command.item), None)
    if state is None:
        raise Refused("request-invalid", path="item", came=command.item, expected=", ".join(ASKED[kind]) or "-")
    if not command.said:
        raise Refused("request-invalid", path="said", came="", expected=_SAID[command.standing])
    if command.seen is not None and command.seen != state.seen:
        raise Refused("stale", path="seen", came=state.seen, expected=command.seen)
    if command.proof and command.standing != "present":
        raise Refused("request-invalid", path="proof", came=command.proof, expected="-")
    if _stands_so(state, command):
        return None
    number = max((each.number for each in known), default=0) + 1
    place = (command.dossier_id, command.product_id, number)
    return AdviceLine(*place, command.item, command.standing, command.said, by, at, command.proof)


_WORDS: Mapping[Item, tuple[str, str]] = {
    "inventory": ("inventarisatie", "inventory"),
    "risk_scenarios": ("risicoscenario's", "risk scenarios"),
    "fixed_rate": ("afweging rentevaste periode", "weighing of the fixed-rate period"),
    "deviation": ("afwijking van het advies bevestigd", "deviation from the advice confirmed"),
    "advice_report": ("adviesrapport", "advice report"),
    "aftercare": ("nazorg", "aftercare"),
    "comparison_card": ("versie van de vergelijkingskaart", "version of the comparison card"),
}
"""As the pages call them."""
_SAID: Mapping[Standing, str] = {
    "present": "waar het staat / where it is kept",
    "waived": "een reden / a reason",
    "missing": "een reden / a reason",
}


def _state(item: Item, lines: list[AdviceLine]) -> ItemState:
    return ItemState(item, lines[0].standing if lines else "missing", tuple(lines))


def _stands_so(state: ItemState, command: RecordAdviceItem) -> bool:
    if not state.lines:
        return command.standing == "missing"
    newest = state.lines[0]
    return (state.standing, newest.said, newest.proof) == (command.standing, command.said, command.proof)
