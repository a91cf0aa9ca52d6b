"""Who somebody is according to the sign-in service of his office (an OpenID Connect provider)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Connected:
    """An office's connection with its provider; `client_secret` is plain here and never leaves the process else."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    group_claim: str = "groups"


@dataclass(frozen=True, slots=True)
class Begun:
    """One sign-in that is on its way to the provider; each of the three is made for it alone."""

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider vouches for. Only `issuer` and `subject` together name a person; the rest may change."""

    issuer: str
    subject: str
    name: str
    email: str
    is_email_verified: bool
    groups: tuple[str, ...]
    leaving: "Leaving | None" = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody ends his session at the provider as well (OpenID Connect RP-Initiated Logout 1.0).

    `token` is the ID token with which he came in; it names a person and travels in a form, never in an address.
    """

    address: str
    client_id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Described:
    """What a provider says of itself: keys that may sign, whether it ends sessions, and what it cannot do.

    `lacks` names what a sign-in needs: `code`, `S256`, `openid`, `algorithm`, `client-secret`.
    """

    keys: int
    ends_sessions: bool
    lacks: tuple[str, ...]
