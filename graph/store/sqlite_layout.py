"""Open a data file: make it, recognise it, bring it to this program's schema, or refuse it."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from graph.errors import SchemaMismatch
from graph.schema import Schema
from graph.store import tokens
from graph.store.shape import agreed, refuse_newer
from graph.store.sqlite_pool import BUSY_SECONDS, connect, foreign, mapped
from graph.store.sqlite_tables import FIXED, Tables, create_table, storage
from graph.store.sqlite_upgrade import bring_up, count_anew, from_layout_1, name_anew, run

APPLICATION_ID = 0x4C54_5531  # "LTU1"
LAYOUT = 2

_NEWER = "数据文件 {path} 由更新版本的链图建立;请升级程序,或另指定一个数据文件。"
_CHANGED = "数据文件 {path} 里“{label}”的“{column}”与本程序的类型不同;请用建立它的版本打开。"


def prepare(path: Path, tables: Tables) -> None:
    """Make ``path`` a data file of this program's schema.

    Raises
    ------
    StoreUnavailable
        It cannot be opened or is not ours.
    SchemaMismatch
        A newer program made it.
    """
    with mapped(path):
        connection = connect(path)
        try:
            _prepare(connection, path, tables)
        finally:
            connection.close()


def _prepare(connection: sqlite3.Connection, path: Path, tables: Tables) -> None:
    if _is_new(connection, path):
        _use_wal(connection)
        connection.execute("BEGIN IMMEDIATE")
        if _is_new(connection, path):  # nobody was faster
            _create(connection, tables)
        connection.execute("COMMIT")
    if _pragma(connection, "user_version") > LAYOUT:
        raise SchemaMismatch(_NEWER.format(path=path))
    if not _isagreed(connection, tables.schema):
        connection.execute("BEGIN IMMEDIATE")
        if not _isagreed(connection, tables.schema):
            _migrate(connection, path, tables)
        connection.execute("COMMIT")


def _isagreed(connection: sqlite3.Connection, schema: Schema) -> bool:
    is_laid_out = _pragma(connection, "user_version") == LAYOUT
    return is_laid_out and agreed(schema).items() <= _meta(connection).items()


def _is_new(connection: sqlite3.Connection, path: Path) -> bool:
    if _pragma(connection, "application_id") == APPLICATION_ID:
        return False
    if _pragma(connection, "application_id") or _pragma(connection, "user_version"):
        raise foreign(path)
    if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise foreign(path)
    return True


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait by itself when another opens at the same moment."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _create(connection: sqlite3.Connection, tables: Tables) -> None:
    run(connection, FIXED)
    for kind in tables.schema.kinds.values():
        for statement in create_table(kind):
            connection.execute(statement)
    count_anew(connection, tables)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    _set_meta(connection, tables.schema)


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM _meta"))


def _set_meta(connection: sqlite3.Connection, schema: Schema) -> None:
    rows = list(agreed(schema).items())
    connection.executemany("INSERT OR REPLACE INTO _meta (key, value) VALUES (?, ?)", rows)


def _migrate(connection: sqlite3.Connection, path: Path, tables: Tables) -> None:
    held = _meta(connection)
    if int(held["tokens"]) > tokens.VERSION:
        raise SchemaMismatch(_NEWER.format(path=path))
    before: dict[str, dict[str, list[str]]] = json.loads(held["schema"])

    def changed(label: str, column: str) -> str:
        return _CHANGED.format(path=path, label=label, column=column)

    refuse_newer(before, tables.schema, storage, _NEWER.format(path=path), changed)
    is_old = _pragma(connection, "user_version") < LAYOUT
    if is_old:
        from_layout_1(connection, before)
    bring_up(connection, tables, before)
    if is_old or held["tokens"] != str(tokens.VERSION):
        name_anew(connection, tables)
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    _set_meta(connection, tables.schema)
