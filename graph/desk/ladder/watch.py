"""Who needs watching: firms near the line of 规上, new plants, forms of company, patents.

Follows from figures and listings on record; a firm without the figure is listed as unknown, never
as nothing.  Money in 万元.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.desk.ladder.figures import Told, newest
from graph.desk.ladder.ground import SINGLE, STANDING
from graph.desk.ladder.ladders import STATES, Book
from graph.facts import Facts
from graph.model import Project

RECENT_YEARS = 2
"""A plant that has run longer than that is in the books of 规上 firms by now, or never will be."""
OLD_YEARS = 2
"""A figure that many years behind the last full year says little about today."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A firm and the line of 规上.

    ``code``: below, near (规上 that may drop out), over, close (规下 that may come in), listed
    不明 ``open`` (turnover over the line, listing not known), or unknown (no turnover on record).
    ``gap_wan`` is turnover less the line; ``is_old`` that the figure is some years old; ``on_list``
    that it stands on the list of this year or a later one.
    """

    firm_id: str
    code: str
    revenue: Told | None
    gap_wan: float | None
    is_old: bool
    on_list: bool


def falling(book: Book, margin: float) -> tuple[Watched, ...]:
    """防退规: 规上 firms at or under the line or little above it, lowest first, unknown last."""
    line = book.ground.line_wan
    out = []
    for firm_id in book.ground.firm_ids:
        firm = book.ground.firm(firm_id)
        if firm is None or firm.is_above_scale is not True or line is None:
            continue
        row = _watched(book, firm_id, line, "防退规")
        if row.gap_wan is None:
            out.append(row)
        elif row.gap_wan < line * margin:
            out.append(replace(row, code="below" if row.gap_wan < 0 else "near"))
    return _sorted(out, 1)


def rising(book: Book, share: float) -> tuple[Watched, ...]:
    """小升规: firms not known to be 规上 whose turnover comes near the line, nearest first."""
    line = book.ground.line_wan
    out = []
    for firm_id in book.ground.firm_ids:
        firm = book.ground.firm(firm_id)
        if firm is None or firm.is_above_scale is True or line is None:
            continue
        row = _watched(book, firm_id, line, "小升规")
        if row.revenue is None:
            out.append(row)
        elif row.revenue.value >= line:
            out.append(replace(row, code="over" if firm.is_above_scale is False else "open"))
        elif row.revenue.value >= line * share:
            out.append(replace(row, code="close"))
    return _sorted(out, -1)


def _watched(book: Book, firm_id: str, line: float, flow: str) -> Watched:
    money = newest(book.ground.years_of(firm_id), ("revenue_wan",), book.ground.year)
    on_list = any(
        r.firm_id == firm_id and r.state == STATES[0] and r.year[:4] >= str(book.ground.year)
        for r in book.of_flow(flow)
    )
    if money is None:
        return Watched(firm_id, "unknown", None, None, False, on_list)
    is_old = money.year < book.ground.year - 1 - OLD_YEARS
    return Watched(firm_id, "", money, money.value - line, is_old, on_list)


def _sorted(rows: Iterable[Watched], sign: int) -> tuple[Watched, ...]:
    return tuple(sorted(rows, key=lambda r: (r.gap_wan is None, sign * (r.gap_wan or 0.0))))


def opened(book: Book) -> tuple[tuple[Project, str, str | None], ...]:
    """新入规: projects here that came on stream lately whose firm is not known to be 规上.

    Gives project, firm and the day it came on stream (None: nobody says, so it may be lately).
    """
    since = str(book.ground.year - RECENT_YEARS)
    out = []
    for firm_id in book.ground.firm_ids:
        firm = book.ground.firm(firm_id)
        if firm is None or firm.is_above_scale is True:
            continue
        for project_id in book.ground.projects.get(firm_id, ()):
            project = book.facts.projects[project_id]
            if project.stage in STANDING[:2] and project.level == SINGLE[0]:
                day = _on_stream(book.facts, project)
                if day is None or day >= since:
                    out.append((project, firm_id, day))
    return tuple(out)


def _on_stream(facts: Facts, project: Project) -> str | None:
    told = [
        s.date for s in facts.stages_of.get(project.id, ()) if s.stage in STANDING[:2] and s.date
    ]
    return project.finish_date or min(told, default=None)


def is_share_company(name: str) -> bool | None:
    """Whether a full name is that of a company limited by shares; None when it is no full name.

    Examples
    --------
    >>> is_share_company("岳阳兴长石化股份有限公司"), is_share_company("湖南岳化新材料有限公司")
    (True, False)
    >>> is_share_company("科立孚") is None
    True
    >>> is_share_company("中国石油化工股份有限公司长岭分公司")
    False
    """
    if not name.endswith("公司"):
        return None
    if name.endswith("分公司"):
        return False
    return name.endswith(("股份有限公司", "股份公司"))


def reformable(book: Book) -> tuple[str, ...]:
    """规改股: 规上 firms that are no company limited by shares yet."""
    return tuple(
        i
        for i in book.ground.firm_ids
        if (firm := book.ground.firm(i)) is not None
        and firm.is_above_scale
        and is_share_company(firm.name_zh) is not True
    )


LISTED = ("0", "3", "6", "920")
"""How codes of the exchanges in 上海, 深圳 and 北京 begin; 4 and 8 are those of the 新三板."""


def is_listed(code: str | None) -> bool:
    """Whether a code on record is that of a listed company.

    Examples
    --------
    >>> is_listed("000819"), is_listed("873124"), is_listed(None)
    (True, False, False)
    """
    return bool(code) and (code or "").startswith(LISTED)


def listable(book: Book) -> tuple[str, ...]:
    """股上市: companies limited by shares that are not listed (on the 新三板 at most)."""
    return tuple(
        i
        for i in book.ground.firm_ids
        if (firm := book.ground.firm(i)) is not None
        and is_share_company(firm.name_zh)
        and not is_listed(firm.listed_code)
    )


def patents(book: Book) -> dict[str, tuple[tuple[str, Told | None], ...]]:
    """专利零突破: firms by what is on record of invention patents: zero, some or unknown."""
    out: dict[str, list[tuple[str, Told | None]]] = {"zero": [], "some": [], "unknown": []}
    for firm_id in book.ground.firm_ids:
        told = newest(book.ground.years_of(firm_id), ("patents",), book.ground.year)
        code = "unknown" if told is None else "some" if told.value > 0 else "zero"
        out[code].append((firm_id, told))
    return {code: tuple(rows) for code, rows in out.items()}
