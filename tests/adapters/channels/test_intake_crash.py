"""A message that kills intake, in real processes: it is found out after one death and takes no other with it."""

import json
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from adapters.simulator import messages
from tests.builders.bad_input import AT
from tests.builders.channels import AmqpPartner
from tests.builders.hub import LENDER, OFFICE

ROOT = Path(__file__).parents[3]
POISON = b"kills its process"
ROLE = """
import os, sys
import adapters.intake
from adapters.channels.amqp import AmqpIntake
from adapters.channels.trial import ChildTrial, serve
from hub.blobs import FolderStore
from hub.clock import SystemClock
from hub.database import Database
from hub.directory import Directory
from pathlib import Path

role, database_url, broker_url, folder = sys.argv[1:]
plain = adapters.intake.parse

def deadly(body, **how):
    if b"kills its process" in body:
        os.kill(os.getpid(), 9)
    return plain(body, **how)

adapters.intake.parse = deadly
database = Database(database_url)
intake = adapters.intake.Intake(
    database, Directory(database), FolderStore(Path(folder)), environment="production", largest_file=1_000_000
)
if role == "child":
    serve(intake, sys.stdin.buffer, sys.stdout.buffer)
else:
    trial = ChildTrial([sys.executable, __file__, "child", *sys.argv[2:]])
    AmqpIntake(broker_url, intake, SystemClock(), ring=lambda bells: None, trial=trial).run(lambda: False)
"""


def sx(minute):
    return messages.sx("10", at=AT + timedelta(minutes=minute), number="A-1")


def test_a_message_that_kills_intake_is_journaled_unread_and_the_others_keep_their_order(hub, broker, tmp_path):
    script = tmp_path / "role.py"
    script.write_text(ROLE)
    url = broker.url(broker.new_vhost())
    command = [sys.executable, str(script), "role", hub.database.url, url, str(tmp_path / "blobs")]
    with closing(AmqpPartner(hub, url)) as partner:
        partner.stop()
        partner.put(messages.ax(at=AT, number="A-1"), node=OFFICE, identity="0")
        for n in range(1, 20):
            body = sx(n) if n != 10 else sx(n).replace(b"<Status>", b"<!-- kills its process --><Status>")
            partner.put(body, node=LENDER, identity=str(n))
        deaths = 0
        role = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
        try:
            until = time.monotonic() + 40
            while hub.sql("SELECT count(*) FROM receipts") != [(20,)]:
                assert time.monotonic() < until
                if role.poll() is not None:
                    deaths += 1
                    role = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
                time.sleep(0.05)
            receipts = [partner.receipt() for _ in range(20)]
        finally:
            role.kill()
            role.wait()
    refused = {identity: json.loads(body)["refusal"]["slug"] for identity, body in receipts if b"refusal" in body}
    assert deaths == 1
    assert refused == {"10": "intake-crashed"}
    assert [identity for identity, _ in receipts] == [str(n) for n in range(20)]
    assert POISON in hub.sql("SELECT body FROM messages WHERE identity = '10'")[0][0]
    hub.work()
    assert hub.states() == {"applied": 19, "rejected": 1}
