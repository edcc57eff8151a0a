# ruff: noqa: E402 - what is rewritten must be told first
"""What every store must do; each backend runs this class with its own ``make`` fixture."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.asof import AsOf
from graph.errors import BadRequest, Conflict, StoreUnavailable
from graph.model import KINDS, Record
from graph.store.dates import last_day
from graph.store.protocol import Change, Order, Store, Where
from graph.store.tokens import PINYIN, Term, norm, terms

pytest.register_assert_rewrite("store_calls", "store_log", "store_same")

from store_calls import CallsContract
from store_log import LogContract
from store_records import (
    BENZENE,
    CHAIN,
    SCHEMA,
    Make,
    firm,
    flow,
    ids,
    new,
    noon,
    product,
    put,
    puts,
    unit,
)

__all__ = [
    "CHAIN",
    "SCHEMA",
    "Make",
    "StoreContract",
    "changes",
    "firm",
    "flow",
    "new",
    "noon",
    "product",
    "put",
    "puts",
    "unit",
]


class StoreContract(CallsContract, LogContract):
    """``make(name="a", clock=None)`` opens a store; the same name gives the same data.

    ``make(name=None)`` gives an empty one, and may empty the one there is.
    """

    @pytest.fixture
    def make(self) -> Make:
        raise NotImplementedError

    @pytest.fixture
    def store(self, make: Make) -> Store:
        return make()

    # -- reads and writes ------------------------------------------------------------

    def test_a_new_store_is_empty(self, store: Store) -> None:
        info = store.info()
        assert info.last_seq == 0
        assert set(info.counts) == set(KINDS)
        assert set(info.counts.values()) == {0}
        assert list(store.scan("product")) == []

    def test_every_kind_and_type_comes_back_as_it_went_in(self, store: Store) -> None:
        record = firm(
            "f1",
            "岳阳“兴长” O'Brien; DROP TABLE firm;--",
            aliases=("兴长", "a;b", 'q"q'),
            park_ids=("p2", "p1"),
            is_above_scale=False,
            revenue_yi=0.1 + 0.2,
            founded="1990-06",
        )
        segment = new("segment", "苯链", order=3)
        put(store, record, segment)
        (back,) = store.get("firm", ["f1"]).records
        assert back == record
        assert [type(getattr(back, f.name)) for f in dataclasses.fields(back)] == [
            type(getattr(record, f.name)) for f in dataclasses.fields(record)
        ]
        assert store.get("segment", ["苯链"]).records == (segment,)

    def test_a_whole_number_in_a_float_column_comes_back_as_float(self, store: Store) -> None:
        put(store, firm("f1", revenue_yi=5))
        assert type(store.get("firm", ["f1"]).records[0].revenue_yi) is float  # type: ignore[attr-defined]

    def test_get_keeps_the_order_asked_for_and_leaves_out_what_is_not_there(
        self, store: Store
    ) -> None:
        put(store, firm("a"), firm("b"), firm("c"))
        page = store.get("firm", ["c", "nobody", "a", "c"])
        assert ids(page) == ["c", "a"]
        assert page.revs == (1, 1)
        assert len(store.get("firm", [])) == 0

    def test_unknown_and_false_and_zero_stay_apart(self, store: Store) -> None:
        put(store, firm("u"), firm("z", revenue_yi=0.0, is_above_scale=False))
        assert store.count("firm", where=[Where("revenue_yi", "is_null", True)]) == 1
        assert store.count("firm", by="is_above_scale") == {None: 1, False: 1}

    def test_delete_takes_a_record_away_and_a_second_delete_does_nothing(
        self, store: Store
    ) -> None:
        put(store, firm("a"))
        first = store.write([Change.delete("firm", "a")], actor="甲", reason="重复")
        assert first.revs == {("firm", "a"): 2}
        assert len(store.get("firm", ["a"])) == 0
        again = store.write([Change.delete("firm", "a")], actor="甲", reason="重复")
        assert (again.revs, again.seq) == ({}, 0)

    def test_a_put_that_changes_nothing_makes_no_revision(self, store: Store) -> None:
        put(store, firm("a"))
        put(store, firm("a"))
        assert store.info().last_seq == 1

    # -- what is refused ---------------------------------------------------------------

    @pytest.mark.parametrize(
        ("record", "word"),
        [
            (firm("x", "名" * 201), "200"),
            (firm("x", aliases=("名" * 201,)), "200"),
            (firm(""), "编号"),
            (firm("x", founded="2023-13"), "成立年份"),
            (firm("x", founded="06-18(疑2022)"), "日期"),
            (firm("x", status="好"), "未落地"),
            (firm("x", revenue_yi=float("nan")), "营业收入"),
            (firm("x", revenue_yi="12"), "数字"),
            (firm("x", is_above_scale=1), "规上"),
            (firm("x", aliases=["列表"]), "别名"),
            (firm("x", status_text="\ud800"), "字符"),
            (firm("x", status_text="a\0b"), "字符"),
            (dataclasses.replace(firm("x"), name_zh=None), "不能为空"),
            (flow("x", "p", "q", t_per_t=float("inf")), "单耗"),
        ],
    )
    def test_a_bad_record_is_refused_and_nothing_of_the_write_stays(
        self, store: Store, record: Record, word: str
    ) -> None:
        with pytest.raises(BadRequest, match=word):
            put(store, firm("good"), record)
        assert store.info().last_seq == 0

    def test_writing_needs_an_actor_and_a_reason(self, store: Store) -> None:
        for actor, reason in (("", "录入"), ("甲", " ")):
            with pytest.raises(BadRequest, match="不能为空"):
                store.write(puts(firm("a")), actor=actor, reason=reason)

    def test_unknown_kinds_columns_and_operators_are_refused(self, store: Store) -> None:
        asks: list[Callable[[], object]] = [
            lambda: store.get("robot", ["a"]),
            lambda: store.scan("firm", where=[Where("nope", "eq", "a")]),
            lambda: store.scan("firm", where=[Where("city", "like", "a")]),  # type: ignore[arg-type]
            lambda: store.scan("firm", where=[Where("city", "eq", None)]),
            lambda: store.scan("firm", where=[Where("city", "eq", 3)]),
            lambda: store.scan("firm", where=[Where("revenue_yi", "eq", "3")]),
            lambda: store.scan("firm", where=[Where("aliases", "eq", "a")]),
            lambda: store.scan("firm", where=[Where("city", "contains", "a")]),
            lambda: store.scan("firm", where=[Where("city", "in", "a")]),
            lambda: store.scan("firm", order=[Order("aliases")]),
            lambda: store.scan("firm", limit=0),
            lambda: store.scan("firm", after="乱写"),
            lambda: store.count("firm", by="nope"),
            lambda: store.neighbours(("firm", "a"), relations=["firm.nope"]),
            lambda: store.paths(("firm", "a"), ("firm", "b"), max_len=99),
            lambda: store.write([Change("put", ("firm", "a"))], actor="甲", reason="录入"),
            lambda: store.write(
                [Change("put", ("firm", "b"), firm("a"))], actor="甲", reason="录入"
            ),
            lambda: store.history(after_seq=-1),
        ]
        for ask in asks:
            with pytest.raises(BadRequest):
                ask()

    # -- conflicts, commits, history ---------------------------------------------------

    def test_a_conflict_holds_both_versions_and_changes_nothing(self, store: Store) -> None:
        put(store, firm("a"), firm("b"))
        put(store, firm("a", city="岳阳"))
        with pytest.raises(Conflict) as caught:
            store.write(
                puts(firm("b", city="长沙"), firm("a", city="长沙")),
                actor="乙",
                reason="改",
                expect={("firm", "b"): 1, ("firm", "a"): 1},
            )
        conflict = caught.value
        assert (conflict.ref, conflict.expected, conflict.actual) == (("firm", "a"), 1, 2)
        assert conflict.current == firm("a", city="岳阳")
        assert store.get("firm", ["b"]).records == (firm("b"),)

    def test_expect_zero_means_must_not_exist(self, store: Store) -> None:
        store.write(puts(firm("a")), actor="甲", reason="新", expect={("firm", "a"): 0})
        with pytest.raises(Conflict):
            store.write(puts(firm("a")), actor="甲", reason="新", expect={("firm", "a"): 0})
        with pytest.raises(Conflict) as caught:
            store.write(puts(firm("c")), actor="甲", reason="改", expect={("firm", "c"): 3})
        assert (caught.value.actual, caught.value.current) == (0, None)

    def test_the_same_commit_twice_is_done_once(self, store: Store) -> None:
        first = store.write(puts(firm("a")), actor="甲", reason="录入", commit_id="c1")
        put(store, firm("a", city="岳阳"))
        again = store.write(
            puts(firm("a")), actor="甲", reason="录入", commit_id="c1", expect={("firm", "a"): 0}
        )
        assert again == first
        assert store.get("firm", ["a"]).records == (firm("a", city="岳阳"),)
        assert store.info().last_seq == 2

    def test_history_tells_who_when_why_before_and_after(self, make: Make) -> None:
        times = iter([noon(2024, 1, 10), noon(2024, 3, 5), noon(2024, 3, 6), noon(2024, 3, 7)])
        store = make(clock=lambda: next(times))
        old, changed = firm("a"), firm("a", city="岳阳")
        put(store, old, firm("b"))
        store.write(puts(changed), actor="乙", reason="补城市")
        store.write([Change.delete("firm", "a")], actor="丙", reason="重复")
        put(store, old)
        log = store.history(ref=("firm", "a"))
        assert [(r.rev, r.op, r.before, r.after) for r in log] == [
            (1, "put", None, old),
            (2, "put", old, changed),
            (3, "delete", changed, None),
            (4, "put", None, old),
        ]
        assert [(r.actor, r.reason) for r in log][1:3] == [("乙", "补城市"), ("丙", "重复")]
        assert dt.datetime.fromisoformat(log[1].time) == noon(2024, 3, 5)
        everything = store.history()
        assert [r.seq for r in everything] == [1, 2, 3, 4, 5]
        assert [r.seq for r in store.history(after_seq=2, limit=2)] == [3, 4]
        assert [r.seq for r in store.history(at=AsOf("2024-06-01", "2024-03-05"))] == [1, 2, 3]
        assert store.info().last_seq == 5

    def test_known_by_shows_what_was_written_by_the_end_of_that_day(self, make: Make) -> None:
        times = iter([noon(2024, 1, 10), noon(2024, 3, 5), noon(2024, 6, 1)])
        store = make(clock=lambda: next(times))
        old, changed = unit("u", "f", "benzene"), unit("u", "f", "benzene", capacity_kt_a=80.0)
        put(store, old)
        put(store, changed)
        store.write([Change.delete("capacity", "u")], actor="甲", reason="撤")

        def known(day: str, valid: str = "2024-01-01") -> tuple[Record, ...]:
            return store.get("capacity", ["u", "nobody"], at=AsOf(valid, day)).records

        assert known("2024-01-09") == ()
        assert known("2024-01-10") == known("2024-02") == (old,)
        assert known("2024-03-05") == known("2024-05-31") == (changed,)
        assert known("2024-06-01") == known("2024") == ()
        assert store.get("capacity", ["u"], at=AsOf("2024", "2024-04")).revs == (2,)

    def test_known_by_is_refused_where_it_does_not_work(self, store: Store) -> None:
        at = AsOf("2024-01-01", "2024-01-01")
        for ask in (
            lambda: store.scan("firm", at=at),
            lambda: store.count("firm", at=at),
            lambda: store.neighbours(("firm", "a"), at=at),
        ):
            with pytest.raises(BadRequest, match="当时已知"):
                ask()

    # -- the day a fact is true --------------------------------------------------------

    @pytest.mark.parametrize(
        ("day", "found"),
        [
            ("2011-12-31", ["always", "old"]),
            ("2012-01-01", ["always"]),
            ("2023-11-30", ["always"]),
            ("2023-12-01", ["always", "new"]),
            ("2023-12", ["always", "new"]),
            ("2024-05-20", ["always", "new", "short"]),
            ("2024-05-21", ["always", "new"]),
        ],
    )
    def test_valid_counts_partial_dates_from_first_and_through_last_day(
        self, store: Store, day: str, found: list[str]
    ) -> None:
        put(
            store,
            firm("f"),
            unit("always", "f", "benzene"),
            unit("old", "f", "benzene", until="2011"),
            unit("new", "f", "benzene", since="2023-12"),
            unit("short", "f", "benzene", since="2024-05-20", until="2024-05-20"),
        )
        at = AsOf(day)
        everyone = ["always", "new", "old", "short"]
        assert ids(store.scan("capacity", at=at)) == found
        assert ids(store.get("capacity", everyone, at=at)) == found
        assert ids(store.get("capacity", everyone, at=AsOf(day, "9999"))) == found
        assert store.count("capacity", at=at) == len(found)
        assert store.count("firm", at=at) == 1
        (group,) = store.neighbours(("firm", "f"), direction="in", at=at)
        assert [id for _, id in group.refs] == found

    def test_a_valid_day_must_be_a_date(self, store: Store) -> None:
        with pytest.raises(BadRequest, match="日期"):
            store.scan("capacity", at=AsOf("去年"))

    # -- conditions, order, pages, counts -----------------------------------------------

    @pytest.fixture
    def firms(self, store: Store) -> Store:
        put(
            store,
            firm("a", "兴长", city="岳阳", revenue_yi=30.0, park_ids=("p1", "p2"), aliases=("甲",)),
            firm("b", "巴陵", city="岳阳", revenue_yi=2.5, founded="2003", park_ids=("p1",)),
            firm("c", "东方", city="长沙", founded="2003-05", is_above_scale=True),
            firm("d", "西方_%", revenue_yi=2.5, founded="1998", is_above_scale=False),
        )
        return store

    @pytest.mark.parametrize(
        ("where", "found"),
        [
            ([Where("city", "eq", "岳阳")], "ab"),
            ([Where("city", "ne", "岳阳")], "c"),
            ([Where("city", "is_null", True)], "d"),
            ([Where("city", "is_null", False)], "abc"),
            ([Where("park_ids", "is_null", True)], "cd"),
            ([Where("revenue_yi", "lt", 30)], "bd"),
            ([Where("revenue_yi", "le", 2.5)], "bd"),
            ([Where("revenue_yi", "gt", 2.5)], "a"),
            ([Where("revenue_yi", "ge", 2.5)], "abd"),
            ([Where("revenue_yi", "in", (2.5, 7.0))], "bd"),
            ([Where("city", "in", ())], ""),
            ([Where("city", "in", ("岳阳", "长沙"))], "abc"),
            ([Where("is_above_scale", "eq", True)], "c"),
            ([Where("is_above_scale", "in", (True, False))], "cd"),
            ([Where("park_ids", "contains", "p1")], "ab"),
            ([Where("park_ids", "contains", "p")], ""),
            ([Where("aliases", "contains", "甲")], "a"),
            ([Where("name_zh", "prefix", "西方_")], "d"),
            ([Where("name_zh", "prefix", "%")], ""),
            ([Where("founded", "prefix", "2003")], "bc"),
            ([Where("founded", "ge", "2003-01")], "c"),
            ([Where("park_ids", "contains", "p1"), Where("revenue_yi", "lt", 10)], "b"),
            ([Where("name_zh", "eq", "' OR 1=1 --")], ""),
        ],
    )
    def test_conditions(self, firms: Store, where: list[Where], found: str) -> None:
        assert "".join(ids(firms.scan("firm", where=where))) == found
        assert firms.count("firm", where=where) == len(found)

    def test_order_puts_unknown_last_either_way(self, firms: Store) -> None:
        up = firms.scan("firm", order=[Order("revenue_yi"), Order("name_zh", descending=True)])
        assert ids(up) == ["d", "b", "a", "c"]
        assert ids(firms.scan("firm", order=[Order("revenue_yi", descending=True)])) == [
            *"abdc",
        ]
        assert ids(firms.scan("firm", order=[Order("city"), Order("founded")])) == [*"bacd"]

    @pytest.mark.parametrize(
        "order",
        [(), (Order("revenue_yi"),), (Order("city", True), Order("is_above_scale"))],
    )
    def test_pages_join_to_the_whole(self, firms: Store, order: tuple[Order, ...]) -> None:
        whole = ids(firms.scan("firm", order=order))
        for limit in (1, 2, 3, 4, 5):
            parts: list[str] = []
            cursor = None
            while True:
                page = firms.scan("firm", order=order, after=cursor, limit=limit)
                assert len(page) <= limit
                parts += ids(page)
                cursor = page.next
                if cursor is None:
                    break
            assert parts == whole

    def test_pages_stay_put_while_others_write(self, firms: Store) -> None:
        first = firms.scan("firm", limit=2)
        put(firms, firm("0"), firm("bb"))
        firms.write([Change.delete("firm", "a")], actor="甲", reason="删")
        assert ids(firms.scan("firm", after=first.next, limit=2)) == ["bb", "c"]

    def test_a_cursor_of_another_order_is_refused(self, firms: Store) -> None:
        cursor = firms.scan("firm", limit=2).next
        with pytest.raises(BadRequest, match="第一页"):
            firms.scan("firm", order=[Order("city")], after=cursor, limit=2)

    def test_count_by(self, firms: Store) -> None:
        assert firms.count("firm", by="city") == {None: 1, "岳阳": 2, "长沙": 1}
        assert firms.count("firm", by="revenue_yi") == {None: 1, 2.5: 2, 30.0: 1}
        assert firms.count("firm", by="park_ids") == {None: 2, "p1": 2, "p2": 1}
        where = [Where("city", "eq", "岳阳")]
        assert firms.count("firm", by="is_above_scale", where=where) == {None: 2}

    # -- search ------------------------------------------------------------------------

    @pytest.fixture
    def named(self, store: Store) -> Store:
        put(store, *CHAIN)
        return store

    @pytest.mark.parametrize(
        ("text", "best", "rank"),
        [
            ("苯", "benzene", 0),
            ("乙烯", "ethylene", 0),
            ("苯乙烯", "styrene", 0),
            ("纯苯", "benzene", 1),
            ("ps", "polystyrene", 1),
            ("PS", "polystyrene", 1),
            ("\uff30\uff33", "polystyrene", 1),
            ("gpp", "polystyrene", 3),
            ("yixi", "ethylene", 2),
            ("yx", "ethylene", 2),
            ("100-42-5", "styrene", 1),
            ("100-4", "styrene", 3),
            ("Ethylene", "ethylene", 0),
            ("丁二烯", "butadiene", 5),
            ("1,3-丁二烯", "butadiene", 0),
            ("1,3丁二烯", "butadiene", 0),
            ("dingerxi", "butadiene", 5),
            ("changling", "changling", 4),
            ("cllh", "changling", 2),
            ("yique", "acetylene", 2),
            ("shihua", "baling", 5),
            ("石化巴", "baling", 5),
            ("jinei", "caprolactam", 4),
        ],
    )
    def test_search_finds_by_any_name_best_first(
        self, named: Store, text: str, best: str, rank: int
    ) -> None:
        hits = named.search(text)
        assert (hits[0].ref[1], hits[0].rank) == (best, rank)
        assert len({hit.ref for hit in hits}) == len(hits)
        assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)

    def test_one_character_finds_every_name_that_holds_it(self, named: Store) -> None:
        found = [hit.ref[1] for hit in named.search("苯")]
        assert found == ["benzene", "phenol", "styrene", "styrene-firm", "polystyrene"]

    def test_search_can_be_limited_to_kinds_and_numbers(self, named: Store) -> None:
        assert [h.ref for h in named.search("苯", kinds=["firm"])] == [("firm", "styrene-firm")]
        assert named.search("苯", kinds=[]) == ()
        assert len(named.search("苯", limit=2)) == 2
        hit = named.search("100-42-5")[0]
        assert (hit.name, hit.matched) == ("苯乙烯", "100-42-5")

    def test_among_equals_kinds_come_in_schema_order_or_as_given(self, named: Store) -> None:
        put(named, unit("c", "baling", "phenol", name_zh="苯酚"))
        refs = [("product", "phenol"), ("capacity", "c")]
        assert [hit.ref for hit in named.search("苯酚")] == refs
        given_ = named.search("苯酚", kinds=["capacity", "product", "capacity"])
        assert [hit.ref for hit in given_] == refs[::-1]

    @pytest.mark.parametrize(
        "text", ["", "  ", "()", '"', "*", "氙", 'a" OR "b', "NEAR(苯 酚)", "\ud800", "烯乙"]
    )
    def test_search_for_what_is_not_there_finds_nothing(self, named: Store, text: str) -> None:
        assert named.search(text) == ()

    def test_search_follows_changes(self, named: Store) -> None:
        put(named, dataclasses.replace(BENZENE, aliases=("安息油",)))
        assert named.search("纯苯") == ()
        assert named.search("安息")[0].ref == ("product", "benzene")
        named.write([Change.delete("product", "benzene")], actor="甲", reason="删")
        assert named.search("安息油") == ()
        assert named.search("71-43-2") == ()

    # -- relations -----------------------------------------------------------------------

    @pytest.fixture
    def linked(self, store: Store) -> Store:
        put(
            store,
            *CHAIN[:5],
            new("process", "eb-sm", name_zh="乙苯脱氢制苯乙烯", main_product_id="styrene"),
            new("process", "ps-bulk", name_zh="本体聚合", main_product_id="polystyrene"),
            flow("1", "eb-sm", "benzene"),
            flow("2", "eb-sm", "ethylene"),
            flow("3", "eb-sm", "styrene", role="main"),
            flow("4", "ps-bulk", "styrene"),
            flow("5", "ps-bulk", "missing"),
            new("park", "p1", name_zh="长岭片区"),
            firm("f1", park_ids=("p1", "p-gone", "p1")),
            unit("u1", "f1", "styrene", process_ids=("eb-sm",), park_id="p1"),
        )
        return store

    def test_neighbours_go_both_ways_by_relation(self, linked: Store) -> None:
        groups = linked.neighbours(("process", "eb-sm"))
        assert [(g.relation, g.direction, [id for _, id in g.refs], g.hidden) for g in groups] == [
            ("process.main_product_id", "out", ["styrene"], 0),
            ("flow.process_id", "in", ["1", "2", "3"], 0),
            ("capacity.process_ids", "in", ["u1"], 0),
        ]
        assert groups[1].refs[0] == ("flow", "1")

    def test_neighbours_can_be_narrowed(self, linked: Store) -> None:
        out = linked.neighbours(("firm", "f1"), direction="out")
        assert [(g.relation, g.refs) for g in out] == [("firm.park_ids", (("park", "p1"),))]
        only = linked.neighbours(("product", "styrene"), relations=["capacity.product_id"])
        assert [g.refs for g in only] == [(("capacity", "u1"),)]
        assert linked.neighbours(("product", "styrene"), relations=[]) == ()
        assert linked.neighbours(("product", "nobody")) == ()

    def test_neighbours_are_capped_and_say_how_many_are_hidden(self, linked: Store) -> None:
        put(linked, *(flow(f"x{n:02}", "ps-bulk", "benzene") for n in range(10)))
        (group,) = linked.neighbours(("product", "benzene"), direction="in", cap=4)
        assert [id for _, id in group.refs] == ["1", "x00", "x01", "x02"]
        assert group.hidden == 7
        (none_shown,) = linked.neighbours(("product", "benzene"), direction="in", cap=0)
        assert (none_shown.refs, none_shown.hidden) == ((), 11)

    def test_neighbours_follow_changes(self, linked: Store) -> None:
        put(linked, firm("f1", park_ids=()))
        assert linked.neighbours(("firm", "f1"), direction="out") == ()
        linked.write([Change.delete("capacity", "u1")], actor="甲", reason="删")
        assert linked.neighbours(("firm", "f1")) == ()

    def test_paths_shortest_first(self, linked: Store) -> None:
        found = linked.paths(("product", "benzene"), ("product", "styrene"))
        assert [[id for _, id in path.refs] for path in found] == [
            ["benzene", "1", "eb-sm", "styrene"],
            ["benzene", "1", "eb-sm", "u1", "styrene"],
            ["benzene", "1", "eb-sm", "3", "styrene"],
        ]
        assert found[0].relations == (
            "flow.product_id",
            "flow.process_id",
            "process.main_product_id",
        )

    def test_paths_keep_to_length_number_and_relations(self, linked: Store) -> None:
        ends = ("product", "benzene"), ("product", "polystyrene")
        assert linked.paths(*ends, max_len=5) == ()
        (far,) = linked.paths(*ends, max_len=6, k=1)
        assert len(far.relations) == 6
        assert len(linked.paths(*ends, max_len=8, k=2)) == 2
        flows = ["flow.product_id", "flow.process_id"]
        (only,) = linked.paths(*ends[:1], ("product", "styrene"), relations=flows)
        assert [id for _, id in only.refs] == ["benzene", "1", "eb-sm", "3", "styrene"]
        (itself,) = linked.paths(("product", "benzene"), ("product", "benzene"))
        assert (itself.refs, itself.relations) == ((("product", "benzene"),), ())

    def test_paths_do_not_lead_through_what_is_not_there(self, linked: Store) -> None:
        put(linked, flow("6", "other", "missing"))
        assert linked.paths(("flow", "5"), ("flow", "6")) == ()
        assert linked.paths(("flow", "5"), ("product", "missing")) == ()

    def test_two_that_refer_to_each_other_are_one_step_apart_once(self, store: Store) -> None:
        put(store, firm("a", merged_into_id="b"), firm("b", merged_into_id="a"))
        (path,) = store.paths(("firm", "a"), ("firm", "b"))
        assert path.relations == ("firm.merged_into_id",)
        groups = store.neighbours(("firm", "a"))
        assert [(g.direction, g.refs) for g in groups] == [
            ("out", (("firm", "b"),)),
            ("in", (("firm", "b"),)),
        ]

    # -- bulk ------------------------------------------------------------------------------

    def test_bulk_reports_progress_and_writes_all(self, store: Store) -> None:
        seen: list[tuple[int, int]] = []

        def progress(done: int, total: int) -> None:
            seen.append((done, total))

        changes = puts(*(firm(f"f{n}") for n in range(25)))
        result = store.bulk(changes, actor="甲", batch=10, progress=progress)
        assert (result.done, result.total, result.is_stopped) == (25, 25, False)
        assert seen == [(10, 25), (20, 25), (25, 25)]
        assert store.count("firm") == 25
        assert {r.actor for r in store.history(limit=25)} == {"甲"}

    def test_bulk_can_be_stopped_and_taken_up_again(self, store: Store) -> None:
        changes = puts(*(firm(f"f{n}") for n in range(25)))

        def stop(done: int, _total: int) -> bool:
            return done < 20

        stopped = store.bulk(changes, actor="甲", batch=10, resume="r", progress=stop)
        assert (stopped.done, stopped.is_stopped) == (20, True)
        assert store.count("firm") == 20
        put(store, firm("f0", city="岳阳"))
        done = store.bulk(changes, actor="甲", batch=10, resume="r")
        assert not done.is_stopped
        assert store.count("firm") == 25
        assert store.get("firm", ["f0"]).records == (firm("f0", city="岳阳"),)
        assert store.info().last_seq == 26

    def test_bulk_under_an_old_name_with_other_content_is_not_skipped(self, store: Store) -> None:
        store.bulk(puts(firm("a")), actor="甲", resume="r")
        store.bulk(puts(firm("a", city="岳阳")), actor="甲", resume="r")
        assert store.get("firm", ["a"]).revs == (2,)

    def test_bulk_checks_everything_before_the_first_write(self, store: Store) -> None:
        changes = puts(*(firm(f"f{n}") for n in range(20)), firm("bad", founded="昨天"))
        with pytest.raises(BadRequest, match="昨天"):
            store.bulk(changes, actor="甲", batch=5)
        assert store.info().last_seq == 0

    def test_bulk_of_nothing(self, store: Store) -> None:
        result = store.bulk([], actor="甲")
        assert (result.done, result.total, result.is_stopped) == (0, 0, False)

    # -- life ------------------------------------------------------------------------------

    def test_everything_is_there_after_reopening(self, make: Make) -> None:
        store = make()
        put(store, *CHAIN)
        before = (store.info(), store.history(), store.scan("product"))
        store.close()
        again = make()
        assert (again.info(), again.history(), again.scan("product")) == before
        assert again.search("苯")[0].ref == ("product", "benzene")

    def test_a_closed_store_says_so(self, store: Store) -> None:
        store.close()
        store.close()
        with pytest.raises(StoreUnavailable, match="关闭"):
            store.info()

    def test_two_stores_on_the_same_data_see_each_other(self, make: Make) -> None:
        one, two = make(), make()
        put(one, firm("a"))
        assert two.get("firm", ["a"]).revs == (1,)
        with pytest.raises(Conflict):
            two.write(puts(firm("a", city="x")), actor="乙", reason="改", expect={("firm", "a"): 0})

    def test_no_update_is_lost_between_threads(self, store: Store) -> None:
        put(store, firm("a", revenue_yi=0.0))
        clashes: list[Conflict] = []
        faults: list[BaseException] = []

        def count_up() -> None:
            done = 0
            while done < 12:
                page = store.get("firm", ["a"])
                held: Any = page.records[0]
                more = dataclasses.replace(held, revenue_yi=held.revenue_yi + 1)
                try:
                    expect = {("firm", "a"): page.revs[0]}
                    store.write(puts(more), actor="线程", reason="加一", expect=expect)
                    done += 1
                except Conflict as clash:
                    clashes.append(clash)
                except BaseException as fault:
                    faults.append(fault)
                    raise

        threads = [threading.Thread(target=count_up) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert store.get("firm", ["a"]).records == (firm("a", revenue_yi=96.0),)
        assert len(store.history(ref=("firm", "a"), limit=1000)) == 97

    def test_readers_see_whole_commits_only(self, store: Store) -> None:
        put(store, firm("a", city="0"), firm("b", city="0"))
        is_done = threading.Event()
        torn: list[Any] = []

        def read() -> None:
            while not is_done.is_set():
                cities = {record.city for record in store.get("firm", ["a", "b"])}  # type: ignore[attr-defined]
                if len(cities) != 1:
                    torn.append(cities)

        reader = threading.Thread(target=read)
        reader.start()
        for n in range(1, 40):
            put(store, firm("a", city=str(n)), firm("b", city=str(n)))
        is_done.set()
        reader.join()
        assert torn == []

    def test_one_call_sees_one_state(self, store: Store) -> None:
        is_done = threading.Event()
        torn: list[Any] = []

        def read() -> None:
            while not is_done.is_set():
                info = store.info()
                if sum(info.counts.values()) != info.last_seq:
                    torn.append(info)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for n in range(60):
            put(store, firm(f"f{n}"), *((flow(f"x{n}", "p", "q"),) if n % 2 else ()))
        is_done.set()
        for reader in readers:
            reader.join()
        assert torn == []

    # -- against networkx -------------------------------------------------------------------

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,  # one contract, several engines
        ],
    )
    @given(data=st.data())
    def test_paths_are_the_simple_paths_of_the_graph(self, make: Make, data: st.DataObject) -> None:
        firms = [f"f{n}" for n in range(5)]
        into, parks = st.none() | st.sampled_from([*firms, "gone"]), st.sampled_from("pqr")
        store = make(name=None)
        graph: Any = nx.MultiGraph()
        put(store, *(new("park", id, name_zh=id) for id in "pq"))
        for id in firms:
            held = tuple(data.draw(st.lists(parks, max_size=3)))
            other = data.draw(into)
            put(store, firm(id, merged_into_id=other, park_ids=held))
            if other in firms:
                graph.add_edge(("firm", id), ("firm", other), "firm.merged_into_id")
            for park in set(held) - {"r"}:
                graph.add_edge(("firm", id), ("park", park), "firm.park_ids")
        graph.add_nodes_from(("firm", id) for id in firms)
        length = data.draw(st.integers(1, 6))
        ends = ("firm", "f0"), ("firm", "f1")
        ways: Any = nx.all_simple_edge_paths(graph, *ends, cutoff=length)
        wanted = {
            ((ends[0], *(there for _, there, _ in way)), tuple(name for _, _, name in way))
            for way in ways
        }
        found = store.paths(*ends, max_len=length, k=100)
        assert len(found) == min(len(wanted), 100)
        assert {(path.refs, path.relations) for path in found} <= wanted
        steps = [len(path.relations) for path in found]
        assert steps == sorted(len(names) for _, names in wanted)[:100]
        store.close()

    # -- against a look through all terms ------------------------------------------------------

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,  # one contract, several engines
        ],
    )
    @given(data=st.data())
    def test_search_is_a_look_through_all_terms(self, make: Make, data: st.DataObject) -> None:
        store = make(name=None)
        texts = st.text("苯乙烯岳阳长重化工yanghuab1-", min_size=1, max_size=7).filter(norm)
        records: list[Any] = []
        for number in range(data.draw(st.integers(0, 8))):
            name, aliases = data.draw(texts), tuple(data.draw(st.lists(texts, max_size=2)))
            make_one = data.draw(st.sampled_from([firm, product]))
            id, short = f"{number % 5}{make_one.__name__}", {"short_zh": "苯"}
            more = short if make_one is product else {"aliases": aliases}
            records.append(make_one(id, name, **more))
        put(store, *records)
        kinds = data.draw(st.sampled_from([["firm", "product"], ["product", "firm"], ["firm"]]))
        names = [record.name_zh for record in records]
        for text in data.draw(st.lists(texts | st.sampled_from(["苯", *names]), max_size=6)):
            wanted = looked_through(records, text, kinds)
            found = store.search(text, kinds=kinds, limit=30)
            assert [(hit.rank, hit.ref, hit.name) for hit in found] == wanted
            few = store.search(text, kinds=kinds, limit=2)
            assert few == found[:2]
        store.close()

    # -- against a dict --------------------------------------------------------------------

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.differing_executors,  # one contract, several engines
        ],
    )
    @given(data=st.data())
    def test_any_puts_and_deletes_read_like_a_dict(self, make: Make, data: st.DataObject) -> None:
        store = make(name=None)
        commits = data.draw(st.lists(st.lists(changes(), max_size=4), max_size=6))
        model: dict[tuple[str, str], Record] = {}
        revs: dict[tuple[str, str], int] = {}
        for commit in commits:
            expected: dict[tuple[str, str], int] = {}
            for change in commit:
                if model.get(change.ref) == change.record:
                    continue
                revs[change.ref] = expected[change.ref] = revs.get(change.ref, 0) + 1
                if change.record is None:
                    del model[change.ref]
                else:
                    model[change.ref] = change.record
            assert store.write(commit, actor="甲", reason="试").revs == expected
        compare(store, model, revs)
        for where in data.draw(st.lists(wheres(), max_size=4)):
            wanted = [r for r in in_order(model, "firm") if meets(r, where)]
            assert list(store.scan("firm", where=[where])) == wanted
        day = data.draw(st.sampled_from(["2010", "2011-12-31", "2012", "2023-11", "2023-12-01"]))
        wanted = [r for r in in_order(model, "capacity") if stands(r, last_day(day))]
        assert list(store.scan("capacity", at=AsOf(day))) == wanted
        store.close()


PARKS = ("p1", "p2", "园区")
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
names = words.filter(bool)
numbers = st.floats(allow_nan=False, allow_infinity=False)
partial_dates = st.sampled_from(["2010", "2011", "2011-12", "2012-01-01", "2023-12", "2023-12-02"])


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A put or delete of one of a few firms and units, with any text in it."""
    kind = draw(st.sampled_from(["firm", "capacity"]))
    id = draw(st.sampled_from(["a", "b", "Ω", "' --"]))
    if draw(st.integers(0, 3)) == 0:
        return Change.delete(kind, id)
    if kind == "capacity":
        since, until = draw(st.none() | partial_dates), draw(st.none() | partial_dates)
        replaces = tuple(draw(st.lists(names, max_size=2)))
        firm_id = draw(st.sampled_from(["a", "b"]))
        return Change.put(unit(id, firm_id, "q", since=since, until=until, replaces=replaces))
    return Change.put(
        firm(
            id,
            draw(names),
            city=draw(st.none() | words),
            revenue_yi=draw(st.none() | numbers),
            is_above_scale=draw(st.none() | st.booleans()),
            aliases=tuple(draw(st.lists(names, max_size=3))),
            park_ids=tuple(draw(st.lists(st.sampled_from(PARKS), max_size=3))),
        )
    )


