"""One record changed by one person: what is different, and taking a change back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph.errors import BadRequest
from graph.model import Record
from graph.schema import KindSchema
from graph.store.protocol import Change, Commit, Ref, Revision, Store

_DIGITS = 12
_PAGE = 500


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of one record, before and after."""

    field: str
    label_zh: str
    before: Any
    after: Any


def field_changes(
    before: Record | None, after: Record | None, kind: KindSchema
) -> tuple[FieldChange, ...]:
    """Columns that differ; a record that was not or is no more has None in every column.

    Parameters
    ----------
    before, after
        Two versions of one record.
    kind
        Its schema: the columns in order, with their labels.
    """
    return tuple(
        FieldChange(column.name, column.label_zh, old, new)
        for column in kind.columns
        if not _same(old := _of(before, column.name), new := _of(after, column.name))
    )


def _of(record: Record | None, name: str) -> Any:
    """The value; an empty list is as unknown as None."""
    value = getattr(record, name, None)
    return None if value == () else value


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return f"{before:.{_DIGITS}g}" == f"{after:.{_DIGITS}g}"
    return bool(before == after)


def rebased(start: Record, mine: Record, theirs: Record, kind: KindSchema) -> Record:
    """``theirs`` with what I changed since ``start`` on top; the rest stays as they left it."""
    changed = {c.field: getattr(mine, c.field) for c in field_changes(start, mine, kind)}
    return replace(theirs, **changed)


def commit_revisions(store: Store, commit_id: str) -> tuple[Revision, ...]:
    """Everything one commit did, in order."""
    found: list[Revision] = []
    after = 0
    while page := store.history(commit_id=commit_id, after_seq=after, limit=_PAGE):
        found += page
        after = page[-1].seq
    return tuple(found)


def undo(store: Store, commit_id: str, *, actor: str, reason: str) -> Commit:
    """Take one commit back: every record it wrote stands again as before it.

    Nothing is lost: taking back is a commit of its own and may be taken back too.

    Parameters
    ----------
    store
        Where.
    commit_id
        The commit to take back.
    actor, reason
        Who, and why.

    Raises
    ------
    BadRequest
        There is no such commit.
    Conflict
        One of the records was changed again since; nothing is written.
    """
    revisions = commit_revisions(store, commit_id)
    if not revisions:
        raise BadRequest(f"没有编号为“{commit_id}”的修改。")
    first: dict[Ref, Revision] = {}
    for revision in revisions:
        first.setdefault(revision.ref, revision)
    changes = [
        Change.delete(*ref) if told.before is None else Change.put(told.before)
        for ref, told in first.items()
    ]
    expect = {r.ref: 0 if r.op == "delete" else r.rev for r in revisions}
    return store.write(changes, actor=actor, reason=reason, expect=expect)
