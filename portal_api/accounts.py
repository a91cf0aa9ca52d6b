"""The port through which pages change accounts; the capability `accounts` is behind it and opens its own transactions.

Every act raises `Refused` with a slug that the page shows as it is; `token` is the secret of the session cookie.
"""

from typing import Protocol

from schemas.devices import Device


class Entered(Protocol):
    """Where signing in stands after an act: the token from here on, the step, codes to show once, a word to keep."""

    @property
    def token(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def codes(self) -> tuple[str, ...]: ...

    @property
    def known(self) -> str:
        """A word for the browser to keep; empty from who is not in yet."""


class Accounts(Protocol):
    """Signing in, and what a person changes about his own account."""

    @property
    def sends_links(self) -> bool:
        """Whether a person who forgot his password gets a link by mail."""

    def open_link(self, token: str, device: Device, before: str) -> Entered:
        """Uses a one-time link up; raises `Refused("link-expired")`."""

    def sign_in(self, email: str, password: str, device: Device, before: str) -> Entered:
        """The first step; raises `Refused("sign-in-failed")` for every reason."""

    def second_step(self, token: str, code: str, device: Device) -> Entered:
        """A code of an app or a recovery code; raises `Refused("code-wrong")`."""

    def ask_to_sign(self) -> str:
        """What a passkey is asked, as JSON for the browser."""

    def sign_in_with_passkey(self, answer: str, device: Device, before: str) -> Entered:
        """Both steps at once; raises `Refused("passkey-refused")`."""

    def forget(self, email: str) -> None:
        """Sends a link for a new password when there is such a person; says nothing."""

    def renew_link(self, token: str) -> None:
        """Sends a new link to whom this one was for, to the same address; says nothing."""

    def choose_password(self, token: str, password: str, again: str, device: Device) -> Entered:
        """After a link; raises `password-weak`, `passwords-differ`."""

    def change_password(self, token: str, old: str, password: str, again: str, device: Device) -> Entered:
        """The same with the password of before; also `password-wrong`."""

    def begin_totp(self, token: str) -> str:
        """The address that an app takes in."""

    def confirm_totp(self, token: str, code: str, password: str, device: Device) -> Entered:
        """The app counts from now on; raises `code-wrong`, `password-wrong`."""

    def remove_totp(self, token: str, password: str) -> None:
        """The app counts no more; raises `last-factor`, `password-wrong`."""

    def new_codes(self, token: str, password: str) -> tuple[str, ...]:
        """New recovery codes instead of the old ones; raises `password-wrong`."""

    def ask_for_passkey(self, token: str, password: str) -> str:
        """What a device is asked to make, as JSON for the browser; raises `password-wrong`."""

    def add_passkey(self, token: str, answer: str, name: str, device: Device) -> Entered:
        """Keeps what a device made; raises `passkey-refused`, `request-invalid`."""

    def remove_passkey(self, token: str, key_id: str, password: str) -> None:
        """Raises `last-factor`, `password-wrong`, `not-found`."""

    def touch_session(self, token: str) -> None:
        """The session was used now."""

    def close_session(self, token: str) -> None:
        """The session is over, whether it was there or not."""

    def end_session(self, token: str, session_id: str) -> None:
        """One session of the person is over, or every other one when no id is given."""
