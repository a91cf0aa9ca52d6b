"""The provider of the demo: everything stays here and is readable on the Post page.

What the address or the number ends in decides what it answers, so that the demo shows every ending.
"""

from hub.post.port import MAIL, Bounced, Failed, NotNow, Parcel, Result, Taken
from hub.post.writing import written
from schemas.errors import Busy

_FROM, _DOMAIN = "demo@hub.example", "hub.example"


class DemoProvider:
    """Takes everything but what asks for something else.

    An address that begins with `bounce`, `fail`, `later` or `away` does, and a number that ends in 0001 to 0004.
    """

    name = "demo"

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def send(self, parcel: Parcel) -> Result:
        if self._channel == MAIL:
            written(parcel, _FROM, _DOMAIN)
        asks = _asked(parcel.address)
        if asks == "away":
            raise Busy(self._dependency(), "the demo plays that it is away")
        answers: dict[str, Result] = {
            "bounce": Bounced("550 5.1.1 no such mailbox"),
            "fail": Failed("554 5.6.0 refused"),
            "later": NotNow("smtp-451"),
        }
        return answers.get(asks, Taken(f"demo-{parcel.id}"))

    def check(self) -> str:
        return "demo"

    def _dependency(self) -> str:
        return "mail" if self._channel == MAIL else "sms"


def _asked(address: str) -> str:
    words = ("bounce", "fail", "later", "away")
    by_number = {f"000{n}": word for n, word in enumerate(words, 1)}
    return next((word for word in words if address.startswith(word)), by_number.get(address[-4:], ""))
