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
            yield Finding("post", "warning", f"{name} has no provider; what is to be sent waits.", f"set {variable}")
            continue
        try:
            shown = provider.check()
        except Busy as busy:
            yield Finding("post", "wrong", f"{name} waits: its provider is away ({busy.why}).", f"look at {variable}")
        else:
            yield Finding("post", "ok", f"{name} can be sent ({shown}).")
