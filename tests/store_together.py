"""Every store among others: opened again, and used by threads and programs at once."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from store_records import CHAIN, SCHEMA, Make, firm, flow, put, puts

from graph.errors import Conflict, StoreUnavailable
from graph.store import open_store
from graph.store.protocol import Store

_ROOT = Path(__file__).parents[1]
_COUNT_UP = """
import dataclasses, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from graph.errors import Conflict
from graph.store import open_store
from graph.store.protocol import Change
from loaders.schema import read_schema
store = open_store(sys.argv[2], read_schema(Path(sys.argv[1]) / "data" / "schema"))
done = 0
while done < 15:
    page = store.get("firm", ["a"])
    more = dataclasses.replace(page.records[0], revenue_yi=page.records[0].revenue_yi + 1)
    try:
        store.write([Change.put(more)], actor="p", reason="r", expect={("firm", "a"): page.revs[0]})
        done += 1
    except Conflict:
        pass
store.close()
"""


def at_once(number: int, work: Callable[[], None]) -> None:
    """Do ``work`` in so many threads, and wait for all."""
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TogetherContract:
    """Part of the store contract; ``nowhere`` is the address of a store that is not there yet."""

    @pytest.fixture
    def nowhere(self) -> str:
        raise NotImplementedError

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

        at_once(8, count_up)
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

    def test_many_may_open_the_same_new_store(self, nowhere: str) -> None:
        stores: list[Store] = []
        faults: list[Exception] = []
        gate = threading.Barrier(6)

        def start() -> None:
            gate.wait()
            try:
                stores.append(open_store(nowhere, SCHEMA))
            except Exception as fault:
                faults.append(fault)

        at_once(6, start)
        assert faults == []
        for number, store in enumerate(stores):
            put(store, firm(f"f{number}"))
        assert stores[0].count("firm") == stores[0].info().last_seq == 6
        for store in stores:
            store.close()

    def test_no_update_is_lost_between_processes(self, nowhere: str) -> None:
        with open_store(nowhere, SCHEMA) as store:
            put(store, firm("a", revenue_yi=0.0))
            command = [sys.executable, "-c", _COUNT_UP, str(_ROOT), nowhere]
            running = [subprocess.Popen(command) for _ in range(3)]
            assert [process.wait(180) for process in running] == [0, 0, 0]
            assert store.get("firm", ["a"]).records == (firm("a", revenue_yi=45.0),)