@st.composite
def wheres(draw: st.DrawFn) -> Where:
    """Any condition on firms."""
    field = draw(st.sampled_from(["city", "revenue_yi", "is_above_scale", "aliases", "park_ids"]))
    if field in ("aliases", "park_ids"):
        op: Any = draw(st.sampled_from(["contains", "is_null"]))
    else:
        ops = ["eq", "ne", "lt", "le", "gt", "ge", "in", "is_null"]
        op = draw(st.sampled_from([*ops, "prefix"] if field == "city" else ops))
    if op == "is_null":
        return Where(field, "is_null", draw(st.booleans()))
    values: Any = {
        "city": words,
        "revenue_yi": numbers,
        "is_above_scale": st.booleans(),
        "aliases": names,
        "park_ids": st.sampled_from(PARKS),
    }[field]
    value = tuple(draw(st.lists(values, max_size=3))) if op == "in" else draw(values)
    return Where(field, op, value)


def looked_through(records: list[Any], text: str, kinds: list[str]) -> list[Any]:
    """What a search must find, by looking at every term of every record."""
    asked, best = norm(text), {}
    for record in {(r.kind, r.id): r for r in records}.values():
        found = terms(record)
        for term in found if record.kind in kinds else ():
            rank = rank_of(term, asked)
            if rank is not None:
                key = (rank, len(term.norm), kinds.index(record.kind), record.id)
                held = (key, (rank, (record.kind, record.id), found[0].text))
                best[record] = min(held, best.get(record, held))
    return [hit for _, hit in sorted(best.values())]


