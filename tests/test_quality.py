"""Shares, worklist and the pages that show them, on the shipped facts and on small ones."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_chain import chain_records, make, unit

from graph.facts import Facts
from graph.model import Flow, FlowStatement, Source
from graph.quality import Share, quality
from graph.reason import Evaluation
from graph.worklist import worklist
from loaders.schema import read_schema
from views import settings
from views.reports import data as data_page
from views.reports.results import DATE, shipped
from views.tables import quality as table
from views.tables import records
from views.tables.origin import origin
from views.tables.recipes import recipes

ROOT = Path(__file__).resolve().parents[1]
SOURCED = {"source", "source-derived", "source-range", "source-route", "dataset"}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return shipped()


def test_docs_data_is_the_live_page(evaluation: Evaluation) -> None:
    told = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert told == data_page.render(evaluation), "run python -m views.reports.data"


def test_shares_counted_again_from_the_files(evaluation: Evaluation) -> None:
    with (ROOT / "data" / "chain" / "flows.csv").open(encoding="utf-8", newline="") as handle:
        rows = [
            r for r in csv.DictReader(handle) if r["role"] not in ("main", "makeup", "residual")
        ]
    sourced = [r for r in rows if r["basis"] in SOURCED and r["source_id"]]
    feeds = [r for r in rows if r["is_main_feed"] == "1"]
    found = quality(evaluation.chain.facts, DATE)
    assert found.flows == Share(len(sourced), len(rows))
    assert found.main_feeds == Share(sum(r in sourced for r in feeds), len(feeds))
    assert sum(f.flows.of for f in found.families) == len(rows)
    assert sum(found.grades.values()) == found.facts.of


def test_a_flow_counts_once_it_names_a_source() -> None:
    plain = Facts.of(
        [replace(r, basis="stoichiometry") if isinstance(r, Flow) else r for r in chain_records()]
    )
    flow = next(f for f in plain.flows.values() if f.is_main_feed)
    told = Facts.of([*plain_records(plain), replace(flow, basis="source")])
    before, after = quality(plain, DATE), quality(told, DATE)
    assert after.main_feeds.sourced == before.main_feeds.sourced + 1
    assert after.flows.of == before.flows.of


def plain_records(facts: Facts) -> list[object]:
    return [r for rows in facts.by_kind.values() for r in rows.values()]


def test_local_routes_are_those_that_run_are_built_or_planned() -> None:
    records_ = [*chain_records(), unit("u", "caprolactam", None, process_ids=("capro",))]
    stopped = unit("v", "pa6", 1.0, process_ids=("poly",), status="停产")
    found = quality(Facts.of([*records_, stopped]), DATE)
    facts = Facts.of(records_)
    flows = [f for f in facts.flows_of["capro"] if f.role != "main"]
    assert found.local_flows.of == len(flows)
    assert (found.running, found.running_unknown) == (1, 1)


def test_mirrors_come_first_on_the_worklist(evaluation: Evaluation) -> None:
    items = worklist(evaluation)
    facts = evaluation.chain.facts
    assert len(items) == 10
    assert items[0].code == "mirror"
    assert facts.sources[items[0].ids[0]].grade in ("C", "D")
    assert [i.code for i in items] == sorted(
        (i.code for i in items), key=["mirror", "ask", "flow"].index
    )
    for item in items:
        if item.code == "flow":
            assert facts.flows[item.ids[0]].basis not in SOURCED
    rows = table.work_rows(facts, items)
    assert [r[0] for r in rows] == list(range(1, 11))
    assert all(text and why for _, text, why in rows)


def test_a_repost_is_told_and_has_no_address_on_paper() -> None:
    mirror = make(Source, id="S9", title="转载稿", url="https://example.org/a", grade="C")
    told = origin(Facts.of([mirror]), "S9", "2024")
    assert told.is_doubtful
    assert told.line() == "转载稿(2024,C 级,转载待核)"
    sound = origin(Facts.of([replace(mirror, grade="B")]), "S9", "2024")
    assert sound.line() == "转载稿(2024,B 级)https://example.org/a"


def test_presenting_hides_the_address_of_a_repost_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from views.pages import markup

    state: dict[str, bool] = {}
    monkeypatch.setattr(markup, "st", SimpleNamespace(session_state=state))
    mirror = make(Source, id="S9", title="稿", url="https://example.org/a", grade="D")
    doubtful = origin(Facts.of([mirror]), "S9")
    sound = origin(Facts.of([replace(mirror, grade="A")]), "S9")
    assert "href" in markup.source(doubtful)
    assert "转载待核" in markup.source(doubtful)
    state[markup.PRESENTING] = True
    assert "href" not in markup.source(doubtful)
    assert "href" in markup.source(sound)


def test_every_shown_kind_has_its_source_beside_it(evaluation: Evaluation) -> None:
    facts, schema = evaluation.chain.facts, read_schema(settings.schema_dir())
    kinds = records.shown_kinds(facts, schema)
    assert {"capacity", "flow", "producer", "figure", "goal"} <= set(kinds)
    for kind in kinds:
        rows = records.record_rows(facts, schema[kind])
        assert len(rows) == len(facts.by_kind[kind])
        assert all(row[records.TITLE] for row in rows)
    shown = records.record_rows(facts, schema["capacity"])
    hidden = records.record_rows(facts, schema["capacity"], presenting=True)
    doubtful = [i for i, r in enumerate(shown) if "转载待核" in r["可信度"] and r["网址"]]
    assert doubtful
    assert all(hidden[i]["网址"] is None for i in doubtful)
    found = records.record_rows(facts, schema["capacity"], "己内酰胺")
    assert 0 < len(found) < len(shown)


def test_recipes_show_each_figure_with_its_source_and_what_was_not_taken() -> None:
    facts = Facts.of(
        [
            *chain_records(),
            make(
                FlowStatement,
                id="s",
                process_id="capro",
                product_id="cyclohexanone",
                t_per_t=1.1,
                reason="口径不同",
            ),
        ]
    )
    from graph.chain import Chain

    (route,) = recipes(Chain(facts), "caprolactam")
    feed = next(p for p in route.portions if p.role == "主原料")
    other = next(p for p in route.portions if p.is_other)
    assert feed.value == "0.9 吨/吨"
    assert (other.value, other.note) == ("1.1 吨/吨", "不采用:口径不同")
    assert "重点监管工艺:未核" in route.about
    assert all(p.origin.title for p in route.portions)


def test_as_of_is_the_day_asked_about() -> None:
    row = unit("u", "pa6", 1.0, since="2025")
    facts = Facts.of([*chain_records(), row])
    assert quality(facts, "2024-06-30").running == 0
    assert quality(facts, DATE).running == 1
