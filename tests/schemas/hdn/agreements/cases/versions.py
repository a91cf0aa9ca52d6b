"""Traces about request versions."""

from tests.schemas.hdn.agreements.exchanged import (
    LENDER,
    LENDER_TO_STATION,
    OFFICE_TO_STATION,
    STATION,
    STATION_TO_LENDER,
    STATION_TO_OFFICE,
    Cases,
    apply,
    da,
    dx,
    ox,
    sx,
    trace,
)

TWO = (apply(0), sx(1, "09"), apply(60, 2), sx(61, "09", version=2))
LISTED = (apply(0), sx(1, "09"), da(2, "D1 01"))
RAISED = (apply(0, way=OFFICE_TO_STATION), apply(5, 2, way=STATION_TO_LENDER))

VERSIONS = {
    "first-version-not-one": Cases(
        lawful={
            "a mortgage": trace(apply(0)),
            "a credit": trace(apply(0, code="KX")),
            "a guarantee": trace(apply(0, code="WX")),
            "nothing at all": trace(),
            "an answer whose application went past us": trace(sx(0, "10", version=3)),
            "a second version later": trace(*TWO),
        },
        broken={
            "a mortgage": (trace(apply(0, 2)), ["1 office"]),
            "a credit": (trace(apply(0, 3, "KX")), ["1 office"]),
            "a life insurance": (trace(apply(0, 2, "LX")), ["1 office"]),
            "a guarantee": (trace(apply(0, 2, "WX")), ["1 office"]),
            "zero": (trace(apply(0, 0)), ["1 office"]),
            "a station that forwards": (trace(apply(0, 7, way=STATION_TO_LENDER)), ["1 station"]),
        },
    ),
    "version-used-again": Cases(
        lawful={
            "once": trace(apply(0)),
            "each its own": trace(*TWO),
            "the same content is a copy": trace(apply(0), apply(5)),
            "forwarded under its number": trace(
                apply(0, way=OFFICE_TO_STATION), apply(1, way=STATION_TO_LENDER, content="x")
            ),
            "another kind beside it": trace(apply(0), apply(1, code="LX")),
            "a document is no version": trace(*LISTED, dx(5, "D1"), dx(9, "D1", content_hash="x")),
        },
        broken={
            "other content": (trace(apply(0), apply(5, content="x")), ["2 office"]),
            "after an answer": (trace(*LISTED, apply(5, content="x")), ["4 office"]),
            "the second version": (trace(*TWO, apply(70, 2, content="x")), ["5 office"]),
            "the first after the second": (trace(*TWO, apply(70, 1, content="x")), ["5 office"]),
            "a credit": (trace(apply(0, code="KX"), apply(1, code="KX", content="x")), ["2 office"]),
            "a station": (
                trace(
                    apply(0, way=OFFICE_TO_STATION),
                    apply(1, way=STATION_TO_LENDER),
                    apply(9, way=STATION_TO_LENDER, content="x"),
                ),
                ["3 station"],
            ),
        },
    ),
    "version-skipped": Cases(
        lawful={
            "one and two": trace(*TWO),
            "the station takes two, the office three": trace(*RAISED, apply(9, 3, way=OFFICE_TO_STATION)),
            "both forwarded under their number": trace(
                apply(0, way=OFFICE_TO_STATION),
                apply(1, way=STATION_TO_LENDER),
                apply(2, 2, way=OFFICE_TO_STATION),
                apply(3, 2, way=STATION_TO_LENDER),
            ),
            "a copy": trace(apply(0), apply(1)),
            "the first one is judged elsewhere": trace(apply(0, 4)),
            "another kind beside it": trace(*TWO, apply(70, code="LX")),
            "after one that was refused": trace(*TWO, sx(62, "14", version=2), apply(70, 3)),
        },
        broken={
            "three after one": (trace(apply(0), apply(5, 3)), ["2 office"]),
            "the station took two already": (
                trace(*RAISED, apply(9, 2, way=OFFICE_TO_STATION)),
                ["3 office"],
            ),
            "back to one": (trace(apply(0, 2), apply(5, 1)), ["2 office"]),
            "a credit": (trace(apply(0, code="KX"), apply(5, 4, "KX")), ["2 office"]),
            "a station that raises by two": (
                trace(apply(0, way=OFFICE_TO_STATION), apply(5, 3, way=STATION_TO_LENDER)),
                ["2 station"],
            ),
            "an answer had a higher one": (trace(apply(0), sx(1, "10", version=3), apply(5, 2)), ["3 office"]),
        },
    ),
    "answer-version-unknown": Cases(
        lawful={
            "the only one": trace(*LISTED),
            "the newest": trace(*TWO, ox(70, version=2)),
            "the old one, which is judged elsewhere": trace(*TWO, ox(70, version=1)),
            "one that another station may have made": trace(apply(0), sx(1, "10", version=2)),
            "our answer to the only one": trace(apply(0), sx(1, "09"), ours=[LENDER]),
            "its application went past us": trace(sx(1, "10", version=5)),
        },
        broken={
            "our answer to none": (trace(apply(0), sx(1, "09", version=2), ours=[LENDER]), ["2 lender"]),
            "our list for none": (trace(apply(0), da(1, "D1 01", version=3), ours=[LENDER]), ["2 lender"]),
            "a lower one that never was": (trace(apply(0, 2), sx(1, "10", version=1)), ["2 lender"]),
            "an offer for a lower one": (trace(apply(0, 3), ox(1, version=2)), ["2 lender"]),
            "a station's own": (
                trace(apply(0, way=OFFICE_TO_STATION), sx(1, "09", version=2, way=STATION_TO_OFFICE), ours=[STATION]),
                ["2 station"],
            ),
            "a credit": (trace(apply(0, 2, "KX"), sx(1, "02", "KX")), ["2 lender"]),
        },
    ),
    "old-version-answered": Cases(
        lawful={
            "the only one": trace(apply(0), sx(1, "09"), sx(2, "10")),
            "the newest": trace(*TWO, sx(70, "10", version=2)),
            "before the newer one came": trace(apply(0), sx(1, "09"), sx(2, "10"), apply(60, 2)),
            "its receipt is still due": trace(apply(0), apply(1, 2), sx(2, "09"), sx(3, "09", version=2)),
            "the newer one could not be handled": trace(*TWO, sx(62, "14", version=2), ox(70, version=1)),
            "the newer one was refused technically": trace(
                apply(0), sx(1, "09"), apply(60, 2), sx(61, "25", version=2), da(70, "D1 01")
            ),
            "the lender has not got the newer one yet": trace(
                apply(0, way=OFFICE_TO_STATION),
                apply(1, way=STATION_TO_LENDER),
                apply(60, 2, way=OFFICE_TO_STATION),
                sx(61, "10", way=LENDER_TO_STATION),
            ),
        },
        broken={
            "a status": (trace(*TWO, sx(70, "10")), ["5 lender"]),
            "an offer": (trace(*TWO, ox(70)), ["5 lender"]),
            "a list": (trace(*TWO, da(70, "D1 01")), ["5 lender"]),
            "a credit": (trace(apply(0, code="KX"), apply(1, 2, "KX"), sx(2, "02", "KX")), ["3 lender"]),
            "the third one was refused, the second was not": (
                trace(*TWO, apply(70, 3), sx(71, "25", version=3), ox(80, version=1)),
                ["7 lender"],
            ),
            "a station that made the newer one": (
                trace(*RAISED, sx(9, "24", way=STATION_TO_OFFICE)),
                ["3 station"],
            ),
        },
    ),
    "old-request-delivered": Cases(
        lawful={
            "the only one": trace(*LISTED, dx(9, "D1")),
            "the new list": trace(*LISTED, apply(60, 2), da(61, "D1 01", version=2), dx(70, "D1", version=2)),
            "before the newer one": trace(*LISTED, dx(9, "D1"), apply(60, 2)),
            "the newer one was not accepted": trace(*LISTED, apply(60, 2), sx(61, "14", version=2), dx(70, "D1")),
            "the newer one was refused technically": trace(
                *LISTED, apply(60, 2), sx(61, "25", version=2), dx(70, "D1")
            ),
            "delivered again on the only one": trace(*LISTED, dx(9, "D1"), da(20, "D1 07 vaag"), dx(30, "D1")),
        },
        broken={
            "while the new list is not there": (trace(*LISTED, apply(60, 2), dx(70, "D1")), ["5 office"]),
            "while the new list is there": (
                trace(*LISTED, apply(60, 2), da(61, "D1 01", version=2), dx(70, "D1")),
                ["6 office"],
            ),
            "twice": (trace(*LISTED, apply(60, 2), dx(70, "D1"), dx(71, "D1")), ["5 office", "6 office"]),
            "two versions back": (trace(*LISTED, apply(60, 2), apply(61, 3), dx(70, "D1")), ["6 office"]),
            "the station made the newer one": (
                trace(
                    apply(0, way=OFFICE_TO_STATION),
                    apply(1, 2, way=STATION_TO_LENDER),
                    dx(2, "D1", way=STATION_TO_LENDER),
                ),
                ["3 station"],
            ),
            "one was refused, the one before was not": (
                trace(*LISTED, apply(60, 2), apply(61, 3), sx(62, "14", version=3), dx(70, "D1")),
                ["7 office"],
            ),
        },
    ),
    "document-version-changed": Cases(
        lawful={
            "that of the list": trace(*LISTED, dx(9, "D1")),
            "that of the new list": trace(*LISTED, apply(60, 2), da(61, "D1 01", version=2), dx(70, "D1", version=2)),
            "delivered again": trace(*LISTED, dx(9, "D1"), da(20, "D1 07 vaag"), dx(30, "D1")),
            "the list of a refused version does not count": trace(
                *LISTED, apply(60, 2), da(61, "D1 01", version=2), sx(62, "14", version=2), dx(70, "D1")
            ),
            "nobody asked, which is judged elsewhere": trace(apply(0), dx(9, "D1", version=2)),
            "two lines of one list": trace(apply(0), da(1, "D1 01", "D2 01"), dx(9, "D1", "D2")),
        },
        broken={
            "raised by the first delivery": (trace(*LISTED, dx(9, "D1", version=2)), ["4 office"]),
            "raised by delivering again": (
                trace(*LISTED, dx(9, "D1"), da(20, "D1 07 vaag"), dx(30, "D1", version=2)),
                ["6 office"],
            ),
            "the new version on the old list": (trace(*LISTED, apply(60, 2), dx(70, "D1", version=2)), ["5 office"]),
            "the old version on the new list": (
                trace(*LISTED, apply(60, 2), da(61, "D1 01", version=2), dx(70, "D1")),
                ["6 office"],
            ),
            "one of a refused version": (
                trace(*LISTED, apply(60, 2), sx(61, "14", version=2), dx(70, "D1", version=2)),
                ["6 office"],
            ),
            "a version that never was": (trace(*LISTED, dx(9, "D1", version=9)), ["4 office"]),
        },
    ),
}
