"""The demo as `hub demo` makes it, filled and behind its port, without its own roles in the background."""

import os
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx

from hub.cli.demo.composing import answering, compose_demo, told
from hub.cli.demo.filling import fill
from hub.console import Console
from hub.roles import Threads, relay, work
from hub.roof import compose, open_counter, papers_of
from tests.builders.browser import press
from tests.builders.counters import Behind


class Demo:
    """A filled demo; `start` goes on with the data that is there."""

    def __init__(self, folder):
        self.folder = folder
        self.clients = []
        self.start()

    def start(self):
        with _inside(self.folder):
            self.hub = compose_demo(Console(compose, open_counter), 0)
        self.added = fill(self.hub)
        self.said = told(self.hub, self.added)
        self.server = Behind(SimpleNamespace(runtime=self.hub), self.hub.settings.http_port)

    @contextmanager
    def alive(self):
        """Its worker, relay, papers and deliverer run, and its lenders answer."""
        from adapters.channels.out.role import deliver

        roles = Threads()
        roles.start("work", lambda ended: work(self.hub, ended))
        roles.start("relay", lambda ended: relay(self.hub, ended))
        roles.start("papers", papers_of(self.hub).run)
        roles.start("deliver", lambda ended: deliver(self.hub, ended))
        try:
            with answering(self.hub):
                yield
        finally:
            roles.stop()

    def client(self, accept="text/html"):
        client = httpx.Client(base_url=self.server.url, headers={"Accept": accept}, timeout=10, verify=False)
        self.clients.append(client)
        return client

    def become(self, key, client=None):
        """A browser in which this person was chosen."""
        client = client or self.client()
        answer = client.post(f"/demo/demo-{key}")
        assert (answer.status_code, answer.headers.get("location")) == (303, "/"), answer.text
        return client

    def dossier(self, number):
        """The id of the dossier with this application."""
        return self.sql("SELECT dossier_id FROM applications WHERE number = ?", number)[0][0]

    def application(self, number):
        """The ids of the dossier and of the application of this number."""
        return self.sql("SELECT dossier_id, id FROM applications WHERE number = ?", number)[0]

    def sql(self, text, *values):
        with self.hub.database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text, values)]

    def stop(self):
        for client in self.clients:
            client.close()
        self.server.close()
        self.hub.database.close()


def chosen(windows, name, screen="desk"):
    """The first page of somebody of the demo, as *Kies wie u bent* opens it."""
    page = windows.open(screen)
    page.goto("/demo")
    press(page, f"Verder als {name}")
    page.wait_for_url(lambda url: not url.endswith("/demo"))
    return page


def eventually(ask, patience=60):
    """What is asked, when it is there; somebody else works on it meanwhile."""
    deadline = time.monotonic() + patience
    while not (found := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


@contextmanager
def _inside(folder: Path):
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
