"""Who an office is to those who receive its messages: its data as the station that forwards, and its numbers."""

from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from handlers.offices.views import StationView, check_number_is_free, station_in
from portal_api.brands import office_of
from portal_api.routes.documented import WRITE_PROBLEMS, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.station import NumberRequest, NumberShape, ProfileRequest, ProfileShape, StationShape
from portal_api.who import Asking, OfficeWriter
from portal_api.writes import IdempotencyKey, done, write
from schemas.commands import Command
from schemas.errors import Refused
from schemas.offices import SetAgentNumber, SetOfficeProfile

PREFIX = "/office/station"
C = TypeVar("C", SetOfficeProfile, SetAgentNumber)


def routes() -> APIRouter:
    router = APIRouter(prefix=PREFIX, tags=["office"])
    said: dict[str, Any] = {"responses": problems(*WRITE_PROBLEMS)}
    router.get("", responses=problems(404), summary="Who your office is to those who receive its messages")(read)
    router.post("/profile", summary="Fill in who your office is", **said)(set_profile)
    router.post("/numbers", summary="Say under which number a lender knows your office", **said)(set_number)
    return router


def read(asking: OfficeWriter) -> StationShape:
    """The number without a lender counts for every lender that has none of its own."""
    found = station_of(asking)
    numbers = tuple(NumberShape(lender=lender, number=number) for lender, number in sorted(found.numbers.items()))
    return StationShape(nodes=found.nodes, profile=ProfileShape.model_validate(found.profile), numbers=numbers)


def set_profile(
    asking: OfficeWriter, body: ProfileRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """It goes along from the next message on."""
    return keep_profile(asking, body.model_dump(), idempotency_key, response)


def set_number(
    asking: OfficeWriter, body: NumberRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """A number that another office has at this lender is refused: `agent-number-taken`."""
    return keep_number(asking, body.lender, body.number, idempotency_key, response)


def station_of(asking: Asking) -> StationView:
    """The asker's own office; raises `NotFound` for who has none."""
    office_id = office_of(asking)
    with asking.reading() as connection:
        return station_in(connection, office_id)


def keep_profile(asking: Asking, said: dict[str, str], key: str | None, response: Response) -> DoneShape:
    """Raises `Refused` (`request-invalid`) for a field that cannot be sent."""
    return _run(asking, _made(SetOfficeProfile, {"office_id": office_of(asking), **said}), key, response)


def keep_number(asking: Asking, lender: str, number: str, key: str | None, response: Response) -> DoneShape:
    """Raises `Refused` (`request-invalid`, `agent-number-taken`)."""
    made = _made(SetAgentNumber, {"office_id": office_of(asking), "lender": lender, "number": number})
    with asking.reading() as connection:
        check_number_is_free(connection, made.office_id, made.lender, made.number)
    return _run(asking, made, key, response)


def _made(kind: type[C], said: dict[str, str]) -> C:
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        path = str(first["loc"][0])
        expected = _EXPECTED.get(path, "ten hoogste 100 tekens / at most 100 characters")
        raise Refused("request-invalid", path=path, came=said.get(path, ""), expected=expected) from None


_EXPECTED = {
    "phone": "cijfers, of + en cijfers / digits, or + and digits",
    "afm_number": "ten hoogste tien cijfers / at most ten digits",
    "house_number": "alleen cijfers / digits only",
    "postcode": "een postcode als 3511AB / a postcode like 3511AB",
    "number": "letters en cijfers / letters and digits",
    "lender": "twee letters van een geldverstrekker / two letters of a lender",
}


def _run(asking: Asking, made: Command, key: str | None, response: Response) -> DoneShape:
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: made)
    return done(outcome, name, response)
