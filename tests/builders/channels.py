"""The three channels in, as partners and the operator use them: bytes and an envelope in, a receipt out."""

import itertools
import json
import socket
import threading
import time
from contextlib import suppress

import httpx
import pika
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from adapters.channels.amqp import AmqpIntake
from adapters.channels.http import PATH, routes
from adapters.ingest import Ingest
from hub.problems import MEDIA_TYPE, problem_of
from hub.relay import ring
from hub.topology import INTAKE, TOPOLOGY
from schemas.errors import HubError, Refused


class NoTrial:
    """A trial that everybody survives; it counts who was tried."""

    def __init__(self, *deadly):
        self.deadly = deadly
        self.tried = []

    def survives(self, handed):
        self.tried.append(handed.identity)
        return not any(mark in handed.body for mark in self.deadly)

    def close(self):
        pass


class AmqpPartner:
    """Partners on a private broker; `node` is the AMQP user that the broker would have checked."""

    name = "amqp"
    is_network = True

    def __init__(self, hub, url, trial=None):
        self.hub = hub
        self.url = url
        self.trial = trial or NoTrial()
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel = self._connection.channel()
        for queue in TOPOLOGY.queues:
            self._channel.queue_declare(queue.name, durable=True, arguments=queue.arguments())
        self._replies = self._channel.queue_declare("", exclusive=True).method.queue
        self._stopped = threading.Event()
        self._thread = None
        self.start()

    def start(self):
        self._stopped.clear()
        intake = AmqpIntake(self.url, self.hub.intake, self.hub.clock, ring=lambda bells: None, trial=self.trial)
        self._thread = threading.Thread(target=intake.run, args=(self._stopped.is_set,))
        self._thread.start()

    def stop(self):
        self._stopped.set()
        self._thread.join(20)

    def put(self, body, *, node, identity=None, envelope=None, charset=None, reply=True, queue=INTAKE):
        properties = pika.BasicProperties(
            message_id=identity,
            user_id=node,
            reply_to=self._replies if reply else None,
            headers=envelope or None,
            delivery_mode=2,
        )
        self._channel.basic_publish("", queue, body, properties)

    def hand_in(self, body, **facts):
        self.put(body, **facts)
        correlated, receipt = self.receipt()
        assert correlated == facts.get("identity")
        return receipt

    def receipt(self, patience=15):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            _, properties, body = self._channel.basic_get(self._replies, auto_ack=True)
            if body is not None:
                return properties.correlation_id, body
            time.sleep(0.005)
        raise AssertionError("no receipt came")

    def close(self):
        self.stop()
        with suppress(Exception):
            self._connection.close()


class HttpPartner:
    """Partners with an API key each; the key is the node itself."""

    name = "http"
    is_network = True

    def __init__(self, hub):
        def sender_of(request: Request) -> str:
            if "x-node" not in request.headers:
                raise Refused("not-signed-in", path="authorization", came="", expected="an API key")
            return request.headers["x-node"]

        app = FastAPI()
        app.include_router(routes(hub.runtime, hub.intake, sender_of, lambda bells: ring(hub.bus, bells)))
        app.add_exception_handler(HubError, _problem)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self._socket.getsockname()[1]}", timeout=60)

    def post(self, body, *, node, identity=None, envelope=None, charset=None):
        headers = {"Content-Type": f"application/xml; charset={charset}" if charset else "application/xml"}
        headers |= {"X-Node": node} if node else {}
        headers |= {"Idempotency-Key": identity} if identity else {}
        headers |= {f"Hub-{name.replace('_', '-').title()}": str(value) for name, value in (envelope or {}).items()}
        return self.client.post(PATH, content=body, headers=headers)

    def hand_in(self, body, **facts):
        return self.post(body, **facts).content

    def close(self):
        self.client.close()
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()


class Operator:
    """`hub ingest` of one file, with an envelope beside it."""

    name = "ingest"
    is_network = False

    def __init__(self, hub, folder):
        self.hub = hub
        self.folder = folder
        self._numbers = itertools.count(1)

    def hand_in(self, body, *, node, identity=None, envelope=None, charset=None):
        path = self.folder / f"{next(self._numbers):05d}.xml"
        path.write_bytes(body)
        beside = ({"message_id": identity} if identity else {}) | (envelope or {})
        if beside:
            path.with_suffix(".json").write_text(json.dumps(beside))
        (line,) = Ingest(self.hub.runtime, {"sender": node} if node else {}).hand_in([path], lambda told: None)
        found = self.hub.sql("SELECT body FROM receipts WHERE message_id = ?", line.receipt["id"])
        return bytes(found[0][0])

    def close(self):
        pass


def _problem(request, error):
    problem = problem_of(error)
    return JSONResponse(problem.body("nl", request.url.path), problem.status, problem.headers, MEDIA_TYPE)
