"""A ChainKnowledgeGraph set into the store: looked at row by row, bad rows left out and told.

Unlike a workbook of the office's own, where one error refuses all, a national set always has
some bad rows: these are left out and listed, and the rest is loaded.  The set is refused when
more than half the rows of one of its files are bad, or a file cannot be read at all.  What comes
in is of basis ``dataset``: pages can look it up, reasoning never counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import RowProblem
from graph.model import DATASET, Firm, Record
from graph.store.protocol import BulkResult, Change, Store, Where
from loaders.chainkg import records as made
from loaders.chainkg.against import Against, against
from loaders.chainkg.cells import Log
from loaders.chainkg.ends import Ends
from loaders.chainkg.files import SetFiles, find_files
from loaders.chainkg.preview import FileCount, KindCount, SetPreview
from loaders.chainkg.read import Drafts, SetReader
from loaders.chainkg.same import maybe_same
from loaders.preview import ref_of

KIND = "chainkg"
BATCH = 2000
Progress = Callable[[int, int, str], bool | None]
"""Called with (done, total, what); returning False stops the writing."""

TABLE_OF = {
    "industry": "industry",
    "firm": "company",
    "item": "product",
    "firm_item": "company_product",
    "item_link": "product_product",
}
"""Kind → the table its records come from; the other tables fill columns of these."""
_ENDS = {
    "industry_industry": ("industry",),
    "company_industry": ("firm", "industry"),
    "company_product": ("firm", "item"),
    "product_product": ("item",),
}
"""Relation → kinds of its ends."""
_OWN = (Where("source_id", "eq", made.SOURCE_ID), Where("basis", "eq", DATASET))


def load_set(
    store: Store,
    path: Path,
    *,
    dry_run: bool = False,
    actor: str,
    reason: str | None = None,
    progress: Progress | None = None,
) -> SetPreview:
    """Load the set in the folder, .zip or single file ``path``.

    Ids are made of codes and names, so another edition changes only what changed; stopped or
    killed half way, the same call goes on where it was.

    Parameters
    ----------
    store
        Where to.
    path
        Holds company.json, industry.json, product.json and the relations between them, or the
        same tables as CSV.  Any may be missing; relations need their ends here or in the store
        from an earlier load.
    dry_run
        Only look.
    actor, reason
        Kept with every revision.
    progress
        Called after every file read and every batch written.

    Raises
    ------
    BadRequest, BadRows
        There is no such set, or a file of it cannot be read at all.
    """
    files = find_files(path)
    reader = _read(store, files, progress)
    refused = _refusal(reader.logs.values())
    if refused:
        return _preview(files, reader, refused)
    found = _against(store, reader, files)
    made.remind_cycles(reader.drafts, reader.ends.items or {}, reader.logs)
    firms = [f for f in found["firm"].whole if isinstance(f, Firm)] if "firm" in found else []
    preview = replace(
        _preview(files, reader),
        kinds={kind: _count(store, kind, part, files) for kind, part in found.items()},
        same=maybe_same(store, firms),
    )
    changes = [] if dry_run else _changes(store, found)
    if not changes:
        return preview
    reason = reason or f"载入数据集 {files.name}(摘要 {files.digest})"
    return replace(preview, result=_write(store, changes, files.digest, actor, reason, progress))


def _read(store: Store, files: SetFiles, progress: Progress | None) -> SetReader:
    reader = SetReader(Ends())
    for done, (table, file) in enumerate(files.by_table.items()):
        if progress:
            progress(done, len(files.by_table), f"读 {file.name}")
        log = reader.logs[table] = Log(file.name)
        if file.is_empty:
            log.remind(None, None, None, "这个文件是空的")
            continue
        lacking = [kind for kind in _ENDS.get(table, ()) if not _has_end(store, reader.ends, kind)]
        if lacking:
            names = "、".join(f"{TABLE_OF[kind]}.json" for kind in lacking)
            told = f"这份关系要有 {names},这里和库里都没有;整份没有载入,补上再载入"
            log.problems.append(RowProblem(file.name, None, None, None, None, told))
            continue
        reader.read(file)
    return reader


def _has_end(store: Store, ends: Ends, kind: str) -> bool:
    """Whether any record of a kind is known to lead to; what an earlier load left counts."""
    if not ends.has(kind):
        ends.add_standing(store.scan(kind, where=_OWN))
    return ends.has(kind)


def _refusal(logs: Iterable[Log]) -> str | None:
    """Why nothing of the set is loaded, if so."""
    for log in logs:
        if 2 * log.left_out > log.rows:
            return (
                f"{log.file} 共 {log.rows} 行,{log.left_out} 行不能用,超过一半,整套没有载入;"
                "多半不是这套数据的文件,或下载时损坏。"
            )
    return None


def _preview(files: SetFiles, reader: SetReader, refused: str | None = None) -> SetPreview:
    logs = reader.logs.values()
    return SetPreview(
        file=files.name,
        digest=files.digest,
        files=tuple(FileCount(g.file, g.rows, g.left_out, g.doubled) for g in logs),
        problems=tuple(problem for log in logs for problem in log.problems),
        reminders=tuple(reminder for log in logs for reminder in log.reminders),
        unused=files.unused,
        refused=refused,
    )


def _against(store: Store, reader: SetReader, files: SetFiles) -> dict[str, Against]:
    tables = frozenset(files.by_table)
    found = {
        kind: against(store, kind, records, tables)
        for kind, records in _records(store, reader.drafts, reader.logs, tables)
    }
    return {kind: part for kind, part in found.items() if part.whole}


def _records(
    store: Store, drafts: Drafts, logs: Mapping[str, Log], tables: frozenset[str]
) -> Iterator[tuple[str, Iterable[Record]]]:
    """Kind → records; columns of records that only stand in the store are filled there."""
    parents = {child: parent for child, (parent, _) in drafts.parents.items()}
    industries = {firm: tuple(found) for firm, found in drafts.industries_of.items()}
    if drafts.industries:
        yield "industry", made.industries(drafts)
    else:
        yield "industry", _filled(store, "industry", "parent_id", parents)
    if drafts.firms:
        yield "firm", made.firms(drafts)
    else:
        yield "firm", _filled(store, "firm", "industry_ids", industries)
    yield "item", made.items(drafts)
    if "company_product" in tables:
        yield "firm_item", made.firm_items(drafts, logs["company_product"])
    yield "item_link", made.item_links(drafts)


def _filled(store: Store, kind: str, column: str, values: Mapping[str, Any]) -> Iterator[Record]:
    for record in store.get(kind, list(values)):
        value: dict[str, Any] = {column: values[ref_of(record)[1]]}
        yield replace(record, **value)


def _count(store: Store, kind: str, part: Against, files: SetFiles) -> KindCount:
    is_whole = TABLE_OF[kind] in files.by_table
    gone = store.count(kind, where=_OWN) - part.held if is_whole else 0
    return KindCount(
        len(part.added), len(part.changed), part.unchanged, len(part.checked), max(gone, 0)
    )


def _changes(store: Store, found: Mapping[str, Against]) -> list[Change]:
    changes = [
        Change.put(record) for part in found.values() for record in (*part.added, *part.changed)
    ]
    if changes and not len(store.get("source", [made.SOURCE_ID])):
        changes.insert(0, Change.put(made.SOURCE))
    return changes


def _write(
    store: Store,
    changes: Sequence[Change],
    digest: str,
    actor: str,
    reason: str,
    progress: Progress | None,
) -> BulkResult:
    """In batches, each whole or not at all.

    Only what differs is written, so a second call after a kill has but the rest to do.  The name
    it resumes by holds what stood when it was worked out: the same rows taken away and loaded
    again later are another load.
    """

    def told(done: int, total: int) -> bool | None:
        return progress(done, total, "写入") if progress else None

    name = f"{KIND}-{digest}-{store.info().last_seq}"
    return store.bulk(changes, actor=actor, reason=reason, batch=BATCH, resume=name, progress=told)
