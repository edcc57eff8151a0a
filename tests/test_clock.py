"""Two clocks: what a unit was on a day, what was on record by a day, and nothing later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from small_chain import facts, make, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm, FirmName, Project, ProjectStage, Record, Source
from graph.reason import evaluate
from graph.reason.clock import TIMELESS, known_by, unmerged
from graph.reason.currency import last_confirmed
from graph.reason.timeline import unit_on
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views import gap_json

DATA = Path(__file__).resolve().parents[1] / "data"
DAY = "2022-04-30"
LATER = make(Source, id="later", title="later", date="2024-05-01")


def project(id_: str, stage: str, **more: str) -> Project:
    return make(Project, id=id_, name_zh=id_, level="项目", stage=stage, **more)


def stages(id_: str, **dated: str) -> list[Record]:
    return [
        make(
            ProjectStage,
            id=f"{id_}-{stage}",
            project_id=id_,
            stage=stage,
            date=date,
            event=stage,
            as_of=date,
        )
        for stage, date in dated.items()
    ]


def status_on(day: str, *records: Record) -> str | None:
    known = facts(*records)
    found = unit_on(known, known.statements_on["cap"], day)
    return found.status if found else None


# what a unit was on a day


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2018-11-06", None),
        ("2018-11-07", "规划"),
        ("2019-12-04", "规划"),
        ("2019-12-05", "在建"),
        ("2023-11-30", "在建"),
        ("2023-12-01", "在产"),  # since "2023-12": the whole month
        ("2025-01-01", "在产"),
    ],
)
def test_a_unit_is_what_its_project_had_come_to(day: str, status: str | None) -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, since="2023-12", project_id="p", as_of="2023-12"),
        project("p", "投产"),
        *stages("p", 签约="2018-11-07", 开工="2019-12-05", 核准="2021-05-18", 投产="2023-12-15"),
    ]
    assert status_on(day, *rows) == status


def test_a_later_statement_tells_when_it_began() -> None:
    row = unit("cap", "caprolactam", 600.0, since="2014", as_of="2025-01-01")
    assert status_on("2013-12-31", row) is None
    assert status_on("2014-01-01", row) == "在产"


@pytest.mark.parametrize("status", ["在产", "在建", "规划"])
def test_a_statement_without_since_begins_with_its_project(status: str) -> None:
    first = {"在产": "投产", "在建": "开工", "规划": "谋划"}[status]
    rows = [
        unit("cap", "caprolactam", 600.0, status=status, project_id="p", as_of="2023-06-18"),
        project("p", first),
        *stages("p", **{first: "2023-06-18"}),
    ]
    assert status_on(DAY, *rows) is None
    assert status_on("2023-06-18", *rows) == status


def test_other_statements_on_the_unit_begin_with_the_project_too() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, project_id="p", as_of="2022-11-01"),
        unit("cap", "caprolactam", None, id="cap-2", is_driver=False, as_of="2025-08"),
        project("p", "投产"),
        *stages("p", 投产="2022-11-01"),
    ]
    assert status_on(DAY, *rows) is None
    assert status_on("2022-11-01", *rows) == "在产"


def test_a_plan_whose_ground_was_broken_is_being_built() -> None:
    rows = [
        unit("cap", "caprolactam", 400.0, status="规划", project_id="p", as_of="2018-11-08"),
        project("p", "开工"),
        *stages("p", 签约="2018-11-07", 开工="2019-12-05"),
    ]
    assert status_on("2019-12-04", *rows) == "规划"
    assert status_on("2019-12-05", *rows) == "在建"


def test_the_plan_of_the_project_above_counts() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, status="在建", since="2024-01-03", project_id="part"),
        project("part", "开工", parent_id="whole"),
        project("whole", "开工"),
        *stages("whole", 签约="2022-03-22", 开工="2024-01-03"),
    ]
    assert status_on("2022-03-21", *rows) is None
    assert status_on(DAY, *rows) == "规划"
    assert status_on("2024-01-03", *rows) == "在建"


def test_a_project_given_up_is_nothing_from_then_on() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, since="2030", project_id="p"),
        project("p", "中止"),
        *stages("p", 签约="2020-01-01", 中止="2021-01-01"),
    ]
    assert status_on("2020-06-01", *rows) == "规划"
    assert status_on(DAY, *rows) is None


def test_a_plant_that_stopped_later_ran_before() -> None:
    row = unit("cap", "caprolactam", 300.0, status="停产", since="2023-12", as_of="2018-12-25")
    assert status_on("2018-12-24", row) is None  # not on record yet
    assert status_on(DAY, row) == "在产"
    assert status_on("2024-01-01", row) == "停产"


def test_what_a_plant_also_makes_stands_as_the_plant_does() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, since="2023-12", project_id="p", as_of="2023-12"),
        unit("cap", "sulfate", None, id="cap-2", is_driver=False, since="2023-12"),
        project("p", "投产"),
        *stages("p", 开工="2019-12-05", 投产="2023-12-15"),
    ]
    known = facts(*rows)
    found = evaluate(known, Rules.of(known), AsOf("2020-01-01"))
    assert found.balances["sulfate"].presence == "在建"


@pytest.mark.parametrize(("day", "owner"), [("2022-04-30", "alpha"), ("2024-01-01", "beta")])
def test_a_merger_holds_from_the_end_of_the_legal_name(day: str, owner: str) -> None:
    known = facts(
        make(Firm, id="alpha", name_zh="alpha", merged_into_id="beta"),
        make(FirmName, id="n", firm_id="alpha", name="老名", name_type="法定", until="2023-06"),
    )
    assert unmerged(known, day).owner("alpha") == owner


def test_an_undated_merger_always_holds() -> None:
    known = facts(make(Firm, id="alpha", name_zh="alpha", merged_into_id="beta"))
    assert unmerged(known, "1990-01-01").owner("alpha") == "beta"


# what was on record by a day


@pytest.mark.parametrize(
    ("as_of", "source", "known"),
    [
        ("2022-04-30", "S2", True),
        ("2022-04", "S2", False),  # may be the 30th, may not: the last day of April is later
        ("2021", "S2", True),
        ("2022", "S2", False),
        ("2021", "later", False),
        (None, "S2", False),
    ],
)
def test_known_when_every_date_lies_wholly_before(
    as_of: str | None, source: str, known: bool
) -> None:
    row = unit("cap", "caprolactam", 600.0, as_of=as_of, source_id=source)
    assert ("cap" in known_by(facts(LATER, row), DAY).statements_on) is known


def test_what_a_project_is_called_stays_and_what_was_learnt_later_goes() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, status="在建", project_id="p", as_of="2018-11-08"),
        project("p", "达产", as_of="2024-06-13", start_date="2019-12", source_id="later"),
        *stages("p", 开工="2021-06-01"),
        LATER,
    ]
    seen = known_by(facts(*rows), DAY)
    assert seen.projects["p"].stage == "未核"
    assert seen.projects["p"].start_date is None
    assert last_confirmed(seen, "cap", AsOf(DAY, DAY)) == "2021-06-01"


# nothing later changes what an earlier day says


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return Facts.of(read_data(DATA, read_schema(DATA / "schema")))


def listed(known: Facts, at: AsOf) -> str:
    found = evaluate(known, Rules.of(known), at)
    return json.dumps(gap_json.all_gaps(found), ensure_ascii=False)


@pytest.fixture(scope="module")
def strict(shipped: Facts) -> str:
    return listed(shipped, AsOf(DAY, DAY))


@pytest.fixture(scope="module")
def lenient(shipped: Facts) -> str:
    return listed(shipped, AsOf(DAY))


UNSHIPPED = {"firm_item"}
"""Dated kinds of which no row is shipped."""


def dated_kinds() -> list[str]:
    return sorted(set(read_schema(DATA / "schema").kinds) - TIMELESS - UNSHIPPED)


def copies(rows: Iterable[Record], **changed: str) -> list[Record]:
    """Each row once more, under another id and with numbers half as large again."""
    out = []
    for row in rows:
        given: dict[str, object] = {"id": f"{row.id}~", **changed}  # type: ignore[attr-defined]
        if hasattr(row, "unit_id"):
            given |= {"unit_id": f"{row.unit_id}~"}
        for field in fields(row):  # type: ignore[arg-type]
            value = getattr(row, field.name)
            if isinstance(value, float) and field.name not in changed:
                given[field.name] = value * 1.5
        out.append(replace(row, **given))  # type: ignore[type-var]
    return out


@pytest.mark.parametrize("kind", dated_kinds())
@pytest.mark.parametrize("how", ["as_of", "source"])
def test_rows_learnt_later_leave_the_strict_list_as_it_was(
    shipped: Facts, strict: str, kind: str, how: str
) -> None:
    changed = {"as_of": "2022-05"} if how == "as_of" else {"source_id": "later"}
    more = copies(shipped.by_kind[kind].values(), **changed)
    assert more
    assert listed(shipped.with_records([LATER, *more]), AsOf(DAY, DAY)) == strict


def test_later_statements_on_the_same_plants_leave_it_too(shipped: Facts, strict: str) -> None:
    more = copies(shipped.capacities.values(), as_of="2022-05")
    same = [replace(r, unit_id=r.unit_id[:-1]) for r in more]  # type: ignore[attr-defined]
    assert listed(shipped.with_records(same), AsOf(DAY, DAY)) == strict


TIMES = {
    "capacity": "since",
    "producer": "year",
    "market": "year",
    "signal": "date",
    "project": "start_date",
    "project_stage": "date",
    "firm_name": "since",
    "firm": "founded",
    "value": "price_year",
    "figure": "year",
    "parcel": "date",
    "policy": "date",
    "goal": "year",
    "task": "due",
    "fund": "date",
    "talent": "date",
}


@pytest.mark.parametrize("kind", sorted(TIMES))
def test_rows_that_speak_of_later_leave_the_lenient_list_as_it_was(
    shipped: Facts, lenient: str, kind: str
) -> None:
    name = TIMES[kind]
    dated = [r for r in shipped.by_kind[kind].values() if getattr(r, name)]
    rows = dated if kind == "project_stage" else shipped.by_kind[kind].values()
    more = copies(rows, **{name: "2023"})
    if kind == "capacity":  # new plants, of no project that had begun, that did not stop later
        more = [replace(r, project_id=None) for r in more if r.status != "停产"]  # type: ignore
    assert more
    assert listed(shipped.with_records(more), AsOf(DAY)) == lenient


def test_an_earlier_row_does_change_both_lists(shipped: Facts, strict: str, lenient: str) -> None:
    row = unit("new", "ethylene", 1000.0, park_id="changling-area", firm_id="baling-petrochemical")
    known = shipped.with_records([replace(row, as_of="2021-01-01", since="2020", source_id=None)])
    assert listed(known, AsOf(DAY, DAY)) != strict
    assert listed(known, AsOf(DAY)) != lenient
