"""Uploaded sheets looked at row by row: what is new, what changes, what is left out and why.

Beside :func:`loaders.imports.load_file`, which takes a file whole or not at all: here a wrong row
is left out with its reason, and all good rows are written in one commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.errors import BadRequest, RowProblem
from graph.model import Record
from graph.schema import Schema
from graph.store.protocol import Change, Commit, Ref, Store
from loaders.imports import known_for, standing
from loaders.preview import Preview, compare, ref_of
from loaders.references import check_references
from loaders.sheet.build import (
    Stands,
    check_dangling,
    check_duplicates,
    check_twins,
    record_of,
    used_firms,
)
from loaders.sheet.keys import settle_keys
from loaders.sheet.lines import Line, Spellings, read_lines
from loaders.sheet.names import Answers, Names, Question
from loaders.sheet.source import SheetIn

MOST_AT_ONCE = {"neo4j": 20_000}
"""Engine → records in one commit: a server holds all of a commit in its memory (1 GB heap)."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that would be left out, and why; ``row`` is its number in the file."""

    file: str
    sheet: str | None
    row: int
    kind: str
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What some sheets would do, or did when ``preview.commit`` is set.

    ``records`` are what would be written; ``expect`` the revisions they stand on; ``new_firms``
    names of firms made along; ``loose`` names of firms kept as text alone.
    """

    preview: Preview
    rejected: tuple[Rejected, ...] = ()
    questions: tuple[Question, ...] = ()
    told: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    expect: Mapping[Ref, int] = field(default_factory=dict)
    new_firms: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.records


def look(
    store: Store,
    file: str,
    sheets: Sequence[SheetIn],
    schema: Schema,
    *,
    day: str,
    answers: Answers | None = None,
    stamp: Mapping[str, Any] | None = None,
    may_add_firms: bool = False,
) -> Looked:
    """What ``sheets`` would change in ``store``; nothing is written.

    Parameters
    ----------
    store, schema
        Where, and the schema tables.
    file, sheets
        The file and its tables.
    day
        ISO day on which names are judged.
    answers
        Names somebody has judged: which record each is.
    stamp
        Who and when, for new records of kinds that keep it.
    may_add_firms
        Whether a firm nobody has on file is made along with the row that names it.
    """
    spellings = Spellings.of(store)
    names = Names(store, schema, answers or {}, day, may_add_firms)
    lines = _lines(store, sheets, schema, spellings, names)
    stands = standing(store, [line.placed for line in lines])
    check_twins(lines, names, stands, schema)
    good, used = _good(lines, names, schema, spellings, stands, stamp or {})
    preview = compare(file, good, stands, schema)
    skipped = tuple(s for sheet in sheets for s in sheet.skipped)
    wanted = {c.ref for c in preview.changed} | {ref_of(r) for r in preview.added}
    return Looked(
        replace(preview, skipped=skipped),
        tuple(map(_rejected, (line for line in lines if line.problems))),
        names.questions(),
        tuple(dict.fromkeys([*(w for sheet in sheets for w in sheet.told), *names.twins(used)])),
        tuple(r for r in good if ref_of(r) in wanted),
        {ref: stands[ref][1] if ref in stands else 0 for ref in wanted},
        tuple(name for name in names.new_firms if name in used),
        tuple(names.loose),
    )


def _lines(
    store: Store, sheets: Sequence[SheetIn], schema: Schema, spellings: Spellings, names: Names
) -> list[Line]:
    """Every row, with its names and references turned into ids; firms made along come last."""
    lines = [line for sheet in sheets for line in read_lines(sheet, schema, spellings)]
    names.settle_own(lines)
    _references(store, lines, names, schema)
    lines += names.new_firms.values()
    names.settle_targets(lines)
    settle_keys(store, lines, schema)
    check_duplicates(lines, schema)
    return lines


def _good(
    lines: Sequence[Line],
    names: Names,
    schema: Schema,
    spellings: Spellings,
    stands: Stands,
    stamp: Mapping[str, Any],
) -> tuple[list[Record], set[str]]:
    """Records of the rows nothing is wrong with, and the firms they refer to."""
    built: dict[int, Record] = {}
    for line in lines:
        record = record_of(line, schema, spellings, stands, stamp)
        if record is not None:
            built[id(line)] = record
    check_dangling(lines, stands, schema)
    used = used_firms(lines, schema)
    idle = {id(line) for name, line in names.new_firms.items() if name not in used}
    good = [
        built[id(line)]
        for line in lines
        if id(line) in built and not line.problems and id(line) not in idle
    ]
    return good, used


def over(store: Store, count: int) -> str | None:
    """Why ``count`` records cannot be written in one commit; None when they can."""
    most = MOST_AT_ONCE.get(store.info().engine)
    if most is None or count <= most:
        return None
    return f"这个数据库一次最多写 {most} 条,这里有 {count} 条;请把表分成几份,一份一份载入。"


def take(
    store: Store, looked: Looked, *, actor: str, reason: str, also: Sequence[Change] = ()
) -> Looked:
    """Write what was looked at, all of it in one commit.

    Parameters
    ----------
    store, looked
        Where and what.
    actor, reason
        Kept with every revision.
    also
        Changes that belong to it: judgements on names.

    Raises
    ------
    BadRequest
        They are more than the store can write in one commit; nothing is written.
    Conflict
        Somebody changed one of the records since they were looked at; nothing is written.
    """
    too_many = over(store, len(looked.records))
    if too_many:
        raise BadRequest(too_many)
    changes = [*map(Change.put, looked.records), *also]
    commit: Commit = store.write(changes, actor=actor, reason=reason, expect=dict(looked.expect))
    return replace(looked, preview=replace(looked.preview, commit=commit))


def _references(store: Store, lines: list[Line], names: Names, schema: Schema) -> None:
    placed = [line.placed for line in lines]
    names.settle_firms(lines, known_for(store, placed, schema))
    whole = [*placed, *(line.placed for line in names.new_firms.values())]
    where = {(p.file, p.sheet, p.row, p.kind): line for p, line in zip(placed, lines, strict=True)}
    asked = {name for _, name in names.asked}
    rows_by_kind: dict[str, list[Any]] = {}
    for one in placed:
        rows_by_kind.setdefault(one.kind, []).append(one)
    known = known_for(store, whole, schema)
    for kind, rows in rows_by_kind.items():
        for problem in check_references(rows, schema, known):
            if problem.value not in asked:
                where[problem.file, problem.sheet, problem.row or 0, kind].problems.append(problem)


def _rejected(line: Line) -> Rejected:
    placed = line.placed
    return Rejected(placed.file, placed.sheet, placed.row, placed.kind, tuple(line.problems))
