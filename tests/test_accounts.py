"""Accounts: who may be one, wrong passwords, two writers, what stands in the files, ``users``."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from test_pages_apptest import ROOT

from graph.desk.access import LOCAL, NOBODY
from graph.errors import BadRequest, StoreUnavailable, UnknownName
from views import account as rules
from views import accounts as module
from views import audit, passwords, signing
from views.accounts import Accounts, users_path
from views.cli.main import main
from views.pages.signin import account_of_claims
from views.passwords import check_password, hashed, is_right
from views.sessions import SESSIONS, Sessions, SignedIn

GOOD, OTHER = "Chang-an 88!", "Yun2xi-lu 6"
WINDOWS = os.name == "nt"
SHIPPED = passwords._HASHER


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same way of keeping passwords, made cheap: hundreds are typed here."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024))
    passwords._never.cache_clear()


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "用户" / "users.json"))
    monkeypatch.delenv("LIANTU_USERS_REQUIRED", raising=False)
    monkeypatch.setattr(signing, "_UNKNOWN", {})
    found = Accounts.here()
    found.add("王芳", "admin", by="测试", password=GOOD)
    found.add("赵敏", "viewer", by="测试", password=OTHER, mail="Zhao@Example.gov.cn")
    return found


def told(accounts: Accounts) -> list[tuple[str, str, str]]:
    return [(e.what, e.who, e.whom) for e in reversed(audit.entries(accounts.path))]


def everything(accounts: Accounts) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in accounts.path.parent.iterdir())


# who may be one


def test_a_right_password_is_the_account(accounts: Accounts) -> None:
    found = signing.sign_in(accounts, " 王芳 ", GOOD)
    assert (found.name, found.role, found.failures) == ("王芳", "admin", 0)
    assert signing.now("王芳", found.stamp) == signing.as_person(found)


@pytest.mark.parametrize(
    "name", ["王芳", " 王芳", "系统", "未具名", "本机用户", "", "  ", "名" * 41]
)
def test_names_taken_reserved_or_none(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadRequest):
        accounts.add(name, "editor", by="x", password=GOOD)
    assert len(accounts.all()) == 2


def test_names_are_the_same_in_any_width_and_case(accounts: Accounts) -> None:
    accounts.add("ｌｉ wei", "editor", by="x", password=GOOD)
    with pytest.raises(BadRequest, match="已经有"):
        accounts.add("LI WEI", "editor", by="x", password=GOOD)
    assert signing.sign_in(accounts, "Li Wei", GOOD).role == "editor"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Ab1!",
        "12345678901",
        "abcdefghijkl",
        "aaaa1111",
        "Password2026",
        "赵敏2026abc",
        "x1" * 101,
    ],
)
def test_passwords_that_will_not_do(password: str) -> None:
    with pytest.raises(BadRequest) as error:
        check_password("赵敏", password)
    assert not password or password not in str(error.value)


def test_the_first_is_an_administrator(tmp_path: Path) -> None:
    empty = Accounts(tmp_path / "users.json")
    with pytest.raises(BadRequest, match="管理员"):
        empty.add("赵敏", "viewer", by="x", password=GOOD)
    assert not empty.is_set_up
    assert not empty.path.exists()


def test_without_a_password_or_an_address_there_is_no_account(accounts: Accounts) -> None:
    for mail in (None, "", "  "):
        with pytest.raises(BadRequest):
            accounts.add("李伟", "editor", by="x", password=None, mail=mail)
    with pytest.raises(BadRequest, match="邮箱"):
        accounts.add("李伟", "editor", by="x", password=None, mail="没有")
    with pytest.raises(BadRequest, match="另一个"):
        accounts.add("李伟", "editor", by="x", password=None, mail="zhao@example.gov.cn")


LAST: dict[str, Callable[[Accounts], object]] = {
    "role": lambda a: a.set_role("王芳", "editor", by="x"),
    "disable": lambda a: a.set_disabled("王芳", True, by="x"),
    "remove": lambda a: a.remove("王芳", by="x"),
}


@pytest.mark.parametrize("way", LAST)
def test_the_last_administrator_stays(accounts: Accounts, way: str) -> None:
    accounts.add("李伟", "admin", by="x", password=GOOD)
    accounts.set_disabled("李伟", True, by="x")  # cannot sign in, so does not count
    with pytest.raises(BadRequest, match="最后一个"):
        LAST[way](accounts)
    accounts.set_disabled("李伟", False, by="x")
    LAST[way](accounts)


def test_a_change_leaves_the_order(accounts: Accounts) -> None:
    accounts.add("李伟", "editor", by="x", password=GOOD)
    accounts.set_role("赵敏", "editor", by="x")
    accounts.set_mail("王芳", "wang@example.gov.cn", by="x")
    assert [a.name for a in accounts.all()] == ["王芳", "赵敏", "李伟"]


def test_nobody_is_changed_who_is_not_there(accounts: Accounts) -> None:
    with pytest.raises(UnknownName):
        accounts.set_role("钱某", "editor", by="x")


# wrong passwords


def refused(accounts: Accounts, name: str, password: str = "nicht dies 1") -> str:
    with pytest.raises(signing.SignInRefused) as error:
        signing.sign_in(accounts, name, password)
    return str(error.value)


@pytest.mark.parametrize("name", ["赵敏", "没有这个人"])
def test_five_wrong_ones_lock_a_name_known_or_not(
    accounts: Accounts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known and unknown names are answered alike, so neither tells which there are."""
    said = [refused(accounts, name) for _ in range(6)]
    assert said[:4] == [f"名字或密码不对;再错 {left} 次就锁住 15 分钟。" for left in (4, 3, 2, 1)]
    assert "锁住" in said[4]
    assert "已锁住;15 分钟后再试" in said[5]
    if name == "赵敏":
        assert "已锁住" in refused(accounts, name, OTHER), "the right one does not help now"
    later = time.time() + rules.LOCK_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert "再错 4 次" in refused(accounts, name)
    if name == "赵敏":
        assert signing.sign_in(accounts, name, OTHER).failures == 0


