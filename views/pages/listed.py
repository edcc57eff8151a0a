"""Below the checked firms of a product: who else makes it in a national catalogue."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import streamlit as st

from graph.model import Firm
from graph.nation import makers_by_item
from views.pages import downloads, firm_markup
from views.pages.context import View, guarded
from views.pages.kept import kept
from views.pages.markup import anchor, esc, show, source
from views.pages.state import hold, keep, widget_key
from views.tables import listed as table
from views.tables.listed import ANY, ListedRow, Wish

HEIGHT = 330
SHORT = 7
"""Up to so many rows a list stands whole; longer ones scroll."""

HOW_TO = (
    "名录数据没有逐条核实,不计入缺口、平衡和得分。先核实再判断:"
    "和库里的企业是同一家,在企业表填“已并入”;目录产品就是本链产品,写进编号对照。"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list; ``next`` is the cursor of the page after, or None."""

    rows: tuple[ListedRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of the block: ``asked`` is what it answers, ``title`` names its workbook."""

    name: str
    title: str
    columns: tuple[str, ...]
    asked: Hashable
    empty: str

    @property
    def place(self) -> str:
        """Where the session holds which page is open."""
        return f"listed-{self.name}-at"


def block(seen: View, product_id: str) -> None:
    """The catalogue's firms, when the store holds any."""
    if kept(seen.key("has-listed"), lambda: _has_listed(seen)):
        _block(seen, product_id)


def _has_listed(seen: View) -> bool:
    return len(seen.workspace.store.scan("firm", where=table.LISTED, limit=1)) > 0


@st.fragment
def _block(seen: View, product_id: str) -> None:
    name = seen.facts.products[product_id].name_zh
    show(
        f'<h4 class="lt-h">全国名录里还有谁做(未核实)<small>{esc(name)}</small>'
        f'{firm_markup.dataset_chip()}</h4><p class="lt-note">{esc(HOW_TO)}</p>'
    )
    with guarded():
        _by_statement(seen, product_id, name)
        _by_item(seen, product_id, name)


def _by_statement(seen: View, product_id: str, name: str) -> None:
    """Firms the catalogue says make the product itself."""
    wish = _wish(seen)
    empty = f"名录里没有符合条件的{name}企业。"
    sheet = Sheet("makers", f"{name}名录企业", table.MAKER_COLUMNS, (product_id, wish), empty)
    _list(seen, sheet, lambda after: _makers(seen, product_id, wish, after))


def _by_item(seen: View, product_id: str, name: str) -> None:
    """Firms that list an item judged to be the product."""
    show(
        f'<p class="lt-note"><b>按目录产品</b>:企业列出的目录产品,'
        f"经判断就是{esc(name)}或更细的一种。按占营收从大到小;目录多不载省和状态,上面的筛选不管这一张。</p>"
    )
    empty = f"还没有目录产品经判断就是{name},或没有企业列出它。"
    sheet = Sheet("items", f"{name}目录产品企业", table.ITEM_COLUMNS, product_id, empty)
    _list(seen, sheet, lambda after: _items(seen, product_id, after))


def _wish(seen: View) -> Wish:
    """省, 状态 and the order."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="listed-wish"):
        province = _choice("省", "listed-province", (ANY, *table.PROVINCES))
        status = _choice("状态", "listed-status", (ANY, *table.statuses(seen.workspace.schema)))
        by = _choice("排序", "listed-by", (table.BY_SIZE, table.BY_NAME))
    return Wish(None if province == ANY else province, None if status == ANY else status, by)


def _choice(label: str, name: str, options: tuple[str, ...]) -> str:
    hold(name, options[0])
    return st.selectbox(
        label, options, key=widget_key(name), width=150, on_change=keep, args=(name,)
    )


def _makers(seen: View, product_id: str, wish: Wish, after: str | None) -> Listing:
    """Units and producers of the catalogue, with the firms of this page."""
    store = seen.workspace.store
    page = store.producers(
        [product_id], where=wish.where(), order=wish.order(), after=after, limit=table.PAGE_ROWS
    )
    ids = list(dict.fromkeys(making.firm_id for making in page))
    firms = {f.id: f for f in store.get("firm", ids) if isinstance(f, Firm)}
    return Listing(tuple(table.maker_row(m, firms, seen.facts) for m in page), page.next)


def _items(seen: View, product_id: str, after: str | None) -> Listing:
    page = makers_by_item(
        seen.workspace.store, product_id, where=table.LISTED, after=after, limit=table.PAGE_ROWS
    )
    return Listing(tuple(table.item_row(row, seen.facts) for row in page.rows), page.next)


def _list(seen: View, sheet: Sheet, read: Callable[[str | None], Listing]) -> None:
    """One page of a list and the way to the next; another question starts at the first."""
    held = st.session_state.get(sheet.place)
    after, number = held[1:] if held and held[0] == sheet.asked else (None, 1)
    page = read(after)
    if page.rows:
        with st.container(
            height=HEIGHT if len(page.rows) > SHORT else "content",
            border=False,
            key=f"listed-{sheet.name}",
        ):
            show(_body(sheet.columns, page.rows))
    else:
        show(f'<p class="lt-none">{esc(sheet.empty)}</p>')
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"listed-{sheet.name}-foot"
    ):
        _turn(sheet, page.next, number)
        if page.rows:
            _download(seen, sheet, page.rows)


def _turn(sheet: Sheet, following: str | None, number: int) -> None:
    """下一页 and 回到第一页, when there is one to go to."""
    if following is None and number == 1:
        return
    place, asked = sheet.place, sheet.asked
    for label, key, is_off, goal in (
        ("回到第一页", f"{place}-first", number == 1, (asked, None, 1)),
        ("下一页", f"{place}-next", following is None, (asked, following, number + 1)),
    ):
        st.button(label, key=key, disabled=is_off, on_click=_go, args=(place, goal))
    st.caption(f"第 {number} 页", width="content")


def _download(seen: View, sheet: Sheet, rows: Sequence[ListedRow]) -> None:
    downloads.table_button(
        seen,
        sheet.title,
        (*sheet.columns, *table.SHEET_TAIL),
        lambda: [row.values() for row in rows],
        f"listed-{sheet.name}-xlsx",
    )


def _go(place: str, goal: tuple[Hashable, str | None, int]) -> None:
    st.session_state[place] = goal


def _body(columns: Sequence[str], rows: Sequence[ListedRow]) -> str:
    heads = "".join(f"<th>{esc(c)}</th>" for c in (*columns, "来源"))
    body = "".join(_row(row) for row in rows)
    return f'<table class="lt-facts"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: ListedRow) -> str:
    first, *rest = map(firm_markup.cell, row.cells())
    judged = ""
    if row.same_as:
        judged = f" <small>已并入 {anchor(row.same_as.text, 'firm', row.same_as.id)}</small>"
    told = "".join(f"<td>{c}</td>" for c in rest)
    name = f"{first}{judged} {firm_markup.dataset_chip()}"
    return f"<tr><td>{name}</td>{told}<td>{source(row.origin)}</td></tr>"
