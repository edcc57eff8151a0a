"""Rules over what a region records: projects, units, firm names, stages, grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Capacity, FirmName, Market, Project
from graph.quality import is_sourced
from graph.results import Finding

ERROR = "错误"
ADD_UP_TOLERANCE = 1.02
DISAGREE = 0.15
TEN_TIMES = 10.0
STAGE_ORDER = ("签约", "核准", "开工", "投产", "达产")


def check_project_tree(chain: Chain) -> list[Finding]:
    """A 装置 hangs under a project that exists, never in a ring, never under a 汇总 row.

    汇总 and 里程碑 rows repeat what single projects say: they take no children, and a
    里程碑 carries neither money nor capacity.
    """
    out = []
    projects = chain.facts.projects
    for row in projects.values():
        above = _above(projects, row)
        parent = projects.get(row.parent_id or "")
        if row.id in above:
            out.append(_project(row, f"“{row.name_zh}”的母项目绕回了自己"))
        elif row.parent_id and parent is None:
            out.append(_project(row, f"“{row.name_zh}”的母项目 {row.parent_id} 不存在"))
        elif parent is not None and parent.level in ("汇总", "里程碑"):
            out.append(_project(row, f"“{row.name_zh}”挂在{parent.level}“{parent.name_zh}”下面"))
        if row.level == "装置" and not row.parent_id:
            out.append(_project(row, f"装置“{row.name_zh}”没有写属于哪个项目"))
        if row.level == "里程碑" and (row.investment_yi or row.capacity_kt_a):
            out.append(_project(row, f"里程碑“{row.name_zh}”又写了投资或产能,会重复计算"))
    return out


def _above(projects: dict[str, Project], row: Project) -> list[str]:
    out: list[str] = []
    key = row.parent_id
    while key and key not in out and key in projects:
        out.append(key)
        key = projects[key].parent_id
    return out


def _project(row: Project, what: str) -> Finding:
    return Finding("project-tree", ERROR, (row.id,), f"{what};请改 projects.csv。")


def check_project_sums(chain: Chain) -> list[Finding]:
    """Parts never cost more or take more land than the whole; capacity is stated once."""
    parts: dict[str, list[Project]] = defaultdict(list)
    for row in chain.facts.projects.values():
        if row.parent_id:
            parts[row.parent_id].append(row)
    out = []
    for parent_id, rows in parts.items():
        parent = chain.facts.projects.get(parent_id)
        for field, label, unit in (("investment_yi", "投资", "亿元"), ("land_mu", "用地", "亩")):
            whole = getattr(parent, field, None)
            total = sum(getattr(r, field) or 0.0 for r in rows)
            if parent and whole is not None and total > whole * ADD_UP_TOLERANCE:
                text = (
                    f"“{parent.name_zh}”{label} {whole:g} {unit},下面各项合计 {total:g} {unit},"
                    "比整体还多;请看是否重复计。"
                )
                out.append(Finding("project-sum", ERROR, (parent_id,), text))
        twice = [r for r in rows if parent and _same_capacity(parent, r)]
        if parent and twice:
            text = f"“{parent.name_zh}”和下面的“{twice[0].name_zh}”都写了同一产品的产能。"
            out.append(Finding("project-sum", ERROR, (parent_id, twice[0].id), text))
    return out


def _same_capacity(whole: Project, part: Project) -> bool:
    both = whole.capacity_kt_a is not None and part.capacity_kt_a is not None
    return both and bool(set(whole.product_ids) & set(part.product_ids))


def check_firm_names(chain: Chain) -> list[Finding]:
    """Every recorded name finds its firm, and finds one firm only (mergers aside)."""
    facts, holders = chain.facts, defaultdict(set)
    out = []
    for row in facts.all(FirmName).values():
        firm = facts.firms.get(row.firm_id)
        if firm and row.name not in (firm.name_zh, firm.short_name, *firm.aliases):
            text = f"“{row.name}”记作“{firm.name_zh}”的名称,却不在它的名称、简称、别名里。"
            out.append(Finding("firm-name", ERROR, (row.id, firm.id), text))
    for firm in facts.firms.values():
        for name in {firm.name_zh, firm.short_name or firm.name_zh, *firm.aliases}:
            holders[name].add(firm.id)
    for name, ids in holders.items():
        if len({facts.owner(i) for i in ids}) > 1:
            text = f"“{name}”同时指 {'、'.join(sorted(ids))};请合并或改别名。"
            out.append(Finding("firm-name", ERROR, tuple(sorted(ids)), text))
    return out


def check_replaces(chain: Chain) -> list[Finding]:
    """A unit replaces units that are on record."""
    known = {c.unit_id for c in chain.facts.capacities.values()}
    return [
        Finding("replaces", ERROR, (c.id, old), f"装置“{c.name_zh}”替代的 {old} 没有记录。")
        for c in chain.facts.capacities.values()
        for old in c.replaces
        if old not in known
    ]


def check_periods(chain: Chain) -> list[Finding]:
    """*Since* never lies after *until*; a project never starts after it finished."""
    out = []
    for kind, rows in chain.facts.by_kind.items():
        for row in rows.values():
            for a, b in (("since", "until"), ("start_date", "finish_date")):
                first, last = getattr(row, a, None), getattr(row, b, None)
                if first and last and first[: len(last)] > last[: len(first)]:
                    row_id = str(getattr(row, "id", ""))
                    text = f"{kind} 的“{row_id}”起于 {first}、止于 {last},先后反了。"
                    out.append(Finding("period", ERROR, (row_id,), text))
    return out


def check_stage_order(chain: Chain) -> list[Finding]:
    """The dated stages of a project come in the order of building."""
    out = []
    for project_id, rows in chain.facts.stages_of.items():
        first = {
            s: min((r.date for r in rows if r.stage == s and r.date), default=None)
            for s in STAGE_ORDER
        }
        dated = [(s, d) for s, d in first.items() if d]
        for (a, day_a), (b, day_b) in pairwise(dated):
            if day_a[: len(day_b)] > day_b[: len(day_a)]:
                text = f"项目“{project_id}”{a}({day_a})晚于{b}({day_b})。"
                out.append(Finding("stage-order", ERROR, (project_id,), text))
    return out


def check_ten_times(chain: Chain) -> list[Finding]:
    """A unit ten times the largest usual train is a slip of unit (万吨 read as 千吨)."""
    out = []
    for unit in _sized(chain.facts):
        if len(unit.process_ids) != 1:
            continue
        process = chain.facts.processes.get(unit.process_ids[0])
        if not process or not process.scale_high_kt_a:
            continue
        rate = abs(chain.net[process.id].get(unit.product_id, 0.0)) or 1.0
        size = (unit.capacity_kt_a or 0.0) / rate
        if size > TEN_TIMES * process.scale_high_kt_a:
            text = (
                f"“{unit.name_zh}”{size:g} kt/a,是单套上限 {process.scale_high_kt_a:g} kt/a 的"
                "十倍以上;请核对单位。"
            )
            out.append(Finding("ten-times", ERROR, (unit.id,), text))
    return out


def _sized(facts: Facts) -> Iterator[Capacity]:
    return (c for c in facts.capacities.values() if c.capacity_kt_a is not None)


def check_disagreement(chain: Chain) -> list[Finding]:
    """Where two statements on a unit differ by more than 15 %, a note says why one was taken."""
    out = []
    drivers = {c.unit_id: c for c in _sized(chain.facts) if c.is_driver}
    for row in _sized(chain.facts):
        main = drivers.get(row.unit_id)
        if main is None or row.is_driver or row.product_id != main.product_id:
            continue
        a, b = row.capacity_kt_a or 0.0, main.capacity_kt_a or 0.0
        if abs(a - b) > DISAGREE * b and not (row.note or main.note):
            text = f"装置“{main.name_zh}”一说 {a:g}、采用 {b:g} kt/a,没有写为什么。"
            out.append(Finding("disagreement", ERROR, (row.id, main.id), text))
    return out


def check_grades(chain: Chain) -> list[Finding]:
    """A fact is never graded better than the source it hangs on."""
    out = []
    for rows in chain.facts.by_kind.values():
        for row in rows.values():
            source = chain.facts.sources.get(getattr(row, "source_id", None) or "")
            grade = getattr(row, "grade", None)
            if source and source.grade and grade and is_sourced(row) and grade < source.grade:
                row_id = str(getattr(row, "id", ""))
                text = f"“{row_id}”评为 {grade},来源“{source.title}”只有 {source.grade}。"
                out.append(Finding("grade", ERROR, (row_id, source.id), text))
    return out


def check_sources(chain: Chain) -> list[Finding]:
    """One address is one source."""
    at: dict[str, list[str]] = defaultdict(list)
    for source in chain.facts.sources.values():
        if source.url:
            at[source.url.rstrip("/")].append(source.id)
    return [
        Finding("source-twice", ERROR, tuple(ids), f"来源 {'、'.join(ids)} 是同一个网址 {url}。")
        for url, ids in at.items()
        if len(ids) > 1
    ]


def check_market(chain: Chain) -> list[Finding]:
    """A national figure is stated somewhere, never summed from producers here."""
    return [
        Finding("market", ERROR, (m.id,), f"全国数“{m.product_text} {m.year}”没有来源。")
        for m in chain.facts.all(Market).values()
        if not is_sourced(m)
    ]
