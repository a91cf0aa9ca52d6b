"""Lawful chains, drawn: an office, a lender, maybe a station, and what they may do in some order of their own.

Each message is asked of `may_send` before it goes, as its sender would.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import strategies as st

from schemas.hdn.agreements.judging import may_send
from schemas.hdn.agreements.trace import Line, Trace
from tests.schemas.hdn.agreements.exchanged import LENDER, NAMES, NINE, OFFICE, STATION, apply, da, dx, ox, sx

RECEIPT = {"AX": "09", "KX": "01", "LX": "09"}
TURNED_DOWN = {"AX": ["14", "25"], "KX": ["03"], "LX": ["13"]}
GOING_ON = {"AX": ["10", "22", "12", "04", "23", "01"], "KX": ["02", "04", "21"], "LX": ["11", "02", "05", "04"]}
ENDS = {
    "AX": [["05", "31", "26", "20"], ["11"], ["16"], []],
    "KX": [["08"], ["05"], ["06"], []],
    "LX": [["15", "14", "08"], ["16"], []],
}
AFTER_DELIVERY = ["02", "03", "04", "06", "07", "08"]


class Chain:
    """What was sent so far, and what the lender thinks of each line."""

    def __init__(self, draw, domain, stations):
        self.draw, self.domain = draw, domain
        self.hops = [OFFICE, *stations, LENDER]
        self.trace = Trace()
        self.clock = NINE
        self.version = 0
        self.standing = 0
        self.lines = {}
        self.delivered = set()
        self.binding = False
        self.reopened = set()

    def send(self, message, **facts):
        self.clock += timedelta(minutes=self.draw(st.integers(0, 2)))
        sent = replace(message, id=str(len(self.trace.messages) + 1), at=self.clock, **facts)
        stops = [f"{each.agreement} by {NAMES[each.who]}" for each in may_send(self.trace, sent)]
        assert stops == [], f"{sent.named}: {stops}"
        self.trace = self.trace.then(sent)

    def up(self, message, **facts):
        for sender, receiver in pairwise(self.hops):
            self.send(message, sender=sender, receiver=receiver, **facts)

    def down(self, message):
        back = self.hops[::-1]
        for sender, receiver in pairwise(back):
            self.send(message, sender=sender, receiver=receiver)

    def applies(self):
        """The next version goes up hop by hop; each hop confirms it or, at the end, turns it down."""
        self.version += 1
        added = []
        answers = [RECEIPT[self.domain], *(["25"] if self.domain == "AX" else [])]
        last = self.draw(st.sampled_from(answers))
        for sender, receiver in pairwise(self.hops):
            added += [sender] if sender == STATION else []
            facts = {"intermediaries": ("kantoor",), "service_providers": tuple(added)}
            self.send(apply(0, self.version, self.domain, (sender, receiver), **facts))
            code = last if receiver == LENDER else RECEIPT[self.domain]
            self.send(self.status(code, version=self.version, way=(receiver, sender)))
        if STATION in self.hops and (last == "25" or self.domain == "LX"):
            self.send(self.status(last, version=self.version, way=(STATION, OFFICE)))
        if last != "25":
            self.judges()

    def judges(self):
        if self.draw(st.integers(0, 3)) == 0:
            self.down(self.status(self.draw(st.sampled_from(TURNED_DOWN[self.domain])), version=self.version))
        else:
            self.standing = self.version
            self.lists()

    def status(self, code, **facts):
        return sx(0, code, self.domain, **facts)

    def tells(self):
        self.down(self.status(self.draw(st.sampled_from(GOING_ON[self.domain])), version=self.standing))

    def lists(self):
        """The whole list, each line as it was or one step further."""
        if self.domain == "LX":
            return
        for number in ("D1", "D2", "D3"):
            before = self.lines.get(number)
            status = self.draw(st.sampled_from(self.next_of(number, before)))
            self.reopened -= {number} if status != "04" else set()
            reason = "uitleg" if status in {"07", "08"} else ""
            self.lines[number] = Line(number=number, status=status, reason=reason, from_source=number == "D3")
        self.delivered = set()
        self.down(da(0, *self.lines.values(), domain=self.domain, version=self.standing))

    def next_of(self, number, before):
        if before is None:
            return ["01"]
        if before.status == "04":
            return ["04", "08", *(["01"] if number in self.reopened else [])]
        if before.status in {"02", "03", "06"} or number in self.delivered:
            return AFTER_DELIVERY
        return [before.status]

    def delivers(self):
        waiting = [
            number
            for number, line in self.lines.items()
            if line.status in {"01", "07"} and not line.from_source and number not in self.delivered
        ]
        if waiting:
            number = self.draw(st.sampled_from(waiting))
            self.delivered.add(number)
            self.up(dx(0, number, version=self.standing))

    def offers(self):
        kind = self.draw(st.sampled_from(["indicative", "binding"]))
        if self.binding:
            self.reopened = {number for number, line in self.lines.items() if line.status == "04"}
        self.binding = self.binding or kind == "binding"
        self.down(ox(0, kind, self.domain, self.standing))

    def ends(self):
        for code in self.draw(st.sampled_from(ENDS[self.domain])):
            self.down(self.status(code, version=self.standing))


@st.composite
def chains(draw):
    """A lawful exchange of up to three versions, of a mortgage, a credit or a life insurance."""
    domain = draw(st.sampled_from(["AX", "KX", "LX"]))
    chain = Chain(draw, domain, draw(st.sampled_from([[], [STATION]])))
    for _ in range(draw(st.integers(1, 3))):
        chain.applies()
        for _ in range(draw(st.integers(0, 6)) if chain.standing else 0):
            draw(st.sampled_from([chain.tells, chain.lists, chain.delivers, chain.offers]))()
    if chain.standing:
        chain.ends()
    return chain.trace
