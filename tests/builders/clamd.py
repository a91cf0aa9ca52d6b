"""A private clamd with a one-line signature file of our own, so that no database of megabytes is needed."""

import contextlib
import os
import shutil
import signal
from pathlib import Path
from typing import Self

from hub.bench.servers.process import PrivateServer, binary, free_port
from hub.scanner.clamd import Address, ClamdScanner
from hub.scanning import EICAR
from schemas.errors import Busy

STREAM_MOST = 4 * 1024 * 1024


class PrivateClamd(PrivateServer):
    """One clamd of its own, on a TCP port of loopback and on a socket in its folder; it knows only EICAR."""

    def __init__(self) -> None:
        self._clamd = binary("clamd", Path("/usr/sbin"))
        super().__init__("hub-clamd-")
        self.port = free_port()
        self._account = "clamav" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"clamd://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"clamd://{self.folder}/clamd.sock"

    def start(self) -> Self:
        self._write()
        if self._account:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, self._account, self._account)
        self.spawn([str(self._clamd), "--config-file", str(self.folder / "clamd.conf")], {"LANG": "C"}, self._account)
        self.wait_until(self._answers)
        return self

    def stop(self) -> None:
        self.ask_to_stop(signal.SIGTERM)

    def _write(self) -> None:
        (self.folder / "signatures").mkdir(exist_ok=True)
        (self.folder / "signatures" / "own.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        settings = {
            "DatabaseDirectory": self.folder / "signatures",
            "TemporaryDirectory": self.folder,
            "TCPSocket": self.port,
            "TCPAddr": "127.0.0.1",
            "LocalSocket": self.folder / "clamd.sock",
            "Foreground": "yes",
            "MaxThreads": 2,
            "StreamMaxLength": STREAM_MOST,
            "AlertEncrypted": "yes",
            "AlertExceedsMax": "yes",
            "SelfCheck": 0,
        }
        (self.folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def _answers(self) -> bool:
        with contextlib.suppress(Busy):
            return ClamdScanner(Address("127.0.0.1", self.port)).check().startswith("ClamAV")
        return False
