"""招商路线图 of the first gaps: what we have, what is missing, who should come and where from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call
from graph.results import Gap, Target
from views.amounts import amount, wan_t
from views.amounts import number as number_text
from views.map.drawing import Drawing, Info, Twin, keys_of, product_info, spots_of
from views.map.frame import (
    FOOT_PX,
    HEAD_LEFT,
    QUIET,
    TITLE_INK,
    TITLE_MIDDLE,
    TITLE_PX,
    card,
    legend,
    sign,
)
from views.map.geometry import Box, curve
from views.map.kinds import INVITING
from views.map.layout import HEIGHT, WIDTH
from views.map.look import Look
from views.map.measure import cut
from views.map.node import NodeState, node_states
from views.map.notes import Notes, footer
from views.map.picture import classes, look_of
from views.map.scene import Item, Scene, Wire, Words
from views.tables.overview import sound_gaps
from views.texts import reasons

MOST_GAPS, MOST_FIRMS = 10, 3
_NAME_PX, _SMALL_PX, _LEGEND_PX = 22.0, 17.0, 15.0
_TOP, _FOOT = 92.0, 30.0
_NUMBER_X, _FEED_X, _GAP_X, _FIRM_X = 14.0, 60.0, 470.0, 930.0
_FEED_W, _GAP_W, _FIRM_W, _BETWEEN = 330.0, 370.0, 312.0, 14.0
_FIRM_LOOK = Look("#FFFFFF", "#1F2933", "#52606D")
_HEADS = ((_FEED_X, "我们有什么"), (_GAP_X, "缺什么、能做多大"), (_FIRM_X, "请谁来、从哪里来"))
_LINE = "#616E7C"
_COUNTS = "一二三四五六七八九十"
_NONE = "没有依据足够的缺口可画;先到摸底清单补数。"


TWIN = ("名次", "缺口", "类型", "数量(万吨/年)", "靠什么", "请谁来")


def ways_in(evaluation: Evaluation, about: Notes) -> Drawing:
    """One row a gap, best first; gaps whose figures are too weak for a meeting are left out."""
    facts = evaluation.chain.facts
    gaps = [gap for gap in sound_gaps(evaluation) if gap.kind != "强链"][:MOST_GAPS]
    states = node_states(evaluation, facts)
    room = (HEIGHT - _TOP - _FOOT) / MOST_GAPS
    rows = [_Row(evaluation, states, gap, _TOP + at * room, room) for at, gap in enumerate(gaps)]
    body = [item for number, row in enumerate(rows, 1) for item in row.items(number)]
    if not gaps:
        body.append(Words(_FEED_X, 160, _NONE, _NAME_PX, QUIET))
    count = f" · 缺口前{_COUNTS[len(gaps) - 1]}" if gaps else ""
    title = f"{about.region}招商路线图{count}"
    looks = {look for row in rows for look in row.looks()}
    told = tuple(item for item in classes(evaluation.rules.map_status) if item.look in looks)
    head = (*_head(title), *legend(told, WIDTH - HEAD_LEFT, _LEGEND_PX)[0])
    scene = Scene(WIDTH, HEIGHT, title, head, tuple(body), tuple(_foot(about)))
    return Drawing(
        INVITING,
        scene,
        spots_of(scene),
        (),
        {id: info for row in rows for id, info in row.infos()},
        told,
        footer(about),
        Twin(TWIN, tuple(row.told(number) for number, row in enumerate(rows, 1))),
    )


def _head(title: str) -> Iterator[Words]:
    yield Words(HEAD_LEFT, TITLE_MIDDLE, title, TITLE_PX, TITLE_INK, bold=True)
    for x, text in _HEADS:
        yield Words(x, 68, text, 18, QUIET, bold=True)


def _foot(about: Notes) -> Iterator[Words]:
    yield Words(HEAD_LEFT, HEIGHT - 10, "   |   ".join(footer(about)), FOOT_PX, QUIET)


class _Row:
    """One gap: what feeds it, the gap, the firms."""

    def __init__(
        self,
        evaluation: Evaluation,
        states: Mapping[str, NodeState],
        gap: Gap,
        top: float,
        room: float,
    ) -> None:
        self._evaluation, self._states, self._gap = evaluation, states, gap
        self._facts = evaluation.chain.facts
        self._firms = makers_to_call(evaluation.targets_for(gap.product_id))
        self._y, self._high = top + 5, room - 12

    def items(self, number: int) -> Iterator[Item]:
        """Everything of the row, lines first."""
        feed, gap = self._box(_FEED_X, _FEED_W), self._box(_GAP_X, _GAP_W)
        firms, source = self._firms, self._feed()
        places = [
            self._box(_FIRM_X + at * (_FIRM_W + _BETWEEN), _FIRM_W)
            for at in range(min(len(firms), MOST_FIRMS))
        ]
        middle = self._y + self._high / 2
        yield Words(_NUMBER_X, middle, str(number), 26, TITLE_INK, bold=True)
        if source is not None:
            yield self._wire(feed, gap, (source, self._gap.product_id))
            yield from self._product(feed, source, self._feed_text(source))
        if places:
            yield self._wire(gap, places[0], (self._gap.product_id, f"firm:{firms[0].firm_id}"))
        yield from self._product(gap, self._gap.product_id, self._gap_text())
        for place, firm in zip(places, firms, strict=False):
            yield self._firm(place, firm)
        yield from self._rest(len(firms))

    def looks(self) -> Iterator[Look]:
        """How the products of the row are drawn."""
        for id in filter(None, (self._feed(), self._gap.product_id)):
            yield self._look(id)

    def infos(self) -> Iterator[tuple[str, Info]]:
        """What is said of the products and firms of the row."""
        for id in filter(None, (self._feed(), self._gap.product_id)):
            if id in self._states:
                yield id, product_info(self._facts.products[id], self._states[id].tooltip_lines)
        for target in self._firms[:MOST_FIRMS]:
            told = (target.firm, *reasons(target))
            yield f"firm:{target.firm_id}", Info(target.firm, told, keys_of([target.firm]))

    def told(self, number: int) -> tuple[str, ...]:
        """The row in words."""
        names, source, size = self._facts.products, self._feed(), wan_t(self._gap.gap.likely)
        return (
            str(number),
            names[self._gap.product_id].name_zh,
            self._gap.kind,
            "未知" if size is None else number_text(size),
            names[source].name_zh if source else "",
            "、".join(target.firm for target in self._firms[:MOST_FIRMS]),
        )

    def _box(self, x: float, wide: float) -> Box:
        return Box(x, self._y, wide, self._high)

    def _feed(self) -> str | None:
        """What the gap would live on: the surplus, else the main feed of the route."""
        if self._gap.from_product_id:
            return self._gap.from_product_id
        for process_id in self._gap.process_ids:
            flow = self._evaluation.chain.main_feed.get(process_id)
            if flow is not None:
                return flow.product_id
        return None

    def _feed_text(self, product_id: str) -> str:
        balance = self._evaluation.balances.get(product_id)
        if balance is None:
            return "供需未知"
        net = balance.net.likely
        if net is not None and net > 0:
            return f"富余 {amount(net)}"
        if balance.supply.likely:
            return f"本地 {amount(balance.supply.likely)}"
        return "须外购" if net is not None and net < 0 else "本地没有记录"

    def _gap_text(self) -> str:
        size = self._gap.gap.likely
        word = "每年缺" if self._gap.kind == "补链" else "原料够做"
        told = f"{word} {amount(size)}" if size else f"{self._gap.kind},数量未知"
        return told if self._gap.certain or self._gap.kind == "延链" else f"{told}(需求未落实)"

    def _product(self, box: Box, product_id: str, text: str) -> Iterator[Item]:
        look = self._look(product_id)
        name = self._facts.products[product_id].name_zh
        yield card(box, look, _two_lines(box, name, text, look.ink), product_id)
        yield from sign(box, look, _NAME_PX, product_id)

    def _look(self, product_id: str) -> Look:
        state = self._states.get(product_id)
        return look_of(state.look) if state else _FIRM_LOOK

    def _firm(self, box: Box, target: Target) -> Item:
        place = (
            "·".join(dict.fromkeys(p for p in (target.province, target.city) if p)) or "地点未载"
        )
        size = amount(target.capacity_kt_a) if target.capacity_kt_a is not None else "产能未知"
        words = _two_lines(box, target.firm, f"{place},{size}", _FIRM_LOOK.ink)
        return card(box, _FIRM_LOOK, words, f"firm:{target.firm_id}")

    def _rest(self, count: int) -> Iterator[Words]:
        if not count:
            text = "还没有收录做它的外地企业;可请上下游企业,见目标企业页。"
            yield Words(_FIRM_X, self._y + self._high / 2, text, _SMALL_PX, QUIET)

    @staticmethod
    def _wire(start: Box, end: Box, ends: tuple[str, str]) -> Wire:
        line = curve((start.right, start.middle), (end.x, end.middle))
        return Wire(line, _LINE, "solid", 2.0, 0.9, ends)


def _two_lines(box: Box, name: str, text: str, ink: str) -> Sequence[Words]:
    """A name and, smaller below it, what is said of it; both cut to the box."""
    middle, room = box.x + box.w / 2, box.w - 28
    return (
        Words(middle, box.middle - 16, cut(name, room / _NAME_PX), _NAME_PX, ink, align="center"),
        Words(middle, box.middle + 17, cut(text, room / _SMALL_PX), _SMALL_PX, ink, align="center"),
    )
