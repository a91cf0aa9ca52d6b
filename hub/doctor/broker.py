"""The broker: does it answer, and are its queues as the topology says.

pika asks what kombu cannot: whether a queue is there without making it, and whether its arguments are ours.
"""

from urllib.parse import urlsplit

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

from hub.doctor.finding import Finding
from hub.topology import TOPOLOGY, Queue

_PATIENCE_S = 3.0
_NOT_FOUND, _NOT_EQUAL = 404, 406


def broker_findings(url: str) -> list[Finding]:
    """Whether the broker answers and, when it does, each queue that is not right."""
    parts = urlsplit(url)
    if parts.scheme == "memory":
        said = "The broker is in memory, inside the process of `hub up`."
        return [Finding("broker", "ok", said, nl="De broker zit in het geheugen, in het proces van `hub up`.")]
    place = f"{parts.hostname}:{parts.port or 5672}"
    try:
        connection = pika.BlockingConnection(_parameters(url))
    except (AMQPError, OSError) as error:
        why = type(error).__name__
        sentence = f"The broker at {place} does not answer ({why}); messages wait in the journal, receipts are given."
        dutch = (
            f"De broker op {place} antwoordt niet ({why}); berichten wachten in het journaal, ontvangsten gaan door."
        )
        return [Finding("broker", "wrong", sentence, "rabbitmq-diagnostics check_running", nl=dutch)]
    try:
        fine = Finding("broker", "ok", f"RabbitMQ answers at {place}.", nl=f"RabbitMQ antwoordt op {place}.")
        return [fine, *_queues(connection)]
    except (AMQPError, OSError) as error:
        why = type(error).__name__
        said = f"The broker at {place} went away ({why})."
        return [Finding("broker", "wrong", said, "hub doctor", nl=f"De broker op {place} viel weg ({why}).")]
    finally:
        if connection.is_open:
            connection.close()


def _queues(connection: pika.BlockingConnection) -> list[Finding]:
    found = [_queue(connection, queue) for queue in TOPOLOGY.queues]
    wrong = [finding for finding in found if finding]
    said, dutch = (
        f"All {len(found)} queues are as they were declared.",
        f"Alle {len(found)} wachtrijen zijn zoals het hoort.",
    )
    return wrong or [Finding("queues", "ok", said, nl=dutch)]


def _queue(connection: pika.BlockingConnection, queue: Queue) -> Finding | None:
    try:
        connection.channel().queue_declare(queue.name, passive=True)
    except ChannelClosedByBroker as closed:
        if closed.reply_code != _NOT_FOUND:
            return _unreadable(queue, closed)
        said = f"Queue {queue.name} is missing; a role declares it as it starts."
        dutch = f"Wachtrij {queue.name} ontbreekt; een rol maakt haar als zij start."
        return Finding("queues", "wrong", said, "hub relay", nl=dutch)
    try:
        # Declaring what is there already, as it is, changes nothing; anything else is answered with what differs.
        connection.channel().queue_declare(queue.name, durable=True, arguments=queue.arguments())
    except ChannelClosedByBroker as closed:
        return _unreadable(queue, closed)
    return None


def _unreadable(queue: Queue, closed: ChannelClosedByBroker) -> Finding:
    if closed.reply_code != _NOT_EQUAL:
        sentence = f"Queue {queue.name} cannot be read: {closed.reply_text}"
        dutch = f"Wachtrij {queue.name} is niet te lezen: {closed.reply_text}"
        return Finding("queues", "wrong", sentence, "rabbitmqctl list_permissions", nl=dutch)
    sentence = f"Queue {queue.name} is not as the hub declares it: {closed.reply_text}"
    dutch = f"Wachtrij {queue.name} is niet zoals de hub haar maakt: {closed.reply_text}"
    mend = f"rabbitmqctl delete_queue --if-empty {queue.name} && hub relay"
    return Finding("queues", "wrong", sentence, mend, nl=dutch)


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = _PATIENCE_S
    parameters.connection_attempts = 1
    return parameters
