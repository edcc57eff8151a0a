"""Rows of an uploaded sheet on their way to records, each with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz, process

from graph.errors import RowProblem
from graph.schema import Column, KindSchema, Schema
from graph.store.protocol import Store
from loaders.cells import plain
from loaders.headers import Bound, bind
from loaders.oldsheets.stages import stage_spellings
from loaders.placed import Placed
from loaders.reader import LISTS, VOCABULARIES, Words, reader
from loaders.records import Batch, read_rows, words_of
from loaders.sheet.source import SheetIn
from loaders.tables import RawRow, RawTable

EMPTY = (None, "", ())
_NEAREST = 3
_UNIT_END = re.compile(r"_(?:yi|wan|kt_a|kt|mu|tce)$")
_ONLY = "只能填"


@dataclass(slots=True)
class Line:
    """One row: where it comes from, its values, its problems.

    ``is_found``: it names no id and was found on file by its name or by what it ties together.
    """

    sheet: SheetIn
    placed: Placed
    problems: list[RowProblem] = field(default_factory=list)
    is_found: bool = False

    def refuse(self, column: Column | None, value: Any, remedy: str) -> None:
        """Add a problem of this row."""
        self.problems.append(self.placed.problem(column, value, remedy))

    def settle(self, column: Column, value: Any) -> None:
        """Fill in what the file left empty; that it was empty is no problem any more."""
        label = self.placed.labels.get(column.name, column.label_zh)
        self.problems = [p for p in self.problems if p.column != label or p.value is not None]
        self.placed.bad.discard(column.name)
        self.placed.values[column.name] = value

    def has_wrong_id(self) -> bool:
        """Whether an id stands in the file but cannot be read."""
        return "id" in self.placed.bad and any(
            p.column == self.placed.labels.get("id") and p.value is not None for p in self.problems
        )

    def get(self, column: str) -> Any:
        """A value of the row, or what all rows of its sheet share."""
        value = self.placed.values.get(column)
        return self.constants().get(column) if value in EMPTY else value

    def constants(self) -> Mapping[str, str]:
        """What all rows of its sheet share; nothing for a row made along with one of them."""
        return self.sheet.constants if self.placed.kind == self.sheet.kind else {}


@dataclass(frozen=True, slots=True)
class Spellings:
    """Words of the store: raw spelling → canonical, and stages by (kind, column)."""

    words: Words
    stages: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def of(cls, store: Store) -> Spellings:
        """Read them; stages of kinds with a vocabulary of their own join it."""
        words = dict(words_of(store.scan("word")))
        stages = stage_spellings(store.scan("stage_word"), words)
        for at, spelled in stages.items():
            if at in VOCABULARIES:
                name = VOCABULARIES[at]
                words[name] = {**words.get(name, {}), **spelled}
        return cls(words, stages)


def read_lines(sheet: SheetIn, schema: Schema, spellings: Spellings) -> list[Line]:
    """Every row of ``sheet``; what cannot be read stands with its row."""
    kind = schema[sheet.kind]
    batch = Batch()
    read_rows(batch, _spelled(sheet, kind, spellings), kind, spellings.words, lenient=True)
    lines = {placed.row: Line(sheet, placed) for placed in batch.rows}
    labels = {**(batch.rows[0].labels if batch.rows else {}), **sheet.labels}
    for line in lines.values():
        line.placed.labels = labels
    told: set[tuple[int | None, str | None]] = set()
    for problem in sheet.problems:
        if problem.row in lines:
            line = lines[problem.row]
            line.problems.append(problem)
            line.placed.bad.add(_column_of(problem.column, line, kind))
            told.add((problem.row, problem.column))
    for problem in batch.problems:
        named = replace(problem, column=sheet.labels.get(problem.column or "", problem.column))
        if (named.row, named.column) in told or named.row not in lines:
            continue
        lines[named.row or 0].problems.append(_nearest_stage(named, kind, spellings))
    return list(lines.values())


def _column_of(label: str | None, line: Line, kind: KindSchema) -> str:
    for name, shown in line.placed.labels.items():
        if shown == label:
            return name
    return next((c.name for c in kind.columns if c.label_zh == label), "")


def _spelled(sheet: SheetIn, kind: KindSchema, spellings: Spellings) -> RawTable:
    """The table with stages of other places turned into ours, where no vocabulary does it."""
    table = sheet.table
    at = {
        b.index: spellings.stages[kind.name, b.column.name]
        for b in bind(table, kind).bounds
        if (kind.name, b.column.name) in spellings.stages
        and (kind.name, b.column.name) not in VOCABULARIES
    }
    if not at:
        return table
    rows = []
    for row in table.rows:
        cells = list(row.cells)
        for index, words in at.items():
            if index < len(cells) and isinstance(cells[index], str):
                cells[index] = words.get(plain(cells[index]), cells[index])
        rows.append(RawRow(row.number, tuple(cells)))
    return replace(table, rows=tuple(rows))


def _nearest_stage(problem: RowProblem, kind: KindSchema, spellings: Spellings) -> RowProblem:
    """An unknown stage is told with the nearest ones, not with all."""
    for (name, column), words in spellings.stages.items():
        if name != kind.name or not _is_choice(problem, kind.column(column)):
            continue
        found = process.extract(
            plain(str(problem.value)), list(words), scorer=fuzz.ratio, limit=2 * _NEAREST
        )
        near = list(dict.fromkeys(words[text] for text, score, _ in found if score > 0))
        shown = "、".join((near or list(kind.column(column).choices))[:_NEAREST])
        remedy = (
            f"不认识这个进度;最接近的是 {shown},改成其中一个"
            f"(全部:{'、'.join(kind.column(column).choices)})"
        )
        return replace(problem, remedy=remedy)
    return problem


def _is_choice(problem: RowProblem, column: Column) -> bool:
    """Whether a problem says that a value is none of the choices of ``column``."""
    told = problem.remedy.startswith(_ONLY)
    return told and all(choice in problem.remedy for choice in column.choices)


def read_constant(line: Line, column: Column, raw: str, words: Words) -> None:
    """Give the row the value all rows of its sheet share, read like a cell."""
    bound = Bound(0, column, line.placed.labels.get(column.name, column.label_zh), None)
    reader(line.sheet.kind, bound, words).read(raw, line.placed, line.problems)


def drop_blanks(line: Line, kind: KindSchema) -> None:
    """In somebody's own form a blank says nothing: what stands on record stays."""
    values = line.placed.values
    for name in [name for name, value in values.items() if value in EMPTY]:
        del values[name]
    blank = {line.placed.labels.get(c.name, c.label_zh) for c in kind.columns if c.required}
    line.problems = [p for p in line.problems if not (p.value is None and p.column in blank)]
    line.placed.bad -= {c.name for c in kind.columns if c.required and c.name not in values}


def keep_words(line: Line, kind: KindSchema, standing: Any) -> None:
    """Write words a number does not say into its text column, else into 备注."""
    kept = line.sheet.kept.get(line.placed.row, ())
    names = {column.name for column in kind.columns} if kept else set()
    values = line.placed.values
    for column, words in kept:
        text = f"{_UNIT_END.sub('', column)}_text"
        if text in names and values.get(text) in EMPTY:
            values[text] = words
        elif "note" in names:
            told = f"{line.placed.labels.get(column, kind.column(column).label_zh)}:{words}"
            note = values.get("note") or getattr(standing, "note", None) or ""
            if told not in note:
                note = f"{note};{told}" if note else told
            values["note"] = note
        else:
            remedy = "说的不是一个准数,这一类又没有备注可记原文;只写一个数,或清空"
            line.refuse(kind.column(column), words, remedy)


def empties(kind: KindSchema) -> dict[str, Any]:
    """Every column of a kind as unknown."""
    return {c.name: () if c.type in LISTS else None for c in kind.columns}
