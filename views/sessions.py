"""Who is signed in on this server, by a token their browser keeps: a reload asks no password.

Tokens live in memory alone and only their hashes: when the server stops everybody signs in again.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, replace

IDLE_SECONDS = 12 * 3600
MOST = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and when a page was last used (seconds since 1970)."""

    name: str
    stamp: str
    seen_at: float

    @property
    def is_over(self) -> bool:
        """Whether nothing was done for too long."""
        return time.time() - self.seen_at > IDLE_SECONDS


class Sessions:
    """Those signed in, by token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, SignedIn] = {}

    def open(self, told: SignedIn) -> str:
        """A new token for somebody who just signed in."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._held = {key: s for key, s in self._held.items() if not s.is_over}
            if len(self._held) >= MOST:
                self._held.pop(next(iter(self._held)))
            self._held[_hash(token)] = told
        return token

    def find(self, token: str) -> SignedIn | None:
        """Who a token is of; None for one that was never given, ended, or was idle too long."""
        with self._lock:
            found = self._held.get(_hash(token))
        return None if found is None or found.is_over else found

    def touch(self, token: str) -> None:
        """Note that a page was used."""
        with self._lock:
            found = self._held.get(_hash(token))
            if found is not None and not found.is_over:
                self._held[_hash(token)] = replace(found, seen_at=time.time())

    def close(self, token: str) -> None:
        """The token opens nothing any more."""
        with self._lock:
            self._held.pop(_hash(token), None)


SESSIONS = Sessions()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
