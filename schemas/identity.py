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
