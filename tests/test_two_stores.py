# ruff: noqa: E402 - asserts of the contract are rewritten first
"""The same questions to both stores: whatever was written, they give the same answers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import neo4j_server
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.register_assert_rewrite("store_dict", "store_same")

from store_dict import changes
from store_same import same_reads
from stores import DATA, SCHEMA, file_url

from graph.asof import AsOf
from graph.reading import read_facts
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.data import read_data
from views import gap_json

DATE = "2026-11-24"


def noon() -> dt.datetime:
    return dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """An empty file and an empty database of a real server."""
    server = neo4j_server.running()
    neo4j_server.wipe(server.driver)
    url = file_url(tmp_path / "a.db")
    with (
        open_store(url, SCHEMA, clock=noon) as file,
        open_store(server.url, SCHEMA, clock=noon) as database,
    ):
        yield file, database
    neo4j_server.wipe(server.driver)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(commits=st.lists(st.lists(changes(), max_size=5), max_size=5))
def test_any_writes_read_alike(pair: tuple[Store, Store], commits: list[list[Change]]) -> None:
    for store in pair:
        _clear(store)
    number = itertools.count(pair[0].info().last_seq)
    for commit in commits:
        name = f"c{next(number)}-{pair[0].info().last_seq}"
        done = [s.write(commit, actor="甲", reason="试", commit_id=name) for s in pair]
        assert done[0] == done[1]
    same_reads(*pair)


def _clear(store: Store) -> None:
    gone = [
        Change.delete(kind, record.id)  # type: ignore[attr-defined]
        for kind in ("firm", "capacity")
        for record in store.scan(kind)
    ]
    store.write(gone, actor="系统", reason="清空")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Evaluation]]:
    """What the shipped facts say on either store."""
    server = neo4j_server.running()
    neo4j_server.wipe(server.driver)
    urls = (file_url(tmp_path_factory.mktemp("two") / "a.db"), server.url)
    records = [Change.put(record) for record in read_data(DATA, SCHEMA)]
    found = []
    for url in urls:
        with open_store(url, SCHEMA) as store:
            store.bulk(records, actor="系统")
            facts = read_facts(store)
            found.append(evaluate(facts, Rules.of(facts), AsOf(DATE), region_id="yunxi"))
    yield found
    neo4j_server.wipe(server.driver)


def test_the_gap_list_is_the_same_to_the_last_figure(answers: list[Evaluation]) -> None:
    file, database = (
        ([gap_json.whole_gap(seen, row) for row in seen.gaps], gap_json.removed(seen))
        for seen in answers
    )
    assert len(file[0]) > 50
    assert file == database


def test_the_firms_to_ask_are_the_same(answers: list[Evaluation]) -> None:
    file, database = answers
    for row in file.gaps[:30]:
        assert file.targets_for(row.product_id) == database.targets_for(row.product_id)
    assert file.survey == database.survey
