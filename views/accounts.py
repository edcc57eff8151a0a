"""Local accounts: one small file beside the store, and every change of it.

There are none at first, and then whoever sits at the machine may do all.  From the first
account on everybody signs in.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from graph.desk.access import Role
from graph.errors import BadRequest, StoreUnavailable, UnknownName
from loaders.locked import locked, write_private
from views import audit, settings
from views.account import (
    Account,
    account_of,
    check_role,
    checked_mail,
    checked_name,
    folded,
)
from views.passwords import check_password, hashed

USERS_VARIABLE = "LIANTU_USERS"
_CACHE: dict[Path, tuple[tuple[int, int, int], tuple[Account, ...]]] = {}


def users_path(url: str | None = None) -> Path:
    """The users file: ``LIANTU_USERS``, else beside the data file or in the user's folder."""
    told = os.environ.get(USERS_VARIABLE, "").strip()
    if told:
        return Path(told).expanduser().absolute()
    store = settings.store_path(url or settings.store_url())
    return (store or settings.default_store_path()).with_suffix(".users.json")


class Accounts:
    """The accounts of one users file; every change is written at once and told to the audit.

    All methods raise StoreUnavailable when the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def here(cls, url: str | None = None) -> Accounts:
        """Those of the store in use."""
        return cls(users_path(url))

    def all(self) -> tuple[Account, ...]:
        """Every account, in the order made; none while there is no file."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._unreadable() from error
        mark = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        held = _CACHE.get(self.path)
        if held is None or held[0] != mark:
            held = _CACHE[self.path] = mark, self._read()
        return held[1]

    @property
    def is_set_up(self) -> bool:
        """Whether people sign in: there is an account."""
        return bool(self.all())

    @property
    def is_ready(self) -> bool:
        """Whether an administrator can sign in."""
        return any(account.is_able_admin for account in self.all())

    def find(self, name: str) -> Account | None:
        """The account called ``name``, however it is written."""
        wanted = folded(name)
        return next((a for a in self.all() if folded(a.name) == wanted), None)

    def of_mail(self, mail: str) -> Account | None:
        """The account of a mail address."""
        wanted = mail.strip().casefold()
        return next((a for a in self.all() if wanted and (a.mail or "") == wanted), None)

    # -- changing --------------------------------------------------------------------------

    def add(
        self, name: str, role: Role, *, by: str, password: str | None, mail: str | None = None
    ) -> Account:
        """Make an account with a password, or with a mail address for sign-in elsewhere.

        Raises
        ------
        BadRequest
            The name, role, password or address will not do, or is taken.
        """
        name = checked_name(name)
        check_role(role)
        if password is None and not (mail or "").strip():
            raise BadRequest("要有密码,或单位统一登录用的邮箱。")
        if password is not None:
            check_password(name, password)
        made = Account(
            name,
            role,
            None if password is None else hashed(password),
            checked_mail(mail),
            False,
            time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            by,
        )
        with self.changing() as held:
            if folded(name) in held:
                raise BadRequest(f"已经有叫“{name}”的用户;换一个名字。")
            if not held and role != "admin":
                raise BadRequest("第一个用户要是管理员,不然没有人能管用户。")
            _check_mail_free(held, folded(name), made)
            held[folded(name)] = made
        audit.record(self.path, "added", by, name, role)
        return made

    def set_role(self, name: str, role: Role, *, by: str) -> None:
        """Give another role; the last administrator keeps theirs."""
        check_role(role)
        self._change(name, lambda a: replace(a, role=role))
        audit.record(self.path, "role", by, name, role)

    def set_password(self, name: str, password: str, *, by: str) -> None:
        """Give another password, which also lets a locked account in again."""
        check_password(name, password)
        kept = hashed(password)
        self._change(name, lambda a: replace(a, password=kept, failures=0))
        audit.record(self.path, "password", by, name)

    def set_mail(self, name: str, mail: str | None, *, by: str) -> None:
        """Give another mail address, or none."""
        checked = checked_mail(mail)
        self._change(name, lambda a: replace(a, mail=checked))
        audit.record(self.path, "mail", by, name)

    def set_disabled(self, name: str, is_disabled: bool, *, by: str) -> None:
        """Shut an account or open it again; the last administrator stays."""
        self._change(name, lambda a: replace(a, is_disabled=is_disabled, failures=0))
        audit.record(self.path, "disabled" if is_disabled else "enabled", by, name)

    def unlock(self, name: str, *, by: str) -> None:
        """Let somebody in again who typed a wrong password too often."""
        self._change(name, lambda a: replace(a, failures=0))
        audit.record(self.path, "unlocked", by, name)

    def remove(self, name: str, *, by: str) -> None:
        """Take an account away; what they wrote stays theirs.  The last administrator stays."""
        self._change(name, lambda a: None)
        audit.record(self.path, "removed", by, name)

    def _change(self, name: str, do: Callable[[Account], Account | None]) -> None:
        with self.changing() as held:
            key = folded(name)
            if key not in held:
                raise UnknownName("用户", name, tuple(a.name for a in held.values())[:5])
            after = do(held[key])
            if after is None:
                del held[key]
            else:
                _check_mail_free(held, key, after)
                held[key] = after
            if not any(account.is_able_admin for account in held.values()):
                raise BadRequest("这是最后一个能登录的管理员,不能改成这样;先让另一个人当管理员。")

    # -- the file --------------------------------------------------------------------------

    @contextmanager
    def changing(self) -> Iterator[dict[str, Account]]:
        """The accounts by folded name; what is changed in them is written back, under a lock."""
        with locked(self.path):  # what is remembered may be of before the lock
            before = {folded(a.name): a for a in self._read()}
            held = dict(before)
            yield held
            if held != before:
                rows = [asdict(account) for account in held.values()]
                text = json.dumps({"users": rows}, ensure_ascii=False, indent=1)
                write_private(self.path, text + "\n")

    def _read(self) -> tuple[Account, ...]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))["users"]
            return tuple(account_of(row) for row in rows)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._unreadable() from error

    def _unreadable(self) -> StoreUnavailable:
        return StoreUnavailable(
            f"用户文件 {self.path} 读不出来,先谁都不能进;请从备份里放回这个文件,或检查读取权限。"
        )


def _check_mail_free(held: Mapping[str, Account], key: str, account: Account) -> None:
    """Refuse an address that is somebody else's; ``key`` is whose account it is."""
    if account.mail and any(a.mail == account.mail for k, a in held.items() if k != key):
        raise BadRequest(f"邮箱 {account.mail} 已是另一个用户的。")
