"""The queues of the hub, in one table: what each is for and how the broker must keep it.

Every queue is a durable quorum queue, reached through the default exchange by its own name.
Declaring the table is the work of `hub/bus/`; nothing here talks to a broker.
"""

from collections.abc import Iterator
from dataclasses import dataclass

INTAKE = "hub.intake"
INTAKE_DEAD = "hub.intake.dead"
COMMANDS = "hub.commands"
RECEIPTS = "hub.receipts"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue; `delivery_limit` counts returns of a delivery before it is dead, `longest` is a number of messages."""

    name: str
    purpose: str
    single_active_consumer: bool = False
    delivery_limit: int | None = None
    dead_letters_to: str | None = None
    longest: int | None = None

    def arguments(self) -> dict[str, str | int | bool]:
        """The arguments of its declaration, as RabbitMQ names them."""
        return dict(self._arguments())

    def _arguments(self) -> Iterator[tuple[str, str | int | bool]]:
        yield "x-queue-type", "quorum"
        if self.single_active_consumer:
            yield "x-single-active-consumer", True
        if self.delivery_limit is not None:
            yield "x-delivery-limit", self.delivery_limit
        if self.longest is not None:
            yield "x-max-length", self.longest
        if self.dead_letters_to is not None:
            yield "x-dead-letter-exchange", ""
            yield "x-dead-letter-routing-key", self.dead_letters_to
            yield "x-dead-letter-strategy", "at-least-once"
        if self.dead_letters_to is not None or self.longest is not None:
            # At-least-once dead-lettering asks for it, and a full queue must refuse, not drop its oldest.
            yield "x-overflow", "reject-publish"


@dataclass(frozen=True, slots=True)
class Topology:
    queues: tuple[Queue, ...]

    def __contains__(self, name: str) -> bool:
        return any(queue.name == name for queue in self.queues)

    def __getitem__(self, name: str) -> Queue:
        for queue in self.queues:
            if queue.name == name:
                return queue
        raise LookupError(f"{name} is not a queue of the topology; it has {', '.join(q.name for q in self.queues)}")

    def rows(self) -> list[tuple[str, str, str]]:
        """Name, arguments and purpose of each queue, as text, in the order of the table."""
        return [(queue.name, _spelled(queue), queue.purpose) for queue in self.queues]

    def mermaid(self) -> str:
        """The same table as a Mermaid flowchart: who puts in, the queue, who takes out."""
        lines = ["flowchart LR"]
        for queue in self.queues:
            lines.append(f'  {_node(queue.name)}["{queue.name}"]')
            if queue.dead_letters_to:
                label = f"after {queue.delivery_limit} returns"
                lines.append(f"  {_node(queue.name)} -- {label} --> {_node(queue.dead_letters_to)}")
        return "\n".join(lines) + "\n"


def _spelled(queue: Queue) -> str:
    return ", ".join(f"{name}={value}" for name, value in queue.arguments().items())


def _node(name: str) -> str:
    return name.replace(".", "_")


TOPOLOGY = Topology(
    (
        Queue(
            INTAKE_DEAD,
            "Bytes that crashed intake; they are journaled unparsed as intake-crashed.",
        ),
        Queue(
            INTAKE,
            "Messages of partners, before the journal; one consumer at a time keeps the sender's order.",
            single_active_consumer=True,
            delivery_limit=5,
            dead_letters_to=INTAKE_DEAD,
        ),
        Queue(
            COMMANDS,
            "Journaled messages that wait for a worker; nothing is dead-lettered, because the journal rings again.",
        ),
        Queue(
            RECEIPTS,
            "Receipts of partners for what went out; one that does not fit is counted and forgotten.",
            longest=100_000,
        ),
    )
)


def partner_queue(node: str) -> Queue:
    """What goes out to a partner over AMQP: a queue behind the topic exchange of the same name.

    A partner that does not read fills it, and what does not fit waits in the database.
    """
    return Queue(f"hub.out.{node}", f"Messages for node {node}, until it takes them.", longest=100_000)
