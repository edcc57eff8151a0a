"""Rows to records: headers, units, closed lists, required cells, ids, references, every message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadRows
from graph.model import KINDS, Capacity, Record, Word
from loaders.data import data_files, read_data, unclaimed_files
from loaders.files import read_table
from loaders.records import words_of
from loaders.schema import read_schema

ROOT = Path(__file__).parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
HEADER = "编号,装置,采用,企业,装置名,产能所指产品,产能({unit}),状态,依据类型"
ROW = "C1,U1,1,F1,苯酚装置,phenol,{value},在产,source"


def capacities(
    folder: Path, value: str, unit: str = "kt/a", header: str = HEADER, row: str = ROW, **words: Any
) -> list[Record]:
    path = folder / "capacities.csv"
    text = header.format(unit=unit) + "\n" + row.format(value=value) + "\n"
    path.write_text(text, encoding="utf-8")
    return read_table(path, "capacity", SCHEMA, **words)


def problems(folder: Path, text: str, kind: str = "capacity") -> list[str]:
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRows) as caught:
        read_table(path, kind, SCHEMA)
    assert "整个文件没有载入" in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("unit", "value", "kt_a"),
    [
        ("kt/a", "220", 220.0),
        ("KT/A", '"1,220"', 1220.0),
        ("万吨/年", "22", 220.0),
        ("万吨/年", "0.33", 3.3),
        ("万吨", "\uff12\uff12", 220.0),
        ("吨/年", "5000", 5.0),
        ("t/a", "500", 0.5),
        ("万吨/年", "", None),
    ],
)
def test_capacity_in_the_unit_of_the_header(
    tmp_path: Path, unit: str, value: str, kt_a: float | None
) -> None:
    (record,) = capacities(tmp_path, value, unit)
    assert isinstance(record, Capacity)
    assert record.capacity_kt_a == kt_a
    assert (record.is_driver, record.process_ids, record.since) == (True, (), None)


def test_full_width_brackets_english_names_and_stars(tmp_path: Path) -> None:
    header = (
        "id,unit_id,is_driver,firm_id,name_zh*,产能所指产品,产能\uff08万吨/年\uff09,status,basis"
    )
    (record,) = capacities(tmp_path, "22", header=header)
    assert isinstance(record, Capacity)
    assert record.capacity_kt_a == 220


def test_words_translate_and_keep_the_original(tmp_path: Path) -> None:
    words = words_of([Word("w1", "unit_status", "运行中", "在产")])
    row = ROW.replace("在产", "运行中")
    (record,) = capacities(tmp_path, "1", row=row, words=words)
    assert isinstance(record, Capacity)
    assert (record.status, record.status_text) == ("在产", "运行中")
    header, row = HEADER + ",状态原文", row + ","
    (record,) = capacities(tmp_path, "1", header=header, row=row, words=words)
    assert isinstance(record, Capacity)
    assert (record.status, record.status_text) == ("在产", "运行中")


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        HEADER.format(unit="kt/a")
        + "\nC1,U1,也许,F1,,phenol,约30,运行,source"
        + "\nC1,U1,1,F1,甲,phenol,-3,在产,原文,多出来的\n",
    )
    assert found == [
        "表.csv 第 2 行 “采用”列,值为“也许”:只能填“是”或“否”(也可填 1 或 0)",
        "表.csv 第 2 行 “装置名”列:必须填写",
        "表.csv 第 2 行 “产能(kt/a)”列,值为“约30”:"
        "只填一个数字;范围、约数和单位写到备注或原文列,不知道就留空",
        "表.csv 第 2 行 “状态”列,值为“运行”:只能填 在产、在建、规划、停产、未核",
        "表.csv 第 3 行 “产能(kt/a)”列,值为“-3”:不能是负数",
        "表.csv 第 3 行 “依据类型”列,值为“原文”:只能填 本单位填报、有来源、由来源推算、"
        "来源区间、来源路线、数据集、定义、化学计量、行业常识、计算、估计",
        "表.csv 第 3 行,值为“多出来的”:这一格在最后一个列名之外;多半是前面少了引号或多了逗号",
        "表.csv 第 3 行 “编号”列,值为“C1”:编号重复,表.csv 第 2 行已用过;改一个编号或删去一行",
    ]


def test_the_nearest_choice_is_offered(tmp_path: Path) -> None:
    text = HEADER.format(unit="kt/a") + "\n" + ROW.format(value=1).replace("在产", "在产中")
    (found,) = problems(tmp_path, text)
    assert found.endswith("只能填 在产、在建、规划、停产、未核;最接近的是“在产”")


def test_wrong_headers(tmp_path: Path) -> None:
    found = problems(
        tmp_path, "编号,产能(公斤),产能(t/a),产能(kt/a),状太,,企业(家)\nC1,1,1,1,x,y,F1\n"
    )
    assert found[0] == (
        "表.csv 第 1 行 “产能(公斤)”列:单位“公斤”不能用在这一列;"
        "可用:kt/a、万吨/年、万吨/a、万t/a、万吨、千吨/年、吨/年、吨/a、t/a"
    )
    assert found[1] == "表.csv 第 1 行 “产能(kt/a)”列:与“产能(t/a)”列重复,只留一列"
    assert found[2].startswith(
        "表.csv 第 1 行 “状太”列:没有这一列;最接近的是“状态”;可用的列:编号、"
    )
    assert found[3] == "表.csv 第 1 行:第 6 列有内容但没有列名;补上列名或删去这一列"
    assert found[4].endswith("单位“家”不能用在这一列;可用:不写单位")
    assert found[5] == "表.csv “装置”列:缺少这一列,新记录必须有"


def test_a_missing_column_is_one_problem_however_many_rows(tmp_path: Path) -> None:
    text = "编号,标题,可信度\n" + "".join(f"S{n},甲,A\n" for n in range(50))
    found = problems(tmp_path, text.replace(",标题", "").replace(",甲", ""), "source")
    assert found == ["表.csv “标题”列:缺少这一列,新记录必须有"]


def test_long_names_and_bad_dates(tmp_path: Path) -> None:
    found = problems(tmp_path, f"id,title,date\n{'S' * 201},甲,06-18(疑2022)\n", "source")
    assert found == [
        f"表.csv 第 2 行 “id”列,值为“{'S' * 201}”:太长,最多 200 个字;多余的写到备注",
        "表.csv 第 2 行 “date”列,值为“06-18(疑2022)”:日期写成 2023、2023-12 或 2023-12-15",
    ]


def make_data(folder: Path) -> Path:
    """A small data folder: every named file, most of them with a header alone."""
    for kind in SCHEMA.kinds.values():
        for pattern in kind.files:
            path = folder / pattern.replace("*", "yunxi")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(",".join(c.name for c in kind.columns) + "\n", encoding="utf-8")
    write(folder, "sources.csv", "S1,公报,,2023,,A,,")
    write(folder, "chain/segments.csv", "苯链,1,#123456,1,")
    return folder


def write(folder: Path, file: str, *rows: str) -> None:
    path = folder / file
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


PRODUCT = "{id},苯,benzene,苯,纯苯;安息油,71-43-2,,aromatics,中游,基础,{segment},,merchant,0,0,,,,"
SOURCED = "source,{source},2023,A,"


def test_references_across_files(tmp_path: Path) -> None:
    make_data(tmp_path)
    row = PRODUCT.format(id="benzene", segment="苯链") + SOURCED.format(source="S1")
    write(tmp_path, "chain/products.csv", row)
    records = read_data(tmp_path, SCHEMA)
    assert [(r.kind, getattr(r, "id", "")) for r in records] == [
        ("source", "S1"),
        ("segment", "苯链"),
        ("product", "benzene"),
    ]
    bad = PRODUCT.format(id="benzene", segment="甲苯链") + SOURCED.format(source="公报")
    write(tmp_path, "chain/products.csv", row, bad)
    with pytest.raises(BadRows) as caught:
        read_data(tmp_path, SCHEMA)
    assert [str(p) for p in caught.value.problems] == [
        "chain/products.csv 第 3 行 “id”列,值为“benzene”:"
        "编号重复,chain/products.csv 第 2 行已用过;改一个编号或删去一行",
        "chain/products.csv 第 3 行 “segment”列,值为“甲苯链”:"
        "子链里没有这一条;最接近的是“苯链”;先把它加进子链,或改用已有的编号",
        "chain/products.csv 第 3 行 “source_id”列,值为“公报”:"
        "来源里没有这一条;先把它加进来源,或改用已有的编号",
    ]


def test_a_missing_file_and_a_file_nobody_reads(tmp_path: Path) -> None:
    make_data(tmp_path)
    stray = tmp_path / "regions" / "yunxi" / "firm.csv"
    stray.write_text("id\n", encoding="utf-8")
    assert unclaimed_files(tmp_path, SCHEMA) == [stray]
    (tmp_path / "chain" / "flows.csv").unlink()
    with pytest.raises(BadRows, match=r"chain/flows\.csv:缺少这个文件\(单耗\)"):
        read_data(tmp_path, SCHEMA)


def test_words_of_the_folder_are_used(tmp_path: Path) -> None:
    make_data(tmp_path)
    write(tmp_path, "rules/words.csv", "W1,firm_status,正常经营,在营")
    firm = "F1,甲公司,,,,,,,正常经营" + "," * 14 + "source,S1,2023,A,"
    write(tmp_path, "market/firms.csv", firm)
    found = {r.kind: r for r in read_data(tmp_path, SCHEMA)}["firm"]
    assert (getattr(found, "status", ""), getattr(found, "status_text", "")) == ("在营", "正常经营")


def test_progress_names_every_file(tmp_path: Path) -> None:
    make_data(tmp_path)
    seen: list[tuple[int, int, str]] = []
    read_data(tmp_path, SCHEMA, progress=lambda *step: seen.append(step))
    total = len(data_files(tmp_path, SCHEMA))
    assert [done for done, _, _ in seen] == list(range(1, total + 1))
    assert {label for _, _, label in seen} == {k.label_zh for k in SCHEMA.kinds.values()}


def test_the_shipped_facts_load_whole_and_nothing_lies_about() -> None:
    records = read_data(ROOT / "data", SCHEMA)
    kinds = {record.kind for record in records}
    assert kinds <= set(KINDS)
    assert {"source", "product", "process", "flow", "firm", "capacity", "producer"} <= kinds
    assert unclaimed_files(ROOT / "data", SCHEMA) == []
