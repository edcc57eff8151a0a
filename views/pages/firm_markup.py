"""A firm's page as HTML: what it is, and its tables with links."""

from __future__ import annotations

from collections.abc import Iterable

from views.map.ego.net import SHAPES
from views.pages.markup import anchor, chip, esc, source, title
from views.tables.firm.card import FirmCard
from views.tables.firm.tables import UNKNOWN, Cell, Row, Table
from views.tables.tie.ties import DATASET_WORD, GUESSED

SHOWN_ROWS = 12
PER_YEAR = "/年"
STATUS_CLASS = {"在产": "full", "在营": "full", "在建": "some", "规划": "off", "停产": "none"}


def cell(item: Cell) -> str:
    """Text, as a link when it leads somewhere."""
    if item.to:
        return anchor(item.text, item.to, item.id)
    if item.text == UNKNOWN:
        return f'<i class="lt-unknown">{UNKNOWN}</i>'
    return (
        f"<span class='lt-line'>{esc(item.text)}</span>"
        if item.text.endswith(PER_YEAR)
        else esc(item.text)
    )


def dataset_chip() -> str:
    """The mark of what nobody checked."""
    return chip(DATASET_WORD, "poor", "?")


def head(card: FirmCard) -> str:
    """Name, place, status, and what to be careful about."""
    marks = chip(card.status, STATUS_CLASS.get(card.status, "open"))
    marks += dataset_chip() if card.is_unchecked else ""
    into = ""
    if card.merged_into:
        into = (
            '<p class="lt-rule lt-merged"><b>已并入</b>'
            f"这家企业已并入 {cell(card.merged_into)},新的情况在那边看。</p>"
        )
    name = f"{esc(card.name)} <small>{esc(card.place)}</small>"
    return f'<h3 class="lt-title">{name}{marks}</h3>{into}'


def about(card: FirmCard) -> str:
    """Who it is, one line a fact, and where that is from."""
    rows = "".join(
        f"<tr><th>{esc(label)}</th><td>{'、'.join(map(cell, cells))}</td></tr>"
        for label, cells in card.about
    )
    return f'<table class="lt-about">{rows}</table><p>{source(card.origin)}</p>'


def table(item: Table, *, makers: bool = False) -> str:
    """A table of facts, each with its source; long ones are folded after the first rows."""
    count = len(item.rows) + item.hidden
    heading = title(f"{item.title}({count})" if count else item.title)
    if not item.rows:
        return f'{heading}<p class="lt-none">{esc(item.empty)}</p>'
    first, rest = item.rows[:SHOWN_ROWS], item.rows[SHOWN_ROWS:]
    parts = [heading, _body(item.columns, first, makers)]
    if rest:
        more = _body(item.columns, rest, makers)
        summary = f"<summary>另外 {len(rest)} 条</summary>"
        parts.append(f'<details class="lt-check">{summary}{more}</details>')
    if item.hidden:
        parts.append(f'<p class="lt-note">还有 {item.hidden} 条没有列出。</p>')
    return "".join(parts)


def _body(columns: Iterable[str], rows: Iterable[Row], makers: bool) -> str:
    heads = "".join(f"<th>{esc(c)}</th>" for c in (*columns, "来源"))
    body = "".join(_row(r, makers) for r in rows)
    return f'<table class="lt-facts"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: Row, makers: bool) -> str:
    cells = [cell(c) for c in row.cells]
    first = row.cells[0]
    if makers and first.to == "product":
        cells[0] += f" <small>{anchor('谁在做', 'makers', first.id)}</small>"
    if row.is_unchecked:
        cells[0] += dataset_chip()
    told = "".join(f"<td>{c}</td>" for c in cells)
    return f"<tr>{told}<td>{source(row.origin)}</td></tr>"


def legend() -> str:
    """What colours, marks and lines of the drawing mean."""
    lines = f"虚线 {GUESSED}或未核 · 虚线框 名录,未核实 · 点线 另有关系"
    hands = "单击展开或收起,双击打开,+N 多看几个"
    return f'<p class="lt-note lt-legend">{_boxes()}<span>{lines} · {hands}</span></p>'


def _boxes() -> str:
    return "".join(
        f'<span class="lt-chip" style="background:{s.fill};border-color:{s.border};'
        f'border-radius:{min(s.radius, 9):g}px"><i>{s.mark}</i>{s.word}</span>'
        for s in SHAPES.values()
    )


def lanes_legend() -> str:
    """What the drawing of the ways shows."""
    return (
        f'<p class="lt-note lt-legend">{_boxes()}<span>圆圈数字与下面的句子对应 · '
        f"箭头 料往哪边去、谁并入谁、谁控股谁 · 虚线 {GUESSED}或未核 · 双击打开</span></p>"
    )
