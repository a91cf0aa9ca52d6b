"""The virus scanners: `builtin`, which ships with the hub, `clamd`, which is ClamAV, and `absent`, when none is set.

`builtin` and `clamd` pass one suite.
"""

from urllib.parse import urlsplit

from hub.scanner.absent import AbsentScanner
from hub.scanner.builtin import BuiltinScanner
from hub.scanner.clamd import ClamdScanner, address_of
from hub.scanning import Scanner
from schemas.errors import SettingsError


def scanner_of(url: str) -> Scanner:
    match urlsplit(url).scheme:
        case "builtin":
            return BuiltinScanner()
        case "clamd":
            return ClamdScanner(address_of(url))
        case "":
            return AbsentScanner()
        case other:
            raise SettingsError(f"HUB_SCANNER_URL has the scheme {other!r}; expected builtin or clamd")
