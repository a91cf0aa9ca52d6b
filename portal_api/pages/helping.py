"""Help beside a page, the question whether it was of use, and what was answered, for whoever runs the hub."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import Response

from handlers.guidance.views import help_verdicts_for
from hub.metrics import METRICS
from portal_api.guidance import Help, help_of, pages
from portal_api.pages.rendering import page
from portal_api.who import Anyone, Asking, OperatorReader
from schemas.errors import NotFound

Name = Annotated[str, Path(pattern=r"^[a-z_-]{1,60}$")]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/help")(opinions)
    router.get("/help/{name}")(read)
    router.post("/help/{name}")(judge)
    return router


def opinions(asking: OperatorReader, request: Request) -> Response:
    with asking.reading() as connection:
        verdicts = help_verdicts_for(asking.viewer, connection)
    titles = {each: help_of(each, asking.language).title for each in pages()}
    return page(asking, request, "help/opinions.html", verdicts=verdicts, titles=titles)


def read(asking: Anyone, request: Request, name: Name) -> Response:
    return page(asking, request, "help/one.html", guide=_found(asking, name), judged=False)


def judge(
    asking: Anyone,
    request: Request,
    name: Name,
    useful: Annotated[Literal["yes", "no"], Form()],
    remark: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Kept per page and office, without the person."""
    guide, runtime = _found(asking, name), asking.counter.runtime
    with runtime.database.transaction() as connection:
        asking.counter.opinions.keep_opinion(
            connection,
            asking.viewer,
            name,
            guide.language,
            useful=useful == "yes",
            remark=remark,
            at=runtime.clock.now(),
        )
    METRICS.help_opinions.labels(page=name, useful=useful).inc()
    return page(asking, request, "help/one.html", guide=guide, judged=True)


def _found(asking: Asking, name: str) -> Help:
    try:
        return help_of(name, asking.language)
    except KeyError:
        raise NotFound("not-found", path="page", came=name, expected="a page with help") from None
