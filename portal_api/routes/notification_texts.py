"""What an office decides about its notifications: its own texts, quiet hours, and what an addressee wants."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from handlers.accounts.views import address_of_actor
from handlers.notifications.views import (
    examples_of,
    hours_for,
    office_of,
    preferences_for,
    preview_of,
    templates_for,
)
from handlers.offices.views import brand_for, letterhead_of
from hub.records import Outcome
from hub.sealing import Sealer
from portal_api.routes.documented import WRITE_PROBLEMS, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.notifications import (
    HoursRequest,
    HoursShape,
    KindShape,
    KindsShape,
    PlaceRequest,
    PreferenceRequest,
    PreferencesShape,
    PreviewShape,
    WordingRequest,
)
from portal_api.who import Asking, DossierReader, DossierWriter, OfficeWriter
from portal_api.writes import IdempotencyKey, done, write
from schemas.commands import Command
from schemas.errors import Refused
from schemas.notifications import (
    TRIAL,
    Addressee,
    Channel,
    Form,
    RemoveTemplate,
    SendNotification,
    SetPreference,
    SetQuietHours,
    SetTemplate,
)

Template = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$")]


def routes() -> APIRouter:
    router = APIRouter(prefix="/office", tags=["notifications"])
    said = problems(*WRITE_PROBLEMS)
    texts = "/notification-templates"
    router.get(texts, responses=problems(), summary="Every kind with its fields and texts")(templates)
    router.post(f"{texts}/{{template}}", responses=said, summary="Write your own text")(set_template)
    router.post(f"{texts}/{{template}}/preview", responses=problems(), summary="See a text before it is saved")(preview)
    router.post(f"{texts}/{{template}}/test", responses=said, summary="Send the saved text to yourself")(trial)
    router.post(f"{texts}/{{template}}/remove", responses=said, summary="Go back to the text that ships")(remove)
    router.get("/quiet-hours", responses=problems(), summary="When only what is urgent leaves")(hours)
    router.post("/quiet-hours", responses=said, summary="Decide when only what is urgent leaves")(set_hours)
    router.get("/notification-preferences", responses=problems(), summary="What an addressee wants")(preferences)
    router.post("/notification-preferences", responses=said, summary="Keep what an addressee wants")(set_preference)
    return router


def templates(asking: DossierReader) -> KindsShape:
    """Your own texts stand in the place of those that ship."""
    with asking.reading() as connection:
        items = templates_for(asking.viewer, connection)
    return KindsShape(items=tuple(KindShape.model_validate(each) for each in items))


def set_template(
    asking: OfficeWriter,
    template: Template,
    body: WordingRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Refused with the field by name when a field is unknown, missing, or more is asked than values and choices."""
    command = SetTemplate(office_id=office_of(asking.viewer), template=template, **body.model_dump())
    return _given(asking, idempotency_key, command, response)


def preview(asking: DossierReader, template: Template, body: WordingRequest) -> PreviewShape:
    """With the example of each field; refused as saving is."""
    with asking.reading() as connection:
        letterhead = letterhead_of(brand_for(asking.viewer, connection))
    wording = (body.subject, body.text, body.html)
    subject, text, html = preview_of(template, body.channel, body.language, wording, asking.who.office, letterhead)
    return PreviewShape(subject=subject, text=text, html=html)


def trial(
    asking: OfficeWriter,
    template: Template,
    body: PlaceRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """It goes to the address with which you sign in and to no other, is marked as a test, and stands on the Post page.

    A machine has no such address, and nobody a number; they are refused.
    """
    outcome, name = send_trial(asking, template, body.channel, body.language, body.form, idempotency_key)
    return done(outcome, name, response)


def send_trial(
    asking: Asking, template: str, channel: Channel, language: str, form: Form, key: str | None
) -> tuple[Outcome, str]:
    """Sends the saved text to whoever asks; also a page does. Raises `Refused` (`trial-no-address`) and as `write`."""
    fields, sealed = examples_of(template)
    sealer, reference = Sealer(asking.counter.runtime.settings), asking.viewer.actor
    with asking.reading() as connection:
        address = address_of_actor(connection, reference) if channel == "email" else ""
    if not address and key is not None:  # without a key that is what `write` says first
        raise Refused("trial-no-address", path="channel", came=channel, expected="email")
    given = {
        "command": "SendNotification",
        "office_id": office_of(asking.viewer),
        "template": template,
        "channel": channel,
        "language": language,
        "form": form,
        "about": TRIAL,
        "addressee": {"reference": reference, "name": asking.who.name, "email": address, "phone": ""},
    }

    def made() -> Command:
        values = {name: sealer.sealed(value) if name in sealed else value for name, value in fields.items()}
        addressee = Addressee(reference=reference, name=asking.who.name, email=address)
        said = {name: given[name] for name in ("office_id", "template", "channel", "language", "form", "about")}
        return SendNotification(**said, addressee=addressee, fields=values)

    return write(asking, key, given, made)


def remove(
    asking: OfficeWriter,
    template: Template,
    body: PlaceRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """What waits to be sent keeps the text that it was made of."""
    command = RemoveTemplate(office_id=office_of(asking.viewer), template=template, **body.model_dump())
    return _given(asking, idempotency_key, command, response)


def hours(asking: DossierReader) -> HoursShape:
    """From 21:00 to 08:00 as long as the office decided nothing else."""
    with asking.reading() as connection:
        return HoursShape.model_validate(hours_for(asking.viewer, connection))


def set_hours(
    asking: OfficeWriter, body: HoursRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """What waits now is judged by the new hours when its moment comes."""
    command = SetQuietHours(office_id=office_of(asking.viewer), **body.model_dump())
    return _given(asking, idempotency_key, command, response)


def preferences(
    asking: DossierReader,
    addressee: Annotated[str, Query(pattern=r"^[a-z]+:[0-9A-Za-z.:/_-]{1,200}$", examples=["user:0199f3d2"])],
) -> PreferencesShape:
    with asking.reading() as connection:
        return PreferencesShape(wants=preferences_for(asking.viewer, connection, addressee))


def set_preference(
    asking: DossierWriter, body: PreferenceRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """What lets people in cannot be switched off; an empty `wants` takes back what was said."""
    preferences(asking, body.addressee)
    command = SetPreference(
        office_id=office_of(asking.viewer), addressee=body.addressee, template=body.template or "", wants=body.wants
    )
    return _given(asking, idempotency_key, command, response)


def _given(asking: Asking, key: str | None, command: Command, response: Response) -> DoneShape:
    given = {"command": type(command).__name__, **command.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: command)
    return done(outcome, name, response)
