"""Backups of real files: whole or not there, on full disks, in use, damaged; and going back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from store_records import firm, puts
from stores import SCHEMA, SERVER, a_store_url, file_url, filled_store_url
from test_pages_apptest import ROOT

from graph.desk.access import Person
from graph.desk.editing import commit_revisions, undo
from graph.errors import BadRequest, Conflict, NotAllowed, StoreUnavailable
from graph.model import Contact, Memo, Parameter, Record
from graph.store import open_store, sqlite_path
from graph.store.guarded import GuardedStore
from graph.store.protocol import Change, Store
from graph.store.sqlite_backup import copy_file, glance, is_damaged, look_through
from loaders import restoring
from loaders.backup import make_backup, put_back, take_in
from loaders.backup_files import Backup, backups, newest_whole, prune, stem_of
from loaders.fresh import ACTOR
from loaders.newfile import build
from loaders.restoring import plan, restore
from views import keeping
from views.workspace import Workspace

NOON = dt.datetime(2026, 11, 24, 12, 0, 0)
CONTACT = Contact("c", "hengli", "钱某", None, None, None, None, None, "2026-11-24 09:00")
on_files = pytest.mark.skipif(SERVER is not None, reason="what can happen to a data file")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return filled_store_url(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "备份 文件夹"


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A file of a few records, quickly copied."""
    url = file_url(tmp_path / "小.db")
    with open_store(url, SCHEMA) as store:
        store.write(puts(firm("a"), firm("b")), actor="甲", reason="录入")
    return url


