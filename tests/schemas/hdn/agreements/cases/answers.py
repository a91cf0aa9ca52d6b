"""Traces about what is answered, and about offers."""

from tests.schemas.hdn.agreements.exchanged import (
    LENDER,
    OFFICE,
    OFFICE_TO_STATION,
    STATION_TO_OFFICE,
    TO_LENDER,
    Cases,
    apply,
    da,
    dx,
    ox,
    sx,
    trace,
)

DELIVERED = (apply(0), sx(1, "09"), da(2, "D1 01"), dx(9, "D1"))

ANSWERS = {
    "answer-before-application": Cases(
        lawful={
            "a receipt": trace(apply(0), sx(1, "09")),
            "a list": trace(apply(0), da(1, "D1 01")),
            "an offer": trace(apply(0, code="KX"), ox(1, domain="KX")),
            "a status about a document": trace(*DELIVERED, sx(10, "04", "DX")),
            "its application went past us": trace(sx(0, "20"), ox(1)),
            "ours": trace(apply(0), sx(1, "09"), ours=[LENDER]),
        },
        broken={
            "a status": (trace(sx(0, "10"), apply(1)), ["1 lender"]),
            "the end": (trace(sx(0, "20"), sx(1, "09"), apply(2)), ["1 lender", "2 lender"]),
            "an offer": (trace(ox(0), apply(1)), ["1 lender"]),
            "a list": (trace(da(0, "D1 01"), apply(1)), ["1 lender"]),
            "ours to nothing": (trace(sx(0, "09"), ours=[LENDER]), ["1 lender"]),
            "ours to another kind": (trace(apply(0), sx(1, "01", "KX"), ours=[LENDER]), ["2 lender"]),
            "a status about a document": (trace(apply(0), sx(1, "04", "DX"), dx(9, "D1")), ["2 lender"]),
        },
    ),
    "status-not-expected": Cases(
        lawful={
            "about an application": trace(apply(0), sx(1, "09")),
            "what is wrong with a document": trace(*DELIVERED, sx(10, "01", "DX")),
            "a document that came before": trace(*DELIVERED, sx(10, "02", "DX")),
            "a valuation about a list": trace(apply(0), da(1, "D1 01"), sx(2, "01", "DA", way=TO_LENDER)),
            "a question": trace(apply(0, code="IA"), sx(1, "01", "IA")),
            "who may not": trace(*DELIVERED, sx(10, "80", "DX")),
        },
        broken={
            "about a status": (trace(apply(0), sx(1, "09"), sx(2, "09", "SX", way=TO_LENDER)), ["3 office"]),
            "about an offer": (trace(apply(0), ox(1), sx(2, "09", "OX", way=TO_LENDER)), ["3 office"]),
            "a receipt for a document": (trace(*DELIVERED, sx(10, "09", "DX")), ["5 lender"]),
            "an approval of a document": (trace(*DELIVERED, sx(10, "07", "DX")), ["5 lender"]),
            "ours about a list": (
                trace(apply(0), da(1, "D1 01"), sx(2, "01", "DA", way=TO_LENDER), ours=[OFFICE]),
                ["3 office"],
            ),
            "a loop of two": (
                trace(apply(0), sx(1, "09"), sx(2, "09", "SX", way=TO_LENDER), sx(3, "09", "SX")),
                ["3 office", "4 lender"],
            ),
        },
    ),
    "status-without-reference": Cases(
        lawful={
            "with it": trace(da(1, "D1 01"), sx(2, "01", "DA", way=TO_LENDER, lender_reference="L-1")),
            "about an application": trace(apply(0), sx(1, "09")),
            "about a document": trace(*DELIVERED, sx(10, "04", "DX")),
            "a credit": trace(apply(0, code="KX"), sx(1, "01", "KX")),
            "a list itself": trace(apply(0), da(1, "D1 01")),
        },
        broken={
            "from the office": (trace(da(1, "D1 01"), sx(2, "01", "DA", way=TO_LENDER)), ["2 office"]),
            "from the lender": (trace(da(1, "D1 01"), sx(2, "01", "DA")), ["2 lender"]),
            "from a station": (trace(da(1, "D1 01"), sx(2, "01", "DA", way=STATION_TO_OFFICE)), ["2 station"]),
            "twice": (trace(sx(2, "01", "DA"), sx(3, "02", "DA")), ["1 lender", "2 lender"]),
            "one with and one without": (
                trace(sx(2, "01", "DA", lender_reference="L-1"), sx(3, "02", "DA")),
                ["2 lender"],
            ),
        },
    ),
    "request-answers-no-application": Cases(
        lawful={
            "a mortgage": trace(apply(0), da(1, "D1 01")),
            "a credit": trace(apply(0, code="KX"), da(1, "D1 01", domain="KX")),
            "again and again": trace(apply(0), da(1, "D1 01"), da(2, "D1 03")),
            "from a station": trace(apply(0, way=OFFICE_TO_STATION), da(1, "D1 01", way=STATION_TO_OFFICE)),
            "an offer is no list": trace(apply(0, code="LX"), ox(1, domain="LX")),
        },
        broken={
            "a document": (trace(*DELIVERED, da(10, "D1 03", domain="DX")), ["5 lender"]),
            "a life insurance": (trace(apply(0, code="LX"), da(1, "D1 01", domain="LX")), ["2 lender"]),
            "a change": (trace(apply(0, code="MX"), da(1, "D1 01", domain="MX")), ["2 lender"]),
            "an offer": (trace(apply(0), ox(1), da(2, "D1 01", domain="OX")), ["3 lender"]),
            "nothing": (trace(apply(0), da(1, "D1 01", domain="")), ["2 lender"]),
        },
    ),
    "offer-not-one-kind": Cases(
        lawful={
            "a proposal": trace(apply(0), ox(1)),
            "an offer": trace(apply(0), ox(1, "binding")),
            "a proposal, then an offer": trace(apply(0), ox(1), ox(2, "binding")),
            "a credit's matrix is neither": trace(apply(0, code="KX"), ox(1, "neither", "KX")),
            "a life insurance": trace(apply(0, code="LX"), ox(1, "binding", "LX")),
        },
        broken={
            "both": (trace(apply(0), ox(1, "both")), ["2 lender"]),
            "neither": (trace(apply(0), ox(1, "neither")), ["2 lender"]),
            "a credit of both": (trace(apply(0, code="KX"), ox(1, "both", "KX")), ["2 lender"]),
            "the second one": (trace(apply(0), ox(1), ox(2, "both")), ["3 lender"]),
            "a station's": (trace(apply(0), ox(1, "both", way=STATION_TO_OFFICE)), ["2 station"]),
            "a life insurance of both": (trace(ox(1, "both", "LX")), ["1 lender"]),
        },
    ),
}
