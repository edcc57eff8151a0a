"""A store with its history into another: exact, resumable, refused where other data stands."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import chain_records, make, unit

from graph.errors import BadRequest, StoreUnavailable
from graph.model import Firm, Product
from graph.store import Store, open_store
from graph.store.compare import Since, history_checksum, records_checksum
from graph.store.copying import copy_history, revisions
from graph.store.protocol import Change
from loaders.copying import CopyReport, copy, copy_from
from loaders.data import read_data
from loaders.filled import stored_digest
from loaders.schema import read_schema
from loaders.seed import ensure_store
from views.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
KINDS = ("feature", "product", "process", "flow")
SIZE = 2600


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the shipped facts, and what people do to them: changed, deleted, put back."""
    path = tmp_path_factory.mktemp("搬") / "链图 甲.db"
    shipped = read_data(ROOT / "data", SCHEMA)
    records = [r for kind in KINDS for r in shipped if r.kind == kind]
    with open_store(path, SCHEMA) as store:
        puts = [Change.put(record) for record in records[:SIZE]]
        store.bulk(puts, actor="系统", reason="首次载入,数据版本 0123456789abcdef")
        edit(store)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "小.db", SCHEMA) as store:
        store.write([Change.put(r) for r in chain_records()], actor="小王", reason="起头")
        edit(store, "benzene")
        yield store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "另.db", SCHEMA) as store:
        yield store


def edit(store: Store, id: str = "benzene") -> None:
    (product,) = store.get("product", [id]).records
    assert isinstance(product, Product)
    firm = make(Firm, id="试-一", name_zh="试验企业(测试)", status="未核", basis="user")
    store.write([Change.put(replace(product, note="改“过”\n两行"))], actor="小王", reason="补充")
    store.write([Change.put(firm), Change.delete("product", id)], actor="小李", reason="删掉试试")
    store.write([Change.put(product)], actor="小王", reason="放回来")


def url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def everything(store: Store) -> dict[str, Any]:
    seq = store.info().last_seq
    kinds = {kind: list(zip(p.records, p.revs, strict=True)) for kind, p in scans(store)}
    return {"kinds": kinds, "history": list(revisions(store, seq)), "counts": store.info().counts}


def scans(store: Store) -> Iterator[tuple[str, Any]]:
    for kind in SCHEMA.kinds:
        yield kind, store.scan(kind)


