"""A small chain that is no petrochemistry, from its workbook into a store of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import packs
import pytest
from packs import liantu, told
from stores import Prepared, a_store_url, last_seq

from graph.store import open_store
from graph.store.protocol import Change
from loaders.fresh import is_own
from loaders.schema import read_schema
from loaders.seed import ensure_store_at

ROOT = Path(__file__).parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
DAY = ("--as-of", "2026-11-24")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chain") / "稻米.xlsx"
    written = told("new-chain", packs.CHAIN, "--out", path)
    assert written["out"] == str(path)
    assert written["sheets"][:6] == ["来源", "子链", "产品", "工艺", "单耗", "默认路线"]
    packs.fill_rice(path)
    return path


@pytest.fixture(scope="module")
def made(workbook: Path) -> Prepared:
    """The store of the rice chain, nothing of the shipped facts in it."""

    def make(url: str) -> None:
        looked = told("load", workbook, "--store", url, "--fresh", "--dry-run")
        assert last_seq(url) == 0
        done = told("load", workbook, "--store", url, "--fresh")
        assert (looked["added"], looked["problems"]) == (done["added"], [])
        assert len(done["skipped"]) == 16

    return Prepared(make)


@pytest.fixture
def rice(made: Prepared) -> str:
    """The same, only read."""
    return made.shared()


def test_it_holds_the_chain_and_nothing_of_the_shipped_one(rice: str) -> None:
    products = told("products", "--store", rice)
    assert {p["name_zh"] for p in products} == {row[0] for row in packs.PRODUCTS}
    assert {p["segment"] for p in products} == {packs.CHAIN, "生物基材料"}
    assert len(told("processes", "--store", rice)) == len(packs.RECIPES)


def test_balances_are_those_of_a_hand_calculation(rice: str) -> None:
    rows = {r["name_zh"]: r for r in told("balance", "--store", rice, *DAY)}

    def kt(name: str) -> tuple[float, float, str]:
        row = rows[name]
        return row["supply_kt_a"]["likely"], row["demand_kt_a"]["likely"], row["state"]

    # 大米 30 万吨/年 mills 45 万吨/年 of paddy and leaves 0.15 t bran and 0.35 t husk a tonne
    assert kt("稻谷") == (0.0, pytest.approx(450.0), "断")
    assert kt("大米") == (pytest.approx(300.0), pytest.approx(100.0), "富余")  # 8 × 1.25
    assert kt("米糠") == (pytest.approx(45.0), 0.0, "外销")
    assert kt("稻壳") == (pytest.approx(105.0), 0.0, "外销")
    assert kt("乳酸") == (0.0, pytest.approx(27.0), "断")  # 2 × 1.35


def test_gaps_are_the_missing_acid_and_the_bran_that_leaves(rice: str) -> None:
    gaps = {(g["kind"], g["name_zh"]): g for g in told("gaps", "--store", rice, *DAY)}
    assert set(gaps) == {
        ("补链", "乳酸"),
        ("补链", "葡萄糖浆"),  # the step between the rice to spare and the acid that lacks
        ("延链", "乳酸"),
        ("延链", "米糠油"),
        ("强链", "大米"),
    }
    assert gaps["延链", "乳酸"]["steps"] == 2
    assert gaps["补链", "葡萄糖浆"]["rule_id"] == "B2"
    assert gaps["补链", "乳酸"]["gap_kt_a"]["likely"] == pytest.approx(27.0)
    assert gaps["补链", "乳酸"]["grade"] == "充分"
    # one train of 0.5 万吨/年 oil takes 6 t of bran a tonne
    assert gaps["延链", "米糠油"]["gap_kt_a"]["likely"] == pytest.approx(30.0)
    assert {g["in_park"] for g in gaps.values()} == {"须定"}  # no chemical park here


def test_the_firm_elsewhere_is_offered(rice: str) -> None:
    (firm,) = told("targets", "ru suan".replace(" ", ""), "--store", rice, *DAY)
    assert (firm["firm"], firm["province"]) == ("外省乳酸公司", "远山省")
    assert firm["capacity_kt_a"] == pytest.approx(100.0)
    assert [step["name"] for step in firm["path"]][:3] == ["外省乳酸公司", "乳酸", "聚合"]


def test_checks_find_no_error(rice: str) -> None:
    answer = told("check", "--store", rice)
    assert [f for f in answer["findings"] if f["severity"] == "错误"] == []
    assert answer["counts"]["product"] == len(packs.PRODUCTS)


def test_a_recipe_that_does_not_close_is_found(made: Prepared, tmp_path: Path) -> None:
    store = made.own(tmp_path)
    wrong = tmp_path / "单耗.csv"
    wrong.write_text("编号,单耗(t/t)\n碾米|稻谷|input,2.5\n", encoding="utf-8")
    assert told("load", wrong, "--store", store)["changed"] == 1
    findings = json.loads(liantu("check", "--store", store, "--json").stdout)["findings"]
    assert any("碾米" in f["message"] and f["rule"] == "mass" for f in findings)


def test_the_map_draws_a_backbone_along_the_main_feeds(rice: str, tmp_path: Path) -> None:
    for kind in ("全景图", "现状图"):
        out = tmp_path / f"{kind}.html"
        told("map", "--kind", kind, "--out", out, "--store", rice)
        page = out.read_text(encoding="utf-8")
        assert f"{packs.REGION}产业链{kind}" in page
        for name, *_ in packs.PRODUCTS:
            assert name in page
        assert "石化" not in page
        assert "云溪" not in page


def test_it_is_never_filled_with_the_shipped_facts(made: Prepared, tmp_path: Path) -> None:
    store = made.own(tmp_path)
    assert ensure_store_at(store, ROOT / "data", SCHEMA).action == "own"
    with open_store(store, SCHEMA) as opened:
        assert is_own(opened)
        assert opened.count("product") == len(packs.PRODUCTS)
        opened.write(
            [Change.delete("parameter", "grade_poor")], actor="系统", reason="像旧版程序那样"
        )
    assert ensure_store_at(store, ROOT / "data", SCHEMA).written == 1  # a newer program adds it
    with open_store(store, SCHEMA) as opened:
        assert opened.get("parameter", ["grade_poor"]).records
        assert opened.count("product") == len(packs.PRODUCTS)


def test_a_store_in_use_is_not_started_afresh(rice: str, workbook: Path) -> None:
    before = last_seq(rice)
    answer = liantu("load", workbook, "--store", rice, "--fresh")
    assert answer.exit_code == 2
    assert "已经有数据" in answer.stderr
    assert last_seq(rice) == before > 0


@pytest.mark.parametrize(
    ("sheet", "label", "row", "value", "remedy"),
    [
        ("装置产能", "产能(万吨/年)", 3, "约30", "只填一个数字"),
        ("装置产能", "产能所指产品", 4, "大米淀份", "产品里没有这一条;最接近的是“大米淀粉"),
        ("单耗", "角色", 4, "进料", "只能填 主产品、原料、辅料"),
        ("产品", "上中下游", 5, "最上游", "只能填 上游、中游、下游;最接近的是“上游”"),
        ("园区片区", "名称", 3, None, "必须填写"),
        ("企业", "数据日期", 4, "去年", "日期写成 2023、2023-12 或 2023-12-15"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_no_store_is_left(
    workbook: Path, tmp_path: Path, sheet: str, label: str, row: int, value: Any, remedy: str
) -> None:
    path = Path(shutil.copy(workbook, tmp_path / "错.xlsx"))
    packs.set_cell(path, sheet, label, row, value)
    store = a_store_url(tmp_path)
    answer = liantu("load", path, "--store", store, "--fresh")
    assert answer.exit_code == 2
    line = next(line for line in answer.stderr.splitlines() if remedy in line)
    assert f"错.xlsx 工作表“{sheet}” 第 {row} 行 “{label}" in line
    assert value is None or f"值为“{value}”" in line
    assert [p.name for p in tmp_path.iterdir()] == ["错.xlsx"]
    assert last_seq(store) == 0


def test_a_chain_without_a_region_says_what_is_missing(tmp_path: Path) -> None:
    path, store = tmp_path / "链.xlsx", a_store_url(tmp_path)
    told("new-chain", "空链", "--out", path)
    told("load", path, "--store", store, "--fresh")
    assert told("products", "--store", store) == []
    answer = liantu("gaps", "--store", store)
    assert (answer.exit_code, answer.stderr) == (
        2,
        "数据里还没有地区;请先在“地区”表里填一行并载入。\n",
    )
    assert told("export", "--out", tmp_path / "全部.xlsx", "--store", store)["records"] > 400
    assert told("new-region", "新区", "--out", tmp_path / "区.xlsx", "--store", store)


def test_names_without_an_option_go_into_the_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "views.cli.main", "new-chain", "锂电/回收"]
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["新产业链_锂电_回收.xlsx"]
    assert liantu("new-chain", "甲", "--out", tmp_path / "a.csv").exit_code == 2
    assert liantu("new-chain", "示例链").exit_code == 2
