"""Newer shipped facts never overwrite a person's edit; what clashes is listed and can be settled.

Rows are renewed one by one: three versions of a record decide, the one last shipped, the one that
stands and the one shipped now.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_settings import examples
from stores import SCHEMA, a_store_url, filled_store_url, forget

from graph.desk.editing import standing, undo
from graph.desk.held import held_id, shipped
from graph.errors import Conflict
from graph.facts import Facts
from graph.model import Feature, HeldUpdate, Lead, MapSheet, MapView, Record, Source
from graph.store import open_store
from graph.store.protocol import Change, Ref, Store
from loaders import seed as seeding
from loaders.data import read_data
from loaders.fresh import ACTOR, ADDED
from loaders.renewal import Merge, merge
from loaders.seed import SeedReport, seed
from views.tables import updates as table
from views.tables.named import Names

ROOT = Path(__file__).resolve().parents[1]
WHEN = "2026-11-24 09:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def source(id: str = "S1", title: str = "公报", grade: str = "A") -> Source:
    return Source(id, title, None, "2026", None, grade, None, None)


def by_program(store: Store, *records: Record, gone: tuple[Ref, ...] = ()) -> None:
    changes = [*(Change.put(r) for r in records), *(Change.delete(*ref) for ref in gone)]
    store.write(changes, actor=ACTOR, reason="首次载入")


def by_person(store: Store, *changes: Change, why: str = "核过") -> str:
    return store.write(changes, actor="小王", reason=why).commit_id


def renew(store: Store, *records: Record, version: str = "新版") -> Merge:
    """What a start with these shipped records would do, done."""
    made = merge(store, records, SCHEMA, version=version, made_at=WHEN)
    store.write(made.filled, actor=ACTOR, reason=ADDED, expect=made.expected(made.filled))
    store.write(
        made.changes, actor=ACTOR, reason="更新随附数据", expect=made.expected(made.changes)
    )
    return made


def sources(store: Store) -> dict[str, str]:
    return {r.id: r.title for r in store.scan("source") if isinstance(r, Source)}


def held(store: Store) -> dict[str, str | None]:
    """What is listed: id of the record → title the new data give it."""
    found = {}
    for record in store.scan("held_update"):
        assert isinstance(record, HeldUpdate)
        theirs = shipped(record, SCHEMA)
        found[record.target_id] = theirs.title if isinstance(theirs, Source) else None
    return found


def test_what_nobody_changed_follows_and_what_somebody_added_stays(store: Store) -> None:
    by_program(store, source("S1"), source("S2"))
    by_person(store, Change.put(source("mine", "我们的文件")))
    made = renew(store, source("S1", "公报(改)"), source("S3", "新的"))
    assert sources(store) == {"S1": "公报(改)", "S3": "新的", "mine": "我们的文件"}
    assert (held(store), made.is_edited) == ({}, True)


def test_an_edit_stays_and_is_listed_only_where_the_shipped_row_moved_on(store: Store) -> None:
    by_program(store, source("S1"), source("S2", "年鉴"))
    by_person(store, Change.put(source("S1", "我改的")), Change.put(source("S2", "我改的年鉴")))
    renew(store, source("S1", "公报(改)"), source("S2", "年鉴"))
    assert sources(store) == {"S1": "我改的", "S2": "我改的年鉴"}
    assert held(store) == {"S1": "公报(改)"}
    (record,) = store.scan("held_update")
    assert isinstance(record, HeldUpdate)
    assert (record.id, record.version, record.made_at) == ("source:S1", "新版", WHEN)
    assert record.id == held_id(("source", "S1"))


def test_a_row_somebody_deleted_stays_away(store: Store) -> None:
    by_program(store, source("S1"), source("S2", "年鉴"))
    by_person(store, Change.delete("source", "S1"), Change.delete("source", "S2"))
    renew(store, source("S1"), source("S2", "年鉴(改)"))
    assert (sources(store), held(store)) == ({}, {"S2": "年鉴(改)"})


def test_a_row_the_new_data_drop_stays_where_somebody_changed_it(store: Store) -> None:
    by_program(store, source("S1"), source("S2"))
    by_person(store, Change.put(source("S1", "我改的")))
    renew(store)
    assert (sources(store), held(store)) == ({"S1": "我改的"}, {"S1": None})


def test_where_a_view_of_ones_own_has_its_tiles_outlives_newer_facts(store: Store) -> None:
    own, shipped_ = (MapSheet(id, 12.0, ("苯@1,1",)) for id in ("own", "shipped"))
    by_program(store, source("S1"), own, shipped_)
    by_person(store, Change.put(source("S1", "我改的")))
    moved = replace(shipped_, font_px=13.0)
    renew(store, source("S1"), moved)
    assert set(store.scan("map_sheet")) == {own, moved}


def test_an_edit_that_was_taken_back_is_none(store: Store) -> None:
    by_program(store, source("S1"))
    mine = by_person(store, Change.put(source("S1", "我改的")))
    undo(store, mine, actor="小王", reason="撤")
    renew(store, source("S1", "公报(改)"))
    assert (sources(store), held(store)) == ({"S1": "公报(改)"}, {})


def test_the_same_words_from_both_sides_settle_it(store: Store) -> None:
    by_program(store, source("S1"))
    by_person(store, Change.put(source("S1", "我改的")))
    renew(store, source("S1", "新一版"))
    assert held(store) == {"S1": "新一版"}
    renew(store, source("S1", "我改的"))
    assert (sources(store), held(store)) == ({"S1": "我改的"}, {})


def test_an_undecided_one_waits_through_later_versions(store: Store) -> None:
    by_program(store, source("S1"))
    by_person(store, Change.put(source("S1", "我改的")))
    for title in ("新一版", "新一版", "新二版"):
        made = renew(store, source("S1", title), version=title)
        assert (held(store), made.held) == ({"S1": title}, {("source", "S1")})
    assert len(store.history(ref=("held_update", "source:S1"))) == 2
    assert sources(store) == {"S1": "我改的"}


def test_a_version_taken_back_is_no_clash_and_is_one_again_when_it_returns(store: Store) -> None:
    by_program(store, source("S1"))
    by_person(store, Change.put(source("S1", "我改的")))
    for title, wanted in (("新一版", 1), ("公报", 0), ("新一版", 1), ("新一版", 1), ("公报", 0)):
        renew(store, source("S1", title))
        assert (sources(store), len(held(store))) == ({"S1": "我改的"}, wanted)


def waiting(store: Store) -> table.Waiting:
    (item,) = table.waiting(store, SCHEMA, limit=10)
    return item


def settle(store: Store, changes: list[Change], item: table.Waiting) -> None:
    store.write(changes, actor="小王", reason="定了", expect=item.expect)


@pytest.fixture
def clashing(store: Store) -> Store:
    by_program(store, source("S1"))
    by_person(store, Change.put(source("S1", "我改的")))
    renew(store, source("S1", "新一版", grade="B"))
    return store


def test_keeping_ours_is_not_asked_again_until_the_row_moves_on(clashing: Store) -> None:
    settle(clashing, table.keep_ours(waiting(clashing)), waiting(clashing))
    renew(clashing, source("S1", "新一版", grade="B"))
    assert (sources(clashing), held(clashing)) == ({"S1": "我改的"}, {})
    renew(clashing, source("S1", "新二版", grade="B"))
    assert held(clashing) == {"S1": "新二版"}


def test_the_new_data_once_taken_are_followed_again(clashing: Store) -> None:
    settle(clashing, table.take_theirs(waiting(clashing)), waiting(clashing))
    assert (sources(clashing), held(clashing)) == ({"S1": "新一版"}, {})
    renew(clashing, source("S1", "新二版"))
    assert (sources(clashing), held(clashing)) == ({"S1": "新二版"}, {})


def test_our_columns_on_top_of_the_new_data(clashing: Store) -> None:
    item = waiting(clashing)
    settle(clashing, table.both(SCHEMA, item), item)
    (found,) = clashing.scan("source")
    assert found == source("S1", "我改的", grade="B")
    assert held(clashing) == {}


def test_a_decision_taken_by_somebody_else_meanwhile_is_refused(clashing: Store) -> None:
    item = waiting(clashing)
    settle(clashing, table.keep_ours(item), item)
    with pytest.raises(Conflict):
        settle(clashing, table.take_theirs(item), item)
    assert sources(clashing) == {"S1": "我改的"}


def test_a_decision_taken_back_is_open_again(clashing: Store) -> None:
    item = waiting(clashing)
    done = clashing.write(table.take_theirs(item), actor="小王", reason="定了")
    undo(clashing, done.commit_id, actor="小王", reason="撤")
    assert (sources(clashing), held(clashing)) == ({"S1": "我改的"}, {"S1": "新一版"})


def test_what_is_listed_says_who_and_shows_both(clashing: Store) -> None:
    item, names = waiting(clashing), Names(Facts(), clashing, SCHEMA)
    assert item.last is not None
    assert (item.last.actor, item.last.reason) == ("小王", "核过")
    assert item.given == source("S1")
    shown = [(line.label, line.before, line.after) for line in table.lines(SCHEMA, names, item)]
    assert shown == [("标题", "我改的", "新一版"), ("可信度", "A", "B")]
    assert table.row(SCHEMA, names, item)[:4] == ("来源", "我改的", "S1", "小王")


def test_a_required_column_a_newer_program_adds_is_filled_in_and_the_edit_stays(
    tmp_path: Path,
) -> None:
    url, newer = filled_store_url(tmp_path), tmp_path / "数据"
    change_first_source(newer)
    with open_store(url, SCHEMA) as store:
        (first,) = store.get("feature", ["bu-feed"]).records
        assert isinstance(first, Feature)
        mine = replace(first, meaning="我的说法")
        by_person(store, Change.put(mine))
    forget(url, "feature", "direction")
    for data in (newer, ROOT / "data"):
        with open_store(url, SCHEMA) as store:
            assert seed(store, data, SCHEMA).action == "merged"
            assert store.get("feature", ["bu-feed"]).records == (mine,)


def test_views_and_what_the_office_keeps_are_never_held(store: Store) -> None:
    view = MapView("c4", "碳四", 4, "现状图", (), None, "全部", None)
    lead = Lead("one", "hengli", None, "线索", None, None, WHEN)
    by_program(store, view)
    by_person(store, Change.put(replace(view, name_zh="我的碳四")), Change.put(lead))
    made = renew(store, replace(view, order=5), source("S1"))
    assert store.get("map_view", ["c4"]).records == (replace(view, name_zh="我的碳四"),)
    assert store.get("lead", ["one"]).records == (lead,)
    assert (held(store), made.is_edited) == ({}, False)


def test_a_change_made_while_the_renewal_is_worked_out_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves between reading and writing: the renewal looks again."""
    newer = tmp_path / "数据"
    title = change_first_source(newer)
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        (first,) = store.get("source", [title[0]]).records
        mine = replace(first, title="刚改的")  # type: ignore[type-var]
        tried: list[int] = []

        def slow(*given: object, **more: object) -> Merge:
            made = merge(*given, **more)  # type: ignore[arg-type]
            if not tried:
                by_person(store, Change.put(mine))
            tried.append(1)
            return made

        monkeypatch.setattr(seeding, "merge", slow)
        report = seed(store, newer, SCHEMA)
        assert (len(tried), report.action, report.conflicts) == (2, "merged", 1)
        assert store.get("source", [title[0]]).records == (mine,)
        assert held(store) == {title[0]: title[1]}


