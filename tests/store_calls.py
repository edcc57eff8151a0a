"""What every store must do when asked what stands around a record and who makes a product."""

from __future__ import annotations

from typing import Any

import pytest
from store_records import (
    CHAIN,
    firm,
    flow,
    new,
    producer,
    product,
    put,
    unit,
)

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.store.protocol import Change, Degree, Making, Order, Ref, Store, Where


def ways(around: Any) -> list[tuple[str, str, list[str], int]]:
    return [(g.relation, g.direction, [r.id for r in g.records], g.hidden) for g in around.groups]


class CallsContract:
    """Part of the store contract."""

    # -- around ----------------------------------------------------------------------------

    @pytest.fixture
    def town(self, store: Store) -> Store:
        put(
            store,
            *CHAIN[:5],
            new("source", "S1", title="环评公示"),
            new("park", "p1", name_zh="长岭片区"),
            new("process", "eb-sm", name_zh="乙苯脱氢制苯乙烯", main_product_id="styrene"),
            firm("f1", "岳阳兴长", park_ids=("p1", "p-gone"), source_id="S1"),
            firm("f2", "巴陵石化"),
            unit("u1", "f1", "styrene", process_ids=("eb-sm",), capacity_kt_a=80.0),
            unit("u2", "f1", "benzene", since="2020", until="2022", capacity_kt_a=5.0),
            new("supply", "s1", from_firm_id="f1", to_firm_id="f2", product_id="styrene"),
            flow("1", "eb-sm", "benzene"),
        )
        return store

    def test_around_gives_the_record_its_neighbours_and_their_names(self, town: Store) -> None:
        found = town.around(("firm", "f1"))
        assert found is not None
        assert (found.record, found.rev) == (town.get("firm", ["f1"]).records[0], 1)
        assert ways(found) == [
            ("firm.park_ids", "out", ["p1"], 0),
            ("firm.source_id", "out", ["S1"], 0),
            ("capacity.firm_id", "in", ["u1", "u2"], 0),
            ("supply.from_firm_id", "in", ["s1"], 0),
        ]
        assert found.groups[2].records == town.get("capacity", ["u1", "u2"]).records
        assert found.names == {
            ("park", "p1"): "长岭片区",
            ("source", "S1"): "环评公示",
            ("firm", "f1"): "岳阳兴长",
            ("firm", "f2"): "巴陵石化",
            ("product", "styrene"): "苯乙烯",
            ("product", "benzene"): "苯",
            ("process", "eb-sm"): "乙苯脱氢制苯乙烯",
        }

    def test_around_can_be_narrowed_and_capped(self, town: Store) -> None:
        put(town, *(unit(f"x{n:02}", "f1", "benzene") for n in range(30)))
        found = town.around(("firm", "f1"), relations=["capacity.firm_id"], cap=3)
        assert ways(found) == [("capacity.firm_id", "in", ["u1", "u2", "x00"], 29)]
        bare = town.around(("firm", "f1"), relations=["capacity.firm_id"], cap=0)
        assert ways(bare) == [("capacity.firm_id", "in", [], 32)]
        out = town.around(("firm", "f1"), direction="out")
        assert [g.relation for g in out.groups] == ["firm.park_ids", "firm.source_id"]  # type: ignore[union-attr]
        alone = town.around(("firm", "f2"), relations=[])
        assert (alone.groups, alone.names) == ((), {})  # type: ignore[union-attr]

    def test_around_at_a_day_leaves_out_what_is_not_valid_then(self, town: Store) -> None:
        relation = ["capacity.firm_id"]
        now = town.around(("firm", "f1"), relations=relation, at=AsOf("2024"))
        assert ways(now) == [("capacity.firm_id", "in", ["u1"], 0)]
        then = town.around(("firm", "f1"), relations=relation, at=AsOf("2021-06"))
        assert ways(then) == [("capacity.firm_id", "in", ["u1", "u2"], 0)]
        assert town.around(("capacity", "u2"), at=AsOf("2024")) is None
        with pytest.raises(BadRequest, match="当时已知"):
            town.around(("firm", "f1"), at=AsOf("2024", "2024"))

    def test_around_what_is_not_there_is_none(self, town: Store) -> None:
        assert town.around(("firm", "nobody")) is None
        town.write([Change.delete("capacity", "u1")], actor="甲", reason="撤")
        assert town.around(("capacity", "u1")) is None
        put(town, unit("u3", "f-gone", "p-gone"))
        found = town.around(("capacity", "u3"))
        assert (found.groups, found.names) == ((), {})  # type: ignore[union-attr]

    def test_two_that_refer_to_each_other_stand_around_each_other_twice(self, store: Store) -> None:
        put(store, firm("a", "甲厂", merged_into_id="b"), firm("b", "乙厂", merged_into_id="a"))
        found = store.around(("firm", "a"))
        assert ways(found) == [
            ("firm.merged_into_id", "out", ["b"], 0),
            ("firm.merged_into_id", "in", ["b"], 0),
        ]
        assert found.names == {("firm", "a"): "甲厂", ("firm", "b"): "乙厂"}  # type: ignore[union-attr]

    # -- degrees ---------------------------------------------------------------------------

    def test_degrees_count_neighbours_by_relation_and_direction(self, town: Store) -> None:
        refs: list[Ref] = [
            ("firm", "f1"),
            ("product", "styrene"),
            ("firm", "nobody"),
            ("firm", "f1"),
            ("product", "phenol"),
        ]
        assert town.degrees(refs) == {
            ("firm", "f1"): (
                Degree("firm.park_ids", "out", 1),
                Degree("firm.source_id", "out", 1),
                Degree("capacity.firm_id", "in", 2),
                Degree("supply.from_firm_id", "in", 1),
            ),
            ("product", "styrene"): (
                Degree("process.main_product_id", "in", 1),
                Degree("capacity.product_id", "in", 1),
                Degree("supply.product_id", "in", 1),
            ),
            ("product", "phenol"): (),
        }
        only = town.degrees(refs[:1], relations=["supply.to_firm_id", "capacity.firm_id"])
        assert only == {("firm", "f1"): (Degree("capacity.firm_id", "in", 2),)}
        assert town.degrees([]) == {}

    def test_degrees_are_as_many_as_the_neighbours(self, town: Store) -> None:
        refs = [(kind, record.id) for kind in ("firm", "product", "process", "capacity", "park")
                for record in town.scan(kind)]  # type: ignore[attr-defined]  # fmt: skip
        degrees = town.degrees(refs)
        for ref in refs:
            groups = town.neighbours(ref, cap=1)
            counted = [(g.relation, g.direction, len(g.refs) + g.hidden) for g in groups]
            assert [(d.relation, d.direction, d.count) for d in degrees[ref]] == counted

    # -- producers -------------------------------------------------------------------------

    @pytest.fixture
    def makers(self, store: Store) -> Store:
        put(
            store,
            product("b", "苯"),
            product("s", "苯乙烯"),
            firm("f1", "岳阳兴长", province="湖南", city="岳阳"),
            firm("f2", "镇海炼化", province="浙江", city="宁波"),
            firm("f3", "无名"),
            unit("u1", "f1", "b", capacity_kt_a=80.0, as_of="2024", source_id="S1"),
            unit("u2", "f1", "b", capacity_kt_a=70.0, is_driver=False),
            unit("u3", "f-gone", "b", status="在建"),
            producer("p1", "f2", "b", province="上海", city="上海", capacity_kt_a=80.0),
            producer(
                "p2", "f2", "s", province="浙江", capacity_kt_a=300.0, basis="dataset", year="2022"
            ),
            producer("p3", "f3", "b", province="湖南"),
            producer("p4", "f3", None),
        )
        return store

    def test_producers_are_driving_units_and_makers_elsewhere(self, makers: Store) -> None:
        page = makers.producers(["b"])
        assert page.next is None
        assert page.rows[:2] == (
            Making(
                ("capacity", "u1"), "f1", "岳阳兴长", "b", 80.0, "在产",
                "湖南", "岳阳", "2024", "user", "S1",
            ),
            Making(
                ("capacity", "u3"), "f-gone", "f-gone", "b", None, "在建",
                None, None, None, "user", None,
            ),
        )  # fmt: skip
        assert page.rows[2:] == (
            Making(
                ("producer", "p1"), "f2", "镇海炼化", "b", 80.0, "在产",
                "上海", "上海", None, "user", None,
            ),
            Making(
                ("producer", "p3"), "f3", "无名", "b", None, "在产",
                "湖南", None, None, "user", None,
            ),
        )  # fmt: skip
        both = makers.producers(["s", "b", "s", "nothing"])
        assert [row.ref[1] for row in both] == ["u1", "u3", "p1", "p2", "p3"]
        assert makers.producers([]).rows == ()

    @pytest.mark.parametrize(
        ("where", "found"),
        [
            ([Where("province", "eq", "湖南")], ["u1", "p3"]),
            ([Where("province", "is_null", True)], ["u3"]),
            ([Where("city", "is_null", False)], ["u1", "p1"]),
            ([Where("capacity_kt_a", "ge", 80)], ["u1", "p1", "p2"]),
            ([Where("capacity_kt_a", "is_null", True)], ["u3", "p3"]),
            ([Where("status", "ne", "在产")], ["u3"]),
            ([Where("basis", "in", ("dataset",))], ["p2"]),
            ([Where("firm_name", "prefix", "岳阳")], ["u1"]),
            ([Where("firm_id", "eq", "f2"), Where("product_id", "eq", "b")], ["p1"]),
            ([Where("as_of", "ge", "2023-12")], ["u1"]),
            ([Where("source_id", "eq", "S1")], ["u1"]),
        ],
    )
    def test_producers_can_be_filtered(
        self, makers: Store, where: list[Where], found: list[str]
    ) -> None:
        assert [row.ref[1] for row in makers.producers(["b", "s"], where=where)] == found

    @pytest.mark.parametrize(
        ("order", "found"),
        [
            ([Order("capacity_kt_a")], "u1 p1 p2 u3 p3"),
            ([Order("capacity_kt_a", descending=True)], "p2 u1 p1 u3 p3"),
            ([Order("province"), Order("firm_name", descending=True)], "p1 p2 p3 u1 u3"),
            ([Order("firm_name")], "u3 u1 p3 p1 p2"),
            ([Order("product_id", descending=True)], "p2 u1 u3 p1 p3"),
            ([Order("status"), Order("firm_id")], "u1 p1 p2 p3 u3"),
            ([Order("city", descending=True)], "u1 p1 u3 p2 p3"),
            ([Order("as_of")], "p2 u1 u3 p1 p3"),
            ([Order("basis"), Order("source_id")], "p2 u1 u3 p1 p3"),
        ],
    )
    def test_producers_in_any_order_and_their_pages_join_to_the_whole(
        self, makers: Store, order: list[Order], found: str
    ) -> None:
        whole = makers.producers(["b", "s"], order=order)
        assert " ".join(row.ref[1] for row in whole) == found
        for limit in (1, 2, 3, 4, 5):
            rows: list[Making] = []
            cursor: str | None = None
            while True:
                page = makers.producers(["b", "s"], order=order, after=cursor, limit=limit)
                assert len(page) <= limit
                rows += page.rows
                cursor = page.next
                if cursor is None:
                    break
            assert tuple(rows) == whole.rows

    def test_a_unit_and_a_producer_of_one_id_are_two(self, makers: Store) -> None:
        put(makers, producer("u1", "f2", "b"))
        first = makers.producers(["b"], where=[Where("status", "eq", "在产")], limit=1)
        assert [row.ref for row in first] == [("capacity", "u1")]
        rest = makers.producers(["b"], where=[Where("status", "eq", "在产")], after=first.next)
        assert [row.ref[1] for row in rest] == ["p1", "p3", "u1"]

    def test_producers_refuse_what_they_do_not_know(self, makers: Store) -> None:
        first = makers.producers(["b"], limit=1)
        asks: list[Any] = [
            lambda: makers.producers(["b"], where=[Where("note", "eq", "x")]),
            lambda: makers.producers(["b"], where=[Where("ref", "eq", "x")]),
            lambda: makers.producers(["b"], order=[Order("kind")]),
            lambda: makers.producers(["b"], limit=0),
            lambda: makers.producers(["b"], order=[Order("city")], after=first.next),
            lambda: makers.producers(["b"], after="[[],[1]]"),
            lambda: makers.producers(["b"], after="5"),
            lambda: makers.scan("firm", after=first.next),
        ]
        for ask in asks:
            with pytest.raises(BadRequest):
                ask()

    def test_producers_follow_changes(self, makers: Store) -> None:
        put(makers, firm("f1", "新名", city="长沙"), unit("u3", "f2", "s"))
        assert [(r.firm_name, r.city) for r in makers.producers(["b"], limit=1)] == [
            ("新名", "长沙")
        ]
        assert [row.ref[1] for row in makers.producers(["s"])] == ["u3", "p2"]
