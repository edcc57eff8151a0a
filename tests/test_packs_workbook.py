"""The workbooks for another region and another chain: what a clerk sees in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import packs
import pytest
from stores import a_store_url, shared_store_url

from graph.errors import BadRequest, BadRows
from graph.store import Store, open_store
from loaders.imports import load_file
from loaders.packs import chain_pack, region_pack, write_pack
from loaders.schema import read_schema
from views.packs import checked_name, file_name, write_region
from views.workspace import Workspace

ROOT = Path(__file__).parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
GOODS, ROUTES = [("苯", "benzene"), ("苯酚", "phenol")], [("异丙苯法", "cumene-route")]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    path = tmp_path / "区.xlsx"
    write_pack(path, region_pack("河口区", "hekou", GOODS, ROUTES), SCHEMA)
    return path


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "链.xlsx"
    write_pack(path, chain_pack(packs.CHAIN), SCHEMA)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def test_the_region_stands_in_its_sheet_with_id_and_name(region: Path) -> None:
    rows = list(openpyxl.load_workbook(region)["地区"].iter_rows(values_only=True))
    assert [rows[2][i] for i in (0, 1)] == ["hekou", "河口区"]
    assert len(rows) == 3


def test_the_guide_comes_first_and_names_every_sheet_in_order(chain: Path) -> None:
    book = openpyxl.load_workbook(chain)
    assert book.sheetnames[0] == "填写说明"
    named = [c.value for c in book["填写说明"]["B"] if c.value in book.sheetnames]
    assert named == [s for s in book.sheetnames if s not in ("填写说明", "列说明")]
    text = "".join(str(c.value) for row in book["填写说明"] for c in row if c.value)
    for word in ("示例", "不知道就留空", "--dry-run", "--fresh", "万吨/年"):
        assert word in text


@pytest.mark.parametrize("name", ["region", "chain"])
def test_every_sheet_has_one_example_row_help_and_known_headers(
    name: str, request: pytest.FixtureRequest
) -> None:
    book = openpyxl.load_workbook(request.getfixturevalue(name))
    labels = {kind.label_zh: kind for kind in SCHEMA.kinds.values()}
    sheets = [sheet for sheet in book if sheet.title in labels]
    assert len(sheets) >= 12
    for sheet in sheets:
        ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
        assert [str(i).startswith("示例") for i in ids].count(True) == 1, sheet.title
        assert str(ids[0]).startswith("示例")
        assert all(cell.comment and cell.comment.text for cell in sheet[1]), sheet.title
        assert "不会载入" in sheet["A2"].comment.text


def test_drop_downs_offer_words_parks_of_the_sheet_and_products_of_the_chain(
    region: Path,
) -> None:
    book = openpyxl.load_workbook(region)
    sheet = book["装置产能"]
    at = {str(c.value).rstrip("*"): c.coordinate.replace("1", "2") for c in sheet[1]}
    rules = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert rules[at["状态"]] == '"在产,在建,规划,停产,未核"'
    assert rules[at["依据类型"]].startswith('"本单位填报,有来源')
    assert rules[at["园区"]].startswith("OFFSET('园区片区'!$B$1,1,0,")
    assert rules[at["产能所指产品"]] == "'可选产品'!$A$2:$A$3"
    assert [r[0] for r in book["可选产品"].iter_rows(min_row=2, values_only=True)] == ["苯", "苯酚"]


@pytest.mark.parametrize("name", ["region", "chain"])
def test_examples_fit_the_schema_but_are_never_loaded(
    name: str, request: pytest.FixtureRequest, store: Store, tmp_path: Path
) -> None:
    path = request.getfixturevalue(name)
    own = {"region": ("地区", 3), "chain": ("子链", 3)}[name]
    book = openpyxl.load_workbook(path)
    book[own[0]].delete_rows(own[1])
    sheets = [s.title for s in book if s["A2"].value and str(s["A2"].value).startswith("示例")]
    book.save(path)
    seen = load_file(store, path, SCHEMA, actor="小王")
    assert (seen.added, seen.changed, seen.problems) == ((), (), ())
    assert [(s.sheet, s.row) for s in seen.skipped] == [(title, 2) for title in sheets]
    assert store.info().last_seq == 0
    assert "示例行,没有载入" in str(seen.skipped[0])


def test_example_rows_would_be_good_rows_under_another_id(chain: Path, store: Store) -> None:
    """The examples teach the right way: as real rows they load without a complaint."""
    book = openpyxl.load_workbook(chain)
    packs.add(chain, {"来源": [{"标题": "占位"}]})
    book = openpyxl.load_workbook(chain)
    for sheet in book:
        first = sheet["A2"].value
        if isinstance(first, str) and first.startswith("示例"):
            sheet["A2"] = "真" + first if sheet.title == "子链" else None
    for name in ("示例原料", "示例产品乙"):
        book["产品"].append([None, name, "真示例子链", "上游", "原料"])
    book["产品"]["C2"] = "真示例子链"
    book["企业"].append([None, "示例材料有限公司", *[None] * 5, "在产"])
    book.save(chain)
    seen = load_file(store, chain, SCHEMA, dry_run=True, actor="小王")
    assert [str(p) for p in seen.problems] == []
    assert seen.skipped == ()


def test_a_reference_to_an_example_is_told_as_such(region: Path, store: Store) -> None:
    unit = {"企业": "示例化工有限公司", "装置名": "一期", "产能所指产品": "苯", "状态": "在产"}
    packs.add(region, {"装置产能": [unit]})
    packs.set_cell(region, "地区", "省", 3, "河口省")
    packs.set_cell(region, "地区", "市", 3, "河口市")
    with pytest.raises(BadRows) as caught:
        load_file(store, region, SCHEMA, actor="小王")
    told = {str(p) for p in caught.value.problems}
    assert (
        "区.xlsx 工作表“装置产能” 第 3 行 “企业*”列,值为“示例化工有限公司”:"
        "这是示例行,不会载入;请改成真实的编号或名称" in told
    )


def test_ids_come_from_names_and_loading_twice_changes_nothing(chain: Path, store: Store) -> None:
    packs.fill_rice(chain)
    first = load_file(store, chain, SCHEMA, actor="小王")
    refs = {(r.kind, r.id) for r in first.added}  # type: ignore[attr-defined]
    assert ("firm", "河口米业") in refs
    assert ("flow", "碾米|稻谷|input") in refs
    assert ("capacity", "河口淀粉|淀粉线") in refs
    again = load_file(store, chain, SCHEMA, actor="小王")
    assert (again.added, again.changed, again.unchanged) == ((), (), len(first.added))


def test_a_name_somebody_has_under_another_id_is_told(chain: Path, store: Store) -> None:
    packs.fill_rice(chain)
    load_file(store, chain, SCHEMA, actor="小王")
    other = chain.with_name("企业.csv")
    other.write_text("编号,企业名称,经营状况\nF9,新厂,在产\n", encoding="utf-8")
    load_file(store, other, SCHEMA, actor="小王")
    other.write_text("企业名称,经营状况\n新厂,停产\n", encoding="utf-8")
    with pytest.raises(BadRows, match="已有同名的企业,编号是“F9”"):
        load_file(store, other, SCHEMA, actor="小王")


def test_names_of_packs() -> None:
    assert file_name("新地区_{name}.xlsx", "甲/乙") == "新地区_甲_乙.xlsx"
    for bad in ("", "  ", "示例区", "长" * 41):
        with pytest.raises(BadRequest):
            checked_name(bad)


def test_a_region_on_record_is_not_made_twice(tmp_path: Path) -> None:
    workspace = Workspace.open(shared_store_url())
    try:
        with pytest.raises(BadRequest, match="已经有“岳阳市云溪区”"):
            write_region(workspace.facts(), workspace.schema, "云溪", tmp_path / "a.xlsx")
    finally:
        workspace.close()
    assert not (tmp_path / "a.xlsx").exists()