def test_a_right_one_begins_the_count_anew(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(4):
            refused(accounts, "赵敏")
        signing.sign_in(accounts, "赵敏", OTHER)


def test_a_lock_is_of_one_account(accounts: Accounts) -> None:
    for _ in range(5):
        refused(accounts, "赵敏")
    assert signing.sign_in(accounts, "王芳", GOOD)
    accounts.unlock("赵敏", by="王芳")
    assert signing.sign_in(accounts, "赵敏", OTHER)


def test_many_tries_at_once_are_no_way_round_the_lock(accounts: Accounts) -> None:
    answers: list[str] = []
    tries = [
        threading.Thread(target=lambda: answers.append(refused(accounts, "赵敏")))
        for _ in range(12)
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sum("名字或密码不对" in text for text in answers) == rules.MOST_FAILURES
    assert "已锁住" in refused(accounts, "赵敏", OTHER)


def test_a_disabled_account_is_told_so_only_with_its_password(accounts: Accounts) -> None:
    accounts.set_disabled("赵敏", True, by="王芳")
    assert "停用" not in refused(accounts, "赵敏")
    assert "停用" in refused(accounts, "赵敏", OTHER)


def test_an_account_without_a_password_opens_with_none(accounts: Accounts) -> None:
    accounts.add("李伟", "editor", by="x", password=None, mail="li@example.gov.cn")
    for password in ("", "-", "None"):
        assert "不对" in refused(accounts, "李伟", password)


# sessions


def test_a_new_password_another_role_and_a_shut_account_end_what_was_open(
    accounts: Accounts,
) -> None:
    found = signing.sign_in(accounts, "赵敏", OTHER)
    accounts.set_role("赵敏", "editor", by="王芳")
    assert signing.now("赵敏", found.stamp).role == "editor"
    accounts.set_password("赵敏", GOOD, by="王芳")
    assert signing.now("赵敏", found.stamp) == NOBODY
    found = signing.sign_in(accounts, "赵敏", GOOD)
    accounts.set_disabled("赵敏", True, by="王芳")
    assert signing.now("赵敏", found.stamp) == NOBODY
    accounts.remove("赵敏", by="王芳")
    assert signing.now("赵敏", found.stamp) == NOBODY


def test_nobody_signed_in_is_the_local_user_only_where_there_are_no_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    monkeypatch.delenv("LIANTU_USERS_REQUIRED", raising=False)
    assert signing.anybody() == LOCAL
    monkeypatch.setenv("LIANTU_USERS_REQUIRED", "1")
    assert signing.anybody() == NOBODY
    monkeypatch.delenv("LIANTU_USERS_REQUIRED")
    Accounts.here().add("王芳", "admin", by="x", password=GOOD)
    assert signing.anybody() == NOBODY


def test_a_token_opens_until_it_is_closed_or_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Sessions()
    token = held.open(SignedIn("王芳", "s", time.time()))
    other = held.open(SignedIn("赵敏", "s", time.time()))
    found = held.find(token)
    assert found is not None
    assert found.name == "王芳"
    assert held.find("") is None
    assert held.find(token[:-1]) is None
    assert token not in repr(vars(held)), "what is kept does not open anything"
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start + 11 * 3600)
    held.touch(token)
    monkeypatch.setattr(time, "time", lambda: start + 13 * 3600)
    assert held.find(token) is not None
    assert held.find(other) is None
    held.touch(other)
    assert held.find(other) is None, "what is over is not begun again"
    held.close(token)
    assert held.find(token) is None
    assert SESSIONS is not held


# whom another service vouches for


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "zhao@example.gov.cn", "email_verified": True}, "赵敏"),
        ({"email": "ZHAO@EXAMPLE.GOV.CN"}, "赵敏"),
        ({"email": "zhao@example.gov.cn", "email_verified": False}, None),
        ({"email": "zhao@example.gov.cn", "email_verified": "true"}, "赵敏"),
        ({"email": "zhao@example.gov.cn", "email_verified": "False"}, None),
        ({"email": "zhao@example.gov.cn", "email_verified": None}, None),
        ({"email": "zhao@example.gov.cn.evil.com"}, None),
        ({"email": "someone@example.gov.cn", "email_verified": True}, None),
        ({"email": ""}, None),
        ({"name": "赵敏", "sub": "1"}, None),
        ({}, None),
    ],
)
def test_mail_addresses_lead_to_accounts(
    accounts: Accounts, claims: dict[str, Any], name: str | None
) -> None:
    found = account_of_claims(claims)
    assert (found.name if found else None) == name


