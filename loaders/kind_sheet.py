"""One kind of records as a workbook: all columns, names beside ids; or an empty one to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.errors import BadRequest
from graph.model import PRIVATE_COLUMNS, PRIVATE_KINDS, Record
from graph.schema import Column, KindSchema, Schema
from loaders.beside import NameOf, beside_names
from loaders.excel import shown_value
from loaders.headers import beside_label, shown_label
from loaders.pack.chain import CHAIN, SOURCES
from loaders.pack.elsewhere import ELSEWHERE
from loaders.pack.local import LOCAL, MORE_LOCAL, REGION
from loaders.pack.page import FIRM, SHOULD, Page
from loaders.sheets import Target, about_sheet, table_sheet, workbook
from loaders.templates import GUIDE_SHEET, columns_sheet, entry_sheet, list_sheet

MOST_NAMES = 3_000
"""So many names make a list to choose from; of more kinds the name is typed."""

_REGION = "示例市示例区"
_OFFICE: Mapping[str, Mapping[str, Any]] = {
    "lead": {
        "id": "示例-客商",
        "firm_id": FIRM,
        "stage": "洽谈",
        "region_id": _REGION,
        "rating": "B",
        "next_action": "寄送地块资料",
        "next_due": "2026-12-15",
        "intent": "示例产品乙项目",
        "intent_investment_yi": 3.5,
        "intent_land_mu": 60,
    },
    "ladder": {
        "id": "示例-培育",
        "region_id": _REGION,
        "firm_id": FIRM,
        "flow": "小升规",
        "year": "2026",
        "plan_month": "2026-11",
        "from_tier": "规下",
        "state": "在库",
    },
    "entry": {
        "id": "示例-填报",
        "region_id": _REGION,
        "target_kind": "project",
        "target_id": "示例产品乙项目",
        "target_name": "示例产品乙项目",
        "month": "2026-11",
        "unit": "万元",
        "year_plan": 12000,
        "month_done": 900,
        "total_done": 8600,
    },
    "firm_year": {
        "id": "示例-年度",
        "firm_id": FIRM,
        "year": "2025",
        "revenue_wan": 2600,
        "jobs": 35,
        "basis": "本单位填报",
    },
}
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    **{page.kind: page.example for page in (SOURCES, REGION, *CHAIN)},
    **{page.kind: page.example for page in (*LOCAL, *MORE_LOCAL, *ELSEWHERE)},
    **_OFFICE,
}
"""Kind → the example row of its empty form; everybody in it is called 示例."""

_GUIDE = (
    "一行一条。不知道就留空,不要写 0。",
    "橙色、带 * 的列必填。鼠标停在列名上有说明;有下拉箭头的格子从列表里选,也可以直接写名称。",
    "灰色斜体的是示例行,看懂以后删去;忘了删也不会载入。",
    "“编号”可以不填:库里已有的按名称对上,没有的新建。",
    "产能是万吨/年,日期写 2026、2026-11 或 2026-11-24。",
    "填好后到网页的“表格进出”里上传:先看会改什么,再决定;有错的行可以在网页上改。",
)


def write_kind(
    to: Target,
    kind: KindSchema,
    records: Iterable[Record],
    name_of: NameOf,
    notes: Sequence[str] = (),
) -> int:
    """Write records of one kind with all their columns; loaded again unchanged nothing is new.

    Personal data among the columns (``PRIVATE_COLUMNS``) is left out.

    Parameters
    ----------
    to
        The .xlsx file, or a buffer.
    kind
        Its schema.
    records
        What to write.
    name_of
        What the record an id points to is called.
    notes
        Lines of the sheet 说明: region, date, filters.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    BadRequest
        The kind is personal data, which never leaves; or the file cannot be written.
    """
    refuse_private(kind)
    rows = [list(_cells(record, kind, name_of)) for record in records]
    with workbook(to) as book:
        table_sheet(book, kind.label_zh, list(_labels(kind)), rows)
        told = "带“(名称)”的列只供看,载入时按左边的编号算;改名称不起作用,清空编号再写名称才算"
        about_sheet(book, [(kind.label_zh, None), *((n, None) for n in notes), (told, None)])
    return len(rows)


def refuse_private(kind: KindSchema) -> None:
    """Raise BadRequest for a kind that holds personal data."""
    if kind.name in PRIVATE_KINDS:
        raise BadRequest(f"{kind.label_zh}属个人信息,不导出;要看请到“客商库”。")


def shown_columns(kind: KindSchema) -> tuple[Column, ...]:
    """Columns of a kind that go in and out: all but personal data.

    A column that is not in the sheet stays as it stands when the sheet is loaded again.
    """
    private = PRIVATE_COLUMNS.get(kind.name, ())
    return tuple(column for column in kind.columns if column.name not in private)


def _labels(kind: KindSchema) -> Iterator[str]:
    for column in shown_columns(kind):
        yield shown_label(column)
        if column.ref:
            yield beside_label(column)


def _cells(record: Record, kind: KindSchema, name_of: NameOf) -> Iterator[Any]:
    for column in shown_columns(kind):
        value = getattr(record, column.name)
        yield shown_value(value, column)
        if column.ref:
            yield beside_names(value, column, name_of)


def write_template(
    to: Target, kind: KindSchema, schema: Schema, names: Mapping[str, Sequence[tuple[str, str]]]
) -> None:
    """Write an empty form for one kind: help, drop-downs, an example row.

    Parameters
    ----------
    names
        Kind referred to → (name, id) of what may be chosen.

    Raises
    ------
    BadRequest
        The kind is personal data; or the file cannot be written.
    """
    refuse_private(kind)
    columns = tuple(column.name for column in shown_columns(kind))
    page = Page(kind.name, SHOULD, kind.label_zh, EXAMPLES.get(kind.name, {}), columns)
    lists = {
        ref: found for ref in refs_of(kind) if 0 < len(found := names.get(ref, ())) <= MOST_NAMES
    }
    with workbook(to) as book:
        entry_sheet(book, page, schema, {k: len(v) for k, v in lists.items()}, alone=True)
        _guide(book, kind)
        for ref, found in lists.items():
            list_sheet(book, ref, found, schema)
        columns_sheet(book, (page,), schema)


def refs_of(kind: KindSchema) -> tuple[str, ...]:
    """Kinds that columns of ``kind`` refer to, each once."""
    return tuple(dict.fromkeys(_refs(kind.columns)))


def _refs(columns: Iterable[Column]) -> Iterator[str]:
    return (column.ref for column in columns if column.ref)


def _guide(book: Any, kind: KindSchema) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 100)
    sheet.write_string(
        0, 0, f"{kind.label_zh}填报表", book.add_format({"bold": True, "font_size": 14})
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(_GUIDE, 1):
        sheet.write_string(number, 0, f"{number}. {line}", wrap)
