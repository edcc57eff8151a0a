"""A store of one's own: the rules of the program in it, none of the shipped chain and region.

That it is one's own stands in the reason of its first revision, so it is never filled with
the shipped facts later; rules a newer program needs are added to it, its own never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from graph.errors import BadRequest
from graph.model import Record
from graph.schema import Schema
from graph.store.protocol import Change, Store
from loaders.files import read_table
from loaders.newfile import build

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


def is_own(store: Store) -> bool:
    """Whether ``store`` was started without the shipped facts."""
    first = store.history(limit=1)
    return bool(first) and (first[0].actor, first[0].reason) == (ACTOR, OWN)


def add_missing_rules(store: Store, data_dir: Path, schema: Schema) -> int:
    """Rules the program has and ``store`` lacks, by id; those that stand stay as they are."""
    puts = [Change.put(record) for record in rule_records(data_dir, schema)]
    known = {Change.put(r).ref for kind in RULE_KINDS for r in store.scan(kind)}
    missing = [put for put in puts if put.ref not in known]
    if missing:
        store.write(missing, actor=ACTOR, reason=ADDED)
    return len(missing)


def rule_records(data_dir: Path, schema: Schema) -> list[Record]:
    """Thresholds, weights, looks and words as shipped."""
    return [
        record
        for kind in RULE_KINDS
        for pattern in schema[kind].files
        for path in sorted(data_dir.glob(pattern))
        for record in read_table(path, kind, schema)
    ]