def test_a_disabled_account_is_not_let_in_by_its_address(accounts: Accounts) -> None:
    accounts.set_disabled("赵敏", True, by="王芳")
    assert account_of_claims({"email": "zhao@example.gov.cn"}) is None


# the files


def test_no_password_is_written_anywhere(accounts: Accounts) -> None:
    signing.sign_in(accounts, "赵敏", OTHER)
    secret = "Ganz-geheim 7"
    refused(accounts, "赵敏", secret)
    refused(accounts, secret, "x")  # typed into the wrong box
    accounts.set_password("赵敏", secret, by="王芳")
    held = everything(accounts)
    for password in (GOOD, OTHER, secret):
        assert password not in held
    assert held.count("$argon2id$") == 2


@pytest.mark.skipif(WINDOWS, reason="Windows has no such rights")
def test_only_the_owner_reads_the_files(accounts: Accounts) -> None:
    refused(accounts, "赵敏")
    for path in accounts.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_audit_tells_who_did_what(accounts: Accounts) -> None:
    signing.sign_in(accounts, "王芳", GOOD)
    refused(accounts, "赵敏")
    refused(accounts, "没有这个人")
    accounts.set_role("赵敏", "editor", by="王芳")
    accounts.remove("赵敏", by="王芳")
    assert told(accounts) == [
        ("added", "测试", "王芳"),
        ("added", "测试", "赵敏"),
        ("in", "王芳", ""),
        ("failed", "赵敏", ""),
        ("failed", "", ""),
        ("role", "王芳", "赵敏"),
        ("removed", "王芳", "赵敏"),
    ]


