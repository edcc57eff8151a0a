"""What our own records count: firms by revenue, firms above scale, new projects of a year.

A count is only as full as the records are, so it says how many of them it could look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.desk.ladder.criteria import scale_line
from graph.desk.ladder.figures import WAN_PER_YI, figures
from graph.desk.ladder.ground import stands_in
from graph.facts import Facts
from graph.model import Firm, Project, Region
from graph.reason.units import Region as Picture

FIRM_SIZES = {"十亿级企业": 10.0, "百亿级企业": 100.0, "千亿级企业": 1_000.0}
"""Measure → least revenue of the year, 亿元."""
ABOVE_SCALE, NEW_PROJECTS = "规上工业企业数", "新增1亿元以上项目"
PROJECT_YI = 1.0
NEW_STAGES = ("签约", "注册", "核准", "开工")
"""A project is new in the year in which the first of these is dated."""
COUNTED_LEVELS = ("项目", "项目包", "配套", "平台")
"""Levels of projects that count by themselves; parts and totals of others do not."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count over our own records for one year.

    ``code``: revenue (firms whose revenue of the year is known), above_scale (the same against
    the line of 规上), flagged (firms marked 规上, without a year) or projects.  ``known`` of ``of``
    records could be looked at, so ``value`` is a lower bound while ``known`` < ``of``.
    """

    code: str
    value: int
    known: int
    of: int
    names: tuple[str, ...]


def counted(facts: Facts, region: Region, measure: str, year: str) -> Counted | None:
    """What our own records count of a measure in a year; None where they count no such thing."""
    if not year:
        return None
    if measure in FIRM_SIZES:
        return _by_revenue(facts, region, year, FIRM_SIZES[measure], "revenue")
    if measure == ABOVE_SCALE:
        line = scale_line(facts, f"{year[:4]}-12-31")
        found = line and _by_revenue(facts, region, year, line / WAN_PER_YI, "above_scale")
        return found or _flagged(facts, region)
    return _new_projects(facts, region, year) if measure == NEW_PROJECTS else None


def local_firms(facts: Facts, region_id: str) -> tuple[Firm, ...]:
    """Firms with a seat in a park of the region that answer for themselves today."""
    picture = Picture(region_id)
    return tuple(
        f
        for f in facts.firms.values()
        if f.merged_into_id is None and any(picture.holds(facts, p) for p in f.park_ids)
    )


def region_projects(facts: Facts, region_id: str) -> tuple[Project, ...]:
    """Projects of the region that count by themselves."""
    picture = Picture(region_id)
    return tuple(
        p
        for p in facts.projects.values()
        if p.level in COUNTED_LEVELS and stands_in(facts, picture, p)
    )


def revenues(facts: Facts, firms: Sequence[Firm], year: str) -> dict[str, float]:
    """Revenue of each firm in a year, 亿元; firms whose revenue of it is not on record left out."""
    years = figures(facts)
    told = ((f.id, years.get(f.id, {}).get(int(year[:4]), {}).get("revenue_wan")) for f in firms)
    return {id: found.value / WAN_PER_YI for id, found in told if found}


def _by_revenue(facts: Facts, region: Region, year: str, least: float, code: str) -> Counted | None:
    firms = local_firms(facts, region.id)
    known = revenues(facts, firms, year)
    if not known:
        return None
    over = [f for f in firms if known.get(f.id, 0.0) >= least]
    return Counted(code, len(over), len(known), len(firms), _names(facts, over))


def _flagged(facts: Facts, region: Region) -> Counted | None:
    firms = local_firms(facts, region.id)
    known = [f for f in firms if f.is_above_scale is not None]
    over = [f for f in known if f.is_above_scale]
    if not known:
        return None
    return Counted("flagged", len(over), len(known), len(firms), _names(facts, over))


def _new_projects(facts: Facts, region: Region, year: str) -> Counted | None:
    begun = [p for p in region_projects(facts, region.id) if first_year(facts, p) == year]
    sized = [p for p in begun if p.investment_yi is not None]
    if not begun:
        return None
    over = [p for p in sized if p.investment_yi is not None and p.investment_yi >= PROJECT_YI]
    return Counted("projects", len(over), len(sized), len(begun), tuple(p.name_zh for p in over))


def first_year(facts: Facts, project: Project) -> str | None:
    """The year a project first counts as new: signed, registered, approved or begun."""
    dates = [
        s.date for s in facts.stages_of.get(project.id, ()) if s.stage in NEW_STAGES and s.date
    ]
    return min(dates)[:4] if dates else None


def _names(facts: Facts, firms: Sequence[Firm]) -> tuple[str, ...]:
    return tuple(facts.firm_name(f.id) for f in firms)