def test_everything_comes_over_as_it_was(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "新" / "乙.db"
    steps: list[tuple[int, int, str]] = []
    report = copy(url(filled), url(target), SCHEMA, progress=lambda *s: steps.append(s))
    assert report.is_equal
    assert not report.is_stopped
    with open_store(filled, SCHEMA) as a, open_store(target, SCHEMA) as b:
        assert everything(a) == everything(b)
        info = a.info()
        assert (report.records, report.revisions) == (sum(info.counts.values()), info.last_seq)
        assert stored_digest(a) == stored_digest(b)
        assert a.search("benzene") == b.search("benzene")
        assert a.neighbours(("product", "benzene")) == b.neighbours(("product", "benzene"))
        assert a.get("product", ["benzene"]).revs == (4,)
    assert (report.copied, report.done, report.later) == (info.last_seq, info.last_seq, 0)
    assert {c.kind: c.count for c in report.checks} == {k: n for k, n in info.counts.items() if n}
    assert {step[2].partition(":")[0] for step in steps} == {"搬数据", "核对历史", "核对记录"}
    assert all(0 <= done <= total for done, total, _ in steps)
    assert [p.name for p in target.parent.iterdir()] == ["乙.db"]


def test_a_second_copy_only_compares_and_a_later_one_brings_what_is_new(
    filled: Path, tmp_path: Path
) -> None:
    middle, target = tmp_path / "中.db", tmp_path / "乙.db"
    first = copy(url(filled), url(middle), SCHEMA)
    copy(url(middle), url(target), SCHEMA)
    again = copy(url(middle), url(target), SCHEMA)
    assert (again.copied, again.is_equal) == (0, True)
    assert again.checks == first.checks
    with open_store(middle, SCHEMA) as store:
        edit(store, "toluene")
    more = copy(url(middle), url(target), SCHEMA)
    assert (more.copied, more.is_equal) == (3, True)  # the firm stands already: no revision
    assert {c.kind for c in more.checks if c not in first.checks} == {"product"}


def test_a_file_brought_up_to_date_in_part_is_not_worked_with(small: Store, tmp_path: Path) -> None:
    path = tmp_path / "乙.db"
    assert copy_from(small, url(path), SCHEMA).is_equal
    edit(small)
    with open_store(path, SCHEMA) as target:
        done = copy_history(small, target, batch=1, progress=lambda done, total: done < total - 1)
        assert (done.copied, done.done, done.is_whole) == (2, done.total - 1, False)
    with pytest.raises(StoreUnavailable, match="还没搬完"):
        ensure_store(path, ROOT / "data", SCHEMA)
    with pytest.raises(StoreUnavailable, match="还没搬完"):
        copy(url(path), url(tmp_path / "又一个.db"), SCHEMA)
    assert copy_from(small, url(path), SCHEMA).is_equal
    assert ensure_store(path, ROOT / "data", SCHEMA).action == "own"


def test_a_stopped_copy_leaves_no_store_and_goes_on(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "乙.db"
    report = copy(url(filled), url(target), SCHEMA, progress=lambda done, *_: done < 2000)
    assert report.is_stopped
    assert (report.copied, report.done) == (2000, 2000)
    assert not target.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["乙.db.part"]
    seen: list[int] = []
    report = copy(url(filled), url(target), SCHEMA, progress=lambda done, *_: seen.append(done))
    assert seen[0] == 2000
    assert (report.copied, report.is_equal) == (report.revisions - 2000, True)
    assert [p.name for p in tmp_path.iterdir()] == ["乙.db"]


def test_stopped_while_comparing_it_says_that_all_is_over(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "乙.db"

    def stop(_: int, __: int, label: str) -> bool:
        return not label.startswith("核对记录")

    report = copy(url(filled), url(target), SCHEMA, progress=stop)
    assert (report.is_stopped, report.done) == (True, report.revisions)
    assert report.checks == ()
    assert copy(url(filled), url(target), SCHEMA).is_equal


KILLED = """
import os, signal, sys
from pathlib import Path
from loaders.copying import copy
from loaders.schema import read_schema
def die(done, total, label):
    if done >= 2000:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
copy(sys.argv[1], sys.argv[2], read_schema(Path(sys.argv[3])), progress=die)
"""


def test_a_killed_copy_goes_on(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "乙.db"
    command = [sys.executable, "-c", KILLED, url(filled), url(target), str(ROOT / "data/schema")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=env, check=False).returncode != 0
    assert not target.exists()
    report = copy(url(filled), url(target), SCHEMA)
    assert (report.copied, report.is_equal) == (report.revisions - 2000, True)
    assert [p.name for p in tmp_path.iterdir()] == ["乙.db"]


def test_a_target_with_other_data_is_refused_and_left_alone(
    filled: Path, tmp_path: Path, small: Store
) -> None:
    taken = tmp_path / "小.db"
    before = everything(small)
    with pytest.raises(BadRequest, match=r"目标库里有别的数据.*请换一个空库"):
        copy(url(filled), url(taken), SCHEMA)
    with pytest.raises(BadRequest, match=r"比来源库的 \d+ 条还多"):
        copy(url(taken), url(filled), SCHEMA)
    assert everything(small) == before


def test_a_target_that_went_its_own_way_is_refused(small: Store, other: Store) -> None:
    copy_history(small, other)
    other.write([Change.delete("firm", "alpha")], actor="小李", reason="这边删")
    small.write([Change.delete("firm", "beta")], actor="小王", reason="那边删")
    small.write([Change.delete("firm", "alpha")], actor="小王", reason="那边也删")
    with pytest.raises(BadRequest, match="目标库里有别的数据"):
        copy_history(small, other)


def test_an_empty_or_missing_source_and_a_store_onto_itself(tmp_path: Path, filled: Path) -> None:
    target = tmp_path / "乙.db"
    with pytest.raises(BadRequest, match="找不到来源数据文件"):
        copy(url(tmp_path / "没有.db"), url(target), SCHEMA)
    open_store(tmp_path / "空.db", SCHEMA).close()
    with pytest.raises(BadRequest, match=r"空\.db 是空的"):
        copy(url(tmp_path / "空.db"), url(target), SCHEMA)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["空.db"]
    link = tmp_path / "别名.db"
    link.symlink_to(filled)
    for same in (str(filled), url(filled), url(link)):
        with pytest.raises(BadRequest, match="同一个库"):
            copy(url(filled), same, SCHEMA)
    with pytest.raises(BadRequest, match="同一个库"):
        copy("neo4j://a:x@DB.local/c", "bolt+s://b:y@db.local:7687/c", SCHEMA)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "信.txt"
    path.write_text("不是数据库" * 200, encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        copy(url(filled), url(path), SCHEMA)
    assert path.read_text(encoding="utf-8") == "不是数据库" * 200


def tampered(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize(
    ("statement", "unequal", "history"),
    [
        ("UPDATE product SET note = '偷改' WHERE id = 'toluene'", {"product"}, True),
        ("UPDATE product SET _rev = 9 WHERE id = 'toluene'", {"product"}, True),
        ("DELETE FROM firm WHERE id = '试-一'", {"firm"}, True),
        ("UPDATE _commit SET reason = '另一个说法' WHERE reason = '补充'", set(), False),
        ("UPDATE _commit SET actor = '小张' WHERE reason = '删掉试试'", set(), False),
    ],
)
def test_what_was_tampered_with_is_found(
    filled: Path, tmp_path: Path, statement: str, unequal: set[str], history: bool
) -> None:
    target = tmp_path / "乙.db"
    copy(url(filled), url(target), SCHEMA)
    tampered(target, statement)
    report = repeated(filled, target)
    assert not report.is_equal
    assert {c.kind for c in report.checks if not c.equal} == unequal
    assert report.history_equal is history


def repeated(source: Path, target: Path) -> CopyReport:
    """A copy that finds nothing to do but to compare."""
    report = copy(url(source), url(target), SCHEMA)
    assert report.copied == 0
    return report


def test_the_source_may_be_written_to_meanwhile(filled: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "甲.db", tmp_path / "乙.db"
    copy(url(filled), url(source), SCHEMA)
    with open_store(source, SCHEMA) as store:
        labels: set[str] = set()

        def busy(done: int, total: int, label: str) -> None:
            if label not in labels:  # once in every step, records of all kinds of fate
                labels.add(label)
                record = make(Product, id=f"新-{len(labels)}", name_zh="新产品(测试)")
                old = store.scan("product", limit=len(labels)).records[-1]
                gone = store.scan("flow", limit=1).records[0]
                store.write(
                    [
                        Change.put(record),
                        Change.put(replace(old, note=f"改 {len(labels)}")),  # type: ignore[call-arg]
                        Change.delete("flow", gone.id),  # type: ignore[attr-defined]
                    ],
                    actor="小王",
                    reason="照常用",
                )

        report = copy_from(store, url(target), SCHEMA, progress=busy)
        assert report.is_equal
        assert report.later == store.info().last_seq - report.revisions > 10
    with open_store(filled, SCHEMA) as a, open_store(target, SCHEMA) as b:
        assert everything(a) == everything(b)
    again = copy(url(source), url(target), SCHEMA)
    assert (again.copied, again.is_equal, again.later) == (report.later, True, 0)


def test_a_history_an_older_program_wrote_comes_over(filled: Path, tmp_path: Path) -> None:
    """Columns that became required later are empty in its revisions, and stay so."""
    source, target = tmp_path / "甲.db", tmp_path / "乙.db"
    copy(url(filled), url(source), SCHEMA)
    with closing(sqlite3.connect(source)) as connection, connection:
        connection.execute("UPDATE feature SET direction = NULL")
        connection.execute(
            "UPDATE _revision SET after = json_remove(after, '$.direction') WHERE kind = 'feature'"
        )
    assert copy(url(source), url(target), SCHEMA).is_equal


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
notes = st.none() | texts.filter(bool)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(texts.filter(bool), notes, numbers, st.booleans()), max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 7),
)
def test_any_history_comes_over(
    tmp_path_factory: pytest.TempPathFactory,
    commits: list[list[tuple[str, str | None, float | None, bool]]],
    batch: int,
) -> None:
    folder = tmp_path_factory.mktemp("史")
    with open_store(folder / "a.db", SCHEMA) as a, open_store(folder / "b.db", SCHEMA) as b:
        a.write([Change.put(make(Product, id="头", name_zh="头"))], actor="小王", reason="起头")
        for number, commit in enumerate(commits):
            changes = [
                Change.delete("capacity", id)
                if gone
                else Change.put(unit(id, "头", size, note=note))
                for id, note, size, gone in commit
            ]
            a.write(changes, actor="小王", reason=f"第 {number} 次")
        copy_history(a, b, batch=batch)
        assert everything(a) == everything(b)
        seq = a.info().last_seq
        assert history_checksum(a, SCHEMA, seq) == history_checksum(b, SCHEMA, seq)
        sides = [records_checksum(s, SCHEMA, "capacity", Since(s, seq)) for s in (a, b)]
        assert sides[0] == sides[1]
        assert sides[0].count == a.count("capacity")


def test_a_store_can_be_read_as_it_stood(small: Store, other: Store) -> None:
    """At every number the records have the checksum of the store that stops there."""
    last = small.info().last_seq
    for seq in (*range(1, last, 7), last - 3, last - 2, last - 1, last):
        copy_history(small, other, batch=1, progress=lambda done, _, seq=seq: done < seq)
        assert other.info().last_seq == seq
        for kind in ("product", "firm", "flow"):
            then = records_checksum(small, SCHEMA, kind, Since(small, seq))
            assert then == records_checksum(other, SCHEMA, kind, Since(other, seq)), (seq, kind)


# -- the command ---------------------------------------------------------------------------


def run(*args: str | Path, **more: str) -> Result:
    kept = {name: None for name in os.environ if name.startswith("LIANTU_")}
    return CliRunner().invoke(main, ["copy", *map(str, args)], env=kept | more)


def test_the_command_copies_and_says_what_it_compared(filled: Path, tmp_path: Path) -> None:
    done = run("--from", filled, "--to", tmp_path / "乙.db", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert set(told) == {
        *("from", "to", "records", "revisions", "copied", "later", "checks"),
        *("history_equal", "seconds"),
    }
    assert told["to"] == url(tmp_path / "乙.db")
    assert (told["copied"], told["history_equal"]) == (told["revisions"], True)
    assert sum(check["count"] for check in told["checks"]) == told["records"] > 2000
    for check in told["checks"]:
        assert set(check) == {"kind", "count", "from_sha256", "to_sha256", "equal"}
        assert check["equal"] is True
        assert check["from_sha256"] == check["to_sha256"]
        assert len(check["from_sha256"]) == 64
    text = run("--to", tmp_path / "乙.db", LIANTU_STORE=str(filled))
    assert text.exit_code == 0
    assert "这次搬了 0 条修订" in text.stdout
    assert "逐类核对两边一致" in text.stdout
    assert "  产品\t" in text.stdout
    assert f"  修订历史\t{told['revisions']}\t一致" in text.stdout


def test_the_command_fails_when_the_sides_differ(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "乙.db"
    copy(url(filled), url(target), SCHEMA)
    tampered(target, "UPDATE product SET note = '偷改' WHERE id = 'toluene'")
    done = run("--from", filled, "--to", target)
    assert done.exit_code == 1
    assert "不一致,不要用目标库" in done.stdout


def test_the_command_refuses_in_one_sentence(filled: Path, tmp_path: Path) -> None:
    for args, said in (
        (("--from", filled, "--to", filled), "同一个库"),
        (("--from", tmp_path / "无.db", "--to", tmp_path / "乙.db"), "找不到来源数据文件"),
        (("--from", filled, "--to", "neo5j://u:geheim@h/x"), "不认识存储地址 neo5j://h/x"),
    ):
        done = run(*args)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert "geheim" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a child there")
def test_ctrl_c_says_how_far_it_came_and_the_same_command_goes_on(
    filled: Path, tmp_path: Path
) -> None:
    target, part = tmp_path / "乙.db", tmp_path / "乙.db.part"
    command = [sys.executable, "-m", "views.cli.main", "copy", "--from", filled, "--to", target]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    while not part.exists():
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "停下了:目标库里有" in err
    assert "Traceback" not in err
    assert not target.exists()
    assert run("--from", filled, "--to", target).exit_code == 0
