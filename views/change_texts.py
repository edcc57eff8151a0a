"""Why a gap line came or went, in words."""

from __future__ import annotations

from collections.abc import Callable

from graph.reason.change.diff import CLOSED, DIFF_WORDS, KEPT, NEW
from graph.results import Evidence
from views.amounts import amount

MEANING = {
    NEW: "后一天有、前一天没有",
    KEPT: "两天都有",
    CLOSED: "前一天有、后一天没有",
}
EMPTY = {NEW: "没有新增的。", KEPT: "没有两天都有的。", CLOSED: "没有补上的。"}
assert set(MEANING) == set(EMPTY) == set(DIFF_WORDS)  # noqa: S101
Values = dict[str, str | float | None]
_SIDE = {"supply": "供给", "demand": "需用"}


def because(item: Evidence) -> str:
    """One reason as a sentence."""
    return _SENTENCES[item.code](dict(item.values))


def _amount(values: Values, key: str) -> str:
    found = values[key]
    return "未知" if found is None else f" {amount(float(found))} "


def _what(values: Values, key: str) -> str:
    found = values[key]
    size = "(数量未知)" if found is None else f" {amount(float(found))}"
    return f"{_SIDE[str(values['side'])]}{values['product']}{size}"


def _unit(values: Values) -> str:
    return f"{values['firm']}“{values['unit']}”"


def _came(v: Values) -> str:
    status = "现况未核" if v["status_after"] == "未核" else str(v["status_after"] or "计入")
    since = f"{v['since']} 起{status}" if v["since"] else status
    before = f"(此前{v['status_before']})" if v["status_before"] else ""
    return f"{_unit(v)}{since}{before}:{_what(v, 'after_kt_a')}"


def _left(v: Values) -> str:
    if v["successor"]:
        how = f"由“{v['successor']}”替代"
    elif v["status_after"]:
        how = "现况未核" if v["status_after"] == "未核" else f"转为{v['status_after']}"
    else:
        how = f"到 {v['until']} 为止" if v["until"] else "不再在册"
    return f"{_unit(v)}{how}:不再{_what(v, 'before_kt_a')}"


def _sized(v: Values) -> str:
    side, product = _SIDE[str(v["side"])], v["product"]
    before, after = _amount(v, "before_kt_a"), _amount(v, "after_kt_a")
    return f"{_unit(v)}{side}{product}从{before}变为{after}".rstrip()


def _moved(v: Values) -> str:
    doubt = ",还说不准" if v["to"] == "未知" else ""
    return f"{v['product']}的供需从“{v['from']}”变为“{v['to']}”{doubt}"


_SENTENCES: dict[str, Callable[[Values], str]] = {
    "unit_came": _came,
    "unit_left": _left,
    **dict.fromkeys(("unit_more", "unit_less", "unit_known", "unit_unknown"), _sized),
    "unit_doubted": lambda v: (
        f"{_unit(v)}太久没有新消息(现况未核),不再算落实:{_what(v, 'after_kt_a')}"
    ),
    "unit_confirmed": lambda v: f"{_unit(v)}有了近期消息,算落实:{_what(v, 'after_kt_a')}",
    "state_moved": _moved,
    "other_kind": lambda v: f"此前列在{v['kind']}" if v["was"] else f"改列在{v['kind']}",
    "nothing_local": lambda _: "本地装置没有变化,是规则、路线或外地情况不同",
}
