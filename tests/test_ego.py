"""What is drawn around a firm: ties from records, rooms, positions; nothing overlaps."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from stores import shared_store_url

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm, Product, Project, Record, Supply
from graph.model import Producer as Made
from graph.store.values import Around, Group, Ref
from views.map.ego.ego import MOST, ROWS, Ego, Opened, ego, scene, shares
from views.map.ego.net import branch_at, drawing_data, leaves
from views.map.ego.place import Placed, Spot, em, key_of, placed
from views.tables.tie.ties import AROUND, Known, feeds_of, names_of, short_name, statement_ties
from views.workspace import Workspace

HERE = ("firm", "here")


R = TypeVar("R", bound=Record)


def row(cls: type[R], **values: object) -> R:
    """A record with what is said; the rest is unknown."""
    blank = {f.name: () if "tuple" in str(f.type) else None for f in dataclasses.fields(cls)}
    return cls(**blank | values)


def firm(id: str, name: str = "", basis: str = "source") -> Firm:
    return row(Firm, id=id, name_zh=name or id, status="在产", basis=basis)


def made(number: int, product: str | None, size: float | None, firm_id: str = "here") -> Made:
    about = {"id": f"p{number}", "firm_id": firm_id, "product_id": product, "basis": "source"}
    return row(Made, **about, product_text="某物", capacity_kt_a=size, status="在产")


def supply(number: int, giver: str | None, taker: str, certainty: str = "推测") -> Supply:
    about = ("benzene", None, None, certainty, "source", None, None, None, None)
    return Supply(f"s{number}", giver, taker, *about)


def around(*groups: tuple[str, str, list[Record], int]) -> Around:
    held = tuple(Group(r, d, tuple(rows), hidden) for r, d, rows, hidden in groups)  # type: ignore[arg-type]
    return Around(firm("here", "这一家"), 1, held, {("product", "benzene"): "纯苯"})


def drawn(told: Around, opened: Opened = Opened(), most: int = MOST) -> Ego:  # noqa: B008
    return ego([scene(told, Known(names_of(told)))], opened, most)


def at(drawing: Ego) -> Placed:
    return placed(drawing, lambda leaf: f"■ {leaf.ref[1]}", lambda leaf: "30 万吨/年")


def boxes(found: Placed) -> list[Spot]:
    return [*found.things.values(), *(s for _, s in found.chips), *(s for _, s in found.more)]


def overlap(a: Spot, b: Spot) -> bool:
    return abs(a.x - b.x) < (a.w + b.w) / 2 and abs(a.y - b.y) < (a.h + b.h) / 2


def test_a_statement_is_an_edge_and_never_a_thing() -> None:
    rows: list[Record] = [made(1, "benzene", 300.0), made(2, "benzene", None)]
    (branch,) = drawn(around(("producer.firm_id", "in", rows, 0))).center.branches
    assert branch.title == "产品"
    assert [leaf.ref for leaf in branch.leaves] == [("product", "benzene")]
    assert [tie.label for tie in branch.leaves[0].ties] == ["30 万吨/年", "产能未知"]


def test_a_supply_without_giver_is_a_need() -> None:
    rows: list[Record] = [supply(1, None, "here"), supply(2, "other", "here")]
    branches = drawn(around(("supply.to_firm_id", "in", rows, 0))).center.branches
    assert [(b.title, b.leaves[0].ref) for b in branches] == [
        ("上家", ("firm", "other")),
        ("要用的料(供方未载)", ("product", "benzene")),
    ]


def test_what_a_firm_makes_for_itself_is_no_edge() -> None:
    assert list(statement_ties(supply(1, "here", "here"), Known({}))) == []
    assert list(statement_ties(made(1, None, 1.0), Known({}))) == []


def test_unit_measured_by_its_feed_takes_it() -> None:
    known = Known({}, frozenset({("", "crude-oil")}))
    assert [t.code for t in statement_ties(made(1, "crude-oil", 5.0), known)] == ["take"]
    assert [t.code for t in statement_ties(made(1, "benzene", 5.0), known)] == ["make"]


def test_what_is_cut_is_counted_and_can_be_asked_for() -> None:
    rows: list[Record] = [made(i, f"product-{i:02}", float(i + 1)) for i in range(40)]
    told = around(("producer.firm_id", "in", rows, 7))
    first = drawn(told).center.branches[0]
    assert len(first.leaves) == ROWS
    assert first.hidden == 40 - ROWS + 7
    assert first.leaves[0].ref[1] == "product-39"  # the largest first
    longer = drawn(told, Opened().grown(HERE, first.sight)).center.branches[0]
    assert len(longer.leaves) > len(first.leaves)
    assert longer.leaves[:ROWS] == first.leaves


def test_one_more_is_drawn_rather_than_counted() -> None:
    rows: list[Record] = [made(i, f"product-{i:02}", 1.0) for i in range(ROWS + 1)]
    assert drawn(around(("producer.firm_id", "in", rows, 0))).center.branches[0].hidden == 0


def test_a_drawing_is_never_fuller_than_allowed() -> None:
    rows: list[Record] = [made(i, f"product-{i:02}", 1.0) for i in range(60)]
    told = around(("producer.firm_id", "in", rows, 0))
    opened = Opened(longer=((HERE, ("make", True)),) * 5)
    full = drawn(told, opened, most=30)
    assert full.count == 30
    assert full.is_full
    assert not drawn(told, opened).is_full


def test_opening_twice_closes() -> None:
    ref = ("product", "benzene")
    assert Opened().toggled(ref).toggled(ref) == Opened()


def test_opened_thing_leads_on_and_across() -> None:
    rows: list[Record] = [made(1, "benzene", 300.0), made(2, "phenol", 10.0)]
    one = around(
        ("producer.firm_id", "in", rows, 0),
        ("supply.to_firm_id", "in", [supply(1, "b", "here")], 0),
    )
    benzene = row(Product, id="benzene", name_zh="纯苯", short_zh="纯苯")
    makers: list[Record] = [made(1, "benzene", 300.0), *(made(9, "benzene", 5.0, f) for f in "bc")]
    two = Around(benzene, 1, (Group("producer.product_id", "in", tuple(makers), 0),), {})
    known = Known({})
    opened = Opened().toggled(("product", "benzene"))
    found = ego([scene(one, known), scene(two, known)], opened)
    product = next(x for x in leaves(found.center) if x.ref == ("product", "benzene"))
    assert [x.ref for x in product.branches[0].leaves] == [("firm", "c")]
    assert [(t.start, t.end) for t in found.across] == [(("firm", "b"), ("product", "benzene"))]


def test_names_are_text_and_never_markup() -> None:
    bad = '<img src=x onerror="1"> href </script>'
    told = Around(firm("here", bad), 1, (), {})
    data = drawing_data(drawn(told), names_of(told), lambda ref: False)
    node = data["nodes"][0]
    assert node["label"].startswith("■ <img")  # vis-network paints labels, it does not parse them
    assert "title" not in node
    assert "font" not in node or "multi" not in node["font"]


names = some.text("苯甲乙丙石化ABab12(—…·)", min_size=1, max_size=24)


@given(
    some.lists(some.tuples(names, some.none() | some.floats(0, 9e4)), max_size=30),
    some.lists(some.tuples(some.sampled_from("abcdefgh"), some.booleans()), max_size=12),
    some.integers(0, 900),
)
@settings(max_examples=60, deadline=None)
def test_nothing_overlaps_whatever_is_drawn(products, partners, hidden) -> None:
    rows: list[Record] = [made(i, name, size) for i, (name, size) in enumerate(products)]
    given_: list[Record] = [supply(i, f if f != "a" else None, "here") for i, (f, _) in
                            enumerate(partners)]  # fmt: skip
    told = around(("producer.firm_id", "in", rows, hidden), ("supply.to_firm_id", "in", given_, 0))
    drawing = drawn(told)
    found = at(drawing)
    assert found == at(drawn(told))
    assert not [(a, b) for a, b in itertools.combinations(boxes(found), 2) if overlap(a, b)]
    assert len(leaves(drawing.center)) + 1 == drawing.count <= 80


@given(some.lists(some.integers(0, 50), max_size=8), some.integers(0, 60))
def test_rooms_are_dealt_out_in_full(counts: list[int], room: int) -> None:
    dealt = shares(counts, room)
    assert sum(dealt) == min(room, sum(counts))
    assert all(d <= c for d, c in zip(dealt, counts, strict=True))


def test_short_names() -> None:
    assert short_name("岳阳凯门新材料有限公司") == "岳阳凯门新材料"
    assert short_name("有限公司") == "有限公司"
    assert em("■ 苯") > em("苯") + 1


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    opened = Workspace.open(shared_store_url())
    yield opened
    opened.close()


def shipped(workspace: Workspace, ref: Ref) -> tuple[Around, Known]:
    facts: Facts = workspace.facts()
    at_ = AsOf("2026-11-24", None, ("在产",))
    told = workspace.store.around(ref, relations=AROUND[ref[0]], cap=60, at=at_)
    assert told is not None
    return told, Known(names_of(told), feeds_of(facts))


@pytest.mark.parametrize("id", ["hunan-petrochemical", "yueyang-xingchang", "changling-refining"])
def test_shipped_firms(workspace: Workspace, id: str) -> None:
    told, known = shipped(workspace, ("firm", id))
    drawing = ego([scene(told, known)])
    data = drawing_data(drawing, known.names, lambda ref: False)
    assert drawing.count <= 80
    assert json.loads(json.dumps(data)) == data
    things = {leaf.ref for leaf in leaves(drawing.center)}
    assert {kind for kind, _ in things} <= {"firm", "product", "project", "park", "item"}
    assert data["rev"] == drawing_data(drawing, known.names, lambda ref: False)["rev"]
    for branch in drawing.center.branches:
        if branch.hidden:
            key = f"more:{key_of(('firm', id))}:{branch.sight[0]}:{branch.sight[1]:d}"
            assert data["info"][key]["act"] == "more"
            assert branch_at(drawing, key) == (("firm", id), branch.sight)


def test_a_refinery_takes_crude_and_does_not_make_it(workspace: Workspace) -> None:
    told, known = shipped(workspace, ("firm", "changling-refining"))
    titles = {
        b.title: [x.ref[1] for x in b.leaves] for b in ego([scene(told, known)]).center.branches
    }
    assert titles["加工的原料"] == ["crude-oil"]
    assert "crude-oil" not in titles["产品"]


def test_projects_go_where_there_is_room() -> None:
    about = {"id": "x", "name_zh": "某项目", "stage": "开工", "basis": "source"}
    project = row(Project, **about, firm_ids=("here",))
    rows: list[Record] = [made(i, f"p{i}", 1.0) for i in range(3)]
    full = around(("producer.firm_id", "in", rows, 0), ("project.firm_ids", "in", [project], 0))
    assert {b.title: b.side for b in drawn(full).center.branches}["项目"] == "left"
    givers: list[Record] = [supply(i, f"g{i}", "here") for i in range(3)]
    other = around(("supply.to_firm_id", "in", givers, 0), ("project.firm_ids", "in", [project], 0))
    assert {b.title: b.side for b in drawn(other).center.branches}["项目"] == "right"
