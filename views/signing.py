"""Signing in, and who somebody at work is: looked up anew each time it matters."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from graph.desk.access import LOCAL, NOBODY, Person
from graph.errors import NotAllowed
from views import audit
from views.account import LOCK_SECONDS, MOST_FAILURES, Account, folded, locked_seconds
from views.accounts import Accounts
from views.passwords import hashed, is_outdated, is_right

REQUIRED_VARIABLE = "LIANTU_USERS_REQUIRED"
"""Set for pages others can reach: with no accounts nobody gets in."""

_UNKNOWN: dict[str, tuple[int, float]] = {}
"""Failures by names nobody has, so that a lock does not tell which names exist."""


class SignInRefused(NotAllowed):
    """A name and a password that do not go together, or an account locked or disabled."""


def as_person(account: Account) -> Person:
    """Who somebody signed in is."""
    return Person(account.name, account.role, is_account=True)


def anybody() -> Person:
    """Who is at work when nobody signed in: the user of this machine, unless there are accounts."""
    must = bool(os.environ.get(REQUIRED_VARIABLE))
    return NOBODY if must or Accounts.here().is_set_up else LOCAL


def now(name: str, stamp: str) -> Person:
    """The person who signed in as ``name`` as they stand now; nobody when that is over."""
    account = Accounts.here().find(name)
    if account is None or account.is_disabled or account.stamp != stamp:
        return NOBODY
    return as_person(account)


def sign_in(accounts: Accounts, name: str, password: str, *, noted: bool = True) -> Account:
    """The account of a name and its password; success is ``noted`` in the audit.

    A try is counted before it is looked at, so many at once are no way round the lock.

    Raises
    ------
    SignInRefused
        They do not go together, or the account is locked or shut.
    """
    left = _counted(accounts, name)
    found = accounts.find(name)
    if not is_right(found.password if found else None, password) or found is None:
        audit.record(accounts.path, "failed", found.name if found else "")
        raise SignInRefused(_wrong(left))
    if found.is_disabled:
        audit.record(accounts.path, "failed", found.name, note="disabled")
        raise SignInRefused("这个账号已停用;请找管理员。")
    kept = hashed(password) if is_outdated(found.password or "") else found.password
    with accounts.changing() as held:
        if held.get(folded(name), found).stamp != found.stamp:
            raise SignInRefused("密码刚被改过;请用新密码再登录。")
        found = held[folded(name)] = replace(found, password=kept, failures=0)
    if noted:
        audit.record(accounts.path, "in", found.name)
    return found


def _counted(accounts: Accounts, name: str) -> int:
    """How many tries are left after this one, which is counted as failed for now."""
    key, now = folded(name), time.time()
    with accounts.changing() as held:
        account = held.get(key)
        if account is not None:
            failures, at = account.failures, account.failed_at
        else:
            failures, at = _UNKNOWN.get(key, (0, 0.0))
        wait = locked_seconds(failures, at)
        if not wait:
            failures = 0 if failures >= MOST_FAILURES else failures
            if account is not None:
                held[key] = replace(account, failures=failures + 1, failed_at=now)
            else:
                _remember_unknown(key, failures + 1, now)
    if wait:
        audit.record(accounts.path, "locked", account.name if account else "")
        raise SignInRefused(
            f"连续 {MOST_FAILURES} 次不对,已锁住;{int(wait // 60) + 1} 分钟后再试,或请管理员解锁。"
        )
    return MOST_FAILURES - failures - 1


def _remember_unknown(key: str, failures: int, at: float) -> None:
    if len(_UNKNOWN) > 1000:
        _UNKNOWN.clear()
    _UNKNOWN[key] = failures, at


def _wrong(left: int) -> str:
    if left <= 0:
        return (
            f"名字或密码不对;连续 {MOST_FAILURES} 次不对,锁住 {LOCK_SECONDS // 60} 分钟,"
            "或请管理员解锁。"
        )
    return f"名字或密码不对;再错 {left} 次就锁住 {LOCK_SECONDS // 60} 分钟。"