def test_the_audit_turns_over_and_passes_a_torn_line(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "LONGEST_BYTES", 400)
    path = audit.audit_path(accounts.path)
    with path.open("ab") as out:
        out.write(b'{"time": "2026-')
        out.write(b"\n")
    for number in range(30):
        audit.record(accounts.path, "backup", "系统", note=str(number))
    found = audit.entries(accounts.path)
    numbers = [int(e.note) for e in found if e.note]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 29
    assert len(list(path.parent.glob(f"{path.name}*"))) == audit.KEPT + 2, "the lock beside them"


def test_two_programs_writing_lose_nothing(accounts: Accounts) -> None:
    code = (
        "import sys; from views.accounts import Accounts\n"
        "a = Accounts.here()\n"
        "for i in range(4):\n"
        "    a.add(f'{sys.argv[1]}{i}', 'viewer', by=sys.argv[1], password=None,"
        " mail=f'{sys.argv[1]}{i}@x.cn')\n"
        "    a.set_role(f'{sys.argv[1]}{i}', 'editor', by=sys.argv[1])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen([sys.executable, "-c", code, name], env=env, cwd=ROOT)
        for name in ("ping", "pong")
    ]
    assert [process.wait(120) for process in both] == [0, 0]
    names = {a.name: a.role for a in accounts.all()}
    wanted = {f"{who}{i}": "editor" for who in ("ping", "pong") for i in range(4)}
    assert names == {"王芳": "admin", "赵敏": "viewer", **wanted}
    assert len(told(accounts)) == 2 + 16


