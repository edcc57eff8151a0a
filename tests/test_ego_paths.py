"""What two firms have to do with each other, in sentences and as lanes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from stores import shared_store_url
from test_ego import firm, made, row, supply

from graph.facts import Facts
from graph.model import Firm, Park, Product, Project, Record
from graph.store.values import Ref, RefPath
from views.map.path_net import MOST_LANES, paths_data
from views.tables.tie.paths import THROUGH, Way, grouped, ways
from views.tables.tie.ties import EXPLAINING, Known, name_of, ref_of
from views.workspace import Workspace

A, B, C = ("firm", "a"), ("firm", "b"), ("firm", "c")
BENZENE = ("product", "benzene")
MAKES, OF = "producer.firm_id", "producer.product_id"


def told(paths: list[RefPath], *records: Record) -> tuple[Way, ...]:
    things: list[Record] = [
        *(firm(id, name) for id, name in (("a", "甲"), ("b", "乙"), ("c", "丙"))),
        row(Product, id="benzene", name_zh="苯", short_zh="苯"),
        row(Product, id="phenol", name_zh="苯酚", short_zh="苯酚"),
        row(Park, id="east", name_zh="东片区"),
        *records,
    ]
    by_ref = {ref_of(r): r for r in things}
    return ways(paths, by_ref, Known({r: name_of(x) for r, x in by_ref.items()}), Facts())


def sentences(paths: list[RefPath], *records: Record) -> list[str]:
    return [way.sentence for way in told(paths, *records)]


def path(*steps: Ref | str) -> RefPath:
    refs = tuple(s for s in steps if isinstance(s, tuple))
    return RefPath(refs, tuple(s for s in steps if isinstance(s, str)))


def test_who_supplies_whom_either_way() -> None:
    there = path(A, "supply.from_firm_id", ("supply", "s1"), "supply.to_firm_id", B)
    back = path(B, "supply.to_firm_id", ("supply", "s1"), "supply.from_firm_id", A)
    row_ = supply(1, "a", "b")
    assert sentences([there], row_) == ["甲 —供 苯(推测)→ 乙"]
    assert sentences([back], row_) == ["乙 ←供 苯(推测)— 甲"]
    sure = supply(1, "a", "b", "已证实")
    assert sentences([there], sure) == ["甲 —供 苯→ 乙"]


def test_both_make_one_product() -> None:
    way = path(A, MAKES, ("producer", "p1"), OF, BENZENE, OF, ("producer", "p2"), MAKES, B)
    (found,) = told([way], made(1, "benzene", 300.0, "a"), made(2, "benzene", None, "b"))
    assert found.sentence == "甲 —同做 苯— 乙"
    assert found.family == "同做一种产品"
    assert [fact.text for fact in found.facts] == ["甲做苯:30 万吨/年", "乙做苯:产能未知"]


def test_many_statements_on_one_tie_are_one_way() -> None:
    rows = [made(i, "benzene", float(i), f) for i, f in ((1, "a"), (2, "b"), (3, "b"))]
    both = [
        path(A, MAKES, ("producer", "p1"), OF, BENZENE, OF, ("producer", p), MAKES, B)
        for p in ("p2", "p3")
    ]
    (found,) = told(both, *rows)
    assert len(found.facts) == 3


def test_one_makes_what_the_other_needs() -> None:
    need = path(
        A, "supply.to_firm_id", ("supply", "s1"), "supply.product_id", BENZENE,
        OF, ("producer", "p2"), MAKES, B,
    )  # fmt: skip
    (found,) = told([need], supply(1, None, "a"), made(2, "benzene", 9.0, "b"))
    assert found.sentence == "甲 —要用 苯,对方做(推测)— 乙"
    assert found.family == "供需"


def test_owners_and_mergers_say_which_way() -> None:
    owned: Firm = row(Firm, id="a", name_zh="甲", status="在产", owner_ids=("b",))
    merged: Firm = row(Firm, id="a", name_zh="甲", status="在产", merged_into_id="b")
    own, merge = "firm.owner_ids", "firm.merged_into_id"
    assert sentences([path(A, own, B)], owned) == ["甲 ←控股— 乙"]
    assert sentences([path(B, own, A)], owned) == ["乙 —控股→ 甲"]
    assert sentences([path(A, merge, B)], merged) == ["甲 —已并入→ 乙"]
    assert sentences([path(B, merge, A)], merged) == ["乙 ←已并入— 甲"]


def test_a_project_and_a_park() -> None:
    project: Project = row(Project, id="x", name_zh="某项目", stage="开工", firm_ids=("a", "b"))
    in_park = [
        row(Firm, id=i, name_zh=n, park_ids=("east",)) for i, n in (("a", "甲"), ("b", "乙"))
    ]
    both = [
        path(A, "project.firm_ids", ("project", "x"), "project.firm_ids", B),
        path(A, "firm.park_ids", ("park", "east"), "firm.park_ids", B),
    ]
    assert sentences(both, project, *in_park) == ["甲 —同在项目“某项目”— 乙", "甲 —同在 东片区— 乙"]


def test_a_way_through_a_third_firm() -> None:
    way = path(
        A, "supply.from_firm_id", ("supply", "s1"), "supply.to_firm_id", B,
        MAKES, ("producer", "p1"), OF, BENZENE, OF, ("producer", "p2"), MAKES, C,
    )  # fmt: skip
    rows = [supply(1, "a", "b"), made(1, "benzene", 1.0, "b"), made(2, "benzene", 1.0, "c")]
    (found,) = told([way], *rows)
    assert found.sentence == "甲 —供 苯(推测)→ 乙 —同做 苯— 丙"
    assert found.family == THROUGH
    assert found.things == (A, B, BENZENE, C)


def test_a_detour_that_adds_nothing_is_left_out() -> None:
    straight = path(A, MAKES, ("producer", "p1"), OF, BENZENE, OF, ("producer", "p2"), MAKES, B)
    detour = path(
        A, "project.firm_ids", ("project", "x"), "project.product_ids", BENZENE,
        OF, ("producer", "p2"), MAKES, B,
    )  # fmt: skip
    project: Project = row(
        Project, id="x", name_zh="某项目", stage="开工", firm_ids=("a",), product_ids=("benzene",)
    )
    rows = [made(1, "benzene", 1.0, "a"), made(2, "benzene", 1.0, "b"), project]
    assert sentences([detour, straight], *rows) == ["甲 —同做 苯— 乙"]
    assert sentences([detour], *rows) == ["甲 —参与→ 项目“某项目” —拟做→ 苯 ←做— 乙"]


def test_what_is_used_at_home_ties_nobody() -> None:
    own = path(
        A, "supply.to_firm_id", ("supply", "s1"), "supply.product_id", BENZENE,
        OF, ("producer", "p2"), MAKES, B,
    )  # fmt: skip
    assert sentences([own], supply(1, "a", "a"), made(2, "benzene", 1.0, "b")) == []


def test_a_directory_is_said_to_be_one() -> None:
    way = path(A, MAKES, ("producer", "p1"), OF, BENZENE, OF, ("producer", "p2"), MAKES, B)
    listed = row(type(made(1, None, None)), id="p2", firm_id="b", product_id="benzene",
                 product_text="苯", status="在产", basis="dataset")  # fmt: skip
    (found,) = told([way], made(1, "benzene", 1.0, "a"), listed)
    assert found.sentence == "甲 —同做 苯(名录)— 乙"
    assert found.is_unchecked
    assert found.facts[1].text.endswith("(名录数据,未核实)")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    opened = Workspace.open(shared_store_url())
    yield opened
    opened.close()


def shipped(workspace: Workspace, a: str, b: str) -> tuple[tuple[Way, ...], Known]:
    store, facts = workspace.store, workspace.facts()
    ends = ("firm", a), ("firm", b)
    paths = store.paths(*ends, relations=EXPLAINING, max_len=4, k=100)
    records = {
        ref_of(r): r
        for kind in {k for p in paths for k, _ in p.refs}
        for r in store.get(kind, [i for p in paths for k, i in p.refs if k == kind])
    }
    names = {ref: name_of(r) for ref, r in records.items()}
    names |= {("product", p.id): p.name_zh for p in facts.products.values()}
    known = Known(names)
    return ways(paths, records, known, facts), known


def test_xingchang_and_changling(workspace: Workspace) -> None:
    found, known = shipped(workspace, "yueyang-xingchang", "changling-refining")
    groups = grouped(found)
    assert found[0].sentence == "岳阳兴长 ←供 液化石油气(推测)— 长岭炼化"
    assert "同一个园区" in groups
    assert all(fact.origin.title for way in found for fact in way.facts)
    data = paths_data(list(itertools.chain(*groups.values())), known, lambda ref: False)
    ends = [n for n in data["nodes"] if n["id"].startswith("end:")]
    assert [n["label"] for n in ends] == ["■ 岳阳兴长", "■ 长岭炼化"]
    assert ends[0]["x"] < 0 < ends[1]["x"]


def test_lanes_do_not_overlap(workspace: Workspace) -> None:
    found, known = shipped(workspace, "hunan-petrochemical", "baling-petrochemical")
    assert len(found) > 3
    data = paths_data(found, known, lambda ref: False)
    boxes = [n for n in data["nodes"] if "widthConstraint" in n]
    for a, b in itertools.combinations(boxes, 2):
        wide = (a["widthConstraint"]["minimum"] + b["widthConstraint"]["minimum"]) / 2
        high = (a["heightConstraint"]["minimum"] + b["heightConstraint"]["minimum"]) / 2
        assert abs(a["x"] - b["x"]) >= wide or abs(a["y"] - b["y"]) >= high
    lanes = {n["y"] for n in boxes if not n["id"].startswith("end:")}
    assert len(lanes) <= MOST_LANES
