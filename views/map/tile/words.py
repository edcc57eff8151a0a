"""What stands on a tile, and which class of colour its capacity belongs to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.reason.nation.provinces import ProvinceShare
from graph.reason.nation.sites import COMING, DOUBTFUL, RUNNING
from graph.reason.nation.sums import Lead, lead
from views.amounts import KT_PER_WAN_T, SMALL_KT_A, amount, number
from views.map.measure import text_em

CLASSES = 5
STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""What a class limit may be, times a power of ten."""
NAME_PX, VALUE_PX, TEXT_PX = 20.0, 17.0, 16.0
WAN = 10_000.0
NO_RECORD, UNSIZED = "没有记录", "产能未知"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tile."""

    text: str
    size: float
    bold: bool = False


def limits(values_kt_a: Iterable[float]) -> tuple[float, ...]:
    """Round limits, kt/a, between at most five classes of about equal count, none empty.

    A value at a limit belongs to the class above it.

    Examples
    --------
    >>> limits([50, 75, 90, 90, 200, 225, 273, 325])
    (80.0, 100.0, 250.0)
    >>> limits([100.0, 100.0]), limits([])
    ((), ())
    """
    values = sorted(v for v in values_kt_a if v > 0.0)
    if not values:
        return ()
    cuts = (_round(_quantile(values, k / CLASSES)) for k in range(1, CLASSES))
    out: list[float] = []
    for cut in cuts:
        below = out[-1] if out else -math.inf
        if any(below <= v < cut for v in values) and values[-1] >= cut:
            out.append(cut)
    return tuple(out)


def class_of(kt_a: float, cuts: Sequence[float]) -> int:
    """The class of an amount, 0 the lowest."""
    return sum(kt_a >= cut for cut in cuts)


def class_text(at: int, cuts: Sequence[float]) -> str:
    """A class as the legend names it, 万吨/年.

    Examples
    --------
    >>> [class_text(at, (100.0, 300.0)) for at in range(3)], class_text(0, ())
    (['小于 10', '10 到 30', '30 及以上'], '有产能数字')
    """
    told = [number(cut / KT_PER_WAN_T) for cut in cuts]
    if not told:
        return "有产能数字"
    if at == 0:
        return f"小于 {told[0]}"
    return f"{told[-1]} 及以上" if at == len(told) else f"{told[at - 1]} 到 {told[at]}"


def lines(name: str, share: ProvinceShare | None, room_px: float) -> tuple[Line, ...]:
    """The text of a tile, from the top; ``room_px`` is how wide a line may be."""
    head = Line(name, NAME_PX, bold=True)
    if share is None:
        return head, Line(NO_RECORD, TEXT_PX)
    if share.state == "stopped":
        return head, Line("只有已停产", TEXT_PX)
    told = lead(name, share.plants)
    more = (_status(told), firms(share), _coming(share, room_px), _local(share, room_px))
    return head, _value(told), *(Line(t, TEXT_PX) for t in more if t)


def size(kt_a: float) -> str:
    """An amount short enough for a tile: three digits or so, more only before the point.

    Examples
    --------
    >>> size(22.56), size(1234.5), size(12345.0), size(0.3)
    ('2.26 万吨/年', '123 万吨/年', '1234 万吨/年', '300 吨/年')
    >>> size(123_456.0)
    '1.23 亿吨/年'
    """
    if kt_a < SMALL_KT_A:
        return amount(kt_a)
    wan_t = kt_a / KT_PER_WAN_T
    if round(wan_t) >= WAN:
        return f"{_short(wan_t / WAN)} 亿吨/年"
    return f"{_short(wan_t)} 万吨/年"


def _short(value: float) -> str:
    digits = 0 if value >= 100.0 else 1 if value >= 10.0 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(told: Lead) -> Line:
    if told.capacity_kt_a is not None:
        return Line(size(told.capacity_kt_a), VALUE_PX, bold=True)
    return Line(f"{RUNNING} {UNSIZED}" if told.status == RUNNING else UNSIZED, TEXT_PX)


def _status(told: Lead) -> str:
    """The status where it is not that of a plain tile, which runs."""
    if told.status == RUNNING:
        return ""
    return "现况未核" if told.status == DOUBTFUL else told.status


def firms(share: ProvinceShare) -> str:
    """How many firms, and of how many of them a capacity is unknown when not of all."""
    known = len(share.firms) - len(share.unsized)
    if known and share.unsized:
        return f"{len(share.firms)}家({len(share.unsized)}未知)"
    return f"{len(share.firms)}家"


def _coming(share: ProvinceShare, room_px: float) -> str:
    """What is being built or planned beside what runs."""
    runs = any(p.status == RUNNING for p in share.plants)
    coming = [p for p in share.plants if p.status in COMING]
    if not runs or not coming:
        return ""
    told = lead("", coming)
    if told.capacity_kt_a is None:
        return _fitting((f"+{told.status},未知", "+未知"), room_px)
    short = f"+{plain(told.capacity_kt_a)}"
    return _fitting((f"{short} {told.status}", short), room_px)


def _local(share: ProvinceShare, room_px: float) -> str:
    if not share.local:
        return ""
    told = lead("本区", share.local)
    word = "" if told.status == RUNNING else told.status
    if told.capacity_kt_a is None:
        return _fitting((f"本区{word}{UNSIZED}", "本区有装置"), room_px)
    kt_a = plain(told.capacity_kt_a)
    return _fitting((f"本区{word} {kt_a}", f"本区 {kt_a}"), room_px)


def plain(kt_a: float) -> str:
    """An amount in 万吨/年 without the unit; with it where it is told in tonnes."""
    return amount(kt_a) if 0.0 < kt_a < SMALL_KT_A else number(kt_a / KT_PER_WAN_T)


def _fitting(texts: Sequence[str], room_px: float) -> str:
    """The first text that fits, else the last."""
    fits = (t for t in texts if text_em(t) * TEXT_PX <= room_px)
    return next(fits, texts[-1])


def _quantile(values: Sequence[float], part: float) -> float:
    at = part * (len(values) - 1)
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def _round(value: float) -> float:
    """The nearest round number, on a scale of ratios."""
    power = 10.0 ** math.floor(math.log10(value))
    best = min(STEPS, key=lambda s: abs(math.log(value / (s * power))))
    return float(f"{best * power:.6g}")
