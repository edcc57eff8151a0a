# ruff: noqa: E402 - what is rewritten must be told first
"""What every store must do; each backend runs this class with its own ``make`` fixture."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from graph.asof import AsOf
from graph.errors import BadRequest, Conflict
from graph.model import KINDS, Record
from graph.store.protocol import Change, Order, Store, Where

pytest.register_assert_rewrite(
    "store_calls", "store_dict", "store_finding", "store_log", "store_same", "store_together"
)

from store_calls import CallsContract
from store_dict import DictContract
from store_finding import FindingContract
from store_log import LogContract
from store_records import Make, firm, flow, ids, new, noon, put, puts, unit
from store_together import TogetherContract


class StoreContract(CallsContract, DictContract, FindingContract, LogContract, TogetherContract):
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
