"""A store of one's own: the rules of the program in it, none of the shipped chain and region.

That it is one's own stands in the reason of its first revision, so it is never filled with
the shipped facts later; rules a newer program needs are added to it, its own never changed.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from graph.errors import BadRequest
from graph.model import Record
from graph.schema import Schema
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.files import read_table
from loaders.newfile import build, store_url

T = TypeVar("T")
ACTOR = "系统"
OWN = "另起空库"
ADDED = "补入新版程序的规则"
RULE_KINDS = ("parameter", "feature", "map_status", "word")
"""What every chain needs and no region or industry owns: thresholds, weights, looks, words."""


def fresh_store(
    path: Path, data_dir: Path, schema: Schema, fill: Callable[[Store], T], *, keep: bool = True
) -> T:
    """Start the store ``path`` with nothing but rules and what ``fill`` writes into it.

    Parameters
    ----------
    path
        A file that is not there yet.
    data_dir, schema
        Where the rules stand.
    fill
        Writes the user's own records; when it raises, no store is left.
    keep
        False only tries.

    Raises
    ------
    BadRequest
        The file is there already.
    StoreUnavailable
        The folder cannot be used.
    """
    if path.exists():
        raise BadRequest(
            f"{path} 里已经有数据,另起空库不会覆盖它;请用 --store 换一个文件名,"
            "例如 --store 我的链.db;要往里加数据就去掉 --fresh。"
        )

    def begin(store: Store) -> T:
        puts = [Change.put(record) for record in rule_records(data_dir, schema)]
        store.write(puts, actor=ACTOR, reason=OWN)
        return fill(store)

    return build(path, schema, begin, keep=keep)


def fresh_server(
    url: str, data_dir: Path, schema: Schema, fill: Callable[[Store], T], *, keep: bool = True
) -> T:
    """The same on a server: the empty database at ``url`` is started as a store of one's own.

    All of it is made in a file of its own first and then taken over in one transaction, so the
    server holds the whole or stays empty.

    Raises
    ------
    BadRequest
        The database holds something already.
    StoreUnavailable
        The server does not answer.
    """
    with contextlib.closing(open_store(url, schema)) as server:
        info = server.info()
        if info.last_seq:
            raise BadRequest(
                f"{info.url} 里已经有数据,另起空库不会覆盖它;请换一个空的库(地址末尾的名称),"
                "或用 --store 写一个文件名;要往里加数据就去掉 --fresh。"
            )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fresh.db"
            result = fresh_store(path, data_dir, schema, fill)
            if keep:
                with contextlib.closing(open_store(store_url(path), schema)) as made:
                    server.replay(made.history(limit=made.info().last_seq))
    return result


def is_own(store: Store) -> bool:
    """Whether ``store`` was started without the shipped facts."""
    first = store.history(limit=1)
    return bool(first) and (first[0].actor, first[0].reason) == (ACTOR, OWN)


def add_missing_rules(store: Store, data_dir: Path, schema: Schema) -> int:
    """Bring the rules in ``store`` up to the program's, by id; those that stand keep what they say.

    Rules it lacks are added, required columns a newer program added are filled in, and
    features the program once gave and no longer computes are taken away.
    """
    stands = {Change.put(r).ref: r for kind in RULE_KINDS for r in store.scan(kind)}
    changes = []
    for put in map(Change.put, rule_records(data_dir, schema)):
        old = stands.pop(put.ref, None)
        whole = put if old is None else Change.put(_completed(old, put.record, schema))
        if whole.record != old:
            changes.append(whole)
    changes += [
        Change.delete(*ref)
        for ref in stands
        if ref[0] == "feature" and store.history(ref=ref, limit=1)[0].actor == ACTOR
    ]
    if changes:
        store.write(changes, actor=ACTOR, reason=ADDED)
    return len(changes)


def _completed(old: Record, shipped: Record | None, schema: Schema) -> Record:
    """``old`` with the required columns it lacks taken from ``shipped``."""
    lacking = {
        column.name: getattr(shipped, column.name)
        for column in schema[old.kind].columns
        if column.required and getattr(old, column.name) is None
    }
    return replace(old, **lacking)


def rule_records(data_dir: Path, schema: Schema) -> list[Record]:
    """Thresholds, weights, looks and words as shipped."""
    return [
        record
        for kind in RULE_KINDS
        for pattern in schema[kind].files
        for path in sorted(data_dir.glob(pattern))
        for record in read_table(path, kind, schema)
    ]
