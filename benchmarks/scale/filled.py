"""Stores that hold the shipped data and a nation: filled under a clock, or found as kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path

from benchmarks.scale import neo4j_loading, sqlite_loading
from benchmarks.scale.loaded import Loaded
from benchmarks.scale.nation import SOURCE, firm_id, nation
from benchmarks.scale.neo4j_process import neo4j_server
from graph.schema import Schema
from graph.store import open_store
from loaders.data import read_data
from loaders.schema import read_schema
from loaders.seed import ensure_store_at

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
CHUNK = 10_000
"""Changes made and held at once."""
BATCH = 2_000
"""Changes of one transaction: what the loading of a national data set uses."""
_BIG = 300_000
"""Firms from which on a server is given more memory."""

Filled = tuple[str, Loaded]
"""Address of a store, and what filling it took."""


@cache
def schema() -> Schema:
    """The shipped schema."""
    return read_schema(DATA / "schema")


@cache
def products() -> tuple[str, ...]:
    """Ids of the shipped products."""
    records = read_data(DATA, schema())
    return tuple(str(getattr(r, "id", "")) for r in records if r.kind == "product")


def sqlite_file(folder: Path, firms: int) -> Filled:
    """A file with the shipped data and ``firms`` firms."""
    here = folder / f"sqlite-{firms}"
    path, bare = here / "liantu.db", here / "bare.db"
    url = f"sqlite:///{path.as_posix()}"

    def fill() -> Loaded:
        shutil.rmtree(here, ignore_errors=True)
        ensure_store_at(url, DATA, schema())
        shutil.copy(path, bare)
        loaded = sqlite_loading.load(path, bare, schema(), nation(firms, products()), CHUNK, BATCH)
        bare.unlink()
        return loaded

    return url, _once(here / "loaded.json", fill)


@contextmanager
def neo4j_database(folder: Path, firms: int) -> Iterator[Filled]:
    """A running server of our own with the shipped data and ``firms`` firms."""
    here, bare = folder / f"neo4j-{firms}", folder / f"neo4j-{firms}-bare"
    told = here / "loaded.json"
    memory = {"heap_mb": 3072, "page_cache_mb": 4096} if firms >= _BIG else {}
    if not told.is_file():
        shutil.rmtree(here, ignore_errors=True)
    shutil.rmtree(bare, ignore_errors=True)
    with neo4j_server(here, **memory) as url:
        with ExitStack() as stack:

            def fill() -> Loaded:
                bare_url = stack.enter_context(neo4j_server(bare, **memory))
                return fill_servers(url, bare_url, firms)

            loaded = _once(told, fill)
        shutil.rmtree(bare, ignore_errors=True)
        yield url, loaded


def fill_servers(url: str, bare_url: str | None, firms: int) -> Loaded:
    """Fill an empty database, and a second one by hand beside it if there is one."""
    for one in (url, bare_url):
        if one is not None:
            ensure_store_at(one, DATA, schema())
    stream = nation(firms, products())
    return neo4j_loading.load(url, bare_url, schema(), stream, CHUNK, BATCH)


def given_database(url: str, firms: int) -> Filled:
    """The database of an address, filled unless it holds this very nation.

    Raises
    ------
    SystemExit
        It holds something else.
    """
    with open_store(url, schema()) as store:
        if not store.info().last_seq:
            return url, fill_servers(url, None, firms)
        ends = (firm_id(firms - 1), firm_id(firms))
        if len(store.get("source", [SOURCE.id])) and len(store.get("firm", ends)) == 1:
            return url, Loaded()
    raise SystemExit(f"the database is not empty and holds no nation of {firms} firms")


def _once(told: Path, fill: Callable[[], Loaded]) -> Loaded:
    """What an earlier run was told, or what ``fill`` takes now."""
    if told.is_file():
        return Loaded(**json.loads(told.read_text("utf-8")))
    loaded = fill()
    if loaded.differences:
        raise SystemExit(f"the two sides do not hold the same: {loaded.differences}")
    told.write_text(json.dumps(asdict(loaded)), encoding="utf-8")
    return loaded