def change_first_source(folder: Path) -> tuple[str, str]:
    """The shipped facts with the first source called otherwise: its id and its new title."""
    shutil.copytree(ROOT / "data", folder)
    path = folder / "sources.csv"
    lines = path.read_text("utf-8").splitlines()
    id, _, rest = lines[1].partition(",")
    lines[1] = f"{id},新标题,{rest.partition(',')[2]}"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = next(r for r in read_data(folder, SCHEMA) if getattr(r, "id", "") == id)
    assert isinstance(found, Source)
    return id, found.title


def test_the_real_data_around_an_edit(tmp_path: Path) -> None:
    """All shipped facts, one edited and one of ours: only the clash is listed, twice the same."""
    newer = tmp_path / "数据"
    id, title = change_first_source(newer)
    with open_store(filled_store_url(tmp_path), SCHEMA) as store:
        (first,) = store.get("source", [id]).records
        mine = replace(first, title="我改的")  # type: ignore[type-var]
        by_person(store, Change.put(mine), Change.put(source("我们的")))
        report = seed(store, newer, SCHEMA)
        assert (report.action, report.written, report.conflicts) == ("merged", 1, 1)
        assert held(store) == {id: title}
        assert seed(store, newer, SCHEMA) == SeedReport("current", report.digest, report.digest, 0)
        back = seed(store, ROOT / "data", SCHEMA)  # the newer version is taken back
        assert (back.action, back.conflicts) == ("merged", 0)
        assert store.get("source", [id, "我们的"]).records == (mine, source("我们的"))


titles = st.sampled_from(["甲", "乙", "丙", None])
"""A version of one record: its title, or None where it is not there."""


@examples(60)
@given(first=titles, edits=st.lists(titles, max_size=2), later=st.lists(titles, max_size=3))
def test_nobody_s_edit_is_ever_overwritten(
    store: Store, first: str | None, edits: list[str | None], later: list[str | None]
) -> None:
    """Any shipped versions around any edits: what a person left stands, or is what is shipped."""
    number = store.info().last_seq
    ref = ("source", f"S{number}")

    def version(title: str | None) -> list[Record]:
        return [] if title is None else [source(ref[1], title)]

    others = list(store.scan("source"))
    by_program(store, *version(first))
    for title in edits:
        change = Change.delete(*ref) if title is None else Change.put(*version(title))
        by_person(store, change)
    ours = edits[-1] if edits else first
    for title in later:
        renew(store, *others, *version(title))
        now = standing(store, [ref]).get(ref)
        stands = now[0].title if now and isinstance(now[0], Source) else None
        if ours == first or not edits:
            assert stands in (title, ours)
        else:
            assert stands == ours
        if stands != title:
            assert ours != first
            assert title == first or held(store).get(ref[1], "") == title
    renew(store, *others)