@pytest.fixture
def here(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_BACKUPS", str(folder))
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    return url


def state(store: Store) -> dict[tuple[str, str], Record]:
    return {Change.put(r).ref: r for kind in SCHEMA.kinds for r in store.scan(kind)}


def memo(id: str, text: str = "记") -> Memo:
    return Memo(id, text, None, None, None, "2026-11-24 09:00", None, None)


def parameter(id: str) -> Parameter:
    return Parameter(id, 1.0, None, "试", "试")


def write(store: Store, *changes: Change, actor: str = "李四") -> str:
    return store.write(changes, actor=actor, reason="试").commit_id


def damage(path: Path, place: int, length: int = 8192) -> None:
    held = bytearray(path.read_bytes())
    held[place : place + length] = b"\xa5" * length
    path.write_bytes(held)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# making one


def test_a_backup_is_the_store_with_all_its_history(url: str, folder: Path) -> None:
    with open_store(url, SCHEMA) as store:
        write(store, Change.put(memo("m")), Change.put(CONTACT))
        made = make_backup(url, folder, SCHEMA, "asked", now=NOON)
        assert made.contents is not None
        assert made.contents.last_seq == store.info().last_seq
        assert made.contents.counts == dict(store.info().counts)
        with open_store(made.path, SCHEMA) as copy:
            assert state(copy) == state(store)
            after, both = 0, 0
            while page := store.history(after_seq=after, limit=1000):
                assert copy.history(after_seq=after, limit=1000) == page
                after, both = page[-1].seq, both + len(page)
            assert both == made.contents.last_seq


@on_files
def test_a_backup_is_one_file_for_its_owner_alone(small: str, folder: Path) -> None:
    made = make_backup(small, folder, SCHEMA, "daily", now=NOON)
    assert names(folder) == [made.path.name] == ["小-20261124-120000-daily.db"]
    if os.name != "nt":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert backups(folder, "小") == (made,)
    assert backups(folder, "别的") == ()
    assert names(folder) == [made.path.name], "looking leaves nothing beside it"


@on_files
def test_a_file_written_to_all_the_while_is_copied_as_of_one_moment(url: str, folder: Path) -> None:
    """Each commit puts two notes: a copy that holds one of them alone would be torn."""
    stop = threading.Event()
    with open_store(url, SCHEMA) as store:

        def busy() -> None:
            number = 0
            while not stop.is_set():
                write(store, Change.put(memo(f"a{number}")), Change.put(memo(f"b{number}")))
                number += 1

        writer = threading.Thread(target=busy)
        writer.start()
        try:
            while store.count("memo") < 20:
                time.sleep(0.01)
            begun = store.count("memo")
            made = make_backup(
                url, folder, SCHEMA, "asked", progress=lambda *_: time.sleep(0.02), now=NOON
            )
            ended = store.count("memo")
        finally:
            stop.set()
            writer.join()
    assert ended > begun
    with open_store(made.path, SCHEMA) as copy:
        held = {r.id for r in copy.scan("memo")}  # type: ignore[attr-defined]
    assert {id[1:] for id in held if id[0] == "a"} == {id[1:] for id in held if id[0] == "b"}


@on_files
def test_two_at_once_of_two_programs_do_not_meet(here: str, folder: Path) -> None:
    code = "from views import keeping; print(keeping.daily())"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(keeping.listed()) == 1
    look_through(keeping.listed()[0].path)


@on_files
def test_one_killed_on_the_way_leaves_none(small: str, folder: Path) -> None:
    code = (
        "import sys, os, signal; from pathlib import Path; from stores import SCHEMA\n"
        "from graph.store import sqlite_backup; from loaders.backup import make_backup\n"
        "def die(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "make_backup(sys.argv[1], Path(sys.argv[2]), SCHEMA, 'asked', progress=die)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run(
        [sys.executable, "-c", code, small, str(folder)], env=env, cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert backups(folder, "小") == ()
    make_backup(small, folder, SCHEMA, "asked")
    assert len(backups(folder, "小")) == 1


@on_files
def test_fourteen_of_each_sort_are_kept(small: str, folder: Path) -> None:
    first = make_backup(small, folder, SCHEMA, "asked", now=NOON)
    for day in range(17):
        make_backup(small, folder, SCHEMA, "daily", now=NOON + dt.timedelta(days=day))
    found = backups(folder, "小")
    days = [b.made_at for b in found if b.why == "daily"]
    assert days == [NOON + dt.timedelta(days=day) for day in range(16, 2, -1)]
    assert first in found
    assert prune(folder, "小", found[0].path, keep=2)
    assert len(backups(folder, "小")) == 3


@on_files
def test_a_clock_gone_back_does_not_drive_out_the_one_just_made(small: str, folder: Path) -> None:
    for day in range(14):
        make_backup(small, folder, SCHEMA, "daily", now=NOON + dt.timedelta(days=day))
    made = make_backup(small, folder, SCHEMA, "daily", now=dt.datetime(2020, 1, 1, 8))
    assert made.contents is not None
    assert made in backups(folder, "小")


@on_files
def test_backups_of_other_stores_in_the_folder_are_left_alone(
    small: str, folder: Path, tmp_path: Path
) -> None:
    other = shutil.copy(sqlite_path(small), tmp_path / "小-别的.db")
    theirs = make_backup(file_url(Path(other)), folder, SCHEMA, "daily", now=NOON)
    (folder / "小-说明.txt").write_text("不是备份", encoding="utf-8")
    mine = make_backup(small, folder, SCHEMA, "daily", now=NOON)
    assert backups(folder, "小") == (mine,)
    assert backups(folder, "小-别的") == (theirs,)
    newer = make_backup(small, folder, SCHEMA, "daily", now=NOON + dt.timedelta(days=1))
    assert prune(folder, "小", newer.path, keep=0) == (mine.path,)
    assert names(folder) == sorted([theirs.path.name, newer.path.name, "小-说明.txt"])


# when it cannot be done


@on_files
def test_a_damaged_store_is_not_backed_up_and_drives_out_no_good_one(
    url: str, folder: Path
) -> None:
    good = [
        make_backup(url, folder, SCHEMA, "daily", now=NOON + dt.timedelta(days=day))
        for day in range(2)
    ]
    path = sqlite_path(url)
    damage(path, path.stat().st_size // 2 // 4096 * 4096)
    with pytest.raises(StoreUnavailable, match="已损坏"):
        make_backup(url, folder, SCHEMA, "daily", now=NOON + dt.timedelta(days=2))
    assert list(backups(folder, "链图")) == good[::-1]
    assert len(names(folder)) == 2, "nothing half done is left"


@on_files
def test_a_disk_without_room_is_told_beforehand(
    small: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(StoreUnavailable, match="磁盘空间不够"):
        make_backup(small, folder, SCHEMA, "asked")
    assert names(folder) == []


@on_files
def test_a_disk_that_fills_up_on_the_way_leaves_none(url: str, folder: Path) -> None:
    """A limit on the size of files is as good as a full disk, and a real one."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from stores import SCHEMA\n"
        "from loaders.backup import make_backup; from graph.errors import StoreUnavailable\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))\n"
        "try: make_backup(sys.argv[1], Path(sys.argv[2]), SCHEMA, 'asked')\n"
        "except StoreUnavailable as error: print(error)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run(
        [sys.executable, "-c", code, url, str(folder)],
        env={**env, "PYTHONUTF8": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "磁盘" in done.stdout, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert names(folder) == []


def test_a_folder_that_cannot_be_is_one_sentence(url: str, tmp_path: Path) -> None:
    (tmp_path / "挡路").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="挡路"):
        make_backup(url, tmp_path / "挡路" / "备份", SCHEMA, "asked")


@on_files
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StoreUnavailable, match="找不到"):
        make_backup(file_url(tmp_path / "没有.db"), folder, SCHEMA, "asked")
    assert not (tmp_path / "没有.db").exists()


# looking through one


@pytest.mark.parametrize("place", [0, 60, 4096, 40_960])
def test_bytes_overwritten_are_found(small: str, folder: Path, place: int) -> None:
    made = make_backup(small, folder, SCHEMA, "asked")
    damage(made.path, place)
    with pytest.raises(StoreUnavailable, match=r"已损坏|不是链图"):
        look_through(made.path)
    assert is_damaged(made.path)


def test_a_file_cut_off_is_found(small: str, folder: Path) -> None:
    made = make_backup(small, folder, SCHEMA, "asked")
    os.truncate(made.path, made.size // 2)
    assert is_damaged(made.path)
    with pytest.raises(StoreUnavailable):
        look_through(made.path)


def test_records_gone_past_the_program_are_found(small: str, folder: Path) -> None:
    made = make_backup(small, folder, SCHEMA, "asked")
    with sqlite3.connect(made.path) as connection:
        connection.execute("DELETE FROM firm WHERE id = 'a'")
    connection.close()
    assert not is_damaged(made.path)
    with pytest.raises(StoreUnavailable, match="应有 2 条,只有 1 条"):
        look_through(made.path)


def test_what_is_no_data_file_of_ours_is_refused(tmp_path: Path, folder: Path) -> None:
    other, text = tmp_path / "other.db", tmp_path / "text.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    text.write_bytes(b"no database" * 1000)
    for path in (other, text, tmp_path / "没有.db"):
        with pytest.raises(StoreUnavailable):
            take_in(path, folder, "链图")
    assert not is_damaged(other)
    assert not is_damaged(tmp_path / "没有.db")
    assert not folder.exists()


@on_files
def test_one_brought_from_elsewhere_stands_beside_the_others(
    small: str, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "U盘.db"
    copy_file(sqlite_path(small), copy)
    made = take_in(copy, folder, "小", now=NOON)
    assert backups(folder, "小") == (made,)
    assert (made.why, made.contents) == ("given", glance(copy))


# a damaged store


@on_files
def test_the_newest_whole_backup_takes_the_place_of_a_damaged_file(url: str, folder: Path) -> None:
    path = sqlite_path(url)
    whole, torn = (
        make_backup(url, folder, SCHEMA, "asked", now=NOON + dt.timedelta(days=day))
        for day in range(2)
    )
    damage(torn.path, torn.size // 2 // 4096 * 4096)
    with open_store(url, SCHEMA) as store:
        before = state(store)
    damage(path, 0)
    Path(f"{path}-wal").write_bytes(b"of the damaged file")
    bad = path.read_bytes()
    found = newest_whole(folder, "链图")
    assert found == whole
    aside = put_back(path, found.path, now=NOON)
    assert aside is not None
    assert aside.name == "链图-损坏-20261124-120000.db"
    assert aside.read_bytes() == bad
    assert Path(f"{aside}-wal").read_bytes() == b"of the damaged file"
    assert not Path(f"{path}-wal").exists()
    with open_store(url, SCHEMA) as store:
        assert state(store) == before
    assert found.path.exists()


@on_files
def test_a_backup_that_is_not_whole_is_put_nowhere(small: str, folder: Path) -> None:
    made = make_backup(small, folder, SCHEMA, "asked")
    damage(made.path, 4096)
    path = sqlite_path(small)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable):
        put_back(path, made.path)
    assert path.read_bytes() == before
    assert newest_whole(folder, "小") is None


@on_files
def test_an_emptied_file_is_not_filled_anew_while_there_are_backups(here: str) -> None:
    path = sqlite_path(here)
    keeping.back_up("asked", "王芳")
    path.write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="是空的"):
        Workspace.open(here)
    assert is_damaged(path)


@on_files
def test_a_file_that_is_gone_is_not_made_anew_beside_its_backups(here: str) -> None:
    """A file moved away by mistake must not pass for an office without a single firm."""
    path = sqlite_path(here)
    assert not keeping.is_lost(here)
    made = keeping.back_up("asked", "王芳")
    path.unlink()
    with pytest.raises(StoreUnavailable, match="不见了"):
        Workspace.open(here)
    assert not path.exists()
    assert keeping.is_lost(here)
    assert put_back(path, made.path) is None
    with open_store(here, SCHEMA) as store:
        assert store.info().last_seq == made.contents.last_seq  # type: ignore[union-attr]


@on_files
def test_what_a_file_moved_away_left_behind_is_not_read_into_a_new_one(tmp_path: Path) -> None:
    """Somebody gives the file another name and starts anew; its log is still there."""
    path = tmp_path / "小.db"
    code = (
        "import os, sys; from stores import SCHEMA, file_url; from graph.store import open_store\n"
        "from pathlib import Path; from store_records import firm, puts\n"
        "store = open_store(file_url(Path(sys.argv[1])), SCHEMA)\n"
        "store.write(puts(firm('old')), actor='甲', reason='录入'); os._exit(0)\n"
    )
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    subprocess.run([sys.executable, "-c", code, str(path)], env=env, cwd=ROOT, check=True)
    assert Path(f"{path}-wal").stat().st_size
    path.rename(tmp_path / "改了名.db")
    build(path, SCHEMA, lambda new: write(new, *puts(firm("new"))))
    with open_store(file_url(path), SCHEMA) as store:
        assert [record.id for record in store.scan("firm")] == ["new"]  # type: ignore[attr-defined]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, "there are contacts in it"
    (left,) = tmp_path.glob("小-旧-*-wal")
    assert left.stat().st_size, "it may hold what is nowhere else"


# going back


def edited(store: Store) -> set[tuple[str, str]]:
    """Records changed, made, deleted, and changed there and back; gives which now differ."""
    one, two, three = store.scan("producer", limit=3).records  # nothing hangs on them
    write(store, Change.put(dataclasses.replace(one, note="改过")))  # type: ignore[type-var]
    write(store, Change.delete("producer", two.id), Change.put(memo("新")))  # type: ignore[attr-defined]
    write(store, Change.delete("producer", three.id))  # type: ignore[attr-defined]
    write(store, Change.put(three))
    return {("producer", one.id), ("producer", two.id), ("memo", "新")}  # type: ignore[attr-defined]


@pytest.mark.parametrize("is_elsewhere", [False, True], ids=["same history", "another history"])
def test_a_restore_is_one_change_that_can_be_undone(
    url: str, folder: Path, is_elsewhere: bool, tmp_path: Path
) -> None:
    """On both stores, from a backup of their own and from one of another history."""
    source = url
    if is_elsewhere:  # a file with the same records and a history of its own
        source = file_url(tmp_path / "另一个.db")
        with open_store(url, SCHEMA) as store, open_store(source, SCHEMA) as other:
            other.write(puts(*state(store).values()), actor="甲", reason="录入")
    made = make_backup(source, folder, SCHEMA, "asked")
    with open_store(url, SCHEMA) as store:
        wanted = state(store)
        differing = edited(store)
        later, seq = state(store), store.info().last_seq
        found = plan(store, made.path, SCHEMA)
        assert {change.ref for change in found.changes} == differing
        assert found.is_own is not is_elsewhere
        assert {(k.kind, k.added, k.changed, k.removed) for k in found.kinds} == {
            ("producer", 1, 1, 0),
            ("memo", 0, 0, 1),
        }
        assert store.info().last_seq == seq, "looking changes nothing"
        commit = restore(store, found, actor="王芳", reason="恢复")
        assert state(store) == wanted
        told = commit_revisions(store, commit)
        assert {r.ref for r in told} == differing
        assert {(r.actor, r.reason) for r in told} == {("王芳", "恢复")}
        assert store.info().last_seq == seq + len(differing), "history goes on"
        assert plan(store, made.path, SCHEMA).changes == ()
        undo(store, commit, actor="王芳", reason="撤销")
        assert state(store) == later


def test_a_backup_is_not_touched_by_going_back_to_it(url: str, folder: Path) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    before = made.path.read_bytes()
    with open_store(url, SCHEMA) as store:
        edited(store)
        restore(store, plan(store, made.path, SCHEMA), actor="王芳", reason="恢复")
    assert made.path.read_bytes() == before
    assert backups(folder, stem_of(url)) == (made,)


def test_who_wrote_since_the_look_is_not_overwritten(url: str, folder: Path) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    with open_store(url, SCHEMA) as store:
        edited(store)
        found = plan(store, made.path, SCHEMA)
        write(store, Change.put(memo("新", "又改了")), actor="周平")
        before = state(store)
        with pytest.raises(Conflict):
            restore(store, found, actor="王芳", reason="恢复")
        assert state(store) == before
        restore(store, plan(store, made.path, SCHEMA), actor="王芳", reason="恢复")


def test_very_many_changes_go_in_batches_and_come_out_the_same(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    monkeypatch.setattr(restoring, "AT_ONCE", 100)
    with open_store(url, SCHEMA) as store:
        wanted = state(store)
        store.bulk([Change.put(memo(f"m{n}")) for n in range(700)], actor="李四")
        found = plan(store, made.path, SCHEMA)
        assert len(found.changes) == 700
        write(store, Change.put(memo("m0", "改")))
        with pytest.raises(Conflict) as told:
            restore(store, found, actor="王芳", reason="恢复")
        assert (told.value.ref, told.value.expected, told.value.actual) == (("memo", "m0"), 1, 2)
        again = plan(store, made.path, SCHEMA)
        first = restore(store, again, actor="王芳", reason="恢复")
        assert state(store) == wanted
        assert {r.actor for r in commit_revisions(store, first)} == {"王芳"}


def test_nothing_to_do_is_said(url: str, folder: Path) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    with open_store(url, SCHEMA) as store:
        found = plan(store, made.path, SCHEMA)
        with pytest.raises(BadRequest, match="没有要恢复的"):
            restore(store, found, actor="王芳", reason="恢复")


def test_rules_a_newer_program_brought_stay(url: str, folder: Path) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    with open_store(url, SCHEMA) as store:
        write(store, Change.put(parameter("新参数")), actor=ACTOR)
        write(store, Change.put(parameter("自己加的")), actor="王芳")
        found = plan(store, made.path, SCHEMA)
    assert [c.ref for c in found.changes] == [("parameter", "自己加的")]


def test_only_an_administrator_s_store_takes_it(url: str, folder: Path) -> None:
    made = make_backup(url, folder, SCHEMA, "asked")
    with open_store(url, SCHEMA) as store:
        edited(store)
        found = plan(store, made.path, SCHEMA)
        for role in ("viewer", "editor"):
            who = Person("李伟", role, is_account=True)  # type: ignore[arg-type]
            guarded = GuardedStore(store, SCHEMA, lambda who=who: who)  # type: ignore[misc]
            with pytest.raises(NotAllowed):
                restore(guarded, found, actor="x", reason="恢复")
        admin = GuardedStore(store, SCHEMA, lambda: Person("王芳", "admin", is_account=True))
        commit = restore(admin, found, actor="x", reason="恢复")
        assert {r.actor for r in commit_revisions(store, commit)} == {"王芳"}


@on_files
@how(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["put", "delete"]), st.integers(0, 3)),
        max_size=12,
    ),
    at=st.integers(0, 12),
)
def test_whatever_was_done_since_going_back_gives_what_stood(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any], at: int
) -> None:
    folder = tmp_path_factory.mktemp("b")
    url = file_url(folder / "x.db")
    with open_store(url, SCHEMA) as store:
        store.write(puts(firm("z")), actor="甲", reason="录入")
        made: Backup | None = None
        wanted: dict[Any, Any] = {}
        for number, (id, what, value) in enumerate([*steps, ("z", "put", 0)]):
            if made is None and (number == at or number == len(steps)):
                made = make_backup(url, folder / "backups", SCHEMA, "asked")
                wanted = state(store)
            put = Change.put(memo(id, f"文{value}"))
            write(store, put if what == "put" else Change.delete("memo", id))
        assert made is not None
        found = plan(store, made.path, SCHEMA)
        if found.changes:
            restore(store, found, actor="王芳", reason="恢复")
        assert state(store) == wanted


# the daily one


@on_files
def test_one_a_day_by_itself(here: str) -> None:
    today = dt.date.today()
    made = keeping.daily(today=today)
    assert made is not None
    assert (made.why, made.made_at.date()) == ("daily", today)
    assert keeping.daily(today=today) is None
    assert keeping.daily(today=today + dt.timedelta(days=1)) is not None
    told = keeping.state()
    assert told is not None
    assert told.error == ""


@on_files
def test_it_can_be_turned_off(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_BACKUPS", "off")
    assert keeping.daily() is None
    assert keeping.folder() == sqlite_path(here).parent / "backups"
    keeping.back_up("asked", "王芳")
    assert len(keeping.listed()) == 1


@on_files
def test_while_one_is_made_elsewhere_it_is_told(here: str, folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from loaders.locked import locked\n"
        "with locked(Path(sys.argv[1]), wait=0):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(folder / keeping.LOCK)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        assert keeping.is_busy()
        assert keeping.daily() is None, "the other one makes it"
    finally:
        other.kill()
        other.wait()
        assert other.stdout is not None
        other.stdout.close()
    assert not keeping.is_busy(), "a killed program holds nothing"
    assert keeping.daily() is not None


def test_a_server_s_backup_is_a_data_file_of_the_same_history(tmp_path: Path, folder: Path) -> None:
    """On a server a logical copy; on a file the same calls give the same."""
    url = a_store_url(tmp_path, "空.db")
    with open_store(url, SCHEMA) as store:
        store.write(puts(firm("a"), firm("b")), actor="甲", reason="录入")
        write(store, Change.delete("firm", "b"))
        made = make_backup(url, folder, SCHEMA, "daily", now=NOON)
        assert names(folder) == [made.path.name]
        with open_store(made.path, SCHEMA) as copy:
            assert copy.history() == store.history()
        write(store, Change.put(firm("c")))
        found = plan(store, made.path, SCHEMA)
    assert [c.ref for c in found.changes] == [("firm", "c")]
