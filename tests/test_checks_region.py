"""Each regional rule fires on the fault it is for, and on nothing sound."""

from __future__ import annotations

from typing import Any

import pytest
from small_chain import chain_records, make, unit

from graph.checks import run_checks
from graph.facts import Facts
from graph.model import (
    Firm,
    FirmName,
    Market,
    Process,
    Project,
    ProjectStage,
    Record,
    Source,
    Supply,
    Unattached,
)


def rules_hit(*records: Record) -> set[str]:
    return {f.rule for f in run_checks(Facts.of([*chain_records(), *records]))}


def project(key: str, **more: Any) -> Project:
    return make(Project, **({"id": key, "name_zh": key, "level": "项目", "stage": "开工"} | more))


def stage(name: str, date: str) -> ProjectStage:
    return make(ProjectStage, id=f"{name}{date}", project_id="p", stage=name, date=date, event=name)


def named(name: str, **firm: Any) -> list[Record]:
    return [
        make(Firm, **({"id": "f", "name_zh": "甲厂"} | firm)),
        make(FirmName, id="n", firm_id="f", name=name, name_type="曾用"),
    ]


def scaled(kt_a: float) -> list[Record]:
    process = next(r for r in chain_records() if isinstance(r, Process) and r.id == "capro")
    from dataclasses import replace

    return [
        replace(process, scale_high_kt_a=200.0),
        unit("u", "caprolactam", kt_a, process_ids=("capro",)),
    ]


def twice(other: float, note: str | None) -> list[Record]:
    rows = [unit("u", "pa6", 100.0, note=note), unit("u", "pa6", other, id="u2", is_driver=False)]
    return list(rows)


POOR = make(Source, id="S9", title="转载", grade="C")


def at(url: str, key: str) -> Source:
    return make(Source, id=key, title=key, url=url)


CASES: list[tuple[str, list[Record], list[Record]]] = [
    (
        "project-tree",
        [project("a", parent_id="b"), project("b", parent_id="a")],
        [project("a", parent_id="b"), project("b")],
    ),
    ("project-tree", [project("a", parent_id="nowhere")], [project("a")]),
    (
        "project-tree",
        [project("all", level="汇总"), project("a", parent_id="all")],
        [project("all", level="项目包"), project("a", parent_id="all")],
    ),
    (
        "project-tree",
        [project("m", level="里程碑", investment_yi=3.0)],
        [project("m", level="里程碑")],
    ),
    (
        "project-sum",
        [
            project("whole", investment_yi=10.0),
            project("a", parent_id="whole", investment_yi=6.0),
            project("b", parent_id="whole", investment_yi=5.0),
        ],
        [
            project("whole", investment_yi=10.0),
            project("a", parent_id="whole", investment_yi=6.0),
            project("b", parent_id="whole", investment_yi=4.0),
        ],
    ),
    ("project-tree", [project("a", level="装置")], [project("a", level="配套")]),
    (
        "project-sum",
        [
            project("whole", capacity_kt_a=10.0, product_ids=("pa6",)),
            project("a", parent_id="whole", capacity_kt_a=10.0, product_ids=("pa6",)),
        ],
        [
            project("whole", product_ids=("pa6",)),
            project("a", parent_id="whole", capacity_kt_a=10.0, product_ids=("pa6",)),
        ],
    ),
    ("firm-name", named("老甲厂"), named("老甲厂", aliases=("老甲厂",))),
    (
        "firm-name",
        [
            make(Firm, id="f", name_zh="甲厂", aliases=("甲",)),
            make(Firm, id="g", name_zh="乙厂", aliases=("甲",)),
        ],
        [
            make(Firm, id="f", name_zh="甲厂", aliases=("甲",), merged_into_id="g"),
            make(Firm, id="g", name_zh="乙厂", aliases=("甲",)),
        ],
    ),
    (
        "replaces",
        [unit("new", "pa6", 1.0, replaces=("old",))],
        [unit("new", "pa6", 1.0, replaces=("old",)), unit("old", "pa6", 1.0)],
    ),
    (
        "period",
        [unit("u", "pa6", 1.0, since="2024-05", until="2023")],
        [unit("u", "pa6", 1.0, since="2024-05", until="2024")],
    ),
    (
        "stage-order",
        [project("p"), stage("开工", "2024-01-03"), stage("核准", "2025")],
        [project("p"), stage("开工", "2024-01-03"), stage("核准", "2024")],
    ),
    ("ten-times", scaled(2001.0), scaled(2000.0)),
    ("disagreement", twice(120.0, None), twice(120.0, "新旧口径不同")),
    ("disagreement", twice(120.0, None), twice(110.0, None)),
    (
        "grade",
        [POOR, unit("u", "pa6", 1.0, source_id="S9", grade="A")],
        [POOR, unit("u", "pa6", 1.0, source_id="S9", grade="C")],
    ),
    (
        "source-twice",
        [at("https://a.example/x", "S7"), at("https://a.example/x/", "S8")],
        [at("https://a.example/x", "S7"), at("https://a.example/y", "S8")],
    ),
    (
        "market",
        [make(Market, id="m", product_text="苯", year="2024", basis="estimate", source_id=None)],
        [make(Market, id="m", product_text="苯", year="2024")],
    ),
    (
        "unattached",
        [make(Unattached, id="u", origin="表", row=1, what="甲", reason="乙")],
        [
            make(Unattached, id="u", origin="表", row=1, what="甲", reason="乙"),
            *(
                make(Supply, id=str(i), to_firm_id="alpha", product_id="pa6", certainty="推测")
                for i in range(20)
            ),
        ],
    ),
]


@pytest.mark.parametrize(
    ("rule", "faulty", "sound"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_rule_fires_on_its_fault_only(
    rule: str, faulty: list[Record], sound: list[Record]
) -> None:
    assert rule in rules_hit(*faulty)
    assert rule not in rules_hit(*sound)


@pytest.mark.parametrize(("parks", "alone"), [((), True), (("park",), False)])
def test_a_firm_tied_to_nothing_is_told(parks: tuple[str, ...], alone: bool) -> None:
    firm = make(Firm, id="lone", name_zh="孤厂", park_ids=parks)
    found = run_checks(Facts.of([*chain_records(), firm]))
    assert (("firm", "lone") in {f.ids for f in found if f.rule == "island"}) == alone
