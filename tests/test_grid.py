"""The editable grid: nothing typed changes nothing, all or nothing is saved, two people at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_settings import examples
from stores import SCHEMA
from streamlit.testing.v1 import AppTest

from graph.model import Lead, Record
from graph.schema import Column
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.data import read_data
from views.tables import grid

ROOT = Path(__file__).resolve().parents[1]


def script() -> None:
    import streamlit as st

    from graph.model import Memo
    from graph.store.protocol import Change
    from views.pages.context import view
    from views.pages.grid.table import editable_grid

    seen = view()
    found = seen.store.scan("lead")
    if st.session_state.get("only-first"):
        found = seen.store.scan("lead", limit=1)

    def note(before, after):  # type: ignore[no-untyped-def]
        id = f"memo-{after.id}"
        return [Change.put(Memo(id, after.stage, None, None, None, "2026-11-24", None, None))]

    editable_grid(
        seen,
        "lead",
        found.records,
        found.revs,
        ("firm_id", "stage", "rating", "next_due", "is_chemical", "intent_land_mu", "why"),
        key="leads",
        words={"stage": {"洽谈": "在谈"}},
        locked=("firm_id",),
        more=note,
    )


def lead(id: str = "one", **more: object) -> Lead:
    given = {"stage": "线索", "why": None, "made_by": None, "made_at": "2026-11-24 09:00"}
    return Lead(id, "hengli", None, **{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def url(url: str) -> str:
    put(url, lead(), lead("two"))
    return url


def put(url: str, *records: Record) -> None:
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(r) for r in records], actor="李四", reason="改客商")


def leads(store: Store) -> dict[str, Lead]:
    return {r.id: r for r in store.scan("lead") if isinstance(r, Lead)}


def opened() -> AppTest:
    return ran(AppTest.from_function(script, default_timeout=60))


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def typed(app: AppTest, rows: dict[int, dict[str, Any]]) -> AppTest:
    """Cells typed into the table as it is drawn now."""
    (editor,) = app.data_editor
    app.session_state[editor.key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return ran(app)


def column(table: pd.DataFrame, name: str) -> list[Any]:
    return [grid.plain(value) for value in table[name]]


def press(app: AppTest, name: str) -> AppTest:
    app.button(key=f"leads-{name}").click()
    return ran(app)


def last_seq(url: str) -> int:
    with open_store(url, SCHEMA) as store:
        return store.info().last_seq


# -- the page --------------------------------------------------------------------------------


def test_all_that_was_typed_is_one_commit_with_what_goes_with_it(url: str) -> None:
    app = typed(opened(), {0: {"stage": "洽谈", "next_due": "2026年12月1日"}, 1: {"rating": "A"}})
    press(app, "save")
    with open_store(url, SCHEMA) as store:
        found = leads(store)
        assert found["one"] == lead(stage="洽谈", next_due="2026-12-01")
        assert found["two"] == lead("two", rating="A")
        commit = store.commits(limit=1)[0]
        assert (commit.actor, commit.reason) == ("未具名", "改客商")
        told = store.history(commit_id=commit.commit_id)
    refs = [("lead", "one"), ("lead", "two"), ("memo", "memo-one"), ("memo", "memo-two")]
    assert sorted(r.ref for r in told) == refs
    assert column(app.data_editor[0].value, "rating") == [None, "A"]


def test_a_cell_nobody_can_read_is_named_and_nothing_is_written(url: str) -> None:
    before = last_seq(url)
    app = typed(opened(), {0: {"next_due": "下周"}, 1: {"rating": "A", "intent_land_mu": -3.0}})
    wrong = [e.value for e in app.error]
    assert len(wrong) == 2
    assert wrong[0].startswith("第 1 行(")
    assert "“下一步期限”:日期写成 2023、2023-12 或 2023-12-15" in wrong[0]
    assert "第 2 行(" in wrong[1]
    assert "“意向用地(亩)”:不能是负数" in wrong[1]
    press(app, "save")
    assert last_seq(url) == before


def test_a_required_cell_may_not_be_emptied(url: str) -> None:
    app = typed(opened(), {0: {"stage": None}})
    assert ["“进度”:必须填写" in e.value for e in app.error] == [True]


def test_an_emptied_cell_is_unknown_and_no_is_no(url: str) -> None:
    put(url, lead(rating="A", is_chemical=True, intent_land_mu=30.0, why="有意向"))
    app = opened()
    cells = {"rating": None, "is_chemical": "否", "intent_land_mu": None, "why": "  "}
    press(typed(app, {0: cells}), "save")
    with open_store(url, SCHEMA) as store:
        assert leads(store)["one"] == lead(is_chemical=False)


def test_the_second_of_two_is_told_shown_both_and_nothing_is_lost(url: str) -> None:
    app = typed(opened(), {0: {"rating": "A"}, 1: {"why": "我写的"}})
    put(url, lead(stage="洽谈", rating="B"))
    press(app, "save")
    assert "李四" in app.warning[0].value
    both = app.dataframe[0].value
    assert list(both["项目"]) == ["进度", "客商等级"]
    assert (list(both["他的"]), list(both["我的"])) == (["洽谈", "B"], ["(我没改这一项)", "A"])
    with open_store(url, SCHEMA) as store:
        assert leads(store)["two"] == lead("two")  # nothing half written
    press(app, "mine")
    with open_store(url, SCHEMA) as store:
        assert leads(store)["one"] == lead(stage="洽谈", rating="A")
        assert leads(store)["two"] == lead("two", why="我写的")
    assert [b.key for b in app.button] == ["leads-save", "leads-drop"]


def test_theirs_may_be_taken_and_my_other_rows_stay_to_be_saved(url: str) -> None:
    app = typed(opened(), {0: {"rating": "A"}, 1: {"why": "我写的"}})
    put(url, lead(stage="洽谈"))
    press(press(app, "save"), "theirs")
    shown = app.data_editor[0].value
    assert (column(shown, "rating"), column(shown, "why")) == ([None, None], [None, "我写的"])
    press(app, "save")
    with open_store(url, SCHEMA) as store:
        assert leads(store) == {"one": lead(stage="洽谈"), "two": lead("two", why="我写的")}


def test_a_third_who_was_faster_still_is_seen_too(url: str) -> None:
    app = typed(opened(), {0: {"rating": "A"}})
    put(url, lead(stage="洽谈"))
    press(app, "save")
    put(url, lead(stage="意向"))
    press(app, "mine")
    assert column(app.dataframe[0].value, "他的") == ["意向", None]
    press(app, "mine")
    with open_store(url, SCHEMA) as store:
        assert leads(store)["one"] == lead(stage="意向", rating="A")


def test_a_row_somebody_deleted_may_be_written_again(url: str) -> None:
    app = typed(opened(), {0: {"rating": "A"}})
    with open_store(url, SCHEMA) as store:
        store.write([Change.delete("lead", "one")], actor="李四", reason="删")
    press(app, "save")
    assert "已被删去" in app.info[0].value
    press(app, "mine")
    with open_store(url, SCHEMA) as store:
        assert leads(store)["one"] == lead(rating="A")


def test_what_somebody_else_writes_is_not_mixed_in_while_typing(url: str) -> None:
    """A redraw with my cells unsaved keeps the rows I typed over, so the clash is found."""
    app = typed(opened(), {0: {"rating": "A"}})
    put(url, lead(rating="B"))
    press(ran(ran(app)), "save")
    assert "李四" in app.warning[0].value


def test_a_grid_nobody_types_into_shows_what_stands_now(url: str) -> None:
    app = opened()
    put(url, lead(rating="B"))
    assert column(ran(app).data_editor[0].value, "rating") == ["B", None]


def test_another_filter_does_not_throw_typed_cells_away(url: str) -> None:
    app = typed(opened(), {1: {"rating": "A"}})
    app.session_state["only-first"] = True
    ran(app)
    assert len(app.data_editor[0].value) == 2
    assert any("没保存的修改" in piece.value for piece in app.html)
    press(app, "drop")
    assert len(app.data_editor[0].value) == 1
    with open_store(url, SCHEMA) as store:
        assert leads(store)["two"] == lead("two")


def test_cells_typed_before_the_page_was_left_are_there_again(url: str) -> None:
    app = typed(opened(), {0: {"rating": "A"}})
    del app.session_state[app.data_editor[0].key]  # as when another page was drawn in between
    assert column(ran(app).data_editor[0].value, "rating") == ["A", None]
    press(app, "save")
    with open_store(url, SCHEMA) as store:
        assert leads(store)["one"] == lead(rating="A")


def test_who_may_only_look_types_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.pages.grid.table.may_write", lambda: False)
    app = opened()
    assert not app.button
    assert any("只能看" in piece.value for piece in app.html)
    assert app.data_editor[0].proto.disabled


# -- the table -------------------------------------------------------------------------------

RECORDS = read_data(ROOT / "data", SCHEMA)
KINDS = sorted({r.kind for r in RECORDS})


@pytest.mark.parametrize("kind", KINDS)
def test_all_real_records_go_through_unchanged(kind: str) -> None:
    """Untouched cells are not even read; read again they say the same to twelve digits."""
    records = [r for r in RECORDS if r.kind == kind][:300]
    columns = SCHEMA[kind].columns
    table = grid.frame(records, columns)
    assert grid.edits(table, table.copy()) == {}
    assert grid.read(SCHEMA[kind], records, columns, {}) == grid.Read((), ())
    every = {
        str(id): {c.name: grid.plain(table.at[id, c.name]) for c in columns} for id in table.index
    }
    again = grid.read(SCHEMA[kind], records, columns, every)
    assert again.faults == ()
    for before, after in again.pairs:
        for column in columns:
            old, new = getattr(before, column.name), getattr(after, column.name)
            assert old == new or f"{old:.12g}" == f"{new:.12g}" or old.strip() == new, column.name


def test_tons_are_typed_as_ten_thousand_tons() -> None:
    column = Column("capacity_kt_a", "产能", "float", False, "kt/a", (), "", "")
    (capacity, *_) = (r for r in RECORDS if r.kind == "capacity")
    columns = [SCHEMA["capacity"].column("name_zh"), SCHEMA["capacity"].column(column.name)]
    table = grid.frame([capacity], columns)
    after = table.copy()
    after.iat[0, 1] = 3.3
    found = grid.read(SCHEMA["capacity"], [capacity], columns, grid.edits(table, after))
    assert found.pairs[0][1].capacity_kt_a == 33.0  # type: ignore[attr-defined]


cells = st.dictionaries(
    st.sampled_from(["rating", "why", "intent_land_mu"]),
    st.none() | st.sampled_from(["A", "有意向"]) | st.floats(0, 1e6, allow_nan=False),
)


@examples(60)
@given(old=cells, new=cells)
def test_what_is_typed_is_what_is_found(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Cells put into a table are found again as edits, and carried over they change nothing."""
    names = ["rating", "why", "intent_land_mu"]
    columns = [SCHEMA["lead"].column(name) for name in names]
    wanted = {c.name: c.type for c in columns}

    def fitting(cells: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in cells.items()
            if value is None or isinstance(value, float) == (wanted[name] == "float")
        }

    record = lead(**fitting(old))
    table = grid.frame([record], columns)
    changed = {"one": fitting(new)}
    after = grid.with_edits(table, changed)
    found = grid.edits(table, after)
    assert grid.edits(table, grid.with_edits(table, found)) == found
    assert isinstance(after, pd.DataFrame)
    for name, value in fitting(new).items():
        assert grid.plain(after.at["one", name]) == value
        stood = grid.shown(SCHEMA["lead"].column(name), getattr(record, name))
        assert (name in found.get("one", {})) == (value != stood)
