"""把数据搬到另一个库: begun, watched, stopped and taken up again on the page."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from clicks import fine
from streamlit.testing.v1 import AppTest

from graph.errors import BadRequest
from graph.store import Store, open_store
from loaders import copying
from loaders.copying import CopyReport
from loaders.schema import read_schema
from loaders.seed import ensure_store
from views import moving, settings
from views.jobs import Jobs
from views.moving import file_url, server_url
from views.pages.moving import FILE

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
SECRET = "ge@heim/1"
SECONDS = 120


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("页") / "链图.db"
    ensure_store(path, ROOT / "data", SCHEMA)
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = Path(shutil.copy(filled, tmp_path / "链图.db"))
    monkeypatch.setenv(settings.STORE_VARIABLE, str(path))
    monkeypatch.setenv(settings.DATE_VARIABLE, "2026-11-24")
    mover: Jobs[CopyReport] = Jobs("已经有一次")
    monkeypatch.setattr(moving, "MOVER", mover)
    yield path
    if mover.last is not None:
        mover.last.stop()
        mover.last.wait(SECONDS)


def opened() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return fine(app.switch_page("views/pages/packs.py").run())


def to_file(app: AppTest, name: str) -> AppTest:
    app.radio(key="move-kind").set_value(FILE).run()
    app.text_input(key="move-file").set_value(name).run()
    return fine(app.button(key="move-start").click().run())


def ended(app: AppTest) -> AppTest:
    assert moving.MOVER.last is not None
    moving.MOVER.last.wait(SECONDS)
    return fine(app.run())


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def test_all_is_moved_to_a_new_file_and_compared(store: Path) -> None:
    app = ended(to_file(opened(), "备份"))
    target = store.with_name("备份.db")
    (told,) = [s.value for s in app.success]
    assert "逐类核对两边一致" in told
    assert f'liantu serve --store "{target}"' in told
    rows = app.dataframe[0].value
    assert set(rows["核对"]) == {"一致"}
    assert "产品" in set(rows["哪类"])
    with open_store(store, SCHEMA) as a, open_store(target, SCHEMA) as b:
        assert rows["条数"].sum() == sum(a.info().counts.values())
        assert a.info().counts == b.info().counts
        assert a.info().last_seq == b.info().last_seq
    assert app.button(key="move-start")


class Gate:
    """Lets a copy go on only when told to, so that a test can look at it on its way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.arrived, self.go = threading.Event(), threading.Event()
        whole = copying.copy_history

        def slow(source: Store, target: Store, *, progress: object) -> object:
            def step(done: int, total: int) -> object:
                result = progress(done, total)  # type: ignore[operator]
                if done >= 3000:
                    self.arrived.set()
                    assert self.go.wait(SECONDS)
                return result

            return whole(source, target, progress=step)  # type: ignore[arg-type]

        monkeypatch.setattr(copying, "copy_history", slow)


def test_it_is_watched_stopped_and_taken_up_again(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        gate = Gate(patched)
        app = to_file(opened(), "备份.db")
        assert gate.arrived.wait(SECONDS)
        fine(app.run())
        assert not [b for b in app.button if b.key == "move-start"]
        assert moving.MOVER.last is not None
        assert 0 < moving.MOVER.last.share < 1
        other = opened()  # a colleague sees it too, and cannot begin another
        assert [b.key for b in other.button if b.key == "move-stop"]
        with pytest.raises(BadRequest, match="已经有一次"):
            moving.start(None, "sqlite:///x.db", SCHEMA)  # type: ignore[arg-type]
        fine(app.button(key="move-stop").click().run())
        gate.go.set()
        app = ended(app)
    (told,) = [w.value for w in app.warning]
    assert told.startswith("停下了:目标库里有 4000 / ")
    assert not store.with_name("备份.db").exists()
    app = ended(fine(app.button(key="move-start").click().run()))
    assert "逐类核对两边一致" in app.success[0].value
    assert moving.MOVER.last is not None
    assert moving.MOVER.last.result is not None
    assert moving.MOVER.last.result.copied == moving.MOVER.last.result.revisions - 4000


def test_what_cannot_be_is_one_sentence(store: Path) -> None:
    app = opened()
    fine(app.button(key="move-start").click().run())
    assert errors(app) == ["请填服务器地址,如 10.0.0.5:7687。"]
    for name, said in (("", "请填新的数据文件名"), (store.name, "同一个库")):
        assert said in errors(to_file(app, name))[0]
    taken = store.with_name("别的.db")
    with open_store(taken, SCHEMA) as other:
        other.write([], actor="小王", reason="空的")
    ensure_store(taken, ROOT / "data", SCHEMA)  # another filling: other times, other data
    app = ended(to_file(app, taken.name))
    assert "目标库里有别的数据" in errors(app)[0]


def test_a_server_that_does_not_answer_and_a_password_nobody_sees(store: Path) -> None:
    app = opened()
    password = app.text_input(key="move-password")
    assert password.proto.type == password.proto.PASSWORD
    app.text_input(key="move-where").set_value("127.0.0.1:9/neo4j")
    password.set_value(SECRET)
    app = ended(fine(app.button(key="move-start").click().run()))
    (said,) = errors(app)
    assert said.startswith("连不上数据库 neo4j://127.0.0.1:9/neo4j")
    assert "ge" not in said.replace("neo4j", "")
    assert moving.MOVER.last is not None
    assert SECRET not in repr(vars(moving.MOVER.last))
    assert moving.MOVER.last.what == "neo4j://127.0.0.1:9/neo4j"


def test_addresses_made_from_fields(store: Path, tmp_path: Path) -> None:
    assert server_url("10.0.0.5", "neo4j", SECRET) == "neo4j://neo4j:ge%40heim%2F1@10.0.0.5"
    assert server_url(" bolt+s://h:9/x ", "a b", "p") == "bolt+s://a%20b:p@h:9/x"
    assert server_url("h", "neo4j", "") == "neo4j://h"
    for bad in ("u:p@h", "neo4j://u:p@h", "", "http://h"):
        with pytest.raises(BadRequest):
            server_url(bad, "neo4j", SECRET)
    assert file_url("备份") == f"sqlite:///{(tmp_path / '备份.db').as_posix()}"
    assert file_url(str(tmp_path / "夹" / "a.sqlite")).endswith("/夹/a.sqlite")
    for bad in ("", "neo4j://h", str(tmp_path.parent) + "/"):
        with pytest.raises(BadRequest):
            file_url(bad)
    assert moving.how_to_open("neo4j://u:geheim@h/x") == ('liantu serve --store "neo4j://h:7687/x"')
