"""Passkeys (WebAuthn): what a device is asked, and what it answered. Only the public key is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import Connection
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from handlers.accounts import rules
from handlers.accounts.proofs import ISSUER
from handlers.accounts.rules import Challenge, Passkey, User
from handlers.accounts.tables import CHALLENGES, PASSKEYS
from hub import rows as statements
from schemas.errors import NotFound, Refused
from schemas.names import check_name

_MOST = 20
_LONGEST_ANSWER = 32 * 1024
_UNREADABLE = (WebAuthnException, ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""What the library raises about an answer that no device of ours gave."""


def passkeys_of(connection: Connection, user_id: str) -> list[Passkey]:
    """The passkeys of a person, oldest first."""
    return sorted(statements.select(connection, PASSKEYS, "user_id", [user_id]), key=lambda each: each.created_at)


def ask_for_new(connection: Connection, user: User, site: str, at: datetime) -> str:
    """The options, as JSON, with which a device makes a passkey of this person for the site (a host name)."""
    known = [PublicKeyCredentialDescriptor(base64url_to_bytes(each.id)) for each in passkeys_of(connection, user.id)]
    options = generate_registration_options(
        rp_id=site,
        rp_name=ISSUER,
        user_id=user.id.encode(),
        user_name=user.email or user.name,
        user_display_name=user.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    _remember(connection, options.challenge, user.id, at)
    return options_to_json(options)


def add_passkey(
    connection: Connection, user: User, answer: str, name: str, *, site: str, origin: str, at: datetime
) -> Passkey:
    """Keeps what a device made; raises `Refused` (`passkey-refused`, `request-invalid`)."""
    shown = check_name(name)
    mine = passkeys_of(connection, user.id)
    try:
        credential = parse_registration_credential_json(_bounded(answer))
        challenge = _asked(connection, credential, user.id, at)
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site,
            expected_origin=origin,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise Refused("passkey-refused", path="passkey") from None
    key_id = bytes_to_base64url(made.credential_id)
    public_key = bytes_to_base64url(made.credential_public_key)
    passkey = Passkey(key_id, user.id, shown, public_key, made.sign_count, at)
    if len(mine) >= _MOST or not statements.claim(connection, PASSKEYS, passkey):
        raise Refused("passkey-refused", path="passkey")
    return passkey


def ask_to_sign(connection: Connection, site: str, at: datetime) -> str:
    """The options, as JSON, with which any passkey for the site signs in; they name nobody."""
    options = generate_authentication_options(rp_id=site, user_verification=UserVerificationRequirement.REQUIRED)
    _remember(connection, options.challenge, "", at)
    return options_to_json(options)


def use_passkey(connection: Connection, answer: str, *, site: str, origin: str, at: datetime) -> str:
    """The id of the person whose passkey signed; raises `Refused` (`passkey-refused`)."""
    try:
        credential = parse_authentication_credential_json(_bounded(answer))
        challenge = _asked(connection, credential, "", at)
        (passkey,) = statements.select(connection, PASSKEYS, "id", [credential.id]) or (None,)
        if passkey is None:
            raise Refused("passkey-refused", path="passkey")
        signed = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise Refused("passkey-refused", path="passkey") from None
    used = replace(passkey, sign_count=signed.new_sign_count, used_at=at)
    statements.write(connection, PASSKEYS, [used], "replace")
    return passkey.user_id


def remove_passkey(connection: Connection, user_id: str, key_id: str) -> None:
    """Raises `NotFound`."""
    mine = PASSKEYS.table.c
    if connection.execute(delete(PASSKEYS.table).where((mine.user_id == user_id) & (mine.id == key_id))).rowcount != 1:
        raise NotFound("not-found", path="passkey", came=key_id, expected="a passkey of yours")


def remove_passkeys(connection: Connection, user_id: str) -> None:
    connection.execute(delete(PASSKEYS.table).where(PASSKEYS.table.c.user_id == user_id))


def _remember(connection: Connection, challenge: bytes, user_id: str, at: datetime) -> None:
    connection.execute(delete(CHALLENGES.table).where(CHALLENGES.table.c.expires_at <= at))
    asked = Challenge(rules.hashed(bytes_to_base64url(challenge)), user_id, at + rules.CHALLENGE_LIVES)
    statements.write(connection, CHALLENGES, [asked])


def _asked(
    connection: Connection, credential: AuthenticationCredential | RegistrationCredential, user_id: str, at: datetime
) -> bytes:
    """The challenge that was signed, when it was asked of this person and not answered before."""
    challenge = parse_client_data_json(credential.response.client_data_json).challenge
    asked = CHALLENGES.table.c
    hashed = rules.hashed(bytes_to_base64url(challenge))
    same = (asked.challenge_hash == hashed) & (asked.user_id == user_id) & (asked.expires_at > at)
    if connection.execute(delete(CHALLENGES.table).where(same)).rowcount != 1:
        raise Refused("passkey-refused", path="passkey")
    return challenge


def _bounded(answer: str) -> str:
    if len(answer) > _LONGEST_ANSWER:
        raise Refused("passkey-refused", path="passkey")
    return answer
