"""`hub simulate` against `hub up`: processes that meet over their channels only."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from handlers.accounts.keys import create_api_key
from handlers.offices.directory import add_office, add_partner, set_agent_number, set_profile
from hub.bench.servers.process import free_port
from hub.delivery.partners import set_way
from hub.ledger import balance
from hub.roof import compose
from hub.settings import Settings
from tests.builders.migrated import migrate

OFFICE, LENDER, PACKAGE = "500001", "600001", "700001"
PATIENCE_S = 180


class Site:
    """A hub in a folder, with its roles and partners as processes."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.listen = free_port(), free_port()
        self.settings = {
            "HUB_DATABASE_URL": f"sqlite:///{folder}/hub.db",
            "HUB_BROKER_URL": "memory://site",
            "HUB_BLOB_URL": (folder / "blobs").as_uri(),
            "HUB_SECRET_KEY": "a secret of the tests, long enough for it",
            "HUB_PUBLIC_URL": f"http://localhost:{self.port}",
            "HUB_HTTP_PORT": str(self.port),
            "HUB_METRICS_PORT": str(free_port()),
            "HUB_LOG_LEVEL": "warning",
        }
        named = {name.removeprefix("HUB_").lower(): value for name, value in self.settings.items()}
        self.hub = compose(Settings(**named))
        migrate(self.hub.database)
        self._introduce()

    def _introduce(self):
        at = self.hub.clock.now()
        inbox, outbox = self.folder / "to-package", self.folder / "to-hub"
        inbox.mkdir()
        outbox.mkdir()
        ways = (
            (LENDER, "https", f"http://127.0.0.1:{self.listen}/messages", {}),
            (PACKAGE, "folder", str(inbox), {"in_folder": str(outbox)}),
        )
        with self.hub.database.transaction() as connection:
            add_office(connection, name="De Brug", node=OFFICE, at=at)
            set_agent_number(connection, office=OFFICE, number="7001231")
            facts = {"phone": "0301234567", "afm_number": "12000001", "postcode": "3511AB", "city": "Utrecht"}
            set_profile(connection, office=OFFICE, company="De Brug", street="Brug", house_number="1", **facts)
            add_partner(connection, node=LENDER, kind="lender", code="AE", name="Aegon")
            add_partner(connection, node=PACKAGE, kind="package", code="", name="Pakket")
            for node, channel, address, options in ways:
                set_way(connection, node, channel=channel, address=address, options=options, most_bytes=None, at=at)
            scopes = ("messages:write",)
            _, key = create_api_key(connection, office_id=None, name="AE", scopes=scopes, at=at, node=LENDER)
        (self.folder / "key").write_text(key)

    @contextmanager
    def running(self, *arguments):
        """A command as a process, ended in good order."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        with (self.folder / f"{arguments[0]}-{arguments[-1].strip('/').replace('/', '-')}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "hub.cli", *arguments],
                env=environment | self.settings,
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def lender(self, *more):
        way = ("--hub-url", self.settings["HUB_PUBLIC_URL"], "--key-file", str(self.folder / "key"))
        return ("simulate", "--partner", LENDER, "--code", "AE", *way, "--listen", str(self.listen), *more)

    def package(self, *more):
        way = ("--from-hub", str(self.folder / "to-package"), "--to-hub", str(self.folder / "to-hub"))
        seat = ("--receiver", LENDER, "--lender", "AE", "--agent-number", "7001231")
        return ("simulate", "--partner", PACKAGE, *way, *seat, *more)

    def ready(self):
        with httpx.Client(trust_env=False) as client:
            try:
                return client.get(f"{self.settings['HUB_PUBLIC_URL']}/health/ready").status_code == 200
            except httpx.TransportError:
                return False

    def sql(self, text):
        with self.hub.database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text)]

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            logs = "\n".join(each.read_text()[-2000:] for each in self.folder.glob("*.log"))
            assert time.monotonic() < deadline, f"{self.sql('SELECT code, state FROM outgoing')}\n{logs}"
            time.sleep(0.2)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    yield made
    made.hub.database.close()


def test_a_lender_and_a_package_play_a_loan_to_its_servicing(site):
    with ExitStack() as parts:
        parts.enter_context(site.running("up"))
        site.wait_for(site.ready)
        parts.enter_context(site.running(*site.lender("--behaviour", "duplicates", "--pace", "0.00001")))
        parts.enter_context(site.running(*site.package("--pace", "0.00001", "--applications", "1")))
        site.wait_for(lambda: ("20",) in site.sql("SELECT code FROM application_statuses"))
        site.wait_for(lambda: site.sql("SELECT count(*) FROM outgoing WHERE state = 'queued'") == [(0,)])
    with site.hub.database.reading() as connection:
        assert balance(connection).is_balanced
    assert site.sql("SELECT count(*) FROM outcomes WHERE state IN ('parked', 'waiting', 'rejected')") == [(0,)]
    assert len(site.sql("SELECT id FROM dossiers")) == 1
