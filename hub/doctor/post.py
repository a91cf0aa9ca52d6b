"""The providers of e-mail and SMS: does each answer, and does it accept us; nothing is sent."""

from collections.abc import Iterator

from hub.doctor.finding import Finding
from hub.post.opening import open_providers
from hub.post.port import MAIL
from hub.settings import Settings
from schemas.errors import Busy

_NAMES = {MAIL: ("E-mail", "HUB_MAIL_URL"), "sms": ("SMS", "HUB_SMS_URL")}


def post_findings(settings: Settings) -> Iterator[Finding]:
    """One finding per channel; raises nothing."""
    for channel, provider in open_providers(settings).items():
        name, variable = _NAMES[channel]
        is_set = settings.mail if channel == MAIL else settings.sms
        if not is_set:
            said, dutch = (
                f"{name} has no provider; what is to be sent waits.",
                f"{name} heeft geen aanbieder; post wacht.",
            )
            yield Finding("post", "warning", said, f"set {variable}", nl=dutch, mend_nl=f"zet {variable}")
            continue
        try:
            shown = provider.check()
        except Busy as busy:
            said = f"{name} waits: its provider is away ({busy.why})."
            dutch = f"{name} wacht: de aanbieder antwoordt niet ({busy.why})."
            yield Finding("post", "wrong", said, f"look at {variable}", nl=dutch, mend_nl=f"kijk naar {variable}")
        else:
            yield Finding("post", "ok", f"{name} can be sent ({shown}).", nl=f"{name} kan worden verstuurd ({shown}).")
