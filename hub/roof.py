"""The roof: the one place, beside the command line, that looks into every room and puts the hub together."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from hub.blobs import Store, open_store
from hub.clock import Clock, SystemClock
from hub.composing import Compose, Composed
from hub.database import Database
from hub.demo_clock import DemoClock
from hub.directory import Directory
from hub.ids import new_id
from hub.registry import Refusal, Registry
from hub.runtime import Runtime
from hub.settings import Settings
from schemas.registry import COMMANDS

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from adapters.papers.role import Papers
    from handlers.accounts.desk import SendLink
    from hub.doctor import Finding
    from hub.lanes import Unit
    from hub.post.role import Post
    from hub.records import Lane
    from portal_api.counter import Counter
    from schemas.errors import Refused
    from schemas.letters import Letter


def compose(settings: Settings, *, clock: Clock | None = None) -> Runtime:
    """The parts of one process, made from its settings; nothing is connected yet."""
    from handlers.advice_exports.views import exported_as  # noqa: PLC0415 - a room is looked into when it is needed
    from handlers.applications.views import overdue_count  # noqa: PLC0415
    from handlers.dossiers.facts import facts_of  # noqa: PLC0415
    from handlers.offices.views import offices_known_as  # noqa: PLC0415
    from handlers.registry import HANDLERS, REACTIONS, follow, join  # noqa: PLC0415

    database, store = Database(settings.database_url), open_store(settings.blob_url)
    directory = Directory(database, offices_known_as, exported_as)
    return Runtime(
        settings=settings,
        database=database,
        clock=clock or SystemClock(settings.business_date),
        store=store,
        directory=directory,
        registry=Registry(COMMANDS, HANDLERS, REACTIONS, join, _composer(store), _refusal(directory), follow),
        facts=facts_of,
        counts=(("late_answers", overdue_count),),
        checks=(_sign_in_findings,),
    )


def _sign_in_findings(runtime: Runtime) -> "list[Finding]":
    """What the doctor says about the sign-in services of offices."""
    from adapters.identity import OpenIdClient  # noqa: PLC0415 - see above
    from handlers.accounts.providers.examining import provider_findings  # noqa: PLC0415

    client = OpenIdClient(runtime.doors.now, allows_private=runtime.settings.provider_private_addresses)
    return provider_findings(runtime, client)


def _composer(store: Store) -> Compose:
    """Looks into the dialect at the first letter: most processes never send one."""

    @cache
    def composer() -> Compose:
        from adapters.sending import composer_of  # noqa: PLC0415 - see above

        return composer_of(store)

    def compose(connection: "Connection", letter: "Letter", lane: "Lane | None") -> Composed:
        return composer()(connection, letter, lane)

    return compose


def _refusal(directory: Directory) -> Refusal:
    """As `_composer`, for what answers a refusal."""

    @cache
    def refusal() -> Refusal:
        from adapters.receipt_statuses import refusal_status  # noqa: PLC0415 - see above

        return refusal_status(directory)

    def answer(connection: "Connection", unit: "Unit", refused: "Refused") -> "Letter | None":
        return refusal()(connection, unit, refused)

    return answer


def papers_of(runtime: Runtime) -> "Papers":
    """The role that scans files and makes documents, with what the capability says is due."""
    from adapters.papers.role import Papers  # noqa: PLC0415 - see above
    from handlers.documents import due, uploads  # noqa: PLC0415
    from hub.scanning import open_scanner  # noqa: PLC0415

    return Papers(runtime, due, uploads, open_scanner(runtime.settings.scanner))


def post_of(runtime: Runtime) -> "Post":
    """The role that sends e-mail and SMS, with what the capability says is due."""
    from handlers.notifications import due  # noqa: PLC0415 - see above
    from hub.post.opening import open_providers  # noqa: PLC0415
    from hub.post.role import Post  # noqa: PLC0415

    return Post(runtime, due, open_providers(runtime.settings))


def _mailed(runtime: Runtime, template: str, lives: timedelta) -> "SendLink | None":
    """How a person gets a link by mail; without a mail provider nobody can be promised one."""
    from handlers.accounts.rules import User  # noqa: PLC0415 - see above
    from hub.execute import run  # noqa: PLC0415
    from hub.sealing import Sealer  # noqa: PLC0415
    from schemas.notifications import HUB_OFFICE, Addressee, SendNotification  # noqa: PLC0415

    if not runtime.settings.mail:
        return None
    sealer, minutes = Sealer(runtime.settings), int(lives.total_seconds() // 60)

    def send(connection: "Connection", user: User, link: str) -> None:
        now = runtime.clock.now()
        mail = SendNotification(
            office_id=user.office_id or HUB_OFFICE,
            template=template,
            addressee=Addressee(reference=f"user:{user.id}", name=user.name, email=user.email or ""),
            fields={"link": sealer.sealed(link), "minutes": str(minutes)},
            valid_until=now + lives,
        )
        run(connection, runtime.registry, mail, actor=f"user:{user.id}", at=now, unit_id=new_id())

    return send


@contextmanager
def open_counter(runtime: Runtime) -> Iterator["Counter"]:
    """The counter with what other rooms bring: accounts, the bytes of a message, the channel that takes messages in."""
    from adapters.channels.http import routes  # noqa: PLC0415 - see above
    from adapters.channels.ringer import Ringer  # noqa: PLC0415
    from adapters.channels.role import intake_of  # noqa: PLC0415
    from adapters.hdn.legible import legible  # noqa: PLC0415
    from adapters.identity import OpenIdClient  # noqa: PLC0415
    from adapters.papers.kinds import MIMES, Kind  # noqa: PLC0415
    from adapters.papers.letters import print_code_letter  # noqa: PLC0415
    from adapters.papers.logos import logo_of  # noqa: PLC0415
    from adapters.papers.preparing import preview  # noqa: PLC0415
    from adapters.papers.printing import print_agreement  # noqa: PLC0415
    from adapters.papers.receiving import attach  # noqa: PLC0415
    from adapters.papers.vetting import screen, vet  # noqa: PLC0415
    from adapters.raw import original, outgoing_bytes  # noqa: PLC0415
    from handlers.access import recording  # noqa: PLC0415
    from handlers.accounts.addresses import AddressDesk  # noqa: PLC0415
    from handlers.accounts.customers import CustomerDesk  # noqa: PLC0415
    from handlers.accounts.demo import DemoDesk  # noqa: PLC0415
    from handlers.accounts.desk import AccountDesk  # noqa: PLC0415
    from handlers.accounts.machines import clients  # noqa: PLC0415
    from handlers.accounts.providers.desk import ProviderDesk  # noqa: PLC0415
    from handlers.accounts.rules import LINK_LIVES, MAILED_LIVES  # noqa: PLC0415
    from handlers.accounts.staff.desk import StaffDesk  # noqa: PLC0415
    from handlers.accounts.ways_back import WaysBackDesk  # noqa: PLC0415
    from handlers.documents import uploads  # noqa: PLC0415
    from handlers.guidance import opinions  # noqa: PLC0415
    from handlers.offices.desk import OfficeDesk  # noqa: PLC0415
    from handlers.preferences import saving  # noqa: PLC0415
    from hub.scanning import open_scanner  # noqa: PLC0415
    from portal_api.counter import Counter  # noqa: PLC0415
    from portal_api.who import sender_of  # noqa: PLC0415

    reset = _mailed(runtime, "reset", MAILED_LIVES)
    invitation = _mailed(runtime, "invitation", LINK_LIVES)
    asker = OpenIdClient(runtime.doors.now, allows_private=runtime.settings.provider_private_addresses)
    customers = CustomerDesk(runtime)
    accounts = AccountDesk(runtime.database, runtime.doors, runtime.settings, reset, customers.renew)
    with closing(Ringer(runtime.open_bus)) as ringer:
        yield Counter(
            runtime=runtime,
            accounts=accounts,
            demo_time=runtime.clock if isinstance(runtime.clock, DemoClock) else None,
            demo=DemoDesk(runtime.database, runtime.doors, accounts) if runtime.settings.demo else None,
            offices=OfficeDesk(runtime.database, runtime.clock),
            staff=StaffDesk(runtime.database, runtime.doors, runtime.settings, invitation),
            machines=clients,
            access=recording,
            customers=customers,
            ways_back=WaysBackDesk(runtime, accounts),
            addresses=AddressDesk(runtime, accounts),
            providers=ProviderDesk(runtime.database, runtime.doors, runtime.settings, asker),
            original=lambda connection, message: original(connection, runtime.store, message),
            outgoing_bytes=lambda connection, row: outgoing_bytes(connection, runtime.store, row),
            legible=legible,
            uploads=uploads,
            attach=lambda upload_id: attach(runtime, uploads, upload_id),
            preview=lambda kind, pages, body, index, width: preview(Kind(MIMES[kind], kind, pages), body, index, width),
            logo=logo_of,
            print_agreement=print_agreement,
            print_code_letter=print_code_letter,
            vet=lambda body, name: vet(body, name, open_scanner(runtime.settings.scanner)),
            screen=lambda body: screen(body, open_scanner(runtime.settings.scanner)),
            views=saving,
            opinions=opinions,
            ring=ringer.ring,
            routers=(routes(runtime, intake_of(runtime), sender_of, ringer.ring),),
        )
