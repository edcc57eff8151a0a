"""One account: what is kept of somebody who may sign in, and what names and addresses will do."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from graph.desk.access import ROLES, Role
from graph.errors import BadRequest
from loaders.fresh import ACTOR
from views.texts import NOBODY

MOST_FAILURES, LOCK_SECONDS = 5, 15 * 60
LONGEST_NAME = 40
_RESERVED = (ACTOR, NOBODY, "本机用户")


@dataclass(frozen=True, slots=True)
class Account:
    """One who may sign in, by a password or by a mail address another service vouches for.

    ``failures`` are wrong passwords in a row, the last at ``failed_at`` (seconds since 1970).
    """

    name: str
    role: Role
    password: str | None
    mail: str | None
    is_disabled: bool
    made_at: str
    made_by: str
    failures: int = 0
    failed_at: float = 0.0

    @property
    def stamp(self) -> str:
        """Changes with the password and the address: whoever signed in before signs in again."""
        text = f"{self.name}\0{self.password}\0{self.mail}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def is_able_admin(self) -> bool:
        """Whether they can sign in and manage accounts."""
        return self.role == "admin" and not self.is_disabled and bool(self.password or self.mail)

    def locked_seconds(self) -> float:
        """How long they are locked out still."""
        return locked_seconds(self.failures, self.failed_at)


def account_of(row: Mapping[str, Any]) -> Account:
    """The account a row of the file tells; ValueError or TypeError when it tells none."""
    known = {field.name for field in fields(Account)}
    account = Account(**{key: value for key, value in row.items() if key in known})
    if account.role not in ROLES or not isinstance(account.name, str):
        raise ValueError(account.role)
    return account


def folded(name: str) -> str:
    """A name however it is written: width and case make no difference."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(text: str) -> str:
    """A name fit for an account, or BadRequest."""
    name = unicodedata.normalize("NFKC", text).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequest(f"名字要有 1 到 {LONGEST_NAME} 个字。")
    if name in _RESERVED:
        raise BadRequest(f"“{name}”是程序自己用的名字;换一个。")
    return name


def check_role(role: str) -> None:
    """Refuse a role there is not."""
    if role not in ROLES:
        raise BadRequest(f"没有“{role}”这种角色;可用:{'、'.join(ROLES)}。")


def checked_mail(mail: str | None) -> str | None:
    """A mail address, None for an empty one, or BadRequest."""
    text = (mail or "").strip().casefold()
    if text and (text.count("@") != 1 or text.startswith("@") or text.endswith("@")):
        raise BadRequest(f"“{text}”不像邮箱;写成 name@example.gov.cn 这样。")
    return text or None


def locked_seconds(failures: int, failed_at: float) -> float:
    """How long a lock lasts still after so many failures, the last then; 0 for no lock."""
    if failures < MOST_FAILURES:
        return 0.0
    return max(0.0, failed_at + LOCK_SECONDS - time.time())
