"""`hub serve` as the roof puts it together: messages in over HTTP, and a database that is not ready yet."""

import socket

import httpx
import pytest
from typer.testing import CliRunner

from adapters.simulator import messages
from hub.cli import build
from hub.roof import compose
from hub.settings import Settings
from tests.builders.counters import Behind, free_port, open_counter
from tests.builders.hub import fresh_memory


def test_a_message_that_is_handed_in_over_http_is_found_by_the_office(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    body = messages.ax(at=own_desk.hub.clock.now(), number="AB-2026-0100")
    headers = {"Content-Type": "application/xml", "Idempotency-Key": "ax-100"}
    receipt = bram.post("/api/v2/messages", content=body, headers=headers)
    assert receipt.status_code == 200, receipt.text
    own_desk.hub.work()
    found = bram.get("/api/v2/dossiers", params={"q": "AB-2026-0100"}).json()
    assert found["count"] == 1
    assert bram.get(f"/api/v2/messages/{receipt.json()['id']}").json()["state"] == "applied"


def test_a_database_without_tables_is_answered_with_503(tmp_path):
    port = free_port()
    settings = Settings(
        secret_key="a secret of the tests, long enough for it",
        database_url=f"sqlite:///{tmp_path}/empty.db",
        broker_url=fresh_memory(),
        blob_url=(tmp_path / "blobs").as_uri(),
        http_port=port,
        public_url=f"http://localhost:{port}",
    )
    runtime = compose(settings)
    server = Behind(type("Hub", (), {"runtime": runtime}), port)
    with httpx.Client(base_url=server.url) as client:
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()) == (503, {"status": "waiting"})
        assert client.get("/health/live").status_code == 200
        answer = client.get("/api/v2/dossiers", headers={"Authorization": "Bearer hub_x"})
        assert (answer.status_code, answer.json()["slug"]) == (503, "busy")
        assert client.get("/login/x", headers={"Accept": "text/html"}).status_code == 200
    server.close()
    runtime.database.close()


def test_the_command_line_knows_serve():
    answer = CliRunner().invoke(build(), ["serve", "--help"])
    assert answer.exit_code == 0
    assert "503" in answer.output


def test_a_port_that_is_taken_stops_the_start(own_desk, tmp_path):
    from portal_api.serving import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = own_desk.hub.runtime.settings.model_copy(update={"http_port": taken.getsockname()[1]})
        runtime = compose(settings)
        with open_counter(runtime) as counter, pytest.raises(SystemExit):
            serve(counter, lambda: False)
        runtime.database.close()
