import socket
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Nothing in the dialect opens a connection, whatever a message says."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"a connection was tried: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def listener():
    """A port on this machine that must stay silent; it also hears what is written in C."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture(scope="session")
def official_sample():
    """The 24.0 application of the standard's owner."""
    return (Path(__file__).parents[2] / "data" / "hdn" / "ax-24.0-official.xml").read_bytes()