def rank_of(term: Term, asked: str) -> int | None:
    if term.norm.startswith(asked):
        begun = 4 if term.role == PINYIN else 3
        return term.role if term.norm == asked else begun
    held, wanted = term.parts.split(" "), asked.split(" ")
    if term.role == PINYIN:
        return 5 if any("".join(held[at:]).startswith(asked) for at in range(len(held))) else None
    for at in range(len(held)):
        part = held[at : at + len(wanted)]
        whole = len(part) == len(wanted) and part[:-1] == wanted[:-1]
        if whole and part[-1].startswith(wanted[-1]):
            return 5
    return None


def meets(record: Any, where: Where) -> bool:
    held, value = getattr(record, where.field), where.value
    if where.op == "is_null":
        return (held is None or held == ()) == value
    if held is None:
        return False
    tests: dict[str, Callable[[], bool]] = {
        "eq": lambda: held == value,
        "ne": lambda: held != value,
        "lt": lambda: held < value,
        "le": lambda: held <= value,
        "gt": lambda: held > value,
        "ge": lambda: held >= value,
        "in": lambda: held in value,  # type: ignore[operator]
        "contains": lambda: value in held,
        "prefix": lambda: held.startswith(value),
    }
    return tests[where.op]()


def stands(record: Any, day: str) -> bool:
    begins = record.since is None or f"{record.since}-01-01"[:10] <= day
    return begins and (record.until is None or day <= last_day(record.until))


