"""How far a firm is on record to meet one criterion: met, short or unknown, never guessed.

``other_way`` says that the method leaves another way open (money raised, prizes, a laboratory), so
``short`` is no refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graph.desk.ladder.figures import Told, Years, newest
from graph.model import Criterion, Firm

MET, SHORT, UNKNOWN = "met", "short", "unknown"
SRDI, GIANT = "专精特新", "小巨人"
NOT_SEEN = "原文未见"
HALF_YI, ONE_YI = 5_000.0, 10_000.0
"""Turnovers at which the research asked of a 小巨人 changed, 万元."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion and one firm.

    ``value`` is what was compared (in the criterion's unit), ``told`` the figures behind it.
    ``code`` says why it is not known: no_data (no such figure on record), no_field (nothing of
    the kind is kept here), not_seen (the text of the rule was not found) or judged (people
    decide).
    """

    criterion: Criterion
    result: str
    value: float | None = None
    told: tuple[Told, ...] = ()
    code: str = ""
    other_way: bool = False


def verdicts(
    criteria: Iterable[Criterion], firm: Firm, years: Years, day: str
) -> tuple[Verdict, ...]:
    """How far a firm meets each criterion when it applies on ``day``.

    The year before ``day`` is the last full year; figures of other years do not stand in for it.
    """
    last = int(day[:4]) - 1
    return tuple(_verdict(c, firm, years, last) for c in criteria)


def _verdict(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    if NOT_SEEN in (row.note or "") or NOT_SEEN in row.text[: len(NOT_SEEN)]:
        return Verdict(row, UNKNOWN, code="not_seen")
    check = CHECKS.get(row.item)
    return check(row, firm, years, last) if check else Verdict(row, UNKNOWN, code="no_field")


Check = Callable[[Criterion, Firm, Years, int], Verdict]


def _at_least(row: Criterion, value: float | None, told: Iterable[Told], other: bool) -> Verdict:
    if value is None or row.value is None:
        return Verdict(row, UNKNOWN, told=tuple(told), code="no_data", other_way=other)
    result = MET if value >= row.value else SHORT
    return Verdict(row, result, value, tuple(told), other_way=other and result == SHORT)


def _figure(field: str, other: bool = False) -> Check:
    def check(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
        told = years.get(last, {}).get(field)
        found = (told,) if told else ()
        return _at_least(row, told.value if told else None, found, other)

    return check


def _share(field: str) -> Check:
    """The last year's share of ``field`` in turnover, per cent."""

    def check(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
        part = _shares(years, field, (last,))
        return _at_least(row, part[0][0] if part else None, part[0][1] if part else (), False)

    return check


def _shares(years: Years, field: str, asked: Iterable[int]) -> list[tuple[float, tuple[Told, ...]]]:
    out: list[tuple[float, tuple[Told, ...]]] = []
    for year in asked:
        part, whole = years.get(year, {}).get(field), years.get(year, {}).get("revenue_wan")
        if part and whole and whole.value > 0:
            out.append((100.0 * part.value / whole.value, (part, whole)))
    return out


def _both_shares(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    """The lower of the last two years' shares; one year too low is enough to fall short."""
    found = _shares(years, "rd_wan", (last - 1, last))
    return _lowest(row, [v for v, _ in found], [t for _, told in found for t in told])


def _both(field: str) -> Check:
    def check(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
        told = [t for y in (last - 1, last) if (t := years.get(y, {}).get(field))]
        return _lowest(row, [t.value for t in told], told)

    return check


def _lowest(row: Criterion, values: list[float], told: list[Told]) -> Verdict:
    low = min(values, default=None)
    if low is not None and row.value is not None and low < row.value:
        return Verdict(row, SHORT, low, tuple(told))
    return _at_least(row, low if len(values) == 2 else None, told, False)


def _sum(field: str) -> Check:
    """Two years together; one year that reaches it alone is enough."""

    def check(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
        told = [t for y in (last - 1, last) if (t := years.get(y, {}).get(field))]
        whole = sum(t.value for t in told)
        enough = row.value is not None and whole >= row.value
        return _at_least(row, whole if enough or len(told) == 2 else None, told, False)

    return check


def _growth(mean: Callable[[float, float, float], float]) -> Check:
    def check(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
        asked = (last - 2, last - 1, last)
        told = [t for y in asked if (t := years.get(y, {}).get("revenue_wan"))]
        if len(told) < len(asked) or any(t.value <= 0 for t in told):
            return Verdict(row, UNKNOWN, told=tuple(told), code="no_data")
        first, second, third = (t.value for t in told)
        return _at_least(row, 100.0 * mean(first, second, third), told, False)

    return check


def _mean_growth(first: float, second: float, third: float) -> float:
    return ((second / first - 1.0) + (third / second - 1.0)) / 2.0


def _compound(first: float, second: float, third: float) -> float:
    return float((third / first) ** 0.5) - 1.0


def _age(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    """A firm younger than that cannot have kept to its market so long; an older one may."""
    if not firm.founded:
        return Verdict(row, UNKNOWN, code="no_data")
    age = float(last - int(firm.founded[:4]) + 1)
    if row.value is not None and age < row.value:
        return Verdict(row, SHORT, age)
    return Verdict(row, UNKNOWN, age, code="judged")


def _intensity(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    """小巨人 of 2022: the share of research asked for falls with turnover."""
    turnover = years.get(last, {}).get("revenue_wan")
    found = _shares(years, "rd_wan", (last - 1, last))
    told = [t for _, pair in found for t in pair]
    if turnover is None:
        return Verdict(row, UNKNOWN, told=tuple(told), code="no_data")
    if turnover.value < HALF_YI:
        return Verdict(row, UNKNOWN, told=(turnover,), code="judged", other_way=True)
    least = 3.0 if turnover.value >= ONE_YI else 6.0
    low = min((v for v, _ in found), default=None)
    if low is not None and low < least:
        return Verdict(row, SHORT, low, tuple(told), other_way=True)
    if len(found) < 2 or low is None:
        return Verdict(row, UNKNOWN, low, tuple(told), "no_data")
    return Verdict(row, MET, low, tuple(told))


TITLES = {SRDI: ("创新型", "科技型中小企业", SRDI), GIANT: (SRDI, GIANT)}
"""Words in a firm's titles that show it stands on the step below, by what it applies for."""


def _title(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    """A title on record settles it; none on record does not mean that there is none."""
    held = firm.specialised or ""
    has = any(word in held for word in TITLES.get(row.flow, ()))
    return Verdict(row, MET) if has else Verdict(row, UNKNOWN, code="no_data")


def _patents(row: Criterion, firm: Firm, years: Years, last: int) -> Verdict:
    """Invention patents in force, the newest number not after the last full year.

    Enough of them settle nothing: whether they belong to the main product is for people to see.
    """
    told = newest(years, ("patents",), last)
    if told is None:
        return Verdict(row, UNKNOWN, code="no_data", other_way=True)
    found = _at_least(row, told.value, (told,), True)
    return found if found.result != MET else replace(found, result=UNKNOWN, code="judged")


CHECKS: dict[str, Check] = {
    "主营业务收入": _figure("revenue_wan"),
    "前置称号": _title,
    "细分市场年限": _age,
    "上年营收": _figure("revenue_wan"),
    "上年营收或股权融资": _figure("revenue_wan", other=True),
    "上年研发费用": _figure("rd_wan"),
    "上年研发占比": _share("rd_wan"),
    "近两年每年研发费用": _both("rd_wan"),
    "近两年每年研发占比": _both_shares,
    "近两年研发费用合计": _sum("rd_wan"),
    "近两年平均增长率": _growth(_mean_growth),
    "近两年复合增长率": _growth(_compound),
    "近两年研发强度(按营收分档)": _intensity,
    "Ⅰ类知识产权或免考": _patents,
}
"""Items that figures on record can settle; all others are for people to look into."""
