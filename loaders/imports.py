"""A user's file into the store: looked at first, then written as one whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import BadRequest, BadRows, RowProblem
from graph.model import Record
from graph.schema import KindSchema, Schema
from graph.store.protocol import Change, Ref, Store
from loaders.alike import alike
from loaders.beside import without_beside
from loaders.bundles import read_any
from loaders.cells import plain
from loaders.defaults import NAMED, fill_ids, same_names
from loaders.examples import Skipped, split_examples
from loaders.headers import bind
from loaders.placed import Placed
from loaders.preview import Preview, compare, ref_of
from loaders.records import Batch, add_new, build, read_rows, words_of
from loaders.references import Known, check_duplicates, check_references, known_from
from loaders.sheets import ABOUT_SHEET
from loaders.tables import RawTable
from loaders.templates import is_guide


def load_file(
    store: Store,
    path: Path,
    schema: Schema,
    *,
    kind: str | None = None,
    dry_run: bool = False,
    actor: str,
    reason: str | None = None,
) -> Preview:
    """Load a file, or a folder of files, into ``store`` as one atomic write.

    Example rows (their id begins with 示例) are left out and told.

    Rows with a known id change that record, column by column: a column the file does not
    have stays as it is, an empty cell makes the value unknown.  Other rows are new records.

    Parameters
    ----------
    store
        Where to.
    path
        A CSV of one kind, a workbook whose sheets are named after kinds (English name or
        Chinese label), a folder or .zip of CSVs named after kinds, or an exported .json.
    schema
        The schema tables.
    kind
        What the rows are; when not given, the sheet or file name or the header tells.
    dry_run
        Only look.
    actor, reason
        Kept with every revision; ``reason`` is "载入 <file>" when not given.

    Returns
    -------
    Preview
        Added, changed field by field, unchanged; in a dry run also the problems.

    Raises
    ------
    BadRequest
        The file or its kind cannot be made out.
    BadRows
        Anything in it is wrong, unless ``dry_run``; nothing was written.
    Conflict
        Somebody changed one of the records while the file was read.
    """
    try:
        batch = _read(store, path, schema, kind)
    except BadRows as error:
        if not dry_run:
            raise
        return Preview(path.name, (), (), 0, error.problems)
    skipped, stands = tuple(batch.skipped), standing(store, batch.rows)
    records = _build(batch, schema, {ref: record for ref, (record, _) in stands.items()})
    if batch.problems:
        if not dry_run:
            raise BadRows(tuple(batch.problems))
        return Preview(path.name, (), (), 0, tuple(batch.problems), skipped=skipped)
    preview = replace(compare(path.name, records, stands, schema), skipped=skipped)
    if dry_run or not (preview.added or preview.changed):
        return preview
    wanted = {change.ref for change in preview.changed} | {ref_of(r) for r in preview.added}
    expect = {ref: stands[ref][1] if ref in stands else 0 for ref in wanted}
    changes = [Change.put(record) for record in records if ref_of(record) in wanted]
    reason = reason or f"载入 {path.name}"
    commit = store.write(changes, actor=actor, reason=reason, expect=expect)
    return replace(preview, commit=commit)


def kind_of(table: RawTable, schema: Schema) -> str | None:
    """The kind a table holds: by sheet name, file name or, last, its header; None if unclear."""
    if table.sheet is not None:
        named = _named(table.sheet, schema)
        if named:
            return named
    named = _named(Path(table.file).stem, schema)
    if named and table.sheet is None:
        return named
    fitting = [name for name, kind in schema.kinds.items() if _fits(table, kind)]
    return fitting[0] if len(fitting) == 1 else None


def _named(text: str, schema: Schema) -> str | None:
    wanted = plain(text).lower()
    for name, kind in schema.kinds.items():
        stems = {Path(pattern).stem for pattern in kind.files}
        if wanted in {name, plain(kind.label_zh).lower(), *stems}:
            return name
    return None


def _fits(table: RawTable, kind: KindSchema) -> bool:
    binding = bind(table, kind)
    bound = {b.column.name for b in binding.bounds}
    return not binding.problems and all(c.name in bound for c in kind.columns if c.required)


@dataclass(slots=True)
class _Reading(Batch):
    """The rows of a file, and its example rows, which are left out."""

    skipped: list[Skipped] = field(default_factory=list)


def _read(store: Store, path: Path, schema: Schema, kind: str | None) -> _Reading:
    if kind is not None and kind not in schema.kinds:
        known = "、".join(f"{name}({k.label_zh})" for name, k in schema.kinds.items())
        raise BadRequest(f"没有“{kind}”这一类记录;可用:{known}。")
    tables = [t for t in read_any(path) if t.sheet != ABOUT_SHEET and not is_guide(t.sheet)]
    if not tables:
        raise BadRequest(f"{path.name} 里没有可以载入的工作表。")
    batch, words = _Reading(), words_of(store.scan("word"))
    for table in tables:
        name = kind or kind_of(table, schema)
        if name is None:
            labels = "、".join(k.label_zh for k in schema.kinds.values())
            remedy = f"看不出是哪一类记录;请把工作表(或文件)命名为其中之一:{labels}"
            batch.problems.append(RowProblem(table.file, table.sheet, None, None, None, remedy))
        else:
            own = without_beside(table, schema[name])
            kept, skipped = split_examples(own, schema[name])
            batch.skipped += skipped
            read_rows(batch, kept, schema[name], words, lenient=True)
    _name(store, batch, schema)
    batch.problems += check_duplicates(batch.rows)
    batch.problems += _check_references(store, batch.rows, schema)
    if fill_ids(batch.rows, named=False):  # made of references, now that they are ids
        add_new(batch.problems, check_duplicates(batch.rows))
    return batch


def _name(store: Store, batch: Batch, schema: Schema) -> None:
    """Rows that are called by name and have no id take it from the name."""
    done = fill_ids(batch.rows, named=True)
    for kind in NAMED & {row.kind for row in done}:
        rows = [row for row in done if row.kind == kind]
        stands = alike(store, kind, [row.values["id"] for row in rows])
        batch.problems += same_names(rows, schema[kind], stands)


def _check_references(store: Store, rows: list[Placed], schema: Schema) -> list[RowProblem]:
    """Follow references in the file and the store; names are looked for only to suggest."""
    return check_references(rows, schema, known_for(store, rows, schema))


def known_for(store: Store, rows: list[Placed], schema: Schema) -> Known:
    """What the references of ``rows`` may point to: the rows themselves and records on file."""
    wanted = _referenced(rows, schema)
    inside = known_from(rows)
    records: dict[Ref, Record] = {}
    for kind, ids in wanted.items():
        outside = sorted(ids - inside.ids.get(kind, frozenset()))
        found = store.get(kind, outside).records if outside else ()
        missing = sorted(set(outside) - {ref_of(record)[1] for record in found})
        near = alike(store, kind, missing) if missing else ()
        records |= {ref_of(record): record for record in (*found, *near)}
    return known_from(rows, list(records.values()))


def _referenced(rows: Iterable[Placed], schema: Schema) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    columns = {name: [c for c in kind.columns if c.ref] for name, kind in schema.kinds.items()}
    for row in rows:
        for column in columns[row.kind]:
            value = row.values.get(column.name)
            if value:
                found = value if isinstance(value, tuple) else (value,)
                wanted.setdefault(column.ref, set()).update(found)
    return wanted


def standing(store: Store, rows: Iterable[Placed]) -> dict[Ref, tuple[Record, int]]:
    """The records the ids of ``rows`` mean, with the revision each has now."""
    ids: dict[str, list[str]] = {}
    for row in rows:
        if row.values.get("id"):
            ids.setdefault(row.kind, []).append(row.values["id"])
    stands: dict[Ref, tuple[Record, int]] = {}
    for kind, wanted in ids.items():
        page = store.get(kind, wanted)
        for record, rev in zip(page.records, page.revs, strict=True):
            stands[ref_of(record)] = (record, rev)
    return stands


def _build(batch: Batch, schema: Schema, stands: Mapping[Ref, Record]) -> list[Record]:
    records: list[Record] = []
    for row in batch.rows:
        base = stands.get((row.kind, row.values.get("id", "")))
        built = build(row, schema[row.kind], base)
        if isinstance(built, list):
            add_new(batch.problems, built)
        else:
            records.append(built)
    return records
