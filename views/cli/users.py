"""``liantu users``: who may sign in, as what; passwords are asked for, never given as words."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from graph.desk.access import ROLES, Role
from graph.errors import BadRequest
from views import settings
from views.account import Account
from views.accounts import Accounts
from views.cli.common import Session, say, shared
from views.tables.system import ROLE_ZH

DEFAULT_ROLE: Role = "viewer"


@click.command()
@click.argument(
    "what",
    type=click.Choice(
        ["list", "add", "role", "password", "mail", "disable", "enable", "unlock", "remove"]
    ),
    default="list",
)
@click.argument("name", required=False)
@click.option("--role", type=click.Choice(ROLES), help="只看、编辑、管理员")
@click.option("--mail", help="单位统一登录用的邮箱;给了就不问密码")
@shared
def users(session: Session, what: str, name: str | None, role: Role | None, mail: str) -> None:
    """看、加、改能登录的用户;密码在终端里问。

    list 列出;add 名字 加一个;role、password、mail 改角色、密码、邮箱;disable、enable
    停用、启用;unlock 解锁;remove 删去。
    """
    accounts = Accounts.here(settings.store_url(session.store))
    if what != "list":
        if not name:
            raise BadRequest(f"写上用户的名字,例如 liantu users {what} 王芳。")
        doings(accounts, name, role, mail)[what]()
    session.give(
        {"users": [row(account) for account in accounts.all()], "file": str(accounts.path)},
        lambda: lines(accounts),
    )


def doings(
    accounts: Accounts, name: str, role: Role | None, mail: str | None
) -> dict[str, Callable[[], object]]:
    """What each word does."""
    by = f"命令行({getpass.getuser()})"
    return {
        "add": lambda: accounts.add(
            name,
            role or DEFAULT_ROLE,
            by=by,
            password=None if mail else asked(name),
            mail=mail,
        ),
        "role": lambda: accounts.set_role(name, _needed(role), by=by),
        "password": lambda: accounts.set_password(name, asked(name), by=by),
        "mail": lambda: accounts.set_mail(name, mail, by=by),
        "disable": lambda: accounts.set_disabled(name, True, by=by),
        "enable": lambda: accounts.set_disabled(name, False, by=by),
        "unlock": lambda: accounts.unlock(name, by=by),
        "remove": lambda: accounts.remove(name, by=by),
    }


def asked(name: str) -> str:
    """A new password, typed twice and not shown."""
    return str(
        click.prompt(f"{name} 的密码", hide_input=True, confirmation_prompt="再输一遍", err=True)
    )


def _needed(role: Role | None) -> Role:
    if role is None:
        raise BadRequest(f"写上 --role {'、'.join(ROLES)} 之一。")
    return role


def row(account: Account) -> dict[str, Any]:
    """An account as JSON; nothing of its password."""
    return {
        "name": account.name,
        "role": account.role,
        "mail": account.mail,
        "has_password": account.password is not None,
        "disabled": account.is_disabled,
        "locked": bool(account.locked_seconds()),
        "made_at": account.made_at,
        "made_by": account.made_by,
    }


def lines(accounts: Accounts) -> list[str]:
    """The accounts in words."""
    found = accounts.all()
    if not found:
        say("还没有用户:在这台电脑上谁都能用全部功能。加第一个:liantu users add 名字 --role admin")
        return []
    return [
        "\t".join(
            (
                account.name,
                f"{account.role}({ROLE_ZH[account.role]})",
                account.mail or "",
                "停用" if account.is_disabled else "锁住" if account.locked_seconds() else "",
            )
        ).rstrip()
        for account in found
    ]
