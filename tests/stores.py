"""The store tests of the product run on: a SQLite file, or the server ``LIANTU_STORE`` names.

With ``LIANTU_STORE=neo4j://…`` all tests share that one database: who asks for a store gets it
wiped, or as it was made if somebody wrote to it.  A test that needs a second store at the same time
takes a SQLite file for it (``file_url``).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import quote

from neo4j import Driver, GraphDatabase, Session
from neo4j_rewind import rewind, state
from neo4j_server import wipe

from graph.store import open_store, sqlite_path
from graph.store.neo4j_address import Address, address, is_neo4j
from loaders.schema import read_schema
from loaders.seed import ensure_store_at
from views.pages import kept
from views.workspace import Workspace

DATA = Path(__file__).parents[1] / "data"
SCHEMA = read_schema(DATA / "schema")
_WANTED = os.environ.get("LIANTU_STORE", "")
SERVER: Address | None = address(_WANTED) if is_neo4j(_WANTED) else None
"""The server the tests run on; None when they run on files."""

MARK = "liantu_tests_may_wipe"


class Prepared:
    """A store made once and had again, as it was made, as often as wanted.

    ``make`` fills the store at an address where there is none yet.
    """

    _on_server: tuple[Prepared, int, str] | None = None
    """Who stands on the server, and its last revision and state when it was made."""

    def __init__(self, make: Callable[[str], object]) -> None:
        self._make = make
        self._file: Path | None = None

    def shared(self) -> str:
        """Address of a store that nobody writes to."""
        return file_url(self._made()) if SERVER is None else self._server(SERVER)

    def own(self, folder: Path, name: str = "链图.db") -> str:
        """Address of a store of one's own: a copy in ``folder``, or the server."""
        if SERVER is None:
            return file_url(Path(shutil.copy(self._made(), folder / name)))
        return self._server(SERVER)

    def _made(self) -> Path:
        if self._file is None:
            folder = Path(tempfile.mkdtemp(prefix="liantu 测试-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            path = folder / "链图 数据.db"
            self._make(file_url(path))
            self._file = path
        return self._file

    def _server(self, server: Address) -> str:
        url = _server_url(server)
        if not self._stands(server, url):
            _wipe(server)
            self._make(url)
            with _session(server) as session:
                Prepared._on_server = (self, last_seq(url), state(session))
        return url

    def _stands(self, server: Address, url: str) -> bool:
        """Whether the server holds it as it was made, put back if somebody wrote to it."""
        if Prepared._on_server is None or Prepared._on_server[0] is not self:
            return False
        _, seq, held = Prepared._on_server
        with open_store(url, SCHEMA) as store, _session(server) as session:
            if store.info().last_seq == seq:
                return True
            _let_go()
            return rewind(store, session, seq, held)


SHIPPED = Prepared(lambda url: ensure_store_at(url, DATA, SCHEMA))
"""A store with the shipped facts, as a first start leaves it."""


def file_url(path: Path) -> str:
    """Address of a SQLite file."""
    return f"sqlite:///{path.as_posix()}"


def a_store_url(folder: Path, name: str = "链图.db") -> str:
    """A store that is not there yet: a file in ``folder``, or the server, wiped."""
    if SERVER is None:
        return file_url(folder / name)
    _wipe(SERVER)
    return _server_url(SERVER)


def filled_store_url(folder: Path, name: str = "链图.db") -> str:
    """A store of one's own with the shipped facts."""
    return SHIPPED.own(folder, name)


def shared_store_url() -> str:
    """A store with the shipped facts that nobody writes to."""
    return SHIPPED.shared()


def last_seq(url: str) -> int:
    """Number of the last change of a store; 0 for one that is not there, which is not made."""
    if not is_neo4j(url) and not sqlite_path(url).exists():
        return 0
    with open_store(url, SCHEMA) as store:
        return store.info().last_seq


def forget(url: str, kind: str, column: str) -> None:
    """Take a column out of every record of a kind, past the program: it was added later."""
    if SERVER is not None:
        Prepared._on_server = None  # no revision tells of it
        with _session(SERVER) as session:
            session.run(f"MATCH (n:{kind.capitalize()}) REMOVE n.{column}").consume()
        return
    with contextlib.closing(sqlite3.connect(sqlite_path(url))) as connection, connection:
        connection.execute(f"UPDATE {kind} SET {column} = NULL")


def _server_url(server: Address) -> str:
    scheme, _, host = server.uri.partition("://")
    who = f"{quote(server.user, safe='')}:{quote(server.password, safe='')}"
    return f"{scheme}://{who}@{host}/{server.database}"


def _wipe(server: Address) -> None:
    """Empty the database."""
    with _session(server) as session:
        _may_wipe(session, server)
    wipe(_driver(server), server.database)
    Prepared._on_server = None
    _let_go()


def _let_go() -> None:
    """Close what pages keep of the store that stood there."""
    while kept._KEPT:
        _, held = kept._KEPT.popitem()
        if isinstance(held, Workspace):
            held.close()


def _may_wipe(session: Session, server: Address) -> None:
    """Refuse a database with somebody's data; an empty one is marked as the tests'."""
    if session.run("SHOW INDEXES YIELD name WHERE name = $mark", mark=MARK).value():
        return
    if session.run("MATCH (n) RETURN count(n)").single(strict=True)[0]:
        raise AssertionError(
            f"LIANTU_STORE 指的数据库 {server.shown} 里已有数据,测试会把它清空;请换一个空的库。"
        )
    session.run(f"CREATE INDEX {MARK} FOR (n:_Tests) ON (n.mark)").consume()


def _session(server: Address) -> Session:
    return _driver(server).session(database=server.database)


@cache
def _driver(server: Address) -> Driver:
    driver = GraphDatabase.driver(
        server.uri, auth=(server.user, server.password), notifications_min_severity="OFF"
    )
    atexit.register(driver.close)
    return driver
