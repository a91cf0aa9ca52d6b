"""How partners behave, as a table: with documents, with the messages that they send, and with their channel."""

from dataclasses import dataclass
from typing import Literal

Answers = Literal["well", "500", "hangs", "half", "twice", "late"]
"""How the HTTPS end of a partner answers a message: as agreed, with status 500, not at all, with half a receipt and a
closed connection, with two receipts, or as agreed after a while."""

Plan = tuple[str, ...]
"""The status that each request version of an application ends with; the last one counts for every later version."""

IN_SERVICING, DECLINED, ENDED, NOT_PROCESSABLE, UNREADABLE = "20", "11", "16", "14", "25"
ENDINGS = {
    IN_SERVICING: "lening in beheer",
    DECLINED: "afgewezen",
    ENDED: "beëindigd",
    NOT_PROCESSABLE: "niet te verwerken",
    UNREADABLE: "technisch niet te verwerken",
}
"""Every named ending: its status about an AX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One way to behave. `pace` stretches every pause, `copies` is how often each message is handed over once more.

    `renames` hands every third message over again under a new identity.
    `lines` is how many documents are asked for, two or three when absent.
    `refuses` is how many of them get their first file turned down.
    `defects` are codes of StatusDXBericht that are said about the first file of each line, in turn.
    `troubles` is how often the end misbehaves about one message before it answers well; none means for ever.
    """

    does: str
    pace: float = 1.0
    copies: int = 0
    renames: bool = False
    shuffles: bool = False
    refuses: int = 0
    lines: int | None = None
    defects: tuple[str, ...] = ()
    answers: Answers = "well"
    troubles: int | None = 0
    answers_everything: bool = False


_OF_FILES = ("01", "02", "03", "04", "05", "06")
"""What StatusDXBericht says about the file itself; the other codes are about who may send."""

BEHAVIOURS: dict[str, Behaviour] = {
    "behaves": Behaviour(does="keeps every agreement"),
    "duplicates": Behaviour(does="hands every message over twice, and some once more as new", copies=1, renames=True),
    "out-of-order": Behaviour(does="hands messages over hours late and in any order", shuffles=True),
    "refuses-then-approves": Behaviour(does="turns documents down with a reason, then approves them", refuses=2),
    "slow": Behaviour(does="takes four times as long, also to answer its channel", pace=4.0, answers="late"),
    "answers-500": Behaviour(does="answers with status 500 at first", answers="500", troubles=1),
    "hangs": Behaviour(does="takes a message and gives no answer at first", answers="hangs", troubles=1),
    "closes-half-way": Behaviour(does="closes the connection in the middle of its receipt", answers="half", troubles=1),
    "answers-twice": Behaviour(does="gives two receipts in a row", answers="twice", troubles=1),
    "answers-everything": Behaviour(does="answers every message with a status", answers_everything=True),
    "doubts-files": Behaviour(does="says each of 01 to 06 about the first file of a line", lines=6, defects=_OF_FILES),
}
