"""Passkeys: sign in with what a device holds. The browser proves it to us, we to nobody: attestation is not asked for."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from etalase.accounts import rules
from etalase.accounts.actions.signing_in import Minted, begin_session
from etalase.accounts.queries.account import account
from etalase.accounts.queries.passkeys import PASSKEYS, Passkey
from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused

NOBODY = 0
CHALLENGE = write("INSERT INTO passkey_challenges (account_id, challenge, expires_at) VALUES ($1, $2, $3)")
FORGET_EXPIRED = write("DELETE FROM passkey_challenges WHERE expires_at <= $1")
USE_CHALLENGE = value(
    int,
    """DELETE FROM passkey_challenges WHERE account_id = $1 AND challenge = $2 AND expires_at > $3 RETURNING account_id""",
)
# The account's row, held, so that the count of its passkeys stays true while one is added.
LOCK = value(int, "SELECT account_id FROM accounts WHERE account_id = $1 FOR NO KEY UPDATE")
CLAIM = value(
    int,
    """INSERT INTO passkey_claims (credential_id, account_id) VALUES ($1, $2)
       ON CONFLICT (credential_id) DO NOTHING RETURNING account_id""",
)
ADD = rows(
    Passkey,
    """INSERT INTO passkeys (account_id, passkey_id, credential_id, public_key, sign_count, name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING passkey_id, credential_id, name, created_at, last_used_at""",
)
REMOVE = value(bytes, "DELETE FROM passkeys WHERE account_id = $1 AND passkey_id = $2 RETURNING credential_id")
RELEASE = write("DELETE FROM passkey_claims WHERE credential_id = $1")
OWNER = value(int, "SELECT account_id FROM passkey_claims WHERE credential_id = $1")
USED = write("UPDATE passkeys SET sign_count = $3, last_used_at = $4 WHERE account_id = $1 AND passkey_id = $2")


class Key(msgspec.Struct, frozen=True):
    """What a signature is checked with."""

    passkey_id: int
    public_key: bytes
    sign_count: int


KEY = rows(
    Key,
    """SELECT passkey_id, public_key, sign_count FROM passkeys WHERE account_id = $1 AND credential_id = $2
       FOR UPDATE""",
)


class Party(msgspec.Struct, frozen=True):
    """Who we are to a browser: a domain, and the origin our pages come from."""

    domain: str
    origin: str


async def begin_passkey_registration(db: Db, actor: Actor, *, party: Party, wall: datetime) -> str:
    """The options (JSON) that the browser makes a new passkey from. Refused: `accounts.too_many_passkeys`."""
    known = await PASSKEYS.all(db, actor.account_id)
    if len(known) >= rules.PASSKEYS_MAX:
        raise Refused("accounts.too_many_passkeys", most=rules.PASSKEYS_MAX)
    mine = await account(db, actor.account_id)
    options = webauthn.generate_registration_options(
        rp_id=party.domain,
        rp_name="Etalase",
        user_id=str(actor.account_id).encode(),
        user_name=mine.handle,
        user_display_name=mine.name,
        challenge=await _challenge(db, actor.account_id, wall),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
    )
    return webauthn.options_to_json(options)


async def finish_passkey_registration(
    db: Db, actor: Actor, *, party: Party, credential: Mapping[str, Any], name: str, now: datetime, wall: datetime
) -> Passkey:
    """Keep the passkey the browser made; event `account.passkey_added`.

    Refused: `accounts.passkey_not_valid`, `accounts.passkey_known`, `accounts.too_many_passkeys`.
    """
    called = rules.tidy_name(name)
    rules.refuse({"name": rules.name_error(called)})
    challenge = await _spend(db, actor.account_id, credential, wall)
    try:
        made = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except WebAuthnException as forged:
        raise Refused("accounts.passkey_not_valid") from forged
    await LOCK.sole(db, actor.account_id)
    if len(await PASSKEYS.all(db, actor.account_id)) >= rules.PASSKEYS_MAX:
        raise Refused("accounts.too_many_passkeys", most=rules.PASSKEYS_MAX)
    if await CLAIM.get(db, made.credential_id, actor.account_id) is None:
        raise Refused("accounts.passkey_known")
    kept = await ADD.sole(
        db,
        actor.account_id,
        await db.new_id(),
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        called,
        now,
    )
    await events.record(db, "account.passkey_added", at=now, account_id=actor.account_id)
    return kept


async def begin_passkey_login(db: Db, actor: Actor | None, *, party: Party, wall: datetime) -> str:
    """The options (JSON) that the browser signs in from: it shows which passkeys it has for us."""
    options = webauthn.generate_authentication_options(
        rp_id=party.domain,
        challenge=await _challenge(db, NOBODY, wall),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


async def finish_passkey_login(
    db: Db,
    actor: Actor | None,
    *,
    party: Party,
    credential: Mapping[str, Any],
    user_agent: str,
    now: datetime,
    wall: datetime,
) -> Minted:
    """A browser's session for the passkey's account. Refused: `accounts.passkey_not_valid`."""
    challenge = await _spend(db, NOBODY, credential, wall)
    owner, key = await _key_of(db, credential)
    try:
        proven = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as forged:
        raise Refused("accounts.passkey_not_valid") from forged
    await USED.run(db, owner, key.passkey_id, proven.new_sign_count, now)
    return await begin_session(db, owner, kind=rules.SESSION, user_agent=user_agent, wall=wall)


async def remove_passkey(db: Db, actor: Actor, *, passkey_id: int, now: datetime) -> None:
    """Take a passkey away; NotFound when the caller has no such."""
    credential_id = await REMOVE.get(db, actor.account_id, passkey_id)
    if credential_id is None:
        raise NotFound
    await RELEASE.run(db, credential_id)
    await events.record(db, "account.passkey_removed", at=now, account_id=actor.account_id)


async def _challenge(db: Db, account_id: int, wall: datetime) -> bytes:
    await FORGET_EXPIRED.run(db, wall)
    challenge = secrets.token_bytes(32)
    await CHALLENGE.run(db, account_id, challenge, wall + rules.CHALLENGE_LIVES)
    return challenge


async def _spend(db: Db, account_id: int, credential: Mapping[str, Any], wall: datetime) -> bytes:
    """The challenge that the browser says it answers, if it was ours and nobody answered it yet."""
    try:
        said = msgspec.json.decode(base64url_to_bytes(credential["response"]["clientDataJSON"]), type=dict[str, Any])
        challenge = base64url_to_bytes(said["challenge"])
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as broken:
        raise Refused("accounts.passkey_not_valid") from broken
    if await USE_CHALLENGE.get(db, account_id, challenge, wall) is None:
        raise Refused("accounts.passkey_not_valid")
    return challenge


async def _key_of(db: Db, credential: Mapping[str, Any]) -> tuple[int, Key]:
    try:
        credential_id = base64url_to_bytes(credential["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise Refused("accounts.passkey_not_valid") from broken
    owner = await OWNER.get(db, credential_id)
    key = None if owner is None else await KEY.one(db, owner, credential_id)
    if owner is None or key is None:
        raise Refused("accounts.passkey_not_valid")
    return owner, key
