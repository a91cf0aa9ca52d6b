"""Traces about receipts."""

from tests.schemas.hdn.agreements.exchanged import (
    LENDER_TO_STATION,
    OFFICE_TO_STATION,
    STATION_TO_LENDER,
    STATION_TO_OFFICE,
    Cases,
    apply,
    sx,
    trace,
)

FIRST = (apply(0, way=OFFICE_TO_STATION), sx(1, "09", way=STATION_TO_OFFICE), apply(2, way=STATION_TO_LENDER))
FIRST_LIFE = (
    apply(0, code="LX", way=OFFICE_TO_STATION),
    sx(1, "09", "LX", way=STATION_TO_OFFICE),
    apply(2, code="LX", way=STATION_TO_LENDER),
)

RECEIPTS = {
    "receipt-late": Cases(
        lawful={
            "at once": trace(apply(0), sx(0, "09")),
            "on the last second": trace(apply(0), sx(15, "09")),
            "nobody is late yet": trace(apply(0), until=15),
            "a technical refusal in its place": trace(apply(0), sx(14, "25")),
            "a life insurer that cannot handle it": trace(apply(0, code="LX"), sx(9, "13", "LX")),
            "one for each version": trace(apply(0), sx(5, "09"), apply(60, 2), sx(70, "09", version=2)),
            "a copy asks for no receipt": trace(apply(0), sx(5, "09"), apply(60), until=120),
            "every party to its own sender": trace(*FIRST, sx(17, "09", way=LENDER_TO_STATION)),
            "another kind has another agreement": trace(apply(0, code="KX"), until=60),
        },
        broken={
            "a minute late": (trace(apply(0), sx(16, "09")), ["2 lender"]),
            "never": (trace(apply(0), until=16), ["1 lender"]),
            "another status is no receipt": (trace(apply(0), sx(5, "10"), until=16), ["1 lender"]),
            "a functional refusal is no receipt": (trace(apply(0), sx(5, "14"), until=60), ["1 lender"]),
            "the receipt of another version": (
                trace(apply(0), sx(1, "09"), apply(20, 2), sx(21, "09"), until=60),
                ["3 lender"],
            ),
            "the station answers and the lender does not": (trace(*FIRST, until=18), ["3 lender"]),
            "the lender answers and the station does not": (
                trace(
                    apply(0, way=OFFICE_TO_STATION),
                    apply(1, way=STATION_TO_LENDER),
                    sx(2, "09", way=LENDER_TO_STATION),
                    until=16,
                ),
                ["1 station"],
            ),
            "a life insurer that is late": (trace(apply(0, code="LX"), sx(20, "09", "LX")), ["2 lender"]),
            "a technical refusal that is late": (trace(apply(0), sx(45, "25")), ["2 lender"]),
        },
    ),
    "receipt-late-by-analogy": Cases(
        lawful={
            "a credit": trace(apply(0, code="KX"), sx(3, "01", "KX")),
            "a change": trace(apply(0, code="MX"), sx(15, "01", "MX")),
            "a question": trace(apply(0, code="IA"), sx(1, "01", "IA")),
            "a credit that cannot be handled": trace(apply(0, code="KX"), sx(3, "03", "KX")),
            "not yet": trace(apply(0, code="MX"), until=10),
            "a mortgage has another agreement": trace(apply(0), until=60),
        },
        broken={
            "a credit": (trace(apply(0, code="KX"), sx(16, "01", "KX")), ["2 lender"]),
            "a change": (trace(apply(0, code="MX"), sx(60, "01", "MX")), ["2 lender"]),
            "a question": (trace(apply(0, code="IA"), until=16), ["1 lender"]),
            "paid out is no receipt": (trace(apply(0, code="KX"), sx(3, "09", "KX"), until=20), ["1 lender"]),
            "a second version without one": (
                trace(apply(0, code="KX"), sx(3, "01", "KX"), apply(60, 2, "KX"), until=90),
                ["3 lender"],
            ),
        },
    ),
    "receipt-twice": Cases(
        lawful={
            "once": trace(apply(0), sx(1, "09")),
            "once per version": trace(apply(0), sx(1, "09"), apply(5, 2), sx(6, "09", version=2)),
            "other statuses may come again": trace(apply(0), sx(1, "09"), sx(2, "12"), sx(3, "12")),
            "each party one": trace(*FIRST, sx(3, "09", way=LENDER_TO_STATION)),
            "the lender's adds its number": trace(
                *FIRST,
                sx(3, "09", way=LENDER_TO_STATION, lender_reference="L-1"),
                sx(4, "09", way=STATION_TO_OFFICE, lender_reference="L-1"),
            ),
            "a life insurer's is passed on": trace(
                *FIRST_LIFE,
                sx(3, "09", "LX", way=LENDER_TO_STATION),
                sx(4, "09", "LX", way=STATION_TO_OFFICE),
            ),
        },
        broken={
            "twice": (trace(apply(0), sx(1, "09"), sx(2, "09")), ["3 lender"]),
            "three times": (trace(apply(0), sx(1, "09"), sx(2, "09"), sx(3, "09")), ["3 lender", "4 lender"]),
            "a life insurer twice": (trace(apply(0, code="LX"), sx(1, "09", "LX"), sx(9, "09", "LX")), ["3 lender"]),
            "the lender's adds nothing": (
                trace(*FIRST, sx(3, "09", way=LENDER_TO_STATION), sx(4, "09", way=STATION_TO_OFFICE)),
                ["5 station"],
            ),
            "a number that nobody gave the station": (
                trace(*FIRST, sx(4, "09", way=STATION_TO_OFFICE, lender_reference="S-1")),
                ["4 station"],
            ),
            "the lender itself with a number": (
                trace(apply(0), sx(1, "09"), sx(2, "09", lender_reference="L-1")),
                ["3 lender"],
            ),
            "a life insurer's is passed on twice": (
                trace(
                    *FIRST_LIFE,
                    sx(3, "09", "LX", way=LENDER_TO_STATION),
                    sx(4, "09", "LX", way=STATION_TO_OFFICE),
                    sx(5, "09", "LX", way=STATION_TO_OFFICE),
                ),
                ["6 station"],
            ),
        },
    ),
    "receipt-twice-by-analogy": Cases(
        lawful={
            "a credit": trace(apply(0, code="KX"), sx(1, "01", "KX")),
            "a change": trace(apply(0, code="MX"), sx(1, "01", "MX")),
            "a question": trace(apply(0, code="IA"), sx(1, "01", "IA")),
            "once per version": trace(apply(0, code="KX"), sx(1, "01", "KX"), apply(5, 2, "KX"), sx(6, "01", "KX", 2)),
            "a mortgage has another agreement": trace(apply(0), sx(1, "09"), sx(2, "09")),
            "paid out in two parts": trace(apply(0, code="KX"), sx(1, "09", "KX"), sx(2, "09", "KX")),
        },
        broken={
            "a credit": (trace(apply(0, code="KX"), sx(1, "01", "KX"), sx(2, "01", "KX")), ["3 lender"]),
            "a change": (trace(apply(0, code="MX"), sx(1, "01", "MX"), sx(2, "01", "MX")), ["3 lender"]),
            "a question": (trace(apply(0, code="IA"), sx(1, "01", "IA"), sx(2, "01", "IA")), ["3 lender"]),
            "three times": (
                trace(apply(0, code="KX"), sx(1, "01", "KX"), sx(2, "01", "KX"), sx(3, "01", "KX")),
                ["3 lender", "4 lender"],
            ),
            "a second version twice": (
                trace(
                    apply(0, code="KX"),
                    sx(1, "01", "KX"),
                    apply(5, 2, "KX"),
                    sx(6, "01", "KX", 2),
                    sx(7, "01", "KX", 2),
                ),
                ["5 lender"],
            ),
        },
    ),
}
