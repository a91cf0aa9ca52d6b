"""The families of failure.

A failure is sorted once, by its class, where it is raised; nobody re-decides.
`Refused` is the sender's mistake, `Waiting` refers to something that is not here yet, `Busy` is a dependency or a lock,
and anything else is our own mistake.
The sentences that belong to a slug stand in `schemas/refusals/`, not here.
"""

from dataclasses import dataclass

from schemas.refusals import sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a message breaks; `nl` and `en` are whole sentences for an adviser."""

    rule: str
    path: str
    came: str
    expected: str
    nl: str
    en: str


class HubError(Exception):
    """The root of every failure that the hub names."""

    slug: str = "hub-error"


class Refused(HubError):  # noqa: N818 - a fate, and the fates are the words of the design
    """What came breaks a rule; it changes nothing and the lane goes on.

    `slug` is stable and a heading of the runbook; `path` names the element, header or field.
    `came` and `expected` are short texts.
    `nl` and `en` are whole sentences; when they are left out, the table of `schemas/refusals/` supplies them.
    `findings` are all the mistakes when there are several of one message; slug and path are those of the first.
    `flags` are what was noticed beside them and refuses nothing.
    """

    findings: tuple[Finding, ...] = ()
    flags: tuple[str, ...] = ()

    def __init__(
        self,
        slug: str,
        *,
        path: str = "",
        came: object = "",
        expected: object = "",
        nl: str = "",
        en: str = "",
        rule: str = "",
    ) -> None:
        self.slug = slug
        self.path = path
        self.came = _short(came)
        self.expected = _short(expected)
        self.rule = rule
        self.nl = nl or sentence(slug, "nl", path=path, came=self.came, expected=self.expected)
        self.en = en or sentence(slug, "en", path=path, came=self.came, expected=self.expected)
        super().__init__(f"{slug}: {self.en}")

    def as_dict(self) -> dict[str, str]:
        """The refusal as a receipt, a problem body or a log line shows it."""
        shown = {
            "slug": self.slug,
            "path": self.path,
            "came": self.came,
            "expected": self.expected,
            "rule": self.rule,
            "nl": self.nl,
            "en": self.en,
        }
        return {name: value for name, value in shown.items() if value}


class Waiting(HubError):  # noqa: N818 - a fate
    """It refers to something that is not here yet (`for_what`, one word); it is set aside and tried again."""

    slug = "waiting"

    def __init__(self, for_what: str) -> None:
        self.for_what = for_what
        super().__init__(f"waits for {for_what}")


class Busy(HubError):  # noqa: N818 - a fate
    """A dependency or a lock is not available now (`dependency`, one word); it never counts as an attempt."""

    slug = "busy"

    def __init__(self, dependency: str, why: str = "") -> None:
        self.dependency = dependency
        self.why = why
        super().__init__(f"{dependency} is not available now{': ' + why if why else ''}")


class SettingsError(HubError):
    """The settings do not fit; the text names every mistake at once and how to mend each."""

    slug = "settings"


class Conflict(Refused):
    """The thing exists and the person may see it, but not now: its state does not allow the command."""


class NotFound(Refused):
    """There is no such thing in the scope of who asks; the two cases are deliberately not told apart."""


_LONGEST = 200


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
