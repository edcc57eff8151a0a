"""A user's file into the store: previewed, written whole, or refused whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from stores import filled_store_url

from graph.errors import BadRequest, BadRows, Conflict
from graph.model import Capacity, Product
from graph.store import Store, open_store
from graph.store.protocol import Change, Commit
from loaders.imports import load_file
from loaders.out.everything import export_all
from loaders.schema import read_schema

ROOT = Path(__file__).parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(filled_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def csv(tmp_path: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def test_export_and_load_change_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "全部.xlsx"
    counts = export_all(store, path, SCHEMA, as_of="2026-11-24", region="岳阳云溪")
    assert counts == {k: store.count(k) for k in SCHEMA.kinds}
    preview = load_file(store, path, SCHEMA, dry_run=True, actor="小王")
    assert preview.problems == ()
    assert (preview.added, preview.changed) == ((), ())
    assert preview.unchanged == sum(counts.values())
    with open_store(tmp_path / "空.db", SCHEMA) as other:
        load_file(other, path, SCHEMA, actor="小王")
        for kind in SCHEMA.kinds:
            assert set(other.scan(kind)) == set(store.scan(kind))


def test_a_gbk_file_with_some_columns_changes_only_those(store: Store, tmp_path: Path) -> None:
    unit = next(c for c in store.scan("capacity") if isinstance(c, Capacity) and c.capacity_kt_a)
    lines = ("编号,产能(万吨/年),起", f"{unit.id},123.4,2025年6月")
    path = csv(tmp_path, "装置产能.csv", *lines, encoding="gbk")
    before = store.info().last_seq
    preview = load_file(store, path, SCHEMA, dry_run=True, actor="小王")
    assert store.info().last_seq == before
    assert preview.commit is None
    (change,) = preview.changed
    assert (change.ref, change.name) == (("capacity", unit.id), unit.name_zh)
    told = [(f.field, f.label_zh, f.before, f.after) for f in change.fields]
    assert told == [
        ("capacity_kt_a", "产能", unit.capacity_kt_a, 1234.0),
        ("since", "起", unit.since, "2025-06"),
    ]
    written = load_file(store, path, SCHEMA, actor="小王", reason="电话核实")
    assert written.commit
    (after,) = store.get("capacity", [unit.id]).records
    assert isinstance(after, Capacity)
    assert (after.capacity_kt_a, after.since, after.status) == (1234.0, "2025-06", unit.status)
    (revision,) = store.history(after_seq=before)
    assert (revision.actor, revision.reason) == ("小王", "电话核实")
    again = load_file(store, path, SCHEMA, actor="小王")
    assert (again.changed, again.unchanged, again.commit) == ((), 1, None)


def test_a_missing_unit_is_refused(store: Store, tmp_path: Path) -> None:
    unit = next(iter(store.scan("capacity")))
    path = csv(tmp_path, "装置产能.csv", "编号,产能", f"{getattr(unit, 'id', '')},30")
    with pytest.raises(BadRows) as caught:
        load_file(store, path, SCHEMA, actor="小王")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (1, "产能")
    assert problem.remedy == "没有写单位,差十倍看不出来;把列名写成“产能(万吨/年)”"


def test_references_by_name_and_inside_the_same_workbook(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "新装置.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "企业"
    book.active.append(["编号", "企业名称", "经营状况", "依据类型"])
    book.active.append(["F-test", "测试新材料公司", "在营", "user"])
    sheet = book.create_sheet("capacity")
    sheet.append(
        [
            "编号",
            "装置",
            "采用",
            "企业",
            "装置名",
            "产能所指产品",
            "产能(万吨/年)",
            "状态",
            "依据类型",
        ]
    )
    sheet.append(["C-test", "U-test", "是", "测试新材料公司", "苯装置", "苯", 3.3, "在产", "user"])
    book.save(path)
    preview = load_file(store, path, SCHEMA, actor="小王")
    assert [r.kind for r in preview.added] == ["firm", "capacity"]
    (made,) = store.get("capacity", ["C-test"]).records
    assert isinstance(made, Capacity)
    assert (made.firm_id, made.product_id, made.capacity_kt_a) == ("F-test", "benzene", 33.0)


def test_one_broken_row_refuses_the_whole_workbook(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "企业"
    book.active.append(["编号", "企业名称", "经营状况", "依据类型"])
    book.active.append(["F-good", "好公司", "在营", "user"])
    book.active.append(["F-bad", "坏公司", "正在经营", "user"])
    sheet = book.create_sheet("供需关系")
    sheet.append(["编号", "需方", "物料", "确认程度", "依据类型"])
    sheet.append(["X1", "F-good", "苯分", "推测", "user"])
    book.create_sheet("其他").append(["随便"])
    book.save(path)
    before = store.info()
    with pytest.raises(BadRows) as caught:
        load_file(store, path, SCHEMA, actor="小王")
    told = [str(p) for p in caught.value.problems]
    assert told[0].startswith(
        "表.xlsx 工作表“企业” 第 3 行 “经营状况”列,值为“正在经营”:只能填 在产、在建"
    )
    assert told[1].startswith(
        "表.xlsx 工作表“其他”:看不出是哪一类记录;请把工作表(或文件)命名为其中之一"
    )
    assert told[2].startswith(
        "表.xlsx 工作表“供需关系” 第 2 行 “物料”列,值为“苯分”:产品里没有这一条;最接近的是“苯"
    )
    assert len(told) == 3
    assert store.info() == before
    preview = load_file(store, path, SCHEMA, dry_run=True, actor="小王")
    assert preview.problems == caught.value.problems
    assert (preview.added, preview.changed, preview.unchanged) == ((), (), 0)


def test_new_records_need_their_columns(store: Store, tmp_path: Path) -> None:
    path = csv(tmp_path, "products.csv", "id,name_zh", "benzene,纯苯", "neu,新品")
    with pytest.raises(BadRows) as caught:
        load_file(store, path, SCHEMA, actor="小王")
    assert "products.csv “上中下游”列:缺少这一列,新记录必须有" in str(caught.value)


def test_the_kind_is_told_found_or_asked_for(store: Store, tmp_path: Path) -> None:
    lines = ("编号,标题,网址", "S-x,公报,https://a.cn")
    by_header = csv(tmp_path, "资料(新).csv", *lines)
    assert len(load_file(store, by_header, SCHEMA, dry_run=True, actor="a").added) == 1
    unclear = csv(tmp_path, "无名.csv", "编号,理由", "S-x,甲")
    with pytest.raises(BadRows, match=r"无名\.csv:看不出是哪一类记录"):
        load_file(store, unclear, SCHEMA, actor="a")
    told = load_file(store, unclear, SCHEMA, kind="product", dry_run=True, actor="a")
    assert "“理由”列:没有这一列" in str(told.problems[0])
    with pytest.raises(BadRequest, match="没有“产品表”这一类记录;可用:source"):
        load_file(store, unclear, SCHEMA, kind="产品表", actor="a")


def test_an_empty_cell_makes_unknown(store: Store, tmp_path: Path) -> None:
    path = csv(tmp_path, "产品.csv", "编号,CAS 号", "benzene,")
    (change,) = load_file(store, path, SCHEMA, actor="小王").changed
    assert [(f.field, f.after) for f in change.fields] == [("cas", None)]
    (benzene,) = store.get("product", ["benzene"]).records
    assert isinstance(benzene, Product)
    assert benzene.cas is None


def test_a_change_in_between_is_a_conflict(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv(tmp_path, "产品.csv", "编号,备注", "benzene,甲")
    write = store.write

    def late(changes: list[Change], **given: object) -> Commit:
        theirs = store.get("product", ["benzene"]).records[0]
        write([Change.delete("product", "benzene")], actor="别人", reason="抢先")
        write([Change.put(theirs)], actor="别人", reason="抢先")
        return write(changes, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "write", late)
    with pytest.raises(Conflict, match="已被别人改过"):
        load_file(store, path, SCHEMA, actor="小王")


def test_nothing_to_load(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BadRequest, match="没有可以载入的工作表"):
        load_file(store, path, SCHEMA, actor="a")
