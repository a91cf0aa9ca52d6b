"""What the hub sends: a letter becomes final bytes here, inside the transaction that decides to send it.

Who may send what is decided in `handlers/`, how bytes travel in `adapters/channels/out/`.
"""

from dataclasses import asdict, dataclass

from sqlalchemy.engine import Connection

from adapters.hdn.schemas import SchemaSet
from adapters.hdn.writers.composing import compose
from adapters.hdn.xml import parse
from adapters.raw import original
from adapters.tracing import trace_of
from hub import rows as statements
from hub.blobs import Store, StoreSink, read_blob
from hub.composing import Compose, Composed
from hub.records import MESSAGES, Lane
from schemas.errors import NotFound
from schemas.letters import CarriedMessage, ForwardedApplication, Letter

_AS_IT_CAME = (CarriedMessage,)
"""Letters of others, whose mistakes are not ours: no agreement stops what is only passed on."""


def composer_of(store: Store, schemas: SchemaSet | None = None) -> Compose:
    """The composer of one process, for the registry."""

    def composed(connection: Connection, letter: Letter, lane: Lane | None) -> Composed:
        judges = lane is not None and not isinstance(letter, _AS_IT_CAME)
        without = letter.original if isinstance(letter, ForwardedApplication) else ""
        trace = trace_of(connection, lane, letter.route.receiver, without=without) if lane and judges else None
        made = compose(letter, _Sources(connection, store), trace, schemas=schemas)
        kept = parse(made.body, limit=len(made.body), open_sink=lambda: StoreSink(store))
        return Composed(
            code=made.code,
            message_type=made.message_type,
            envelope=made.envelope,
            body=kept.stripped,
            payloads=tuple(asdict(payload) for payload in kept.payloads) if kept.streamed else (),
            content_hash=made.content_hash,
            size=len(made.body),
            flags=made.flags,
        )

    return composed


@dataclass(frozen=True, slots=True)
class _Sources:
    connection: Connection
    store: Store

    def original(self, message_id: str) -> bytes:
        found = statements.select(self.connection, MESSAGES, "id", [message_id])
        if not found:
            raise NotFound("not-found", path="original", came=message_id, expected="een bericht / a message")
        return original(self.connection, self.store, found[0])

    def file(self, blob: str) -> bytes:
        return read_blob(self.connection, self.store, blob.removeprefix("sha256:"))
