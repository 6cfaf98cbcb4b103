"""Passwords: argon2id in a thread, so that nobody else's request waits for it. Doors do this before they take a connection."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# One of the equally strong settings that OWASP names; 13 ms and 12 MiB on the machine this was chosen on.
HASHER: Final = PasswordHasher(time_cost=3, memory_cost=12_288, parallelism=1)
# Of no password in use: an unknown login is compared with it, so that it takes as long as a known one.
NOBODY: Final = "$argon2id$v=19$m=12288,t=3,p=1$B6gJIlS2tSFry2K4MJwm7A$IrgEZW8zSDaoj1APddgf6LfGHvJ/KyyGtS352hkuX7U"


async def hash_password(password: str) -> str:
    """The argon2id hash, with its salt and parameters in it."""
    return await asyncio.to_thread(HASHER.hash, _bytes(password))


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Without a hash to compare with it is not, and that takes as long."""
    same = await asyncio.to_thread(_verify, password_hash or NOBODY, password)
    return same and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
