"""Traces about the order and the end of statuses."""

from tests.schemas.hdn.agreements.exchanged import (
    DAY,
    LENDER_TO_STATION,
    OFFICE_TO_STATION,
    STATION_TO_LENDER,
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

LIFE = (apply(0, code="LX"), sx(1, "09", "LX"))
CREDIT = (apply(0, code="KX"), sx(1, "01", "KX"))
MORTGAGE = (apply(0), sx(1, "09"))

STATUSES = {
    "status-before-receipt": Cases(
        lawful={
            "receipt, then the rest": trace(*MORTGAGE, sx(2, "10"), sx(3, "23")),
            "only a receipt": trace(*MORTGAGE),
            "a technical refusal": trace(apply(0), sx(1, "25")),
            "a warning": trace(apply(0), sx(1, "82"), sx(2, "09")),
            "its application went past us": trace(sx(0, "20")),
            "each version": trace(*MORTGAGE, apply(5, 2), sx(6, "09", version=2), sx(7, "10", version=2)),
            "a credit": trace(apply(0, code="KX"), sx(1, "02", "KX")),
        },
        broken={
            "in treatment": (trace(apply(0), sx(1, "10"), sx(2, "09")), ["2 lender"]),
            "the end": (trace(apply(0), sx(1, "20")), ["2 lender"]),
            "two": (trace(apply(0), sx(1, "10"), sx(2, "12")), ["2 lender", "3 lender"]),
            "the second version": (trace(*MORTGAGE, apply(5, 2), sx(6, "10", version=2)), ["4 lender"]),
            "a station": (trace(apply(0, way=OFFICE_TO_STATION), sx(1, "10", way=STATION_TO_OFFICE)), ["2 station"]),
            "a binding offer": (trace(apply(0), sx(1, "23"), sx(2, "09")), ["2 lender"]),
        },
    ),
    "treatment-twice": Cases(
        lawful={
            "once": trace(*LIFE, sx(2, "10", "LX")),
            "never": trace(*LIFE),
            "once per version": trace(*LIFE, sx(2, "10", "LX"), apply(5, 2, "LX"), sx(6, "10", "LX", 2)),
            "passed on": trace(
                apply(0, code="LX", way=OFFICE_TO_STATION),
                apply(1, code="LX", way=STATION_TO_LENDER),
                sx(2, "10", "LX", way=LENDER_TO_STATION),
                sx(3, "10", "LX", way=STATION_TO_OFFICE),
            ),
            "a mortgage": trace(*MORTGAGE, sx(2, "10"), sx(3, "10")),
        },
        broken={
            "twice": (trace(*LIFE, sx(2, "10", "LX"), sx(3, "10", "LX")), ["4 lender"]),
            "three times": (
                trace(*LIFE, sx(2, "10", "LX"), sx(3, "10", "LX"), sx(4, "10", "LX")),
                ["4 lender", "5 lender"],
            ),
            "with others between": (
                trace(*LIFE, sx(2, "10", "LX"), sx(3, "15", "LX"), sx(4, "14", "LX"), sx(5, "10", "LX")),
                ["6 lender"],
            ),
            "the second version": (
                trace(*LIFE, apply(5, 2, "LX"), sx(6, "10", "LX", 2), sx(7, "10", "LX", 2)),
                ["5 lender"],
            ),
            "its application went past us": (trace(sx(2, "10", "LX"), sx(3, "10", "LX")), ["2 lender"]),
        },
    ),
    "declaration-not-sent": Cases(
        lawful={
            "sent, then received": trace(*LIFE, sx(2, "15", "LX"), sx(DAY, "14", "LX")),
            "sent": trace(*LIFE, sx(2, "15", "LX")),
            "neither": trace(*LIFE, sx(2, "08", "LX")),
            "two persons": trace(*LIFE, sx(2, "15", "LX"), sx(3, "15", "LX"), sx(DAY, "14", "LX"), sx(DAY, "14", "LX")),
            "a mortgage's 14": trace(*MORTGAGE, sx(2, "14")),
        },
        broken={
            "received only": (trace(*LIFE, sx(2, "14", "LX")), ["3 lender"]),
            "the wrong way round": (trace(*LIFE, sx(2, "14", "LX"), sx(3, "15", "LX")), ["3 lender"]),
            "after treatment": (trace(*LIFE, sx(2, "10", "LX"), sx(3, "14", "LX")), ["4 lender"]),
            "sent to another": (
                trace(*LIFE, sx(2, "15", "LX", way=LENDER_TO_STATION), sx(3, "14", "LX")),
                ["4 lender"],
            ),
            "twice": (trace(*LIFE, sx(2, "14", "LX"), sx(3, "14", "LX")), ["3 lender", "4 lender"]),
        },
    ),
    "declaration-not-received": Cases(
        lawful={
            "received": trace(*LIFE, sx(2, "15", "LX"), sx(3, "14", "LX"), sx(4, "08", "LX")),
            "not sent": trace(*LIFE, sx(4, "08", "LX")),
            "no policy yet": trace(*LIFE, sx(2, "15", "LX"), until=9999),
            "refused": trace(*LIFE, sx(2, "15", "LX"), sx(4, "12", "LX")),
            "two persons": trace(
                *LIFE, sx(2, "15", "LX"), sx(3, "15", "LX"), sx(4, "14", "LX"), sx(5, "14", "LX"), sx(6, "08", "LX")
            ),
        },
        broken={
            "never": (trace(*LIFE, sx(2, "15", "LX"), sx(4, "08", "LX")), ["4 lender"]),
            "after the policy": (trace(*LIFE, sx(2, "15", "LX"), sx(4, "08", "LX"), sx(5, "14", "LX")), ["4 lender"]),
            "sent again": (
                trace(*LIFE, sx(2, "15", "LX"), sx(3, "14", "LX"), sx(4, "15", "LX"), sx(5, "08", "LX")),
                ["6 lender"],
            ),
            "received by another": (
                trace(*LIFE, sx(2, "15", "LX"), sx(3, "14", "LX", way=LENDER_TO_STATION), sx(5, "08", "LX")),
                ["5 lender"],
            ),
            "its application went past us": (trace(sx(2, "15", "LX"), sx(4, "08", "LX")), ["2 lender"]),
        },
    ),
    "credit-ended": Cases(
        lawful={
            "goes on": trace(*CREDIT, da(2, "D1 01", domain="KX"), dx(3, "D1")),
            "could not be handled": trace(*CREDIT, sx(2, "03", "KX"), apply(3, 2, "KX")),
            "the lender may go on": trace(*CREDIT, sx(2, "05", "KX"), sx(3, "06", "KX")),
            "a station passes it on": trace(
                apply(0, code="KX", way=OFFICE_TO_STATION),
                apply(1, code="KX", way=STATION_TO_LENDER),
                sx(2, "05", "KX", way=LENDER_TO_STATION),
                sx(3, "05", "KX", way=STATION_TO_OFFICE),
            ),
            "a mortgage's 05 is an approval": trace(*MORTGAGE, sx(2, "05"), dx(3, "D1")),
            "the end": trace(*CREDIT, sx(2, "06", "KX")),
        },
        broken={
            "a document after a refusal": (trace(*CREDIT, sx(2, "05", "KX"), dx(3, "D1")), ["4 office"]),
            "a version after a refusal": (trace(*CREDIT, sx(2, "05", "KX"), apply(3, 2, "KX")), ["4 office"]),
            "a document after the end": (trace(*CREDIT, sx(2, "06", "KX"), dx(3, "D1")), ["4 office"]),
            "a version after the end": (trace(*CREDIT, sx(2, "06", "KX"), apply(3, 2, "KX")), ["4 office"]),
            "a status after the end": (
                trace(*CREDIT, sx(2, "06", "KX"), sx(3, "01", "DA", way=TO_LENDER)),
                ["4 office"],
            ),
            "through a station": (
                trace(
                    apply(0, code="KX", way=OFFICE_TO_STATION),
                    apply(1, code="KX", way=STATION_TO_LENDER),
                    sx(2, "05", "KX", way=LENDER_TO_STATION),
                    sx(3, "05", "KX", way=STATION_TO_OFFICE),
                    dx(4, "D1", way=OFFICE_TO_STATION),
                ),
                ["5 office"],
            ),
        },
    ),
    "life-ended": Cases(
        lawful={
            "the end": trace(*LIFE, sx(2, "16", "LX")),
            "refused, then the end": trace(*LIFE, sx(2, "12", "LX"), sx(3, "16", "LX")),
            "could not be handled": trace(*LIFE, sx(2, "13", "LX"), apply(3, 2, "LX")),
            "a station passes it on": trace(
                apply(0, code="LX", way=OFFICE_TO_STATION),
                apply(1, code="LX", way=STATION_TO_LENDER),
                sx(2, "16", "LX", way=LENDER_TO_STATION),
                sx(3, "16", "LX", way=STATION_TO_OFFICE),
            ),
            "the mortgage beside it goes on": trace(*LIFE, apply(1), sx(2, "16", "LX"), sx(3, "10")),
        },
        broken={
            "a status": (trace(*LIFE, sx(2, "16", "LX"), sx(3, "10", "LX")), ["4 lender"]),
            "the policy": (trace(*LIFE, sx(2, "16", "LX"), sx(3, "08", "LX")), ["4 lender"]),
            "an offer": (trace(*LIFE, sx(2, "16", "LX"), ox(3, domain="LX")), ["4 lender"]),
            "a new version": (trace(*LIFE, sx(2, "16", "LX"), apply(3, 2, "LX")), ["4 office"]),
            "the end again": (trace(*LIFE, sx(2, "16", "LX"), sx(3, "16", "LX")), ["4 lender"]),
        },
    ),
    "mortgage-ended": Cases(
        lawful={
            "in servicing": trace(*MORTGAGE, sx(2, "26"), sx(3, "20")),
            "declined": trace(*MORTGAGE, sx(2, "11")),
            "ended": trace(*MORTGAGE, sx(2, "16")),
            "could not be handled": trace(*MORTGAGE, sx(2, "14"), apply(3, 2), sx(4, "09", version=2)),
            "a change of the loan": trace(*MORTGAGE, sx(2, "20"), apply(3, code="MX")),
        },
        broken={
            "a status after declined": (trace(*MORTGAGE, sx(2, "11"), sx(3, "10")), ["4 lender"]),
            "an offer after declined": (trace(*MORTGAGE, sx(2, "11"), ox(3)), ["4 lender"]),
            "a list after ended": (trace(*MORTGAGE, sx(2, "16"), da(3, "D1 01")), ["4 lender"]),
            "a version after ended": (trace(*MORTGAGE, sx(2, "16"), apply(3, 2)), ["4 office"]),
            "paid after in servicing": (trace(*MORTGAGE, sx(2, "20"), sx(3, "26")), ["4 lender"]),
        },
    ),
    "notary-status-missing": Cases(
        lawful={
            "told": trace(*MORTGAGE, sx(2, "05"), sx(3, "31"), sx(4, "20")),
            "told after the payment": trace(*MORTGAGE, sx(2, "26"), sx(3, "31"), sx(4, "20")),
            "not in servicing yet": trace(*MORTGAGE, sx(2, "05"), sx(3, "26")),
            "before 24.0": trace(*MORTGAGE, sx(4, "20", schema_version="23.1")),
            "an unknown version": trace(*MORTGAGE, sx(4, "20", schema_version="")),
            "a credit's list has no such status": trace(*CREDIT, sx(4, "08", "KX")),
        },
        broken={
            "never": (trace(*MORTGAGE, sx(2, "05"), sx(4, "20")), ["4 lender"]),
            "too late": (trace(*MORTGAGE, sx(3, "20"), sx(4, "31")), ["3 lender"]),
            "in 25.0": (trace(*MORTGAGE, sx(4, "20", schema_version="25.0.1.1")), ["3 lender"]),
            "told to another": (
                trace(*MORTGAGE, sx(3, "31", way=LENDER_TO_STATION), sx(4, "20")),
                ["4 lender"],
            ),
            "its application went past us": (trace(sx(4, "20")), ["1 lender"]),
        },
    ),
    "notary-status-after-payment": Cases(
        lawful={
            "told": trace(*MORTGAGE, sx(3, "31"), sx(4, "26")),
            "paid in two parts": trace(*MORTGAGE, sx(3, "31"), sx(4, "26"), sx(5, "26")),
            "not paid yet": trace(*MORTGAGE, sx(3, "05")),
            "before 24.0": trace(*MORTGAGE, sx(4, "26", schema_version="23.0")),
            "a credit paid out": trace(*CREDIT, sx(4, "09", "KX")),
        },
        broken={
            "never": (trace(*MORTGAGE, sx(4, "26")), ["3 lender"]),
            "afterwards": (trace(*MORTGAGE, sx(4, "26"), sx(5, "31")), ["3 lender"]),
            "in 25.0": (trace(*MORTGAGE, sx(4, "26", schema_version="25.0")), ["3 lender"]),
            "told to another": (trace(*MORTGAGE, sx(3, "31", way=LENDER_TO_STATION), sx(4, "26")), ["4 lender"]),
            "paid in two parts": (trace(*MORTGAGE, sx(4, "26"), sx(5, "26")), ["3 lender", "4 lender"]),
        },
    ),
}
