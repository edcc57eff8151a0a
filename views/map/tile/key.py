"""Beside the tiles: the legend, the country's figures, and what has no tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.reason.nation.provinces import UNPLACED, Nationwide, ProvinceShare
from graph.reason.nation.where import FOREIGN
from views.amounts import amount
from views.map.frame import QUIET, TITLE_INK
from views.map.measure import text_em
from views.map.scene import Card, Item, Words
from views.map.tile.hatch import hatch
from views.map.tile.looks import HOME, HOME_PX, NOTHING, OTHERS, TileLook, blue
from views.map.tile.words import UNSIZED, class_text, firms, plain
from views.tables.provinces import key_figures

LEFT, SECOND, TOP = 24.0, 232.0, 62.0
ROW, SWATCH_W, SWATCH_H = 30.0, 44.0, 22.0
TEXT_PX, LABEL_PX, VALUE_PX = 16.0, 14.0, 17.0
FIGURES_TOP, FIGURE_ROW, FIGURE_W = 322.0, 50.0, 262.0
BOX_W, BOX_H, BOX_GAP = 256.0, 62.0, 12.0
WORDS = (
    ("只有在建、规划", OTHERS["coming"]),
    ("只有旧说法,现况未核", OTHERS["doubtful"]),
    ("只有已停产", OTHERS["stopped"]),
    ("没有记录(不等于没有)", NOTHING),
)


def key(
    shares: Sequence[ProvinceShare], whole: Nationwide, cuts: Sequence[float] | None
) -> Iterator[Item]:
    """Everything left of the tiles, from the top; ``cuts`` None: no tile runs."""
    yield from _classes(cuts)
    yield from _others(whole)
    yield from _figures(whole)
    yield from _apart(shares, FIGURES_TOP + FIGURE_ROW * len(key_figures(whole)) + BOX_GAP)


def _classes(cuts: Sequence[float] | None) -> Iterator[Item]:
    yield Words(LEFT, TOP + 10, "在产产能(万吨/年)", TEXT_PX, TITLE_INK, bold=True)
    if cuts is None:
        yield Words(LEFT, _row(1), "没有分省的数字", TEXT_PX, TITLE_INK)
    else:
        count = len(cuts) + 1
        for at in range(count):
            yield from _entry(LEFT, at + 1, class_text(at, cuts), blue(at, count))
    yield Words(LEFT, _row(6), "+ 号后:在建、规划", TEXT_PX, TITLE_INK)


def _others(whole: Nationwide) -> Iterator[Item]:
    """Looks that are no class of capacity, one a row."""
    yield Words(SECOND, TOP + 10, "其他", TEXT_PX, TITLE_INK, bold=True)
    for at, (text, look) in enumerate(WORDS, 1):
        yield from _entry(SECOND, at, text, look)
    unsized = OTHERS["unsized"]
    yield from _entry(SECOND, 5, "有企业产能未知,合计只是下限", unsized)
    yield from hatch(SECOND + 4, _row(5), SWATCH_W - 8)
    frame = TileLook("#FFFFFF", TITLE_INK, HOME, "solid", HOME_PX)
    yield from _entry(SECOND, 6, f"本区所在省({whole.home})", frame)


def _entry(x: float, row: int, text: str, look: TileLook) -> Iterator[Item]:
    """A swatch and its words."""
    y = _row(row)
    swatch = (x, y - SWATCH_H / 2, SWATCH_W, SWATCH_H)
    yield Card(*swatch, look.fill, look.border, look.line, (), None, look.width)
    yield Words(x + SWATCH_W + 10, y, text, TEXT_PX, TITLE_INK)


def _row(at: int) -> float:
    return TOP + 10 + at * ROW


def _figures(whole: Nationwide) -> Iterator[Words]:
    """Label above value, one below the other."""
    for at, (label, value) in enumerate(key_figures(whole)):
        y = FIGURES_TOP + at * FIGURE_ROW
        yield Words(LEFT, y, label, LABEL_PX, QUIET)
        fits = min(VALUE_PX, FIGURE_W / text_em(value))
        yield Words(LEFT, y + 22, value, fits, TITLE_INK, bold=True)


def _apart(shares: Sequence[ProvinceShare], top: float) -> Iterator[Card]:
    """省份未知 and 境外: on record, but on no tile."""
    found = [s for s in shares if s.province in (UNPLACED, FOREIGN)]
    for at, share in enumerate(found):
        y, middle = top + at * (BOX_H + BOX_GAP), LEFT + BOX_W / 2
        place, text = (LEFT, y, BOX_W, BOX_H), apart_text(share)
        fits = min(TEXT_PX, (BOX_W - 12) / text_em(text))
        words = (
            Words(
                middle,
                y + 19,
                f"{share.province} {firms(share)}",
                TEXT_PX,
                TITLE_INK,
                True,
                "center",
            ),
            Words(middle, y + 43, text, fits, TITLE_INK, False, "center"),
        )
        yield Card(*place, "#F5F7FA", "#9AA5B1", "solid", words, share.province)


def apart_text(share: ProvinceShare) -> str:
    """What is on record there, 万吨/年, in one short line."""
    amounts = (
        ("在产", share.running_kt_a),
        ("在建规划", share.coming_kt_a),
        ("未核", share.doubtful_kt_a),
    )
    told = [(word, kt) for word, kt in amounts if kt is not None]
    if len(told) == 1:
        return f"{told[0][0]} {amount(told[0][1])}"
    return ";".join(f"{word} {plain(kt)}" for word, kt in told) or (
        UNSIZED if share.firms else "只有已停产"
    )
