"""An uploaded file: what its sheets are and how each is read, as far as it is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import BadRequest
from graph.model import PRIVATE_KINDS, SheetMap
from graph.schema import Schema
from loaders.headers import bind
from loaders.imports import kind_of
from loaders.oldsheets.grid import Grid, Progress, read_grids
from loaders.oldsheets.match import likely_kind, suggested
from loaders.oldsheets.plan import SheetPlan, faults_of, fingerprint, pairs_of, plan_of
from loaders.oldsheets.table import OldTable, read_old
from loaders.sheet.source import Source, old_source, table_of
from loaders.sheets import ABOUT_SHEET
from loaders.templates import is_guide
from views.sheets_out import FIRST, kinds

_LOOKED_FOR = 60
_HEADS = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """An uploaded file, read once; ``told`` is what of it was not read."""

    name: str
    digest: str
    grids: tuple[Grid, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user said about one sheet: where its header is, what it holds, how it is read."""

    header_row: int | None = None
    depth: int | None = None
    hidden: bool = True
    kind: str | None = None
    plan: SheetPlan | None = None
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a file on its way in.

    ``way`` is template (our own form), known (a form that was met before), told (decided just
    now), ask (somebody has to decide) or skipped.
    """

    way: str
    grid: Grid
    source: Source | None = None
    old: OldTable | None = None
    plan: SheetPlan | None = None
    form: SheetMap | None = None


def open_file(data: bytes, name: str, progress: Progress | None = None) -> Opened:
    """Read an uploaded file.

    Raises
    ------
    BadRequest
        It cannot be read; the text says what it is and what to do.
    """
    grids, told = read_grids(data, name, progress)
    kept = tuple(g for g in grids if g.sheet != ABOUT_SHEET and not is_guide(g.sheet))
    if not kept:
        raise BadRequest(f"{name} 里没有可以载入的工作表。")
    return Opened(name, hashlib.sha256(data).hexdigest()[:16], kept, told)


def parts_of(
    opened: Opened, schema: Schema, forms: Sequence[SheetMap], choices: Mapping[int, Choice]
) -> list[Part]:
    """How each sheet of the file is read, as far as it is known."""
    return [
        _part(grid, schema, forms, choices.get(number, Choice()))
        for number, grid in enumerate(opened.grids)
    ]


def _part(grid: Grid, schema: Schema, forms: Sequence[SheetMap], choice: Choice) -> Part:
    if choice.is_skipped:
        return Part("skipped", grid)
    if choice == Choice():
        source = _template(grid, schema)
        if source is not None:
            return Part("template", grid, source)
    old = read_old(grid, header_row=choice.header_row, depth=choice.depth, hidden=choice.hidden)
    if old is None:
        return Part("ask", grid)
    if choice.plan is not None:
        return Part("told", grid, old_source(old, choice.plan), old, choice.plan)
    if choice == Choice():
        met = _met(grid, old, schema, forms)
        if met is not None:
            return met
    kind = choice.kind or likely_kind(old, schema, [k for k in kinds(schema) if k in FIRST])
    plan = suggested(old, schema[kind], forms) if kind else None
    return Part("ask", grid, None, old, plan)


def _template(grid: Grid, schema: Schema) -> Source | None:
    """The sheet as one of our own forms: every header is a column of ours."""
    table, faults = table_of(grid)
    kind = kind_of(table, schema)
    if kind is None or kind in PRIVATE_KINDS:
        return None
    bound = bind(table, schema[kind])
    if bound.problems or not bound.bounds:
        return None
    hidden = len(grid.hidden_rows)
    told = (f"“{grid.sheet}”有 {hidden} 行是隐藏的(筛选掉的也算),照样读了",) if hidden else ()
    return Source(kind, table, faults, told=told)


def _met(grid: Grid, old: OldTable, schema: Schema, forms: Sequence[SheetMap]) -> Part | None:
    """The sheet read as a form on record, wherever on it the header of that form stands."""
    by_id = {form.id: form for form in forms if form.target_kind in schema.kinds}
    if not by_id:
        return None
    for table in (old, *_other_heads(grid)):
        form = by_id.get(fingerprint(table.labels))
        if form is None:
            continue
        whole = read_old(grid, header_row=table.header_row, depth=table.depth) or old
        plan = plan_of(form, whole.labels, schema[form.target_kind])
        if not faults_of(plan, schema[form.target_kind]):
            return Part("known", grid, old_source(whole, plan), whole, plan, form)
    return None


def _other_heads(grid: Grid) -> Iterable[OldTable]:
    few = replace(grid, rows=grid.rows[:_LOOKED_FOR])
    for row in few.rows[:_HEADS]:
        for depth in (1, 2, 3):
            found = read_old(few, header_row=row.number, depth=depth)
            if found is not None:
                yield found


def form_of(old: OldTable, plan: SheetPlan, name: str, who: str | None, when: str) -> SheetMap:
    """What is remembered of a form once its columns are tied to ours."""
    return SheetMap(fingerprint(old.labels), name, plan.kind, pairs_of(plan), who, when)
