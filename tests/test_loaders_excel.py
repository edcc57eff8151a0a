"""Workbooks out and in again: exact round trip, inert text, drop-downs, locked targets."""

from __future__ import annotations

import string
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadRequest
from graph.model import KINDS, PRIVATE_KINDS, Record, Source, public
from graph.schema import Column
from loaders.cells import round_number
from loaders.excel import About, export_records, write_table
from loaders.records import Batch, build_all, read_rows
from loaders.schema import read_schema
from loaders.sheets import number_format, save_bytes
from loaders.tables import read_xlsx

SCHEMA = read_schema(Path(__file__).parents[1] / "data" / "schema")
ABOUT = About("2026-11-24", "岳阳云溪", "0123456789abcdef,修订 7")

text = (
    st.text(
        st.characters(
            min_codepoint=1, exclude_categories=["Cs", "Cn", "Cc"], exclude_characters=";\uff1b"
        ),
        min_size=1,
        max_size=30,
    ).filter(lambda t: t == t.strip() and "_x00" not in t)
) | st.sampled_from(["第一行\n第二行", "_x0041_", "=1", "1.0", "苯\t酚", "是", "2023-05"])
word = st.text(string.ascii_lowercase + "苯酚=+-@", min_size=1, max_size=12)
number = (st.just(0.0) | st.floats(1e-9, 1e9)).map(round_number)
date = st.sampled_from(["2023", "2023-05", "2023-05-01"])


def values(column: Column) -> st.SearchStrategy[Any]:
    if column.name == "id":
        return st.uuids().map(str)
    if column.type in ("list", "reflist"):
        items = st.lists(word, min_size=int(column.required), max_size=3).map(tuple)
        return items
    if column.choices:
        some: st.SearchStrategy[Any] = st.sampled_from(column.choices)
    else:
        some = {
            "str": text,
            "ref": word,
            "int": st.integers(-(10**6), 10**6),
            "float": number,
            "bool": st.booleans(),
            "date": date,
        }[column.type]
    return some if column.required else st.none() | some


def records(kind: str) -> st.SearchStrategy[Record]:
    fields = {column.name: values(column) for column in SCHEMA[kind].columns}
    return st.builds(KINDS[kind], **fields)


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_every_kind_comes_back_exactly(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wanted = list(map(public, data.draw(st.lists(records(kind), min_size=1, max_size=6))))
    path = tmp_path_factory.mktemp("round") / "导出.xlsx"
    export_records(wanted, path, SCHEMA, about=ABOUT)
    batch = Batch()
    for table in read_xlsx(path):
        if table.sheet == SCHEMA[kind].label_zh:
            read_rows(batch, table, SCHEMA[kind])
    assert build_all(batch, SCHEMA) == ([] if kind in PRIVATE_KINDS else wanted)


def source(id_: str, title: str, note: str | None = None) -> Source:
    return Source(id_, title, None, "2023", None, "A", None, note)


def test_first_sheet_says_what_this_is(tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    counts = export_records([source("S1", "公报")], path, SCHEMA, about=ABOUT)
    assert counts["source"] == 1
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", *(k.label_zh for k in SCHEMA.kinds.values())]
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert said["截至日期"] == "2026-11-24"
    assert said["地区"] == "岳阳云溪"
    assert said["数据版本"] == "0123456789abcdef,修订 7"
    assert said["产能单位"].startswith("万吨/年")
    assert (said["记录总数"], said["来源(条)"], said["产品(条)"]) == (1, 1, 0)
    sheet = book["装置产能"]
    assert "产能(万吨/年)" in [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2"
    assert book["来源"].column_dimensions["B"].width >= 8


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "https://a.cn", "=cmd|' /C x'!A0"]
)
def test_text_stays_text(tmp_path: Path, evil: str) -> None:
    path = tmp_path / "a.xlsx"
    export_records([source("S1", evil)], path, SCHEMA, about=ABOUT)
    cell = openpyxl.load_workbook(path)["来源"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (evil, "s", None)
    write_table(path, "名单", ["企业"], [[evil]], [evil])
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)
        assert all(b"hyperlink" not in archive.read(name) for name in sheets)


def test_a_list_for_the_office(tmp_path: Path) -> None:
    path = tmp_path / "目标企业.xlsx"
    rows = [["甲公司", 22.5, True, None, ("苯", "酚")], ["乙公司", None, False, "", ()]]
    columns = ["企业", "产能(万吨/年)", "上市", "电话", "产品"]
    write_table(path, "目标企业:苯/酚", columns, rows, ["截至 2026-11-24", "空格 = 不知道"])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["目标企业 苯 酚", "说明"]
    table = list(book.worksheets[0].iter_rows(values_only=True))
    assert table[0] == tuple(columns)
    assert table[1] == ("甲公司", 22.5, "是", None, "苯;酚")
    assert table[2][:3] == ("乙公司", None, "否")
    assert book.worksheets[0]["B2"].number_format == "#,##0.0"
    assert book["说明"]["A1"].value == "目标企业:苯/酚"
    assert book["说明"]["A3"].value == "空格 = 不知道"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"写不了文件.*若正在 Excel 里打开,请先关闭"):
        write_table(tmp_path / "无此文件夹" / "a.xlsx", "表", ["a"], [])
    (tmp_path / "文件夹.xlsx").mkdir()
    with pytest.raises(BadRequest, match="写不了文件"):
        save_bytes(tmp_path / "文件夹.xlsx", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["文件夹.xlsx"]
    with pytest.raises(BadRequest, match="超过 Excel 的上限 32767 字"):
        write_table(tmp_path / "a.xlsx", "表", ["a"], [["长" * 32768]])
    assert not (tmp_path / "a.xlsx").exists()


def test_an_export_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    export_records([source("S1", "公报")], path, SCHEMA, about=ABOUT)
    assert [t.sheet for t in read_xlsx(path)][:2] == ["说明", "来源"]


def shown(value: float) -> str:
    """What the number format makes visible, worked out the plain way."""
    code = number_format(value)
    assert code is not None
    return f"{value:,.{code.partition('.')[2].count('0')}f}"


@pytest.mark.parametrize(
    ("value", "look"),
    [
        *((0.0, "0"), (1200.0, "1,200"), (22.5, "22.5"), (0.1 + 0.2, "0.3"), (1 / 3, "0.3333")),
        *((0.00012345678, "0.0001235"), (99999.99999, "100,000"), (-7.25, "-7.25")),
    ],
)
def test_amounts_show_what_means_something(value: float, look: str) -> None:
    assert shown(value) == look


@given(st.floats(1e-9, 1e14))
def test_a_look_is_never_far_from_the_amount(value: float) -> None:
    assert float(shown(value).replace(",", "")) == pytest.approx(value, rel=6e-4, abs=5e-5)
