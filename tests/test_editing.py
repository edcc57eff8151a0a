"""Taking changes back: every record as before, nothing where somebody changed it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import make
from store_settings import examples
from stores import SCHEMA, a_store_url

from graph.desk import editing, log
from graph.desk.editing import befores, field_changes, moved_on, rebased, undo
from graph.errors import BadRequest, Conflict
from graph.model import Firm, Lead, Memo, Record
from graph.store import open_store
from graph.store.protocol import Change, CommitInfo, Ref, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


LEAD: dict[str, Any] = {
    "stage": "线索",
    "why": None,
    "made_by": None,
    "made_at": "2026-11-24 09:00",
}


def lead(id: str = "one", **more: object) -> Lead:
    return Lead(id, "hengli", None, **{**LEAD, **more})


def put(store: Store, *records: Record, who: str = "张三", why: str = "改客商") -> str:
    return store.write([Change.put(r) for r in records], actor=who, reason=why).commit_id


def everything(store: Store) -> dict[Ref, Record]:
    return {Change.put(r).ref: r for kind in ("lead", "memo") for r in store.scan(kind)}


ids = st.sampled_from(["a", "b", "c"])
texts = st.none() | st.sampled_from(["", "约 30 亿", "=1+1", "第二行\n第三行"])
numbers = st.none() | st.floats(0, 1e6, allow_nan=False)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    id, kind = draw(ids), draw(st.sampled_from(["lead", "memo"]))
    if draw(st.integers(0, 3)) == 0:
        return Change.delete(kind, id)
    if kind == "memo":
        text = draw(texts) or "记"
        return Change.put(Memo(id, text, None, None, draw(texts), "2026-11-24 09:00", None, None))
    stage = draw(st.sampled_from(["线索", "洽谈", "签约"]))
    return Change.put(lead(id, stage=stage, why=draw(texts), intent_land_mu=draw(numbers)))


commits = st.lists(st.lists(changes(), max_size=5), min_size=1, max_size=5)


@examples(60)
@given(done=commits, which=st.integers(0, 4))
def test_undo_restores_every_record_exactly(
    store: Store, done: list[list[Change]], which: int
) -> None:
    """Whatever was written: taking a commit back leaves all as before it, twice all as after it."""
    states, made = [everything(store)], []
    for batch in done:
        made.append(store.write(batch, actor="张三", reason="改"))
        states.append(everything(store))
    which %= len(made)
    if not made[which].revs:
        with pytest.raises(BadRequest, match="没有编号为"):
            undo(store, made[which].commit_id, actor="李四", reason="撤")
        return
    touched = set(made[which].revs)
    wanted = {r: states[-1].get(r) for r in states[-1].keys() | touched}
    wanted |= {r: states[which].get(r) for r in touched}
    is_same = all(states[-1].get(r) == states[which + 1].get(r) for r in touched)
    if not is_same:
        assert {r.ref for r in moved_on(store, made[which].commit_id)} <= touched
        with pytest.raises(Conflict):
            undo(store, made[which].commit_id, actor="李四", reason="撤")
        assert everything(store) == states[-1]
        return
    assert moved_on(store, made[which].commit_id) == ()
    back = undo(store, made[which].commit_id, actor="李四", reason="撤")
    assert everything(store) == {r: record for r, record in wanted.items() if record is not None}
    if back.revs:
        undo(store, back.commit_id, actor="李四", reason="撤回撤销")
    assert everything(store) == states[-1]


def test_what_somebody_changed_since_is_told_and_left_alone(store: Store) -> None:
    put(store, lead())
    mine = put(store, lead(rating="A"), lead("two"))
    put(store, lead(rating="A", stage="洽谈"), who="李四", why="谈上了")
    with pytest.raises(Conflict) as caught:
        undo(store, mine, actor="张三", reason="撤")
    assert caught.value.ref == ("lead", "one")
    (later,) = moved_on(store, mine)
    assert (later.actor, later.reason) == ("李四", "谈上了")
    assert store.get("lead", ["two"]).records == (lead("two"),)


def test_a_change_taken_back_may_be_taken_back_again_after_it_was_redone(store: Store) -> None:
    put(store, lead())
    mine = put(store, lead(rating="A"))
    first = undo(store, mine, actor="李四", reason="撤")
    undo(store, first.commit_id, actor="李四", reason="又要了")
    undo(store, mine, actor="李四", reason="还是不要")
    assert store.get("lead", ["one"]).records == (lead(),)


def test_a_deleted_record_comes_back_and_a_new_one_goes(store: Store) -> None:
    made = put(store, lead())
    gone = store.write([Change.delete("lead", "one")], actor="张三", reason="删").commit_id
    undo(store, gone, actor="张三", reason="撤")
    assert store.get("lead", ["one"]).records == (lead(),)
    undo(store, made, actor="张三", reason="撤")
    assert not store.get("lead", ["one"]).records


def test_what_others_refer_to_by_now_is_not_taken_away(store: Store) -> None:
    first, second = (make(Firm, id=i, name_zh=f"{i}公司", owner_ids=("f1",)) for i in ("f1", "f2"))
    made = put(store, first, second, lead(), Lead("x", "f1", None, **LEAD))
    later = put(store, Lead("y", "f1", None, **LEAD))
    with pytest.raises(BadRequest, match="“f1公司”现在有 1 条别的记录用到它"):
        undo(store, made, actor="李四", reason="撤销")
    assert store.count("firm") == 2
    undo(store, later, actor="李四", reason="撤销")
    undo(store, made, actor="李四", reason="撤销")
    assert store.count("firm") == store.count("lead") == 0


def test_a_commit_nobody_made_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(BadRequest, match="没有编号为“没有”的修改"):
        undo(store, "没有", actor="张三", reason="撤")


def test_befores_are_those_before_the_first_change_of_a_commit(store: Store) -> None:
    batch = [Change.put(lead()), Change.put(lead(rating="B")), Change.delete("lead", "one")]
    made = store.write(batch, actor="张三", reason="改")
    revisions = editing.commit_revisions(store, made.commit_id)
    assert len(revisions) == 3
    assert befores(revisions) == {("lead", "one"): None}


def test_only_what_differs_is_a_change_and_unknown_is_not_zero() -> None:
    kind = SCHEMA["lead"]
    assert field_changes(lead(), lead(), kind) == ()
    assert field_changes(lead(intent_land_mu=0.1 + 0.2), lead(intent_land_mu=0.3), kind) == ()
    (change,) = field_changes(lead(), lead(intent_land_mu=0.0), kind)
    assert (change.label_zh, change.before, change.after) == ("意向用地", None, 0.0)


def test_my_columns_on_top_of_theirs() -> None:
    start, mine, theirs = lead(), lead(rating="A"), lead(stage="洽谈", why="他写的")
    found = rebased(start, mine, theirs, SCHEMA["lead"])
    assert found == lead(rating="A", stage="洽谈", why="他写的")


# -- the log -----------------------------------------------------------------------------------


def told(store: Store, wanted: log.Wanted, limit: int = 50) -> list[str]:
    found = log.found(store, wanted, limit=limit, told={})
    return [entry.info.reason for entry in found.entries]


def test_the_log_is_newest_first_and_filters(store: Store) -> None:
    put(store, lead(), why="加客商")
    put(
        store, Memo("m", "记", None, None, None, "2026-11-24", None, None), who="李四", why="随手记"
    )
    put(store, lead(rating="A"), why="定级")
    assert told(store, log.Wanted()) == ["定级", "随手记", "加客商"]
    assert told(store, log.Wanted(actor="张三")) == ["定级", "加客商"]
    assert told(store, log.Wanted(kind="memo")) == ["随手记"]
    assert told(store, log.Wanted(text="客商")) == ["加客商"]
    today = dt.datetime.now().date()
    day = dt.timedelta(days=1)
    assert len(told(store, log.Wanted(since=today, until=today))) == 3
    assert told(store, log.Wanted(since=today + day)) == []
    assert told(store, log.Wanted(until=today - day)) == []
    first = log.found(store, log.Wanted(), limit=2, told={})
    assert (len(first.entries), first.more) == (2, True)
    assert not log.found(store, log.Wanted(), limit=3, told={}).more


def test_one_line_says_how_many_records_of_which_kinds(store: Store) -> None:
    leads = [lead(f"l{n}") for n in range(700)]
    put(store, *leads, Memo("m", "记", None, None, None, "2026-11-24", None, None), why="导入")
    (entry,) = log.found(store, log.Wanted(), limit=5, told={}).entries
    assert (dict(entry.summary.kinds), entry.summary.total) == ({"lead": 700, "memo": 1}, 701)


def test_batches_of_one_piece_of_work_are_one_line(store: Store) -> None:
    puts = [Change.put(lead(f"l{n}")) for n in range(25)]
    store.bulk(puts, actor="张三", reason="导入名录", batch=10)
    put(store, lead("more"), why="补一家")
    entries = log.found(store, log.Wanted(), limit=5, told={}).entries
    assert [(len(e.commits), e.info.reason) for e in entries] == [(1, "补一家"), (3, "导入名录")]


def test_names_of_all_who_ever_wrote(store: Store) -> None:
    actors = log.Actors()
    put(store, lead(), who="张三")
    put(store, lead(rating="A"), who="李四")
    assert actors.refresh(store) == ("李四", "张三")
    put(store, lead(rating="B"), who="王五")
    put(store, lead(rating="A"), who="张三")
    assert actors.refresh(store) == ("张三", "王五", "李四")
    assert actors.refresh(store) == ("张三", "王五", "李四")


def test_an_id_with_colons_is_no_batch_unless_it_counts_or_ends_one() -> None:
    assert log.batch_of(CommitInfo("seed:0123:whole", "系统", "", "")) == "seed:0123"
    assert log.batch_of(CommitInfo("a:b", "系统", "", "")) is None
    assert log.batch_of(CommitInfo("n:500:0123456789abcdef", "系统", "", "")) == "n"
