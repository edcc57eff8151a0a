"""A nation of firms beside the checked facts: made up, loaded, left out of reasoning, judged."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_chain import chain_records, make
from stores import a_store_url

from benchmarks.scale.nation import firm_id, nation, records
from graph.facts import Facts
from graph.model import (
    CHECKED_BASES,
    DATASET,
    NATION_KINDS,
    Crosswalk,
    Firm,
    FirmItem,
    Item,
    Producer,
    Product,
    Record,
    Supply,
)
from graph.nation import items_of_product, makers_by_item
from graph.reading import FIRM_COLUMNS, read_facts
from graph.store import open_store
from graph.store.protocol import Change, Store, Where
from loaders.data import read_data
from loaders.schema import read_schema

DATA = Path(__file__).parents[1] / "data"
SCHEMA = read_schema(DATA / "schema")
PRODUCTS = [f"p{number}" for number in range(50)]


def put(store: Store, *rows: Record) -> None:
    store.write([Change.put(row) for row in rows], actor="测试", reason="测试")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A file, or the server the tests run on."""
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A thousand firms in a file."""
    path = tmp_path_factory.mktemp("nation") / "全国.db"
    goods = [Change.put(make(Product, id=id_, name_zh=id_, short_zh=id_)) for id_ in PRODUCTS]
    with open_store(path, SCHEMA) as opened:
        opened.bulk([*goods, *nation(1000, PRODUCTS)], actor="测试")
        yield opened


# the generator


def test_every_reference_of_a_thousand_firms_leads_somewhere(loaded: Store) -> None:
    assert loaded.count("firm") == 1000
    ids = {
        kind: {r.id for r in loaded.scan(kind)}  # type: ignore[attr-defined]
        for kind in ("source", "product", *NATION_KINDS)
    }
    for kind in NATION_KINDS:
        for record in loaded.scan(kind):
            for column in SCHEMA[kind].columns:
                value = getattr(record, column.name)
                if column.ref and value:
                    found = value if isinstance(value, tuple) else (value,)
                    assert ids[column.ref].issuperset(found), (record, column.name)


def test_a_reference_leads_to_what_came_before() -> None:
    seen: set[tuple[str, str]] = {("product", id_) for id_ in PRODUCTS}
    for change in nation(300, PRODUCTS):
        record = change.record
        assert record is not None
        for column in SCHEMA[record.kind].columns:
            value = getattr(record, column.name)
            if column.ref and value:
                for id_ in value if isinstance(value, tuple) else (value,):
                    assert (column.ref, id_) in seen
        assert change.ref not in seen
        seen.add(change.ref)


def test_it_is_as_uneven_as_it_says() -> None:
    every = list(records(4000, PRODUCTS))
    kinds = Counter(r.kind for r in every)
    firms = [r for r in every if isinstance(r, Firm)]
    makers = [r for r in every if isinstance(r, Producer)]
    owned = [f for f in firms if f.owner_ids]
    facts = sum(kinds[k] for k in ("producer", "supply", "firm_item", "signal")) + len(owned)
    assert facts / len(firms) == pytest.approx(5, abs=0.4)
    unknown = sum(m.capacity_kt_a is None for m in makers) / len(makers)
    assert unknown == pytest.approx(0.3, abs=0.03)
    of = Counter(m.product_id for m in makers)
    assert [id_ for id_, _ in of.most_common(3)] == PRODUCTS[:3]
    assert of["p0"] > 1.5 * of["p1"]
    groups = Counter(f.owner_ids[0] for f in owned)
    assert groups[firm_id(0)] > 20
    assert len(groups) > 100
    assert len({f.name_zh for f in firms}) > 0.98 * len(firms)
    assert len({f.province for f in firms}) > 25
    assert all(f.name_zh.endswith("公司") for f in firms)
    facts_only = [r for r in every if r.kind != "source"]
    assert {r.basis for r in facts_only} == {DATASET}  # type: ignore[attr-defined]
    assert {r.source_id for r in facts_only} == {every[0].id}  # type: ignore[attr-defined]


def test_a_subsidiary_goes_by_the_name_of_its_group() -> None:
    firms = {r.id: r for r in records(500, PRODUCTS) if isinstance(r, Firm)}
    for firm in firms.values():
        for owner in firm.owner_ids:
            assert (firm.short_name or "")[:2] == (firms[owner].short_name or "")[:2]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(0, 120))
def test_the_same_seed_gives_the_same_nation(seed: int, firms: int) -> None:
    once = list(records(firms, PRODUCTS, seed=seed))
    assert once == list(records(firms, PRODUCTS, seed=seed))
    if firms > 20:
        assert once != list(records(firms, PRODUCTS, seed=seed + 1))


def test_a_larger_nation_takes_no_more_memory() -> None:
    def peak(firms: int) -> int:
        stream = nation(1_000_000, PRODUCTS)
        next(stream)
        tracemalloc.start()
        try:
            for _ in islice(stream, 6 * firms):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(4000) < 1.5 * peak(1000)


# what reasoning reads


def test_bases_and_kinds_are_those_of_the_schema() -> None:
    for kind in NATION_KINDS:
        choices = set(SCHEMA[kind].column("basis").choices)
        assert choices == {DATASET, *CHECKED_BASES}


def test_columns_that_name_firms_are_all_known() -> None:
    naming = {c.name for k in SCHEMA.kinds.values() for c in k.columns if c.ref == "firm"}
    assert naming == set(FIRM_COLUMNS)


def test_the_shipped_facts_are_read_whole(store: Store) -> None:
    shipped = read_data(DATA, SCHEMA)
    store.bulk([Change.put(record) for record in shipped], actor="测试")
    assert {k: set(v.values()) for k, v in read_facts(store).by_kind.items()} == {
        k: set(v.values()) for k, v in Facts.of(shipped).by_kind.items()
    }


def test_no_row_of_the_nation_is_read(loaded: Store) -> None:
    facts = read_facts(loaded)
    assert {kind: len(rows) for kind, rows in facts.by_kind.items()} == {"product": 50, "source": 1}


def test_figures_of_a_data_set_that_are_no_nation_still_count(store: Store) -> None:
    put(store, *chain_records())
    (flow, *_) = store.scan("flow")
    put(store, replace(flow, basis=DATASET))  # type: ignore[call-arg]
    assert read_facts(store).flows == {f.id: f for f in store.scan("flow")}  # type: ignore[attr-defined]


def test_a_firm_of_the_nation_that_a_checked_row_names_comes_along(store: Store) -> None:
    far = make(Firm, id="far", name_zh="远", basis=DATASET, merged_into_id="into")
    into = make(Firm, id="into", name_zh="并", basis=DATASET)
    other = make(Firm, id="other", name_zh="他", basis=DATASET)
    supply = {"product_id": "benzene", "certainty": "推测"}
    checked = make(Supply, id="s", from_firm_id="far", to_firm_id="alpha", **supply)
    theirs = make(Supply, id="t", from_firm_id="other", to_firm_id="far", basis=DATASET, **supply)
    made = make(Producer, id="m", firm_id="far", product_id="benzene", basis=DATASET)
    put(store, *chain_records(), far, into, other, checked, theirs, made)
    facts = read_facts(store)
    assert set(facts.firms) == {"alpha", "beta", "far", "into"}
    assert list(facts.supplies) == ["s"]
    assert facts.producers_of == {}
    assert facts.owner("far") == "into"


def test_a_name_that_leads_nowhere_is_asked_for_once(store: Store) -> None:
    supply = {"product_id": "benzene", "certainty": "推测"}
    put(store, make(Supply, id="s", from_firm_id="nobody", to_firm_id="alpha", **supply))
    assert read_facts(store).firms == {}


# judgements


def judged(id_: str, item_id: str, relation: str, *targets: str, kind: str = "product") -> Record:
    return Crosswalk(id_, item_id, None, kind, targets, relation, None)


def listing(id_: str, firm: str, item: str, share: float | None) -> Record:
    return make(FirmItem, id=id_, firm_id=firm, item_id=item, share=share, basis=DATASET)


@pytest.fixture
def catalogue(store: Store) -> Store:
    put(
        store,
        *(make(Item, id=i, name_zh=f"目录{i}", basis=DATASET) for i in ("i1", "i2", "i3", "i4")),
        make(
            Firm, id="f1", name_zh="甲股份", short_name="甲", basis=DATASET, merged_into_id="alpha"
        ),
        make(Firm, id="f2", name_zh="乙股份", province="山东", city=None, basis=DATASET),
        make(Firm, id="alpha", name_zh="阿"),
        listing("l1", "f1", "i1", 0.25),
        listing("l2", "f2", "i1", None),
        listing("l3", "f2", "i2", 0.75),
        listing("l4", "f1", "i3", 0.9),
        listing("l5", "f1", "i4", 0.9),
        listing("l6", "gone", "i2", 0.1),
        judged("x1", "i1", "same", "pa6"),
        judged("x2", "i2", "narrower", "pa6", "other"),
        judged("x3", "i3", "approximate", "pa6"),
        judged("x4", "i4", "same", "poly", kind="process"),
        judged("x5", "i4", "includes", "pa6", "other"),
        judged("x6", "i1", "narrower", "pa6"),
    )
    return store


def test_only_the_same_and_kinds_of_it_count(catalogue: Store) -> None:
    assert items_of_product(catalogue, "pa6") == {"i1": "same", "i2": "narrower"}
    found = makers_by_item(catalogue, "pa6")
    assert [(r.ref[1], r.firm_name, r.share, r.relation) for r in found.rows] == [
        ("l3", "乙股份", 0.75, "narrower"),
        ("l1", "甲", 0.25, "same"),
        ("l6", "gone", 0.1, "narrower"),
        ("l2", "乙股份", None, "same"),
    ]
    assert [r.same_as for r in found.rows] == [None, "alpha", None, None]
    assert (found.rows[0].province, found.rows[0].item_name) == ("山东", "目录i2")
    assert found.next is None


def test_makers_come_a_page_at_a_time(catalogue: Store) -> None:
    seen, after = [], None
    while True:
        page = makers_by_item(catalogue, "pa6", after=after, limit=3)
        seen += [row.ref[1] for row in page.rows]
        if page.next is None:
            break
        after = page.next
    assert seen == ["l3", "l1", "l6", "l2"]
    only = makers_by_item(catalogue, "pa6", where=[Where("share", "ge", 0.5)])
    assert [row.ref[1] for row in only.rows] == ["l3"]


def test_a_product_nobody_judged_has_no_makers_in_the_catalogue(loaded: Store) -> None:
    assert makers_by_item(loaded, "p0").rows == ()


def test_a_judgement_never_makes_a_checked_producer(catalogue: Store) -> None:
    facts = read_facts(catalogue)
    assert facts.producers_of == {}
    assert list(facts.firms) == ["alpha"]
    assert "firm_item" not in facts.by_kind
