"""What is asked of the list of dossiers, by a program, a page and a saved view alike; what nobody knows is refused."""

from collections.abc import Iterable
from functools import cache
from typing import get_args

from fastapi import Request

from handlers.dossiers.views import Wanted
from portal_api.shapes.dossiers import DossiersQuery
from schemas.dossiers import Standing
from schemas.errors import Refused
from schemas.hdn.codes import texts
from schemas.hdn.statuses import by_code

HERE = "/dossiers"
STANDINGS = get_args(Standing)
_OF_EVERY_PAGE = frozenset({"lang", "theme"})
_LENDERS = "Maatschappij"


def wanted_by(request: Request, query: DossiersQuery) -> Wanted:
    """Raises `Refused` (`request-invalid`) for a name, code or period that cannot be."""
    known = set(type(query).model_fields) | _OF_EVERY_PAGE
    for name, value in request.query_params.items():
        if name not in known:
            raise Refused("request-invalid", path=name, came=value, expected=", ".join(type(query).model_fields))
    return wanted_of(query)


def wanted_of(query: DossiersQuery) -> Wanted:
    """As `wanted_by`, for what comes from no request."""
    if query.status and query.status not in statuses():
        raise _unknown("status", query.status, "een statuscode / a status code")
    if query.standing and query.standing not in STANDINGS:
        raise _unknown("standing", query.standing, ", ".join(STANDINGS))
    if query.lender and query.lender not in texts(_LENDERS):
        raise _unknown("lender", query.lender, "de code van een geldverstrekker / the code of a lender")
    if query.opened_from and query.opened_until and query.opened_from > query.opened_until:
        raise _unknown("opened_until", query.opened_until.isoformat(), f">= {query.opened_from.isoformat()}")
    return Wanted(
        query.q, query.status, query.lender, query.opened_from, query.opened_until, query.sort, query.standing
    )


@cache
def statuses() -> dict[str, str]:
    """Code → text of every status of an application; one number has the text that mortgages give it.

    What a lender says of a document (DX) is no status of an application.
    """
    known = [each for each in by_code().items() if each[0][0] != "DX"]
    rules = sorted(known, key=lambda each: (each[0][1], each[0][0] != "AX", each[0][0]))
    found: dict[str, str] = {}
    for (_, code), rule in rules:
        found.setdefault(code, rule.text)
    return found


def lenders(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name, by name."""
    named = texts(_LENDERS)
    return sorted(((code, named.get(code, code)) for code in set(codes) if code), key=lambda each: each[1].casefold())


def _unknown(path: str, came: str, expected: str) -> Refused:
    return Refused("request-invalid", path=path, came=came, expected=expected)
