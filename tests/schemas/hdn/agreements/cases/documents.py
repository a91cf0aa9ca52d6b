"""Traces about document lists and deliveries."""

from tests.schemas.hdn.agreements.exchanged import (
    LENDER_TO_STATION,
    OFFICE,
    STATION_TO_LENDER,
    Cases,
    apply,
    da,
    dx,
    line,
    ox,
    sx,
    trace,
)

APPROVED = (apply(0), da(1, "D1 04"))
NEW_OFFER = (ox(5, "binding"), ox(6))
LISTED = (apply(0), da(1, "D1 01", "D2 01"))
FETCHED = (apply(0), da(1, line("D1", source=True), "D2 01"))

DOCUMENTS = {
    "request-after-offer": Cases(
        lawful={
            "straight after the application": trace(apply(0), da(1, "D1 01"), ox(500)),
            "together": trace(apply(0), ox(500), da(500, "D1 01")),
            "just after": trace(apply(0), ox(500), da(520, "D1 01")),
            "not late yet": trace(apply(0), ox(500), until=560),
            "only the first offer asks for it": trace(apply(0), ox(500), da(501, "D1 01"), ox(900), until=9999),
            "a life insurance has no list": trace(apply(0, code="LX"), ox(1, domain="LX"), until=9999),
        },
        broken={
            "two hours later": (trace(apply(0), ox(500), da(621, "D1 01")), ["3 lender"]),
            "never": (trace(apply(0), ox(500), until=561), ["2 lender"]),
            "after the second offer": (trace(apply(0), ox(500), ox(900, "binding"), da(901, "D1 01")), ["4 lender"]),
            "a credit": (trace(apply(0, code="KX"), ox(1, domain="KX"), until=99), ["2 lender"]),
            "the list went to another": (
                trace(apply(0), da(1, "D1 01", way=LENDER_TO_STATION), ox(500), until=999),
                ["3 lender"],
            ),
        },
    ),
    "approval-withdrawn": Cases(
        lawful={
            "stays": trace(*APPROVED, da(9, "D1 04")),
            "no longer needed": trace(*APPROVED, da(9, "D1 08 niet nodig")),
            "asked again after a new proposal": trace(*APPROVED, *NEW_OFFER, da(9, "D1 01")),
            "asked again after a second binding offer": trace(
                *APPROVED, ox(5, "binding"), ox(6, "binding"), da(9, "D1 01")
            ),
            "provisionally approved may change": trace(apply(0), da(1, "D1 06"), da(9, "D1 07 verlopen")),
            "another line": trace(*APPROVED, da(9, "D1 04", "D2 01")),
            "asked again, refused, approved": trace(
                *APPROVED, *NEW_OFFER, da(9, "D1 01"), da(10, "D1 07 vaag"), da(11, "D1 04")
            ),
            "the same judgement told again": trace(
                apply(0),
                da(1, line("D1", "04", moment="x")),
                *NEW_OFFER,
                da(8, line("D1", "04", moment="x")),
                da(9, "D1 01"),
            ),
        },
        broken={
            "asked again": (trace(*APPROVED, da(9, "D1 01")), ["3 lender"]),
            "refused": (trace(*APPROVED, *NEW_OFFER, da(9, "D1 07 vaag")), ["5 lender"]),
            "back in treatment": (trace(*APPROVED, *NEW_OFFER, da(9, "D1 02")), ["5 lender"]),
            "provisional after all": (trace(*APPROVED, da(9, "D1 06")), ["3 lender"]),
            "after a binding offer only": (trace(*APPROVED, ox(5, "binding"), da(9, "D1 01")), ["4 lender"]),
            "after proposals only": (trace(*APPROVED, ox(5), ox(6), da(9, "D1 01")), ["5 lender"]),
            "the new offer came later": (trace(*APPROVED, ox(5, "binding"), da(9, "D1 01"), ox(10)), ["4 lender"]),
            "approved after the new offer": (
                trace(apply(0), *NEW_OFFER, da(7, "D1 04"), da(9, "D1 01")),
                ["5 lender"],
            ),
            "judged anew after the new offer": (
                trace(
                    apply(0),
                    da(1, line("D1", "04", moment="x")),
                    *NEW_OFFER,
                    da(8, line("D1", "04", moment="y")),
                    da(9, "D1 01"),
                ),
                ["6 lender"],
            ),
            "every list that says so": (trace(*APPROVED, da(9, "D1 01"), da(10, "D1 02")), ["3 lender", "4 lender"]),
        },
    ),
    "reason-missing": Cases(
        lawful={
            "refused with a reason": trace(apply(0), da(1, "D1 07 onleesbaar")),
            "dropped with a reason": trace(apply(0), da(1, "D1 08 niet meer nodig")),
            "asked for": trace(apply(0), da(1, "D1 01")),
            "approved": trace(apply(0), da(1, "D1 04", "D2 06", "D3 03", "D4 02")),
            "no list": trace(apply(0), ox(1)),
        },
        broken={
            "refused": (trace(apply(0), da(1, "D1 07")), ["2 lender"]),
            "dropped": (trace(apply(0), da(1, "D1 08")), ["2 lender"]),
            "one of two": (trace(apply(0), da(1, "D1 07 vaag", "D2 07")), ["2 lender"]),
            "each list": (trace(apply(0), da(1, "D1 07"), da(2, "D1 07")), ["2 lender", "3 lender"]),
            "a credit": (trace(apply(0, code="KX"), da(1, "D1 08", domain="KX")), ["2 lender"]),
        },
    ),
    "document-from-source": Cases(
        lawful={
            "the other line": trace(*FETCHED, dx(9, "D2")),
            "nothing delivered": trace(*FETCHED),
            "no longer from a source": trace(*FETCHED, da(5, "D1 07 niet gelukt"), dx(9, "D1")),
            "not asked for at all, judged elsewhere": trace(*FETCHED, dx(9, "D9")),
            "delivered before that": trace(*LISTED, dx(2, "D1"), da(5, line("D1", source=True))),
            "another's list": trace(apply(0), da(1, line("D1", source=True), way=LENDER_TO_STATION), dx(9, "D1")),
        },
        broken={
            "delivered": (trace(*FETCHED, dx(9, "D1")), ["3 office"]),
            "twice": (trace(*FETCHED, dx(9, "D1"), dx(10, "D1")), ["3 office", "4 office"]),
            "together with another": (trace(*FETCHED, dx(9, "D1", "D2")), ["3 office"]),
            "since a later list": (trace(*LISTED, da(5, line("D1", source=True)), dx(9, "D1")), ["4 office"]),
            "a station": (
                trace(
                    apply(0, way=STATION_TO_LENDER),
                    da(1, line("D1", source=True), way=LENDER_TO_STATION),
                    dx(9, "D1", way=STATION_TO_LENDER),
                ),
                ["3 station"],
            ),
        },
    ),
    "document-not-requested": Cases(
        lawful={
            "on the list": trace(*LISTED, dx(9, "D1")),
            "two lines": trace(*LISTED, dx(9, "D1", "D2")),
            "on an earlier list": trace(*LISTED, da(5, "D1 01"), dx(9, "D2")),
            "the list went past us": trace(apply(0), dx(9, "D7")),
            "ours": trace(*LISTED, dx(9, "D2"), ours=[OFFICE]),
        },
        broken={
            "another number": (trace(*LISTED, dx(9, "D3")), ["3 office"]),
            "one of two": (trace(*LISTED, dx(9, "D1", "D3")), ["3 office"]),
            "asked for later": (trace(*LISTED, dx(9, "D3"), da(10, "D3 01")), ["3 office"]),
            "ours without a list": (trace(apply(0), dx(9, "D1"), ours=[OFFICE]), ["2 office"]),
            "asked of another": (
                trace(*LISTED, da(5, "D3 01", way=LENDER_TO_STATION), dx(9, "D3")),
                ["4 office"],
            ),
        },
    ),
    "document-not-one-file": Cases(
        lawful={
            "one": trace(*LISTED, dx(9, "D1")),
            "one per line": trace(*LISTED, dx(9, "D1"), dx(10, "D2")),
            "one for two lines": trace(*LISTED, dx(9, "D1", "D2")),
            "an offer has more": trace(apply(0), ox(1, files=3)),
            "again": trace(*LISTED, dx(9, "D1"), da(10, "D1 07 vaag"), dx(11, "D1")),
        },
        broken={
            "two": (trace(*LISTED, dx(9, "D1", files=2)), ["3 office"]),
            "none": (trace(*LISTED, dx(9, "D1", files=0)), ["3 office"]),
            "three assessments in one": (trace(*LISTED, dx(9, "D1", files=3)), ["3 office"]),
            "two for two lines": (trace(*LISTED, dx(9, "D1", "D2", files=2)), ["3 office"]),
            "a station": (trace(dx(9, "D1", way=STATION_TO_LENDER, files=2)), ["1 station"]),
        },
    ),
    "document-not-awaited": Cases(
        lawful={
            "asked for": trace(*LISTED, dx(9, "D1")),
            "refused, so again": trace(*LISTED, dx(9, "D1"), da(20, "D1 07 vaag"), dx(30, "D1")),
            "password, so again": trace(*LISTED, dx(9, "D1"), sx(10, "01", "DX", numbers=("D1",)), dx(30, "D1")),
            "too large, so again": trace(*LISTED, dx(9, "D1"), sx(10, "04", "DX", numbers=("D1",)), dx(30, "D1")),
            "each line its own": trace(*LISTED, dx(9, "D1"), dx(10, "D2")),
            "nobody asked, judged elsewhere": trace(*LISTED, dx(9, "D9")),
        },
        broken={
            "twice": (trace(*LISTED, dx(9, "D1"), dx(10, "D1")), ["4 office"]),
            "three papers for one line": (
                trace(*LISTED, dx(9, "D1"), dx(10, "D1"), dx(11, "D1")),
                ["4 office", "5 office"],
            ),
            "received already": (
                trace(*LISTED, dx(9, "D1"), sx(10, "02", "DX", numbers=("D1",)), dx(11, "D1")),
                ["5 office"],
            ),
            "approved already": (trace(*APPROVED, dx(9, "D1")), ["3 office"]),
            "dropped": (trace(apply(0), da(1, "D1 08 niet nodig"), dx(9, "D1")), ["3 office"]),
            "in treatment": (trace(*LISTED, dx(9, "D1"), da(20, "D1 02"), dx(30, "D1")), ["5 office"]),
            "another line was refused": (
                trace(*LISTED, dx(9, "D1"), sx(10, "01", "DX", numbers=("D2",)), dx(30, "D1")),
                ["5 office"],
            ),
        },
    ),
}
