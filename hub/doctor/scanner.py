"""The virus scanner: does it answer, does it let a clean file pass, and does it know the harmless test file."""

from hub.doctor.finding import Finding
from hub.scanning import EICAR, Clean, Infected, Scanner, open_scanner
from hub.settings import Settings
from schemas.errors import Busy

_HARMLESS = b"hub doctor"


def scanner_finding(settings: Settings) -> Finding:
    if not settings.scanner:
        sentence = "No virus scanner is set; files that people hand in wait and nobody can open them."
        return Finding("scanner", "warning", sentence, "set HUB_SCANNER_URL, such as clamd:///run/clamav/clamd.ctl")
    try:
        return _tried(open_scanner(settings.scanner), settings)
    except Busy as busy:
        sentence = f"The virus scanner does not answer ({busy.why}); files that people hand in wait."
        return Finding("scanner", "wrong", sentence, "systemctl start clamav-daemon")


def _tried(scanner: Scanner, settings: Settings) -> Finding:
    name = scanner.check()
    if scanner.scan(_HARMLESS) != Clean():
        return Finding("scanner", "wrong", f"{name} calls a harmless file infected.", "systemctl restart clamav-daemon")
    if not isinstance(scanner.scan(EICAR), Infected):
        return Finding("scanner", "wrong", f"{name} does not know the test file; has it signatures?", "freshclam")
    if settings.scanner.startswith("builtin") and not settings.demo:
        return Finding("scanner", "warning", f"The scanner is {name}; that is for the demo.", "set HUB_SCANNER_URL")
    return Finding("scanner", "ok", f"The virus scanner answers ({name}).")
