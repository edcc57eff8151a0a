"""年度数据: turnover, output, research and patents of local firms, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from graph.desk.ladder.figures import OFFICE
from graph.model import FirmYear
from views.pages import downloads
from views.pages.context import View
from views.pages.ladder.book import Opened, options, table_height
from views.pages.markup import esc, show
from views.pages.pick_row import pick_row
from views.pages.record.form import Form, open_form
from views.pages.write_button import write_button
from views.tables.ladder import ladders as table

GROUPS = {
    "谁、哪一年": ("firm_id", "year"),
    "数": (
        *("revenue_wan", "output_wan", "tax_wan", "rd_wan", "patents"),
        *("jobs", "land_mu", "energy_tce"),
    ),
    "出处": ("as_of", "note"),
}


def block(seen: View, held: Opened) -> None:
    """Every yearly record of a local firm; the office's own are basis 本单位填报."""
    book = held.book
    rows = [r for r in seen.facts.all(FirmYear).values() if r.firm_id in book.ground.firm_ids]
    rows.sort(key=lambda r: (book.ground.firm_ids.index(r.firm_id), r.year))
    told = {r.firm_id for r in rows}
    names = {i: seen.facts.firm_name(i) for i in book.ground.firm_ids}
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder-top"):
        wanted = st.multiselect(
            "企业",
            list(names),
            format_func=names.__getitem__,
            placeholder="全部企业",
            select_all=False,
            key="ladder-year-firms",
        )
        if write_button("填一家一年", "ladder-year-add", type="primary"):
            _edit(seen, held, {"firm_id": wanted[0] if len(wanted) == 1 else None})
        shown = [r for r in rows if not wanted or r.firm_id in wanted]
        downloads.table_button(
            seen,
            "企业年度数据",
            table.YEAR_COLUMNS,
            lambda: [table.year_cells(seen.facts, r) for r in shown],
            "ladder-year-xlsx",
        )
    show(
        f'<p class="lt-note">本地 {len(names)} 家,{len(told)} 家有年度数据。'
        "档次、预警、专精特新核对都用这里的数;企业表里的营业收入按它的年份一并算,不用再填。"
        "填的数记为“本单位填报”,和网页来源不一致时用填报的;改网页来源的一条,会另记一条填报的,原来的留着。</p>"
    )
    if shown:
        _table(seen, held, shown)
    else:
        show('<p class="lt-none">没有记录。</p>')


def _table(seen: View, held: Opened, rows: Sequence[FirmYear]) -> None:
    lines = [
        dict(zip(table.YEAR_COLUMNS, table.year_cells(seen.facts, r), strict=True)) for r in rows
    ]
    number = pick_row(
        lines,
        key=f"ladder-years-{len(lines)}",
        height=table_height(len(lines)),
        column_config={
            c: st.column_config.NumberColumn(format="%.10g") for c in table.YEAR_COLUMNS[2:10]
        },
    )
    row = rows[number]
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-year-foot"):
        if write_button("改选中的", "ladder-year-edit"):
            _edit_row(seen, held, row)
        show(
            f'<p class="lt-note">选中:{esc(seen.facts.firm_name(row.firm_id))} '
            f"{esc(row.year)} 年</p>"
        )


def _edit_row(seen: View, held: Opened, row: FirmYear) -> None:
    """Ours is changed; what a page said stays, and ours is put beside it."""
    if row.basis == OFFICE:
        _edit(seen, held, {}, row.id)
    else:
        _edit(seen, held, {f: getattr(row, f) for f in (*GROUPS["谁、哪一年"], *GROUPS["数"])})


def _edit(seen: View, held: Opened, start: Mapping[str, Any], id: str | None = None) -> None:
    form = Form(
        FirmYear.kind,
        "企业年度数据",
        GROUPS,
        fixed={"basis": OFFICE, "source_id": None, "grade": None},
        start={"year": str(int(seen.date[:4]) - 1), "as_of": seen.date, **start},
        options=options(seen, held.book),
        reason="填企业年度数据",
    )
    open_form(seen, form, id)