def test_a_writer_killed_in_between_leaves_the_file_whole(accounts: Accounts) -> None:
    before = accounts.path.read_bytes()
    code = (
        "import os; from views import accounts as m\n"
        "m.write_private = lambda *_: os._exit(9)\n"
        "m.Accounts.here().add('李伟', 'viewer', by='x', password=None, mail='l@x.cn')\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=False)
    assert done.returncode == 9
    assert accounts.path.read_bytes() == before
    accounts.add("李伟", "viewer", by="x", password=None, mail="l@x.cn")  # the lock is free


MOMENT = 3


@pytest.mark.parametrize("times", [MOMENT, 10**6])
def test_a_file_somebody_has_open_on_windows_is_tried_again(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Windows refuses to put a file over one that is being read; here that is made believe."""
    replace, tried = os.replace, []

    def refusing(part: str, path: str) -> None:
        tried.append(path)
        if len(tried) <= times:
            raise PermissionError(13, "拒绝访问")
        replace(part, path)

    monkeypatch.setattr(os, "replace", refusing)
    monkeypatch.setattr("loaders.locked.MOVE_SECONDS", 0.3)
    if times == MOMENT:
        accounts.set_role("赵敏", "editor", by="x")
    else:
        with pytest.raises(StoreUnavailable, match="不能写入"):
            accounts.set_role("赵敏", "editor", by="x")
    monkeypatch.undo()
    found = Accounts(accounts.path).find("赵敏")
    assert found is not None
    assert found.role == ("editor" if times == MOMENT else "viewer")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"users": [{}]}', '{"users": [{"name": "a", "role": "king"}]}']
)
def test_a_file_nobody_can_read_lets_nobody_in(accounts: Accounts, text: str) -> None:
    accounts.path.write_text(text, encoding="utf-8")
    for look in (
        lambda: accounts.is_set_up,
        signing.anybody,
        lambda: signing.sign_in(accounts, "王芳", GOOD),
        lambda: accounts.add("李伟", "viewer", by="x", password=GOOD),
    ):
        with pytest.raises(StoreUnavailable, match="读不出来"):
            look()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "挡路").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="写入权限"):
        Accounts(tmp_path / "挡路" / "users.json").add("王芳", "admin", by="x", password=GOOD)


def test_a_full_disk_is_one_sentence_and_changes_nothing(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = accounts.path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="No space left"):
        accounts.set_role("赵敏", "editor", by="x")
    assert accounts.path.read_bytes() == before
    assert not list(accounts.path.parent.glob("*.part"))


def test_the_users_file_stands_beside_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIANTU_USERS", raising=False)
    assert users_path("sqlite:////srv/链图.db") == Path("/srv/链图.users.json")
    assert users_path("neo4j://h/x").name == "liantu.users.json"
    monkeypatch.setenv("LIANTU_USERS", "/etc/liantu/users.json")
    assert users_path("sqlite:////srv/链图.db") == Path("/etc/liantu/users.json")
    assert module.USERS_VARIABLE == "LIANTU_USERS"


def test_passwords_are_kept_as_dearly_as_is_advised() -> None:
    """RFC 9106, second choice: 64 MiB, three passes, four lanes."""
    assert SHIPPED.hash(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_what_was_kept_more_cheaply_is_kept_anew(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = PasswordHasher(time_cost=2, memory_cost=2048)
    monkeypatch.setattr(passwords, "_HASHER", dearer)
    kept = signing.sign_in(accounts, "赵敏", OTHER).password
    assert kept is not None
    assert "m=2048,t=2" in kept
    assert signing.sign_in(accounts, "赵敏", OTHER).password == kept


@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(right=st.text(min_size=1, max_size=40), wrong=st.text(min_size=1, max_size=40))
def test_only_the_password_itself_is_right(right: str, wrong: str) -> None:
    try:
        kept = hashed(right)
    except UnicodeEncodeError:  # half a character: no keyboard types it
        return
    assert is_right(kept, right)
    if wrong != right:
        try:
            assert not is_right(kept, wrong)
        except UnicodeEncodeError:
            return
    assert not is_right(None, right)


# the command


def run(*args: str, typed: str = "") -> Any:
    return CliRunner().invoke(main, ["users", *args], input=typed)


def test_the_first_administrator_is_made_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    assert "还没有用户" in run().output
    done = run("add", "王芳", "--role", "admin", typed=f"{GOOD}\n{GOOD}\n")
    assert done.exit_code == 0, done.output
    assert GOOD not in done.output
    listed = json.loads(run("list", "--json").stdout)["users"]
    assert [(u["name"], u["role"], u["has_password"]) for u in listed] == [("王芳", "admin", True)]
    assert signing.sign_in(Accounts.here(), "王芳", GOOD)


def test_the_command_changes_accounts(accounts: Accounts) -> None:
    assert run("role", "赵敏", "--role", "editor").exit_code == 0
    assert run("mail", "赵敏", "--mail", "z@x.cn").exit_code == 0
    assert run("password", "赵敏", typed=f"{GOOD}\n{GOOD}\n").exit_code == 0
    changed = accounts.find("赵敏")
    assert changed is not None
    assert (changed.role, changed.mail) == ("editor", "z@x.cn")
    assert signing.sign_in(accounts, "赵敏", GOOD)
    assert run("disable", "赵敏").exit_code == 0
    assert "停用" in run().output
    for words in (["enable", "赵敏"], ["unlock", "赵敏"], ["remove", "赵敏"]):
        assert run(*words).exit_code == 0
    assert accounts.find("赵敏") is None


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["add"], "名字"),
        (["role", "赵敏"], "--role"),
        (["remove", "钱某"], "没有叫"),
        (["remove", "王芳"], "最后一个"),
        (["add", "赵敏", "--mail", "a@b.cn"], "已经有"),
    ],
)
def test_the_command_refuses_in_one_sentence(
    accounts: Accounts, args: list[str], word: str
) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
