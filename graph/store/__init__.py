"""Stores of records with their history; ``open_store`` picks one by its address."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import BadRequest
from graph.schema import Schema
from graph.store.base import Clock, now
from graph.store.neo4j_address import address, is_neo4j
from graph.store.protocol import Store
from graph.store.sqlite import SqliteStore

_ACCEPTED = (
    "可以写 sqlite:///路径(例如 sqlite:///C:/数据/链图.db)、直接写文件路径,"
    "或 neo4j://用户名:密码@主机:7687/数据库名"
)


def open_store(url: str | os.PathLike[str], schema: Schema, *, clock: Clock | None = None) -> Store:
    """Open a store, making it when it is not there yet.

    Parameters
    ----------
    url
        ``sqlite:///relative/or/C:/windows/path``, ``sqlite:////absolute/path`` or a plain
        path; ``~`` is the home folder.  Or ``neo4j://user:password@host:7687/database``
        (also neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc).
    schema
        The record kinds; an older file is brought up to it.
    clock
        Time of the revisions; the system clock when not given.

    Raises
    ------
    BadRequest
        The address is of no known form.
    StoreUnavailable
        The file cannot be opened, is locked, damaged or not ours; the server does not answer,
        refuses the user, or has no such database.
    SchemaMismatch
        A newer program made the store, or the server is too old.
    """
    text, told = os.fspath(url), clock or now
    if is_neo4j(text):
        from graph.store.neo4j import Neo4jStore  # the driver loads only when it is used

        return Neo4jStore(address(text), schema, clock=told)
    return SqliteStore(sqlite_path(text).absolute(), schema, clock=told)


def sqlite_path(url: str) -> Path:
    """The file an address means.

    Examples
    --------
    >>> sqlite_path("sqlite:///C:/数据/链图.db").as_posix()
    'C:/数据/链图.db'
    >>> sqlite_path("sqlite:////var/lib/liantu.db").as_posix()
    '/var/lib/liantu.db'
    """
    scheme, found, rest = url.partition("://")
    if not found:
        text = url
    elif scheme.lower() == "sqlite" and rest.startswith("/"):
        text = rest[1:]
    else:
        raise BadRequest(f"不认识的数据库地址“{url}”;{_ACCEPTED}。")
    if not text.strip() or text == ":memory:" or "\0" in text:
        raise BadRequest(f"数据库地址“{url}”没有写文件路径;{_ACCEPTED}。")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise BadRequest(f"找不到“{text}”里的用户文件夹;请写完整路径。") from error


__all__ = ["Store", "open_store", "sqlite_path"]
