"""A second petrochemical district, made up, from its workbook onto the shipped chain."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import packs
import pytest
from packs import liantu, told
from small_chain import facts, make, unit
from stores import a_store_url

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Constraint, Park, Region
from graph.reason import evaluate
from graph.reason.units import fullest_region
from graph.rules import Rules

ROOT = Path(__file__).parents[1]
NAME = "河口石化区"
DAY = ("--as-of", "2026-11-24")


def t_per_t(process: str, product: str) -> float:
    """Unit consumption as the shipped table has it."""
    with (ROOT / "data" / "chain" / "flows.csv").open(encoding="utf-8", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["process_id"] == process]
    (value,) = [float(r["t_per_t"]) for r in rows if r["product_id"] == product]
    return value


def line(firm: str, product: str, size: float | None, **more: Any) -> dict[str, Any]:
    row = {"企业": firm, "园区": "河口片区", "装置名": f"{product}装置", "产能所指产品": product}
    row |= {"产能(万吨/年)": size, "状态": "在产", "数据日期": "2025"}
    return row | {"依据类型": "有来源", "来源编号": "示例年鉴"} | more


def fill(path: Path) -> None:
    """Bisphenol A of 24, phenol of 10, caprolactam of unknown size and a polymer still planned."""
    packs.set_cell(path, "地区", "省", 3, "河口省")
    packs.set_cell(path, "地区", "市", 3, "河口市")
    firms = [
        {"企业名称": n, "经营状况": "在产", "所在园区": "河口片区"} for n in ("甲化工", "乙化工")
    ]
    packs.add(
        path,
        {
            "来源": [{"标题": "示例年鉴", "可信度": "A", "发布日期": "2025"}],
            "园区片区": [{"名称": "河口片区", "所属地区": NAME, "化工园区": "是"}],
            "企业": firms,
            "装置产能": [
                line("甲化工", "双酚A", 24),
                line("乙化工", "苯酚", 10),
                line("乙化工", "己内酰胺", None),
                line("甲化工", "丙烯酸", 8, 状态="规划"),
                line("甲化工", "环氧乙烷", 6, 数据日期=None),
            ],
            "供需关系": [
                {"供方": "乙化工", "需方": "甲化工", "物料": "苯酚", "确认程度": "推测"},
            ],
            "项目": [
                {"项目名称": "丙烯酸项目", "层级": "项目", "企业": "甲化工", "产品": "丙烯酸"}
                | {"阶段": "签约", "园区": "河口片区"}
            ],
        },
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped store with the district loaded as a clerk would: looked at, then loaded."""
    folder = tmp_path_factory.mktemp("region")
    url, workbook = a_store_url(folder), folder / "区.xlsx"
    told("new-region", NAME, "--out", workbook, "--store", url)
    fill(workbook)
    seen = told("load", workbook, "--store", url, "--dry-run")
    assert (seen["problems"], len(seen["skipped"])) == ([], 12)
    # 1 source, 1 region, 1 park, 2 firms, 5 units, 1 supply, 1 project
    assert (seen["added"], seen["changed"]) == (12, 0)
    assert told("load", workbook, "--store", url)["added"] == 12
    return url


def test_with_two_regions_the_command_asks_which(store: str) -> None:
    answer = liantu("gaps", "--store", store)
    assert answer.exit_code == 2
    assert "岳阳市云溪区(yunxi)" in answer.stderr
    assert "河口石化区(hekoushihuaqu)" in answer.stderr
    assert "--region" in answer.stderr
    assert len(told("products", "--store", store)) > 300  # nothing to ask for here


def test_the_shortfall_is_the_need_less_what_is_made(store: str) -> None:
    (route,) = [
        p["id"]
        for p in told("processes", "--store", store)
        if p["main_product_id"] == "bisphenol-a"
    ][:1]
    need = 240.0 * t_per_t(route, "phenol")
    (row,) = told("balance", "苯酚", "--region", NAME, "--store", store, *DAY)
    assert row["supply_kt_a"]["likely"] == pytest.approx(100.0)
    assert row["demand_kt_a"]["likely"] == pytest.approx(need)
    gaps = told("gaps", "--kind", "补链", "--region", NAME, "--store", store, *DAY)
    (gap,) = [g for g in gaps if g["product_id"] == "phenol"]
    assert gap["gap_kt_a"]["likely"] == pytest.approx(need - 100.0)


