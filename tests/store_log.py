"""What every store must do with its log: replay another's, tell commits, keep what is odd."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from store_records import CHAIN, SCHEMA, Make, firm, flow, noon, product, put, puts, unit
from store_same import same_reads

from graph.errors import BadRequest
from graph.store import open_store
from graph.store.protocol import Change, Revision, Store


def fill(store: Store) -> None:
    """Some writes of every sort."""
    put(store, *CHAIN)
    store.write(
        puts(unit("u", "baling", "phenol"), flow("x", "p", "benzene"), firm("gone", "临时")),
        actor="乙",
        reason="补装置",
        commit_id="c-2",
    )
    put(store, unit("u", "baling", "phenol", capacity_kt_a=5.0, process_ids=("a", "b")))
    store.write([Change.delete("firm", "gone")], actor="系统", reason="重复")
    put(store, firm("gone", "又来了", park_ids=("p1",)))
    store.bulk(puts(*(firm(f"n{n}", f"企业{n}") for n in range(12))), actor="系统", batch=5)


def all_pages(store: Store, size: int) -> Iterator[tuple[Revision, ...]]:
    last = 0
    while page := store.history(after_seq=last, limit=size):
        yield page
        last = page[-1].seq


class LogContract:
    """Part of the store contract."""

    @pytest.fixture
    def other(self, tmp_path: Path) -> Iterator[Store]:
        """Another store, of which there can always be one more."""
        with open_store(tmp_path / "另一个" / "b.db", SCHEMA) as store:
            yield store

    # -- replay ------------------------------------------------------------------------------

    @pytest.mark.parametrize("size", [1, 3, 7, 1000])
    def test_a_replayed_store_reads_the_same(self, store: Store, other: Store, size: int) -> None:
        fill(other)
        for page in all_pages(other, size):
            assert store.replay(page) == page[-1].seq
        same_reads(store, other)
        assert store.history(limit=1000) == other.history(limit=1000)
        assert store.history(commit_id="c-2") == other.history(commit_id="c-2")
        assert store.commits(limit=1000) == other.commits(limit=1000)

    def test_a_store_says_that_it_is_not_whole_until_all_is_taken_over(
        self, store: Store, other: Store
    ) -> None:
        fill(other)
        log = other.history(limit=1000)
        assert (store.info().until_seq, store.info().is_whole) == (0, True)
        store.replay(log[:9], until=len(log))
        assert (store.info().until_seq, store.info().is_whole) == (len(log), False)
        store.replay(log[9:], until=len(log))
        put(store, firm("later"))
        assert (store.info().until_seq, store.info().is_whole) == (len(log), True)

    def test_a_replay_goes_on_after_what_is_there(self, store: Store, other: Store) -> None:
        fill(other)
        log = other.history(limit=1000)
        assert store.replay([]) == 0
        store.replay(log[:9])
        assert store.replay([]) == 9
        store.replay(log[9:])
        put(store, firm("later"))
        put(other, firm("later"))
        same_reads(store, other)
        done = store.write([], actor="x", reason="y", commit_id="c-2")
        assert done == other.write([], actor="x", reason="y", commit_id="c-2")

    def test_a_replay_that_does_not_follow_changes_nothing(
        self, store: Store, other: Store
    ) -> None:
        fill(other)
        log = list(other.history(limit=1000))
        strange = dataclasses.replace(log[5], before=firm("strange"))
        bad: list[list[Revision]] = [
            log[1:],
            [*log[:3], *log[4:]],
            [log[0], log[0]],
            [*log[:5], strange],
            [*log[:5], dataclasses.replace(log[5], rev=2)],
            [*log[:5], dataclasses.replace(log[5], seq=7)],
            [*log[:5], dataclasses.replace(log[5], actor="")],
            [*log[:5], dataclasses.replace(log[5], after=None)],
            [*log[:5], dataclasses.replace(log[5], ref=("robot", "a"))],
            [*log[:5], dataclasses.replace(log[5], after=firm("x", founded="昨天"))],
        ]
        for revisions in bad:
            with pytest.raises(BadRequest):
                store.replay(revisions)
            assert store.info().last_seq == 0
            assert store.commits() == store.search("苯") == ()
        store.replay(log[:4])
        with pytest.raises(BadRequest, match="修订"):
            store.replay(log[:4])
        assert store.info().last_seq == 4

    def test_a_replay_into_other_data_is_refused(self, store: Store, other: Store) -> None:
        put(store, firm("mine"))
        put(other, firm("theirs"), firm("more"))
        with pytest.raises(BadRequest, match="空库"):
            store.replay(other.history())
        assert store.info().last_seq == 1

    # -- commits -----------------------------------------------------------------------------

    def test_commits_newest_first_by_actor_and_page(self, make: Make) -> None:
        times = iter(noon(2024, 1, day) for day in range(1, 30))
        store = make(clock=lambda: next(times))
        for number, actor in enumerate(["甲", "系统", "乙", "系统", "甲"]):
            store.write(
                puts(firm(f"f{number}")),
                actor=actor,
                reason=f"第{number}次",
                commit_id=f"c{number}",
            )

        def told(**asked: Any) -> str:
            return " ".join(info.commit_id for info in store.commits(**asked))

        assert told() == "c4 c3 c2 c1 c0"
        assert told(actor="甲") == "c4 c0"
        assert told(not_actor="系统") == "c4 c2 c0"
        assert told(actor="甲", not_actor="甲") == told(actor="丙") == ""
        assert told(limit=2) == "c4 c3"
        first = store.commits(limit=2)
        assert (first[0].actor, first[0].reason) == ("甲", "第4次")
        assert dt.datetime.fromisoformat(first[0].time) == noon(2024, 1, 5)
        assert told(before=first[-1]) == "c2 c1 c0"
        assert told(before=first[-1], not_actor="系统", limit=1) == "c2"
        assert told(before=store.commits()[-1]) == ""
        with pytest.raises(BadRequest):
            store.commits(limit=0)

    def test_commits_of_one_moment_come_once_each(self, make: Make) -> None:
        store = make(clock=lambda: noon(2024, 1, 1))
        for number in range(7):
            put(store, firm(f"f{number}"))
        whole = store.commits()
        assert len({info.commit_id for info in whole}) == 7
        parts = [*store.commits(limit=3)]
        while page := store.commits(before=parts[-1], limit=3):
            parts += page
        assert tuple(parts) == whole

    def test_history_of_one_commit(self, store: Store) -> None:
        put(store, firm("a"))
        wanted = puts(firm("b"), firm("a", city="岳阳"), firm("c"))
        store.write(wanted, actor="乙", reason="改", commit_id="c")
        put(store, firm("d"))
        log = store.history(commit_id="c")
        assert [(r.seq, r.ref[1], r.actor) for r in log] == [
            (2, "b", "乙"),
            (3, "a", "乙"),
            (4, "c", "乙"),
        ]
        assert [r.seq for r in store.history(commit_id="c", after_seq=2, limit=1)] == [3]
        assert [r.seq for r in store.history(commit_id="c", ref=("firm", "a"))] == [3]
        assert store.history(commit_id="nobody") == ()

    # -- what is odd -------------------------------------------------------------------------

    def test_a_very_long_text_comes_back(self, store: Store) -> None:
        long = "苯🧪\n" * (1 << 18)
        put(store, firm("a", note=long))
        assert store.get("firm", ["a"]).records[0].note == long  # type: ignore[attr-defined]
        assert store.history()[0].after.note == long  # type: ignore[union-attr]
        put(store, firm("a", note=long + "!"))
        assert store.around(("firm", "a")).record.note == long + "!"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        "name",
        [
            "🏭化工🏭",
            "a\tb\x01c\x7f",
            "\u200f岳阳\u202e",
            "𠮷林𬭁业",
            "e\u0301cole",
            "🏭",
            "'\"`{}$\\",
        ],
    )
    def test_odd_names_come_back_and_are_found(self, store: Store, name: str) -> None:
        put(store, firm(name, name, aliases=(name, "别名")), unit("u", name, "q"))
        assert store.get("firm", [name]).records == (firm(name, name, aliases=(name, "别名")),)
        assert store.around(("capacity", "u")).names == {("firm", name): name}  # type: ignore[union-attr]
        assert [hit.ref for hit in store.search("别名")] == [("firm", name)]
        assert store.search("别名")[0].name == (name if store.search(name) else "别名")

    def test_a_write_may_change_one_record_many_times(self, store: Store) -> None:
        done = store.write(
            [
                *puts(firm("a", "甲厂"), firm("a", "乙厂"), firm("b"), firm("a", "乙厂")),
                Change.delete("firm", "a"),
                *puts(firm("a", "丙厂", park_ids=("p", "q")), firm("a", "丁厂", park_ids=("q",))),
            ],
            actor="甲",
            reason="试",
        )
        assert done.revs == {("firm", "a"): 5, ("firm", "b"): 1}
        assert done.seq == store.info().last_seq == 6
        assert [(r.rev, r.op) for r in store.history(ref=("firm", "a"))] == [
            (1, "put"),
            (2, "put"),
            (3, "delete"),
            (4, "put"),
            (5, "put"),
        ]
        assert store.info().counts["firm"] == store.count("firm") == 2
        for text, found in (("甲厂", 0), ("乙厂", 0), ("丙厂", 0), ("丁厂", 1)):
            assert len(store.search(text)) == found
        assert store.get("firm", ["a"]).records[0].park_ids == ("q",)  # type: ignore[attr-defined]

    def test_a_write_that_comes_to_nothing_leaves_only_its_log(self, store: Store) -> None:
        put(store, firm("b", "乙厂"))
        store.write(
            [
                *puts(firm("a", "甲厂", park_ids=("p",))),
                Change.delete("firm", "a"),
                Change.delete("firm", "b"),
                *puts(firm("b", "乙厂")),
            ],
            actor="甲",
            reason="试",
        )
        assert store.info().counts["firm"] == 1
        assert store.info().last_seq == 5
        assert len(store.get("firm", ["a"])) == 0
        page = store.get("firm", ["b"])
        assert (page.records, page.revs) == ((firm("b", "乙厂"),), (3,))
        assert store.search("甲厂") == ()
        assert len(store.search("乙厂")) == 1
        put(store, firm("a", "甲厂"))
        assert store.get("firm", ["a"]).revs == (3,)

    def test_revisions_go_on_after_a_delete_of_many(self, store: Store) -> None:
        names = [f"f{n}" for n in range(20)]
        store.write(puts(*(firm(n) for n in names)), actor="甲", reason="试")
        store.write([Change.delete("firm", n) for n in names[::2]], actor="甲", reason="试")
        done = store.write(puts(*(firm(n, "新") for n in names)), actor="甲", reason="试")
        assert {ref[1]: rev for ref, rev in done.revs.items()} == {
            n: (3, 2)[at % 2] for at, n in enumerate(names)
        }

    def test_two_stores_written_alike_read_alike(self, store: Store, other: Store) -> None:
        fill(store)
        fill(other)
        put(store, product("alone", "甲苯", "toluene"))
        put(other, product("alone", "甲苯", "toluene"))
        same_reads(store, other)
