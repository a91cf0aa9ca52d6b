"""Traces about stations between package and lender."""

from tests.schemas.hdn.agreements.exchanged import (
    LENDER_TO_STATION,
    OFFICE_TO_STATION,
    STATION_TO_LENDER,
    STATION_TO_OFFICE,
    Cases,
    apply,
    da,
    ox,
    sx,
    trace,
)


def got(at=0, version=1, code="AX", intermediaries=("kantoor",), service_providers=()):
    """What the station got from the office."""
    facts = {"intermediaries": intermediaries, "service_providers": service_providers}
    return apply(at, version, code, OFFICE_TO_STATION, **facts)


def sent(at=1, version=1, code="AX", intermediaries=("kantoor",), service_providers=("station",)):
    """What the station forwards to the lender."""
    facts = {"intermediaries": intermediaries, "service_providers": service_providers}
    return apply(at, version, code, STATION_TO_LENDER, **facts)


def listed(*lines, at=2):
    return da(at, *lines, way=LENDER_TO_STATION)


def passed(*lines, at=3):
    return da(at, *lines, way=STATION_TO_OFFICE)


CREDIT = (got(code="KX"), sent(code="KX"))
LIFE = (got(code="LX"), sent(code="LX"))

FORWARDING = {
    "intermediary-changed": Cases(
        lawful={
            "left": trace(got(), sent()),
            "two of them left": trace(got(intermediaries=("a", "b")), sent(intermediaries=("a", "b"))),
            "of a new version": trace(
                got(), sent(), got(2, 2, intermediaries=("nieuw",)), sent(3, 2, intermediaries=("nieuw",))
            ),
            "sent by the office itself": trace(apply(0, intermediaries=("kantoor",))),
            "not read of this kind": trace(got(code="KX", intermediaries=()), sent(code="KX")),
            "the older version after the newer came": trace(
                got(), got(1, 2, intermediaries=("nieuw",)), sent(2), sent(3, 2, intermediaries=("nieuw",))
            ),
        },
        broken={
            "another": (trace(got(), sent(intermediaries=("station",))), ["2 station"]),
            "one added": (trace(got(), sent(intermediaries=("kantoor", "station"))), ["2 station"]),
            "put in twice": (trace(got(), sent(intermediaries=("kantoor", "kantoor"))), ["2 station"]),
            "left out": (trace(got(), sent(intermediaries=())), ["2 station"]),
            "one of two left out": (trace(got(intermediaries=("a", "b")), sent(intermediaries=("a",))), ["2 station"]),
            "of a credit": (trace(got(code="KX"), sent(code="KX", intermediaries=("x",))), ["2 station"]),
            "of a change": (trace(got(code="MX"), sent(code="MX", intermediaries=("x",))), ["2 station"]),
            "that of the version before": (
                trace(got(), sent(), got(2, 2, intermediaries=("nieuw",)), sent(3, 2)),
                ["4 station"],
            ),
        },
    ),
    "service-provider-missing": Cases(
        lawful={
            "added": trace(got(), sent()),
            "added to another's": trace(got(service_providers=("a",)), sent(service_providers=("a", "station"))),
            "another's gone, own added": trace(got(service_providers=("a",)), sent()),
            "sent by the office itself": trace(apply(0)),
            "each version": trace(got(), sent(), got(2, 2), sent(3, 2)),
        },
        broken={
            "none": (trace(got(), sent(service_providers=())), ["2 station"]),
            "only another's": (trace(got(service_providers=("a",)), sent(service_providers=("a",))), ["2 station"]),
            "the second version": (trace(got(), sent(), got(2, 2), sent(3, 2, service_providers=())), ["4 station"]),
            "of a life insurance": (trace(got(code="LX"), sent(code="LX", service_providers=())), ["2 station"]),
            "of a guarantee": (trace(got(code="WX"), sent(code="WX", service_providers=())), ["2 station"]),
        },
    ),
    "service-provider-repeated": Cases(
        lawful={
            "own": trace(got(), sent()),
            "another's once": trace(got(service_providers=("a",)), sent(service_providers=("a", "station"))),
            "none, judged elsewhere": trace(got(), sent(service_providers=())),
            "sent by the office itself": trace(apply(0, service_providers=("a", "a"))),
            "each version": trace(got(), sent(), got(2, 2), sent(3, 2)),
        },
        broken={
            "another's twice": (
                trace(got(service_providers=("a",)), sent(service_providers=("a", "a", "station"))),
                ["2 station"],
            ),
            "own twice": (trace(got(), sent(service_providers=("station", "station"))), ["2 station"]),
            "both twice": (
                trace(got(service_providers=("a",)), sent(service_providers=("a", "station", "a", "station"))),
                ["2 station"],
            ),
            "of a credit": (
                trace(got(code="KX"), sent(code="KX", service_providers=("station", "station"))),
                ["2 station"],
            ),
            "the second version": (
                trace(got(), sent(), got(2, 2), sent(3, 2, service_providers=("station", "station"))),
                ["4 station"],
            ),
        },
    ),
    "line-status-overwritten": Cases(
        lawful={
            "left": trace(listed("D1 01"), passed("D1 01")),
            "the lender's own list": trace(listed("D1 01"), listed("D1 03", at=9)),
            "each in its turn": trace(listed("D1 01"), passed("D1 01"), listed("D1 04", at=9), passed("D1 04", at=10)),
            "the older one after the newer came": trace(
                listed("D1 01"), listed("D1 04"), passed("D1 01"), passed("D1 04")
            ),
            "a list of its own": trace(passed("D1 01")),
            "another line beside it": trace(listed("D1 01"), passed("D1 01", "S1 01")),
        },
        broken={
            "approved by the station": (trace(listed("D1 01"), passed("D1 04")), ["2 station"]),
            "refused by the station": (trace(listed("D1 03"), passed("D1 07 vaag")), ["2 station"]),
            "one of two": (trace(listed("D1 01", "D2 01"), passed("D1 01", "D2 03")), ["2 station"]),
            "dropped": (trace(listed("D1 04"), passed("D1 08 weg")), ["2 station"]),
            "twice": (
                trace(listed("D1 01"), passed("D1 02"), listed("D1 03", at=9), passed("D1 06", at=10)),
                ["2 station", "4 station"],
            ),
        },
    ),
    "answer-not-passed-on": Cases(
        lawful={
            "a credit offer told": trace(
                *CREDIT, sx(2, "21", "KX", way=LENDER_TO_STATION), sx(3, "21", "KX", way=STATION_TO_OFFICE), until=60
            ),
            "not late yet": trace(*CREDIT, sx(2, "05", "KX", way=LENDER_TO_STATION), until=17),
            "need not be passed on": trace(*CREDIT, sx(2, "02", "KX", way=LENDER_TO_STATION), until=60),
            "an offer": trace(got(), sent(), ox(2, way=LENDER_TO_STATION), ox(3, way=STATION_TO_OFFICE), until=60),
            "it is the office's own": trace(apply(0, code="KX"), sx(2, "05", "KX"), until=60),
            "the end of a life insurance": trace(
                *LIFE, sx(2, "16", "LX", way=LENDER_TO_STATION), sx(3, "16", "LX", way=STATION_TO_OFFICE), until=60
            ),
        },
        broken={
            "a refusal": (trace(*CREDIT, sx(2, "05", "KX", way=LENDER_TO_STATION), until=18), ["3 station"]),
            "another status instead": (
                trace(
                    *CREDIT,
                    sx(2, "08", "KX", way=LENDER_TO_STATION),
                    sx(3, "02", "KX", way=STATION_TO_OFFICE),
                    until=18,
                ),
                ["3 station"],
            ),
            "an offer": (trace(got(), sent(), ox(2, way=LENDER_TO_STATION), until=60), ["3 station"]),
            "a binding offer, when a proposal was": (
                trace(
                    got(),
                    sent(),
                    ox(2, way=LENDER_TO_STATION),
                    ox(3, way=STATION_TO_OFFICE),
                    ox(9, "binding", way=LENDER_TO_STATION),
                    until=60,
                ),
                ["5 station"],
            ),
            "the end of a life insurance": (
                trace(*LIFE, sx(2, "16", "LX", way=LENDER_TO_STATION), until=60),
                ["3 station"],
            ),
            "a receipt of a life insurance": (
                trace(*LIFE, sx(2, "09", "LX", way=LENDER_TO_STATION), until=60),
                ["3 station"],
            ),
        },
    ),
}
