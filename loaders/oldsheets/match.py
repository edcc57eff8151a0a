"""Their columns tied to ours: suggested, decided once, remembered by the look of the header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from graph.model import SheetMap
from graph.schema import Column, KindSchema, Schema
from loaders.cells import CellError, plain
from loaders.headers import shown_label
from loaders.mixed_units import read_amount
from loaders.oldsheets.header import bare_label
from loaders.oldsheets.named_units import unit_in
from loaders.oldsheets.plan import EACH_CELL, STAMPED, SheetPlan, Tie, key_of
from loaders.oldsheets.table import OldTable
from loaders.oldsheets.units import UNIT_FAMILIES, family_of, units_for, usual_unit
from loaders.oldsheets.words import IGNORED, PRIVATE, words_for

CUTOFF = 62.0
SAMPLES = 6


def suggested(table: OldTable, kind: KindSchema, remembered: Iterable[SheetMap] = ()) -> SheetPlan:
    """What their columns probably are: as decided for other forms, else by words and units."""
    decided = _decided(remembered, kind)
    taken: dict[int, str] = {}
    for index, label in enumerate(table.labels):
        column = decided.get(key_of(label))
        if column and column not in taken.values():
            taken[index] = column
    for score, index, column in sorted(_scores(table, kind), reverse=True):
        is_open = index not in taken and key_of(table.labels[index]) not in decided
        if score >= CUTOFF and is_open and column not in taken.values():
            taken[index] = column
    ties = tuple(
        Tie(label, taken.get(i), _unit(table, i, kind, taken.get(i)))
        for i, label in enumerate(table.labels)
    )
    return SheetPlan(kind.name, ties)


def _decided(remembered: Iterable[SheetMap], kind: KindSchema) -> dict[str, str]:
    """Label → column of ours ('' for not wanted) as decided before."""
    known = {column.name for column in kind.columns}
    out: dict[str, str] = {}
    for record in remembered:
        if record.target_kind != kind.name:
            continue
        for pair in record.pairs:
            label, _, rest = pair.rpartition("=")
            column = rest.partition("@")[0]
            if label and not pair.startswith("=") and (not column or column in known):
                out[label] = column
    return out


def likely_kind(table: OldTable, schema: Schema, kinds: Sequence[str]) -> str | None:
    """The kind whose columns are suggested for most of theirs; None when hardly any are."""
    best, most = None, 1.0
    for name in kinds:
        scores = _scores(table, schema[name])
        by_label: dict[int, float] = {}
        for score, index, _ in scores:
            by_label[index] = max(by_label.get(index, 0.0), score)
        points = sum(score / 100 for score in by_label.values() if score >= CUTOFF)
        said = plain(f"{table.sheet or ''}{table.title}{table.file}")
        points += 0.75 * (plain(schema[name].label_zh) in said)
        if points > most + 1e-9:
            best, most = name, points
    return best


def is_private(label: str) -> bool:
    """Whether a column of theirs holds what may not be taken in: names and numbers of people."""
    text = bare_label(label)
    return any(word in text for word in PRIVATE) and "我方" not in text and "引进" not in text


def _scores(table: OldTable, kind: KindSchema) -> list[tuple[float, int, str]]:
    found = []
    for index, label in enumerate(table.labels):
        whole = bare_label(label)
        if whole in IGNORED or is_private(label):
            continue
        texts = dict.fromkeys((whole, bare_label(label.split("/")[-1])))
        samples = samples_of(table, index)
        for column in kind.columns:
            if column.name in STAMPED or not _could_be(column, label, table, samples):
                continue
            words = (*words_for(kind.name, column.name), column.label_zh)
            said = {plain(word) for word in (*words, shown_label(column))}
            score = max(_near(text, said) for text in texts if text) if any(texts) else 0.0
            if column.label_zh in texts:
                score += 1  # our own word before one of theirs
            found.append((score, index, column.name))
    return found


def _near(text: str, words: Iterable[str]) -> float:
    if text in words:
        return 100.0
    best = process.extractOne(text, list(words), scorer=fuzz.ratio)
    inside = any(len(word) > 1 and (word in text or text in word) for word in words)
    return max(float(best[1]) if best else 0.0, 66.0 if inside and len(text) > 1 else 0.0)


def _could_be(column: Column, label: str, table: OldTable, samples: Sequence[Any]) -> bool:
    """Whether unit and content of their column allow it to be ours."""
    unit = unit_in(label)
    if unit is not None and usual_unit(unit, column.unit) is None:
        return False
    if column.type in ("float", "int") and samples:
        return any(_reads(value, column) for value in samples)
    if column.type in ("ref", "reflist", "date"):
        is_amount = [_is_amount(value) for value in samples]
        return not samples or 2 * sum(is_amount) < len(samples) or column.type == "date"
    return True


def _is_amount(value: Any) -> bool:
    """Whether a cell says an amount: a number, or a number with a unit."""
    return not isinstance(value, str) or any(
        _reads_as(value, family, unit) for family in UNIT_FAMILIES for unit in (None, family)
    )


def _reads_as(value: Any, column_unit: str, unit: str | None) -> bool:
    try:
        read_amount(value, column_unit, unit)
    except CellError:
        return False
    return True


def _reads(value: Any, column: Column) -> bool:
    return any(_reads_as(value, column.unit, unit) for unit in (None, *units_for(column.unit)))


def samples_of(table: OldTable, index: int, many: int = SAMPLES) -> list[Any]:
    """The first different values of their column."""
    out: list[Any] = []
    for row in table.rows[:200]:
        value = row.cells[index] if index < len(row.cells) else None
        if value not in (None, "") and value not in out:
            out.append(value)
            if len(out) == many:
                break
    return out


def _unit(table: OldTable, index: int, kind: KindSchema, name: str | None) -> str | None:
    return None if name is None else unit_for(table, index, kind.column(name))


def unit_for(table: OldTable, index: int, column: Column) -> str | None:
    """The unit of their column for ours: from its label, the title row, its cells; None unknown."""
    if family_of(column.unit) is None:
        return None
    own = unit_in(table.labels[index])
    for unit in (own,) if own else table.units:
        found = usual_unit(unit, column.unit)
        if found:
            return found
    samples = samples_of(table, index, 50)
    if samples and all(_names_unit(value, column) for value in samples):
        return EACH_CELL
    only = units_for(column.unit)
    return only[0] if len(only) == 1 or column.unit in ("人", "件", "%") else None


def _names_unit(value: Any, column: Column) -> bool:
    return isinstance(value, str) and _reads_as(value, column.unit, None)
