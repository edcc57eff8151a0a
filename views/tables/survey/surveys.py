"""企业摸底表 in words: forms sent and how they stand, what came back, what was not taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.desk.survey.known import known_of
from graph.desk.survey.records import ASIDE, CHANGED, CONFIRMED, GONE, NEW, Item
from graph.desk.survey.surveys import BACK, DROPPED, LATE, OUT, FormState, state_of
from graph.desk.survey.take import Taken, leaps, named_by
from graph.errors import RowProblem
from graph.facts import Facts
from graph.model import AskedForm
from graph.reason import Evaluation
from graph.schema import Schema
from loaders.headers import shown_label
from loaders.surveyform.batch import Back
from loaders.surveyform.files import Refused
from loaders.surveyform.form import TABLES
from loaders.surveyform.row import BadCell
from views.tables.values import cell_text

STATUS, SEND, TAKE, EFFECTS = TABS = ("进度", "发表", "收表", "结论变化")
STATE_ZH = {LATE: "逾期", OUT: "未到期", BACK: "已交回", DROPPED: "作废"}
RESULT_ZH = {
    CONFIRMED: "确认",
    NEW: "新增",
    CHANGED: "更正",
    ASIDE: "旁证(库里有更新的说法)",
    GONE: "不再有",
}
STATUS_COLUMNS = (
    *("状态", "逾期(天)", "企业", "批次", "发出日期", "要求交回", "交回日期"),
    *("谁发的", "表号", "来源", "备注"),
)
FIRM_COLUMNS = (
    *("企业", "要问清(件)", "会变的结论(个)", "已掌握的装置(套)", "正在外面的表"),
    *("上次交回",),
)
FORM_COLUMNS = (
    *("企业", "能不能载入", "确认", "新增", "更正", "退回", "填报日期", "表号", "文件"),
    *("说明",),
)
ITEM_COLUMNS = ("企业", "结果", "对象", "项目", "原来", "这次填的", "工作表", "行", "表号")
BAD_COLUMNS = ("企业", "文件", "工作表", "行", "列", "写的是", "为什么退回、怎么改")
REFUSED_COLUMNS = ("文件", "为什么读不了")
Cell = str | int | float | None
_BOXES = {
    **{"capacity_kt_a": "capacity", "amount_kt_a": "amount"},
    **{"process_ids": "route", "status": "status"},
}


@dataclass(frozen=True, slots=True)
class ToMend:
    """One cell a person may put right on the page: whose, where, what it says, why not."""

    number: str
    firm: str
    cell: BadCell


def status_row(facts: Facts, row: FormState) -> tuple[Cell, ...]:
    """One form sent, in the order of ``STATUS_COLUMNS``."""
    form = row.form
    source = facts.sources.get(form.source_id or "")
    return (
        STATE_ZH[row.state],
        row.days_late or None,
        facts.firm_name(form.firm_id),
        form.round,
        form.sent_on,
        form.due_on,
        form.returned_on,
        form.sent_by,
        form.id,
        source.title if source else None,
        form.note,
    )


def counts(rows: Sequence[FormState]) -> tuple[tuple[str, int], ...]:
    """Numbers over the list: sent, back, late, not due, dropped; those dropped are not sent."""
    by_state = {s: sum(r.state == s for r in rows) for s in STATE_ZH}
    return (
        ("发出", len(rows) - by_state[DROPPED]),
        ("已交回", by_state[BACK]),
        ("逾期", by_state[LATE]),
        ("未到期", by_state[OUT]),
        ("作废", by_state[DROPPED]),
    )


def firm_rows(
    evaluation: Evaluation, firm_ids: Iterable[str], forms: Sequence[AskedForm], today: str
) -> list[tuple[Cell, ...]]:
    """Firms to be asked, in the order of ``FIRM_COLUMNS``."""
    facts = evaluation.chain.facts
    out: dict[str, str] = {}
    back: dict[str, str] = {}
    for form in forms:
        state = state_of(form, today)
        if state.state in (OUT, LATE):
            out[form.firm_id] = f"{form.id}({STATE_ZH[state.state]})"
        elif form.returned_on:
            back[form.firm_id] = max(form.returned_on, back.get(form.firm_id, ""))
    rows: list[tuple[Cell, ...]] = []
    for firm_id in firm_ids:
        mine = [i for i in evaluation.survey if i.firm_id == firm_id]
        products = {c.product_id for i in mine for c in i.would_change}
        rows.append(
            (
                facts.firm_name(firm_id),
                len(mine),
                len(products),
                len(known_of(evaluation, firm_id).units),
                out.get(firm_id),
                back.get(firm_id),
            )
        )
    return rows


def form_row(
    facts: Facts, schema: Schema, back: Back, taken: Taken | None, mend: Collection[ToMend]
) -> tuple[Cell, ...]:
    """One form that came back, in the order of ``FORM_COLUMNS``."""
    mine = [m for m in mend if m.number == back.form.id]
    count = _count(taken)
    return (
        facts.firm_name(back.form.firm_id),
        verdict(back, taken, mine),
        count[CONFIRMED],
        count[NEW],
        count[CHANGED] + count[ASIDE] + count[GONE],
        len(mine),
        taken.as_of if taken else back.read.answers.filled_on,
        back.form.id,
        back.read.file,
        _told(facts, schema, back, taken),
    )


def _count(taken: Taken | None) -> dict[str, int]:
    items = taken.items if taken else ()
    return {result: sum(i.result == result for i in items) for result in RESULT_ZH}


def verdict(back: Back, taken: Taken | None, mend: Collection[ToMend]) -> str:
    """Whether the form may be loaded, and if not why."""
    if mend:
        return f"还有 {len(mend)} 处要改"
    if taken is None or taken.faults:
        return "与库里的数对不上"
    if back.form.returned_on:
        return f"{back.form.returned_on} 已载入过"
    return "可以,但有疑问" if back.read.lacking or leaps(taken.items) else "可以"


def _told(facts: Facts, schema: Schema, back: Back, taken: Taken | None) -> str | None:
    parts = [f"没有找到“{title}”(没有这张表,或表头改过),没有读" for title in back.read.lacking]
    parts += [_leap(facts, schema, item) for item in leaps(taken.items if taken else ())]
    if back.read.answers.filled_on is None:
        parts.append("没写填报日期,按收表这天算")
    parts += [f.message for f in taken.faults] if taken else []
    return ";".join(parts) or None


def _leap(facts: Facts, schema: Schema, item: Item) -> str:
    column = schema[item.kind].column(item.field)
    before, after = (cell_text(facts, column, v) for v in (item.before, item.after))
    return f"{item.name}的{shown_label(column)}从 {before} 变成 {after},请核对单位"


def item_row(facts: Facts, schema: Schema, firm: str, item: Item, number: str) -> tuple[Cell, ...]:
    """One answer against what stood, in the order of ``ITEM_COLUMNS``."""
    column = schema[item.kind].column(item.field)
    before, after = (cell_text(facts, column, v) for v in (item.before, item.after))
    place = item.place
    label = shown_label(column)
    return (
        *(firm, RESULT_ZH[item.result], item.name, label),
        *(before, after, place.sheet, place.row, number),
    )


def bad_row(item: ToMend) -> tuple[Cell, ...]:
    """One cell not taken, in the order of ``BAD_COLUMNS``."""
    told = item.cell.problem
    shown = None if told.value is None else str(told.value)
    return (item.firm, told.file, told.sheet, told.row, told.column, shown, told.remedy)


def refused_row(item: Refused) -> tuple[Cell, ...]:
    """One file not read, in the order of ``REFUSED_COLUMNS``."""
    return (item.name, item.why)


def to_mend(
    facts: Facts, schema: Schema, backs: Iterable[Back], taken: Mapping[str, Taken]
) -> list[ToMend]:
    """Cells that were not taken, then sizes the rest of the facts does not agree with."""
    found = []
    for back in backs:
        firm = facts.firm_name(back.form.firm_id)
        cells = list(back.read.bad)
        one = taken.get(back.form.id)
        if one is not None:
            cells += _faulty(facts, schema, back, one)
        found += [ToMend(back.form.id, firm, cell) for cell in cells]
    return found


def _faulty(facts: Facts, schema: Schema, back: Back, taken: Taken) -> Iterable[BadCell]:
    """The cell each finding is about, else those it would vanish with."""
    seen = set()
    for finding in taken.faults:
        for item in named_by(taken, finding)[:1] or taken.suspects:
            cell = _faulty_cell(facts, schema, back, item, finding.message)
            if cell is not None and cell.spot not in seen:
                seen.add(cell.spot)
                yield cell


def _faulty_cell(
    facts: Facts, schema: Schema, back: Back, item: Item, remedy: str
) -> BadCell | None:
    place, name = item.place, _BOXES.get(item.field)
    table = next(t for t in TABLES if t.key == place.table)
    box = next((b for b in table.boxes if b.name == name), None)
    if box is None:
        return None
    shown = cell_text(facts, schema[item.kind].column(item.field), item.after)
    where = (back.read.file, f"{place.sheet} {table.title}", place.row, box.label)
    return BadCell((place.sheet, place.row, box.name), RowProblem(*where, shown, remedy))
