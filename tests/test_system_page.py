"""备份与用户 and 登录 as people use them: roles on real pages, backups, a damaged file mended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from clicks import fine, press
from stores import SCHEMA, SERVER, file_url, filled_store_url, last_seq
from streamlit.testing.v1 import AppTest
from test_pages_apptest import DATE, ROOT, words

from graph.errors import StoreUnavailable
from graph.model import Contact, Lead, Record, Region
from graph.store import open_store, sqlite_path
from graph.store.protocol import Change
from loaders.backup import take_in
from loaders.backup_files import stem_of
from views import keeping, settings
from views.accounts import Accounts
from views.audit import entries
from views.jobs import Jobs
from views.pages import kept, signin
from views.workspace import Workspace

PASSWORDS = {"王芳": "Chang-an 88!", "李伟": "Yun2xi-lu 6", "赵敏": "Ba-ling 2026"}
FIRM = "hengli"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    found = filled_store_url(tmp_path)
    monkeypatch.setenv("LIANTU_STORE", found)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    monkeypatch.setenv("LIANTU_BACKUPS", str(tmp_path / "备份"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(signin, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(keeping, "KEEPER", Jobs("正在备份或恢复;等它做完再点。"))
    yield found
    held = kept._KEPT.pop(("workspace", found), None)
    if isinstance(held, Workspace):
        held.close()


@pytest.fixture
def people(url: str) -> Accounts:
    accounts = Accounts.here()
    for (name, password), role in zip(
        PASSWORDS.items(), ("admin", "editor", "viewer"), strict=True
    ):
        accounts.add(name, role, by="测试", password=password)  # type: ignore[arg-type]
    return accounts


def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def enter(opened: AppTest, name: str, password: str | None = None) -> AppTest:
    opened.run()
    opened.text_input(key="signin-name").set_value(name)
    opened.text_input(key="signin-password").set_value(password or PASSWORDS[name])
    opened.button[0].click().run()
    return fine(opened)


def at(opened: AppTest, page: str) -> AppTest:
    return fine(opened.switch_page(f"views/pages/{page}.py").run())


def keys(opened: AppTest) -> set[str]:
    return {button.key for button in opened.button if button.key}


def put(url: str, *records: Record, actor: str = "李四") -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(r) for r in records], actor=actor, reason="记")


def lead(**more: object) -> Lead:
    given = {"stage": "线索", "why": None, "made_by": None, "made_at": "2026-11-24 09:00"}
    return Lead("one", FIRM, None, **{**given, **more})  # type: ignore[arg-type]


# signing in


def test_without_users_everybody_is_the_user_of_this_machine(url: str) -> None:
    opened = at(app().run(), "system")
    assert not opened.error
    assert "没有设用户" in words(opened)
    assert {"system-backup-now", "move-start"} & keys(opened) == {"system-backup-now"}


def test_the_name_in_the_bar_is_remembered_on_this_machine(url: str) -> None:
    first = app().run()
    first.text_input(key="my-name").set_value("王芳").run()
    assert app().run().text_input(key="my-name").value == "王芳"


def test_with_users_nothing_is_shown_before_somebody_signs_in(people: Accounts) -> None:
    opened = app().run()
    assert not opened.dataframe
    assert [t.key for t in opened.text_input] == ["signin-name", "signin-password"]
    enter(opened, "赵敏")
    assert "赵敏" in words(opened)
    assert "只看" in words(opened)


def test_a_wrong_password_is_refused_and_the_sixth_try_locked_out(people: Accounts) -> None:
    opened = app().run()
    for left in (4, 3, 2, 1):
        enter(opened, "赵敏", "nicht das")
        assert f"再错 {left} 次" in opened.error[0].value
    enter(opened, "赵敏", "nicht das")
    enter(opened, "赵敏")
    assert "锁住" in opened.error[0].value
    assert not opened.dataframe
    people.unlock("赵敏", by="王芳")
    assert "signin-name" not in {t.key for t in enter(opened, "赵敏").text_input}


def test_signing_out_and_a_disabled_account_end_the_session(people: Accounts) -> None:
    opened = press(enter(app(), "赵敏"), "bar-leave")
    assert opened.text_input(key="signin-name")
    enter(opened, "赵敏")
    people.set_disabled("赵敏", True, by="王芳")
    opened.run()
    assert "登录已失效" in opened.info[0].value
    enter(opened, "赵敏")
    assert "已停用" in opened.error[0].value


def test_after_twelve_hours_of_nothing_one_signs_in_again(people: Accounts) -> None:
    opened = enter(app(), "赵敏")
    held = opened.session_state["account"]
    opened.session_state["account"] = dataclasses.replace(held, seen_at=held.seen_at - 43_300)
    opened.run()
    assert opened.text_input(key="signin-name")


def test_pages_others_can_reach_let_nobody_in_without_users(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANTU_USERS_REQUIRED", "1")
    opened = app().run()
    assert "还没有建用户" in opened.error[0].value
    assert not opened.text_input


def test_a_users_file_that_cannot_be_read_lets_nobody_in(people: Accounts) -> None:
    people.path.write_text("{broken", encoding="utf-8")
    opened = fine(app().run())
    assert "读不出来" in opened.error[0].value
    assert not opened.dataframe


def test_the_first_administrator_is_made_on_the_page(url: str) -> None:
    opened = at(app().run(), "system")
    opened.text_input(key="first-name").set_value("王芳")
    opened.text_input(key="first-password").set_value("Chang-an 88!")
    opened.text_input(key="first-again").set_value("Chang-an 88!")
    (make,) = (b for b in opened.button if b.label == "建立管理员")
    fine(make.click().run())
    assert [a.name for a in Accounts.here().all()] == ["王芳"]
    assert opened.dataframe, "whoever made it is signed in"
    assert app().run().text_input(key="signin-name"), "everybody else is not"


# what roles may do


@pytest.mark.parametrize("page", ["packs", "gaps", "maps", "system", "clients", "projects"])
def test_a_viewer_s_pages_change_nothing(people: Accounts, url: str, page: str) -> None:
    opened = at(enter(app(), "赵敏"), page)
    before = last_seq(url)
    for key in sorted(keys(opened) - {"bar-leave"}):
        if key in keys(opened) and not opened.button(key=key).disabled:
            press(opened, key)
            at(opened, page)
    assert last_seq(url) == before


def test_a_role_taken_away_counts_in_an_open_session(people: Accounts, url: str) -> None:
    opened = at(enter(app(), "李伟"), "packs")
    assert opened.radio(key="pack-where").options == ["加进现在的数据"]
    people.set_role("李伟", "viewer", by="王芳")
    assert "只能看" in opened.run().info[0].value


def test_only_administrators_manage_users_and_backups(people: Accounts) -> None:
    editor = at(enter(app(), "李伟"), "system")
    assert "system-backup-now" not in keys(editor)
    assert "system-user-save" not in keys(editor)
    admin = at(enter(app(), "王芳"), "system")
    assert {"system-backup-now", "system-user-save"} <= keys(admin)


def test_the_last_administrator_stays(people: Accounts) -> None:
    opened = at(enter(app(), "王芳"), "system")
    press(opened, "system-user-remove")
    assert "最后一个" in opened.error[0].value
    assert people.find("王芳")


def turning_page(path: str) -> None:
    """Signed in as an administrator, the pages turned to another data file."""
    from pathlib import Path

    import streamlit as st

    from views.accounts import Accounts
    from views.pages import other_store, people

    if people.ACCOUNT not in st.session_state:
        account = Accounts.here().find("王芳")
        assert account is not None
        people.enter(account)
        other_store.turn_to(Path(path))
    other_store.way_back()


@pytest.mark.skipif(SERVER is not None, reason="two data files")
def test_another_data_file_is_opened_by_the_same_people_alone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIANTU_USERS")  # beside the data file
    for name, role in (("王芳", "admin"), ("李伟", "admin")):
        Accounts.here().add(name, role, by="测试", password=PASSWORDS[name])  # type: ignore[arg-type]
    other = sqlite_path(filled_store_url(tmp_path, "另一份.db"))
    opened = fine(AppTest.from_function(turning_page, args=(str(other),)).run())
    assert settings.store_path(settings.store_url()) == other
    assert "另一份" in words(enter(app(), "王芳"))
    assert app().run().text_input(key="signin-name"), "nobody gets in without signing in"
    Accounts.here().set_role("王芳", "viewer", by="李伟")
    fine(opened.button(key="store-back-go").click().run())
    assert settings.store_path(settings.store_url()) == other, "no administrator any more"


# backups


def waited(opened: AppTest) -> AppTest:
    job = keeping.KEEPER.last
    assert job is not None
    job.wait(120)
    assert not job.error, job.error
    return fine(opened.run())


def test_back_up_look_at_restoring_restore_and_undo(url: str) -> None:
    put(url, lead())
    opened = at(app().run(), "system")
    opened.text_input(key="my-name").set_value("王芳").run()
    waited(press(opened, "system-backup-now"))
    (made,) = keeping.listed()
    assert (made.why, made.contents is not None) == ("asked", True)
    put(url, lead(stage="洽谈"), Contact("c", FIRM, "某人", None, None, None, None, None, DATE))
    waited(press(opened, "system-preview"))
    shown = next(d.value for d in opened.dataframe if "补回" in d.value.columns)
    assert {
        row["哪类"]: (row["补回"], row["改回"], row["去掉"]) for _, row in shown.iterrows()
    } == {
        "客商": (0, 1, 0),
        "联系人": (0, 0, 1),
    }
    waited(press(opened, "system-restore-go"))
    with open_store(url, SCHEMA) as store:
        assert store.get("lead", ["one"]).records == (lead(),)
        assert store.count("contact") == 0
        (newest,) = store.commits(limit=1)
    assert (newest.actor, newest.reason) == ("王芳", f"恢复到备份 {made.path.name}")
    assert [b.why for b in keeping.listed()] == ["before", "asked"]
    told = [(e.what, e.who) for e in entries(Accounts.here().path)]
    assert told == [("restore", "王芳"), ("backup", "王芳"), ("backup", "王芳")]


def test_what_went_wrong_with_the_daily_backup_stands_on_the_page(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "备份"
    folder.write_bytes(b"a file where the folder should be")
    opened = at(app().run(), "system")
    assert "还没有备份" in opened.warning[0].value
    waiting = press(opened, "system-backup-now")
    job = keeping.KEEPER.last
    assert job is not None
    job.wait(60)
    waiting.run()
    assert "备份" in opened.error[0].value


def test_yesterday_s_backup_does_not_count_for_today(url: str) -> None:
    assert keeping.daily(today=dt.date.today()) is not None
    assert keeping.daily(today=dt.date.today()) is None
    assert not keeping.has_daily(dt.date.today() + dt.timedelta(days=1))


@pytest.mark.skipif(SERVER is not None, reason="a data file of its own is damaged")
@pytest.mark.parametrize("is_at_the_head", [True, False])
def test_a_damaged_file_is_mended_on_the_page(url: str, is_at_the_head: bool) -> None:
    put(url, lead(stage="洽谈"))
    keeping.back_up("asked", "王芳")
    path = sqlite_path(url)
    held = bytearray(path.read_bytes())
    place = 0 if is_at_the_head else len(held) // 2 // 4096 * 4096
    held[place : place + 8192] = b"\xa5" * 8192
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    path.write_bytes(held)
    if is_at_the_head:
        opened = fine(app().run())
        assert [str(path) in e.value and "已损坏" in e.value for e in opened.error] == [True]
    else:  # no page needs what is broken, but the next backup finds it
        with pytest.raises(StoreUnavailable, match="已损坏"):
            keeping.daily()
        opened = at(app().run(), "system")
    assert "最近一份完好的备份" in "".join(w.value for w in opened.warning)
    assert [b.why for b in keeping.listed()] == ["asked"]
    press(opened, "system-mend")
    assert not opened.error
    assert opened.text_input(key="my-name")
    with open_store(url, SCHEMA) as store:
        assert store.get("lead", ["one"]).records == (lead(stage="洽谈"),)
    (kept_file,) = path.parent.glob("*损坏*")
    assert kept_file.read_bytes() == bytes(held)
    assert entries(Accounts.here().path)[0].what == "put-back"


@pytest.mark.skipif(SERVER is not None, reason="a data file of its own is taken away")
def test_a_file_that_is_gone_is_put_back_on_the_page(url: str) -> None:
    put(url, lead(stage="洽谈"))
    keeping.back_up("asked", "王芳")
    path = sqlite_path(url)
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    opened = fine(app().run())
    assert "不见了" in opened.error[0].value
    assert not path.exists()
    press(opened, "system-mend")
    assert not opened.error
    with open_store(url, SCHEMA) as store:
        assert store.get("lead", ["one"]).records == (lead(stage="洽谈"),)


def test_a_folder_that_cannot_be_locked_hides_no_users(url: str) -> None:
    (keeping.folder() / f"{keeping.LOCK}.lock").mkdir(parents=True)
    opened = at(app().run(), "system")
    assert not opened.error
    waiting = press(opened, "system-backup-now")
    job = keeping.KEEPER.last
    assert job is not None
    job.wait(60)
    assert "不能写入" in fine(waiting.run()).error[0].value


@pytest.mark.skipif(SERVER is not None, reason="a data file of its own")
def test_users_are_managed_where_there_is_no_region(
    people: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = file_url(tmp_path / "空.db")
    put(empty, lead())
    monkeypatch.setenv("LIANTU_STORE", empty)
    opened = at(enter(app(), "王芳"), "system")
    assert not opened.error
    assert "system-user-save" in keys(opened)


def test_what_is_no_backup_is_not_taken_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = at(app().run(), "system")

    def give(data: bytes) -> str:
        opened.file_uploader[0].set_value(("../U盘.db", data, "application/octet-stream")).run()
        return str(press(opened, "system-take").error[0].value)

    assert give(b"no data file").startswith("没有放进来:../U盘.db 不是链图的数据文件")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    assert give(b"no data file").startswith("没有放进来:不能写入")
    assert keeping.listed() == ()


@pytest.mark.skipif(SERVER is not None, reason="two data files")
def test_a_backup_of_another_place_is_told_and_leaves_pages_that_work(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANTU_REGION", "云溪")
    other = file_url(tmp_path / "别处.db")
    region = Region("hekou", "河口新区", (), "河口省", "河口市", "user", None, None, None, None)
    put(other, region)
    take_in(sqlite_path(other), keeping.folder(), stem_of(url))
    opened = at(app().run(), "system")
    waited(press(opened, "system-preview"))
    told = "".join(w.value for w in opened.warning)
    assert "不是从现在这个库做的" in told
    assert "换成的地区:河口新区;去掉现有的 1 个地区" in told
    waited(press(opened, "system-restore-go"))
    opened = fine(app().run())
    assert not opened.error
    assert "河口新区" in words(opened)


# the office's own sign-in


def test_with_another_service_passwords_count_no_more(
    people: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the service is here: who is let in hangs on what it says of the browser."""
    claims: dict[str, object] = {}
    monkeypatch.setattr(signin, "is_vouched_for", lambda: True)
    monkeypatch.setattr(signin, "_claims", lambda: claims)
    opened = fine(app().run())
    assert not opened.text_input
    assert "streamlit[auth]" in opened.error[0].value, "Authlib is not part of the program"
    claims |= {"is_logged_in": True, "email": "wang@example.gov.cn", "email_verified": True}
    opened = fine(app().run())
    assert "wang@example.gov.cn 不在链图的用户名单里" in opened.error[0].value
    assert not opened.dataframe
    people.set_mail("王芳", "Wang@example.gov.cn", by="测试")
    opened = at(fine(app().run()), "system")
    assert "王芳" in words(opened)
    assert "system-user-save" in keys(opened)
    people.set_role("李伟", "admin", by="测试")
    people.set_mail("王芳", None, by="测试")
    assert "不在链图的用户名单里" in fine(opened.run()).error[0].value
    told = [(e.what, e.who, e.note) for e in entries(people.path) if e.what in ("in", "refused")]
    assert told == [
        ("refused", "", "wang@example.gov.cn"),
        ("in", "王芳", "oidc"),
        ("refused", "", "wang@example.gov.cn"),
    ]


def test_secrets_of_another_service_are_seen(people: Accounts) -> None:
    opened = app()
    opened.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback"}
    fine(opened.run())
    assert not opened.text_input
    assert "streamlit[auth]" in opened.error[0].value
