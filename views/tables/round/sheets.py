"""Monthly sheets sent out and taken back: their names, their notes, what a return would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.desk.round.entries import FILLED, Draft
from graph.desk.round.merging import Merged, Returned, apart
from graph.errors import RowProblem
from graph.model import Entry
from loaders.round.sheet import round_sheet, safe_name, zipped
from views.tables.round.entries import LABELS, text_of
from views.tables.round.words import NO_UNIT, Cell, amount, month_zh

NEW_COLUMNS = (
    *("文件", "行", "名称", "年度计划", "本月完成", "累计完成"),
    *("形象进度", "问题和需协调"),
)
CHANGED_COLUMNS = ("文件", "行", "名称", "哪一项", "原来", "改成")
CLASH_COLUMNS = ("名称", "先到的", "后到的", "不同处")
NEW_UNIT = "计量单位改了,年度计划还是原来的数;请把年度计划也按新单位重填(数不变就在网页上填)"
REJECTED_COLUMNS = ("文件", "行", "列", "值", "原因")


def file_name(month: str, unit: str, region: str) -> str:
    """Name of one unit's workbook."""
    return f"{month}调度表_{safe_name(unit)}_{safe_name(region)}.xlsx"


def by_unit(lines: Iterable[Draft]) -> dict[str, list[Draft]]:
    """Lines of each unit; those nobody answers for under a name of their own."""
    found: dict[str, list[Draft]] = {}
    for draft in lines:
        found.setdefault(draft.entry.duty_unit or NO_UNIT, []).append(draft)
    return dict(sorted(found.items()))


def workbooks(lines: Iterable[Draft], month: str, region: str, day: str) -> dict[str, bytes]:
    """A workbook for every unit, by file name."""
    out: dict[str, bytes] = {}
    for unit, mine in by_unit(lines).items():
        title = f"{month_zh(month)}调度表({unit})"
        name = file_name(month, unit, region)
        if name.casefold() in map(str.casefold, out):
            name = f"{Path(name).stem}_{len(out) + 1}.xlsx"
        out[name] = round_sheet(title, notes(region, day), mine)
    return out


def archive(lines: Iterable[Draft], month: str, region: str, day: str) -> bytes:
    """All workbooks of a month as one .zip."""
    return zipped(workbooks(lines, month, region, day))


def notes(region: str, day: str) -> tuple[str, ...]:
    """How a sheet is filled in."""
    return (
        f"地区:{region}    发出:{day}",
        "黄色格子可以填,灰色格子(编号、名称、责任单位)请勿改,也不要移动、增加、删除行。",
        "数量只填一个数字,计量单位从下拉里选;不知道的留空,不要填 0。",
        "“本月完成”是这一个月的数,“累计完成”是今年 1 月到本月;",
        "累计空着,就按 上月累计+本月完成 记。",
        "留空 = 这次不报,不会改掉已经报过的数。",
        "填好后存成 .xlsx 发回,几个单位的表可以一起收回。",
    )


def summary(found: Merged, problems: Sequence[RowProblem]) -> str:
    """What a return would do, in one sentence."""
    parts = [
        f"新增 {len(found.added)} 项",
        f"改 {len(found.changed)} 项",
        f"一样的 {found.same} 项",
        f"没有填的 {len(found.blank)} 行",
        f"不收的 {len(problems) + len(found.unknown) + len(found.unclear)} 行",
    ]
    return "、".join(parts) + "。"


def new_rows(found: Merged) -> list[tuple[Cell, ...]]:
    """Entries that would be new, in the order of ``NEW_COLUMNS``."""
    return [
        (
            *_place(found.from_rows[entry.id]),
            entry.target_name,
            *(amount(v, entry.unit) for v in (entry.year_plan, entry.month_done, entry.total_done)),
            entry.image_progress,
            ";".join(t for t in (entry.problem, entry.ask_up) if t) or None,
        )
        for _, entry in found.added
    ]


def _place(row: Returned) -> tuple[str, int]:
    return row.file, row.row


def changed_rows(found: Merged) -> list[tuple[Cell, ...]]:
    """Columns that would change, one a line, in the order of ``CHANGED_COLUMNS``."""
    out: list[tuple[Cell, ...]] = []
    for draft, entry in found.changed:
        place = _place(found.from_rows[entry.id])
        for name, before, after in differences(draft.entry, entry):
            out.append((*place, entry.target_name, LABELS[name], before, after))
    return out


def differences(before: Entry, after: Entry) -> list[tuple[str, str, str]]:
    """Filled columns that differ: name, then both values as text."""
    return [
        (name, text_of(old), text_of(new))
        for name in FILLED
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def clash_rows(found: Merged, names: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    """Rows that say different things of one entry, in the order of ``CLASH_COLUMNS``."""
    out: list[tuple[Cell, ...]] = []
    for clash in found.clashes:
        old, new = clash.earlier.values, clash.later.values
        differ = apart(clash.earlier, clash.later)
        told = [f"{LABELS[n]} {text_of(old[n])} → {text_of(new[n])}" for n in LABELS if n in differ]
        out.append(
            (
                names[clash.entry_id],
                f"{clash.earlier.file} 第 {clash.earlier.row} 行",
                f"{clash.later.file} 第 {clash.later.row} 行",
                ";".join(told),
            )
        )
    return out


def rejected_rows(
    found: Merged, problems: Iterable[RowProblem], month: str
) -> list[tuple[Cell, ...]]:
    """Rows that are not taken and why, in the order of ``REJECTED_COLUMNS``."""
    out: list[tuple[Cell, ...]] = [
        (p.file, p.row, p.column, None if p.value is None else str(p.value), p.remedy)
        for p in problems
    ]
    out += [
        (row.file, row.row, LABELS["unit"], text_of(row.values.get("unit")), NEW_UNIT)
        for row in found.unclear
    ]
    for row in found.unknown:
        other = row.entry_id[-7:]
        is_month = other[:4].isdigit() and other[4:5] == "-" and other != month
        why = f"这一行是 {month_zh(other)} 的表" if is_month else "编号不在这个月的表里"
        out.append(
            (row.file, row.row, "编号", row.entry_id, f"{why};请选对月份和类别,或用新发的表")
        )
    return out
