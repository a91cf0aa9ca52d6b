"""The virus scanner: does it answer, does it let a clean file pass, and does it know the harmless test file."""

from hub.doctor.finding import Finding
from hub.scanning import EICAR, Clean, Infected, Scanner, open_scanner
from hub.settings import Settings
from schemas.errors import Busy

_HARMLESS = b"hub doctor"


def scanner_finding(settings: Settings) -> Finding:
    if not settings.scanner:
        sentence = "No virus scanner is set; files that people hand in wait and nobody can open them."
        dutch = "Er is geen virusscanner ingesteld; wat mensen inleveren wacht en niemand kan het openen."
        mend = "set HUB_SCANNER_URL, such as clamd:///run/clamav/clamd.ctl"
        mend_nl = "zet HUB_SCANNER_URL, zoals clamd:///run/clamav/clamd.ctl"
        return Finding("scanner", "warning", sentence, mend, nl=dutch, mend_nl=mend_nl)
    try:
        return _tried(open_scanner(settings.scanner), settings)
    except Busy as busy:
        sentence = f"The virus scanner does not answer ({busy.why}); files that people hand in wait."
        dutch = f"De virusscanner antwoordt niet ({busy.why}); wat mensen inleveren wacht."
        return Finding("scanner", "wrong", sentence, "systemctl start clamav-daemon", nl=dutch)


def _tried(scanner: Scanner, settings: Settings) -> Finding:
    name = scanner.check()
    if scanner.scan(_HARMLESS) != Clean():
        said, dutch = f"{name} calls a harmless file infected.", f"{name} noemt een onschuldig bestand besmet."
        return Finding("scanner", "wrong", said, "systemctl restart clamav-daemon", nl=dutch)
    if not isinstance(scanner.scan(EICAR), Infected):
        said, dutch = (
            "does not know the test file; has it signatures?",
            "kent het testbestand niet; heeft hij kenmerken?",
        )
        return Finding("scanner", "wrong", f"{name} {said}", "freshclam", nl=f"{name} {dutch}")
    if settings.scanner.startswith("builtin") and not settings.demo:
        said, dutch = (
            f"The scanner is {name}; that is for the demo.",
            "De scanner is de ingebouwde; die is voor de demo.",
        )
        return Finding("scanner", "warning", said, "set HUB_SCANNER_URL", nl=dutch, mend_nl="zet HUB_SCANNER_URL")
    said, dutch = f"The virus scanner answers ({name}).", f"De virusscanner antwoordt ({name})."
    return Finding("scanner", "ok", said, nl=dutch)