def in_order(model: dict[tuple[str, str], Record], kind: str) -> list[Any]:
    return [model[ref] for ref in sorted(model) if ref[0] == kind]


def compare(store: Store, model: dict[Any, Record], revs: dict[Any, int]) -> None:
    for kind in ("firm", "capacity"):
        wanted = in_order(model, kind)
        page = store.scan(kind)
        assert list(page) == wanted
        assert page.revs == tuple(revs[kind, record.id] for record in wanted)
        assert store.get(kind, ids(wanted)).records == tuple(wanted)
        assert store.count(kind) == store.info().counts[kind] == len(wanted)
    firms = in_order(model, "firm")
    cities = [record.city for record in firms]
    assert store.count("firm", by="city") == {city: cities.count(city) for city in cities}
    by_city = sorted(firms, key=lambda r: (r.city is None, r.city or "", r.id))
    parts: list[Any] = []
    cursor: str | None = None
    while len(parts) < len(firms) or not parts:
        page = store.scan("firm", order=[Order("city")], after=cursor, limit=1)
        parts += page.records
        cursor = page.next
        if cursor is None:
            break
    assert parts == by_city
    for record in firms:
        owned = [("capacity", u.id) for u in in_order(model, "capacity") if u.firm_id == record.id]
        found = store.neighbours(("firm", record.id), relations=["capacity.firm_id"])
        assert [ref for group in found for ref in group.refs] == owned
    log = store.history(limit=1000)
    assert len(log) == store.info().last_seq == sum(revs.values())
    assert {r.ref: r.after for r in log if r.after is not None and r.rev == revs[r.ref]} == model
