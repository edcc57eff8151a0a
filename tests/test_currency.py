"""现况未核: what old statements do to presence, balances and gaps."""

import pytest
from small_chain import facts, make, unit

from graph.asof import AsOf
from graph.model import Project, ProjectStage, Record
from graph.reason import Evaluation, evaluate
from graph.reason.currency import last_confirmed
from graph.results import Interval
from graph.rules import Rules

DAY = "2026-11-24"


def ask(*records: Record, day: str = DAY) -> Evaluation:
    known = facts(*records)
    return evaluate(known, Rules.of(known), AsOf(day))


@pytest.mark.parametrize(
    ("status", "as_of", "presence"),
    [
        ("在产", "2021-11-24", "在产"),
        ("在产", "2021-11-23", "未核"),
        ("在产", "2021", "未核"),  # a bare year stands for its first day
        ("在产", None, "未核"),
        ("在建", "2023-11-24", "在建"),
        ("在建", "2023-11-23", "未核"),
        ("规划", "2023-11", "未核"),
        ("规划", "2024", "规划"),
        ("停产", "2009", "停产"),
    ],
)
def test_a_statement_ages(status: str, as_of: str | None, presence: str) -> None:
    found = ask(unit("cap", "caprolactam", 600.0, status=status, as_of=as_of))
    assert found.balances["caprolactam"].presence == presence


def test_a_doubtful_unit_may_be_nothing_and_is_asked_about() -> None:
    found = ask(unit("cap", "caprolactam", 600.0, as_of="2017"))
    balance = found.balances["caprolactam"]
    assert balance.supply == Interval(0.0, 600.0, 600.0)
    assert [(u.unit_id, u.field) for u in balance.unknown] == [("cap", "status")]
    assert balance.units[0].stated == "在产"
    assert balance.units[0].confirmed == "2017"
    need = found.balances["cyclohexanone"].demand
    assert (need.low, need.likely) == (0.0, pytest.approx(540.0))
    assert not any(g.certain for g in found.gaps if g.kind == "补链")
    assert not [g for g in found.gaps if g.kind == "强链"]  # nobody knows that it stands


def test_it_counts_for_certain_at_the_time_it_was_said() -> None:
    found = ask(unit("cap", "caprolactam", 600.0, as_of="2017"), day="2018-06-30")
    assert found.balances["caprolactam"].supply == Interval(600.0, 600.0, 600.0)


def test_news_after_the_day_asked_about_confirms_nothing() -> None:
    rows = [
        unit("cap", "caprolactam", 600.0, as_of="2012"),
        unit("cap", "caprolactam", 600.0, id="cap-2", is_driver=False, as_of="2024"),
    ]
    known = facts(*rows)
    assert last_confirmed(known, "cap", AsOf("2020-01-01")) == "2012"
    assert last_confirmed(known, "cap", AsOf(DAY)) == "2024"


@pytest.mark.parametrize("where", ["statement", "project", "stage", "parent stage"])
def test_any_news_of_the_unit_or_its_project_confirms_it(where: str) -> None:
    fresh = "2025-01-17"
    rows: list[Record] = [
        unit("cap", "caprolactam", 600.0, status="在建", as_of="2020", project_id="child")
    ]
    if where == "statement":
        rows.append(unit("cap", "caprolactam", 500.0, id="c2", is_driver=False, as_of=fresh))
    parent = make(Project, id="parent", name_zh="总", level="项目", stage="开工", as_of="2020")
    news = fresh if where == "project" else "2020"
    child = make(
        Project,
        id="child",
        name_zh="分",
        level="装置",
        stage="开工",
        parent_id="parent",
        as_of=news,
    )
    rows += [parent, child]
    on = {"stage": "child", "parent stage": "parent"}.get(where)
    if on:
        rows.append(
            make(ProjectStage, id="s", project_id=on, stage="报道", date=fresh, event="仍在建")
        )
    assert ask(*rows).balances["caprolactam"].presence == "在建"
