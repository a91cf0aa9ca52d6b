"""The browser in which somebody signs in, as far as it can be told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """What a browser says that it is, where it comes from, and the word that it was given when its person came in.

    `known` is empty for a browser in which nobody signed in before; only the hub can have written one.
    """

    agent: str = ""
    address: str = ""
    known: str = ""
