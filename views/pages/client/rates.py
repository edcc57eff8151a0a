"""客商库 as a ladder: how many came to each stage, month by month, and how many went on."""

from __future__ import annotations

import streamlit as st

from graph.desk.client.conversion import Conversion, conversion
from graph.desk.client.listing import Wish, every
from graph.desk.client.reading import visits_of
from views import settings
from views.pages import downloads
from views.pages.client.filters import said, words_of
from views.pages.client.listing import empty_text
from views.pages.context import View
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.tables.client import rates as table


def client_rates(seen: View, wish: Wish) -> None:
    """Bars, then the table by month with its workbook."""
    found = _counted(seen, wish)
    if not found.months:
        st.info(empty_text())
        return
    words = words_of(seen)
    show(
        f'<p class="lt-note">一家走到“{esc(words["洽谈"])}”,就算走过它前面各步;'
        "每家每步只在第一次走到的月份计一次。"
        "百分比 = 走到这一步的 ÷ 走到上一步的(计算)。阶段取自联系记录和“改进度”;"
        f"没有记下哪天改的列在“{table.NO_MONTH}”。</p>"
    )
    left, right = st.columns([2, 3], gap="medium")
    with left:
        show(f'<div class="lt-ladder">{"".join(map(_bar, table.bars(found, words)))}</div>')
    with right:
        _months(seen, found, table.columns(words))


def _counted(seen: View, wish: Wish) -> Conversion:
    """Worked out once for each state of the store."""
    info = seen.store.info()
    return kept(
        ("client-rates", info.url, info.last_seq, wish, settings.today()),
        lambda: _count(seen, wish),
    )


def _count(seen: View, wish: Wish) -> Conversion:
    leads = list(every(seen.store, wish, settings.today()))
    return conversion(leads, visits_of(seen.store, [lead.id for lead in leads]))


def _bar(bar: table.Bar) -> str:
    rate = f"<small>上一步的 {esc(bar.of_before)}</small>" if bar.of_before else ""
    return (
        f"<div><label>{esc(bar.word)}</label>"
        f'<div class="lt-track"><div class="lt-fill" style="width:{bar.of_first * 100:.0f}%">'
        f"</div></div><span><b>{bar.reached}</b> 家 {rate}</span></div>"
    )


def _months(seen: View, found: Conversion, columns: tuple[str, ...]) -> None:
    rows = table.rows(found)
    st.dataframe(
        [dict(zip(columns, map(_shown, row), strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(440, 40 + 30 * len(rows)),
        placeholder="",
    )
    told = (f"筛选:{said(seen)}",)
    downloads.table_button(seen, "客商转化", columns, lambda: rows, "client-rates-xlsx", told)


def _shown(cell: table.Cell) -> str | None:
    return None if cell is None else str(cell)
