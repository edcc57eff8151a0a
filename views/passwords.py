"""Passwords: what will do for one, and how they are kept (argon2id; never as they are typed)."""

from __future__ import annotations

import string
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph.errors import BadRequest

SHORTEST, LONGEST = 8, 200
_COMMON = ("password", "passw0rd", "qwerty", "admin", "abc123", "liantu", "12345678", "88888888")
_HASHER = PasswordHasher()


def check_password(name: str, password: str) -> None:
    """See that a new password will do.

    Raises
    ------
    BadRequest
        In one sentence; it never repeats the password.

    Examples
    --------
    >>> check_password("王芳", "短")
    Traceback (most recent call last):
    graph.errors.BadRequest: 密码太短;至少 8 位,字母、数字、符号至少用两种。
    """
    if len(password) > LONGEST:
        raise BadRequest(f"密码太长;最多 {LONGEST} 位。")
    if len(password) < SHORTEST:
        raise BadRequest(f"密码太短;至少 {SHORTEST} 位,字母、数字、符号至少用两种。")
    if _sorts(password) < 2 or len(set(password)) < 4:
        raise BadRequest("密码太简单;字母、数字、符号至少用两种,不要总重复一个字。")
    plain = password.lower()
    if (name and name.lower() in plain) or any(word in plain for word in _COMMON):
        raise BadRequest("密码里不要有自己的名字或 password、12345678 这样人人会猜的词。")


def _sorts(password: str) -> int:
    """How many of letters, digits and other signs are in it."""
    letters = any(sign in string.ascii_letters or sign > "\x7f" for sign in password)
    digits = any(sign in string.digits for sign in password)
    others = any(sign < "\x80" and not sign.isalnum() for sign in password)
    return letters + digits + others


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether this is the password; with none kept it takes as long and is not."""
    try:
        _HASHER.verify(kept or _never(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a newer program keeps passwords better."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _never() -> str:
    """A hash no account has, so that an unknown name is answered no faster than a known one."""
    return _HASHER.hash("-")
