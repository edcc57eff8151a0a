"""Rows to records: what they lack filled in, what is wrong told, what hangs on a row left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model import Record
from graph.schema import KindSchema, Schema
from graph.store.protocol import Ref
from loaders.defaults import KEYS, NAMED
from loaders.examples import EXAMPLE, is_example
from loaders.records import build
from loaders.sheet.lines import (
    EMPTY,
    Line,
    Spellings,
    drop_blanks,
    keep_words,
    read_constant,
)
from loaders.sheet.names import Names

Stands = Mapping[Ref, tuple[Record, int]]


def check_duplicates(lines: Iterable[Line], schema: Schema) -> None:
    """Rows that are one record: which of them is right is not for a program to say."""
    by_ref: dict[Ref, list[Line]] = {}
    for line in lines:
        id_ = line.placed.values.get("id")
        if id_:
            by_ref.setdefault((line.placed.kind, str(id_)), []).append(line)
    for (kind, id_), same in by_ref.items():
        if len(same) == 1:
            continue
        for line in same:
            others = "、".join(str(o.placed.row) for o in same if o is not line)
            remedy = f"和第 {others} 行是同一条(编号“{id_}”);只留一行,或写不同的编号"
            line.refuse(schema[kind].column("id"), id_, remedy)


def check_twins(lines: Iterable[Line], names: Names, stands: Stands, schema: Schema) -> None:
    """Rows under a new id that are called like a record on file: they would be a second one."""
    for line in lines:
        kind, id_ = line.placed.kind, str(line.placed.values.get("id", ""))
        if kind not in NAMED or not id_ or (kind, id_) in stands:
            continue
        column = schema[kind].column(KEYS[kind][0])
        name = line.placed.values.get(column.name)
        other = names.exact(kind, str(name)) if name else None
        if other is not None and other != id_:
            remedy = f"已有同名的{schema[kind].label_zh},编号是“{other}”;要改它就写这个编号"
            line.refuse(schema[kind].column("id"), id_, remedy)


def record_of(
    line: Line, schema: Schema, spellings: Spellings, stands: Stands, stamp: Mapping[str, Any]
) -> Record | None:
    """The record of a row; None when something in it is wrong, which is then told."""
    placed, kind = line.placed, schema[line.placed.kind]
    base, _ = stands.get((kind.name, str(placed.values.get("id", ""))), (None, 0))
    if base is not None and (line.sheet.is_old or line.is_found):
        drop_blanks(line, kind)
    if base is None:
        _new(line, kind, spellings, stamp)
    if kind.name == line.sheet.kind:
        keep_words(line, kind, base)
    if line.problems or placed.bad:
        return None
    made = build(placed, kind, base)
    if not isinstance(made, list):
        return made
    line.problems += [replace(problem, row=placed.row) for problem in made]
    return None


def _new(line: Line, kind: KindSchema, spellings: Spellings, stamp: Mapping[str, Any]) -> None:
    """What a new record takes from its sheet and from who loads it."""
    values = line.placed.values
    if is_example(values.get("id")):
        remedy = f"以“{EXAMPLE}”开头的当作示例行,不会载入;请改成真实的名称"
        line.refuse(kind.column("id"), values.get("id"), remedy)
    for name, raw in line.constants().items():
        if values.get(name) in EMPTY:
            line.settle(kind.column(name), None)
            read_constant(line, kind.column(name), raw, spellings.words)
    for column in kind.columns:
        if column.name in stamp and values.get(column.name) in EMPTY:
            line.settle(column, stamp[column.name])


def check_dangling(lines: Sequence[Line], stands: Stands, schema: Schema) -> None:
    """Rows that refer to a row left out are left out too, and so on."""
    refs = {name: [c for c in kind.columns if c.ref] for name, kind in schema.kinds.items()}
    while True:
        out = {
            (line.placed.kind, str(line.placed.values.get("id", ""))): line
            for line in lines
            if line.problems
        }
        out = {ref: line for ref, line in out.items() if ref not in stands}
        more = False
        for line in lines:
            if line.problems or not out:
                continue
            for column in refs[line.placed.kind]:
                value = line.placed.values.get(column.name)
                ids = value if isinstance(value, tuple) else (value,) if value else ()
                bad = next((i for i in ids if (column.ref, i) in out), None)
                if bad is not None:
                    row = out[column.ref, bad].placed.row
                    line.refuse(column, bad, f"它所指的第 {row} 行没有载入;先改好那一行")
                    more = True
                    break
        if not more:
            return


def used_firms(lines: Iterable[Line], schema: Schema) -> set[str]:
    """Firms that good rows refer to."""
    used: set[str] = set()
    columns = {
        name: [c.name for c in kind.columns if c.ref == "firm"]
        for name, kind in schema.kinds.items()
        if name != "firm"
    }
    for line in lines:
        for name in () if line.problems else columns.get(line.placed.kind, ()):
            value = line.placed.values.get(name)
            if value:
                used.update(value if isinstance(value, tuple) else (value,))
    return used