def test_what_is_not_known_or_only_planned_is_not_counted(store: str) -> None:
    (row,) = told("balance", "己内酰胺", "--region", NAME, "--store", store, *DAY)
    assert (row["presence"], row["supply_kt_a"]["likely"]) == ("在产", None)
    assert row["unknown"][0]["firm"] == "乙化工"
    (row,) = told("balance", "丙烯酸", "--region", NAME, "--store", store, *DAY)
    assert (row["presence"], row["supply_kt_a"]["likely"]) == ("规划", 0.0)
    (row,) = told("balance", "环氧乙烷", "--region", NAME, "--store", store, *DAY)
    assert (row["presence"], row["supply_kt_a"]["low"]) == ("未核", 0.0)  # nobody says when
    asked = told("survey", "--region", NAME, "--store", store, *DAY)
    assert {a["firm"] for a in asked} == {"甲化工", "乙化工"}


def test_nothing_of_one_district_counts_in_the_other(store: str) -> None:
    here = told("balance", "双酚A", "--region", NAME, "--store", store, *DAY)
    there = told("balance", "双酚A", "--region", "yunxi", "--store", store, *DAY)
    assert [f["firm"] for f in here[0]["firms"]] == ["甲化工"]
    assert "甲化工" not in [f["firm"] for f in there[0]["firms"]]


@pytest.mark.parametrize(
    ("province", "applies_to", "scope", "result"),
    [
        ("湖南", "本省", "湖南2015", "受限"),
        ("河口省", "本省", "湖南2015", "须核查"),
        ("湖南", "本区", "云溪", "受限"),
        ("湖南", "本区", "某某区", "须核查"),
        ("河口省", "全国", "全国", "受限"),
    ],
)
def test_a_rule_restricts_only_where_it_was_made(
    province: str, applies_to: str, scope: str, result: str
) -> None:
    rule = make(
        Constraint,
        id="r",
        keyword="苯",
        product_ids=("benzene",),
        effect="限制",
        applies_to=applies_to,
        scope=scope,
    )
    here = make(Region, id="yunxi", name_zh="云溪", province=province)
    known = facts(rule, here, unit("cap", "caprolactam", 600.0), unit("an", "cyclohexanone", 9.0))
    evaluation = evaluate(known, Rules.of(known), AsOf("2026-11-24"))
    (gap,) = [g for g in evaluation.gaps if (g.kind, g.product_id) == ("补链", "benzene")]
    assert [f.result for f in gap.filters if f.rule_id == "r"] == [result]


def test_a_page_begins_with_the_region_that_has_most_plants() -> None:
    other = [make(Region, id="a", name_zh="甲区"), make(Park, id="a1", region_id="a")]
    known = facts(*other, unit("cap", "caprolactam", 600.0))
    assert fullest_region(known) == "yunxi"
    more = [unit(f"u{i}", "pa6", 1.0, park_id="a1") for i in range(2)]
    assert fullest_region(facts(*other, *more, unit("cap", "caprolactam", 600.0))) == "a"
    with pytest.raises(BadRequest, match="还没有地区"):
        fullest_region(Facts())


def test_firms_elsewhere_and_the_map(store: str, tmp_path: Path) -> None:
    firms = told("targets", "苯酚", "--region", NAME, "--store", store, *DAY)
    assert firms
    assert not {f["firm"] for f in firms} & {"甲化工", "乙化工"}
    out = tmp_path / "图.html"
    told("map", "--out", out, "--region", NAME, "--store", store, *DAY)
    page = out.read_text(encoding="utf-8")
    assert f"{NAME}产业链现状图" in page
    assert "甲化工" in page
