"""One record changed by one person: what is different, and taking a change back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, replace
from typing import Any

from graph.errors import BadRequest, Conflict
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
        There is no such commit, or a record it made is used by others since.
    Conflict
        One of the records says something else by now than the commit left it saying; nothing is
        written.
    """
    revisions = commit_revisions(store, commit_id)
    if not revisions:
        raise BadRequest(f"没有编号为“{commit_id}”的修改。")
    before = befores(revisions)
    left = {revision.ref: revision for revision in revisions}
    now = standing(store, before)
    for ref, last in left.items():
        record, rev = now.get(ref, (None, 0))
        if record != last.after:
            raise Conflict(ref, 0 if last.after is None else last.rev, rev, record)
    _check_unused(store, {ref for ref in now if before[ref] is None}, now)
    changes = [
        Change.delete(*ref) if record is None else Change.put(record)
        for ref, record in before.items()
    ]
    expect = {ref: now.get(ref, (None, 0))[1] for ref in before}
    return store.write(changes, actor=actor, reason=reason, expect=expect)


def _check_unused(store: Store, gone: Set[Ref], now: Mapping[Ref, tuple[Record, int]]) -> None:
    """See that no record but those of the commit itself (``now``) refers to one that goes."""
    own = Counter(named for record, _ in now.values() for named in _named_by(record))
    refs = sorted(gone)
    for start in range(0, len(refs), _PAGE):
        for ref, degrees in store.degrees(refs[start : start + _PAGE]).items():
            used = sum(d.count - own[(d.relation, ref[1])] for d in degrees if d.direction == "in")
            if used:
                record = now[ref][0]
                name = getattr(record, "name_zh", None) or ref[1]
                raise BadRequest(
                    f"这次新加的“{name}”现在有 {used} 条别的记录用到它,撤销会让它们没有着落;"
                    "先撤销后来的那几次,或先改那些记录。"
                )


def _named_by(record: Record) -> Iterator[tuple[str, str]]:
    """Relation and id of everything a record may refer to, each once."""
    for field in fields(record):
        value = getattr(record, field.name)
        ids = value if isinstance(value, tuple) else (value,)
        yield from ((f"{record.kind}.{field.name}", i) for i in set(ids) if isinstance(i, str))


def befores(revisions: Iterable[Revision]) -> dict[Ref, Record | None]:
    """Each record as it stood before the first of the revisions; None where there was none."""
    found: dict[Ref, Record | None] = {}
    for revision in revisions:
        found.setdefault(revision.ref, revision.before)
    return found


def standing(store: Store, refs: Iterable[Ref]) -> dict[Ref, tuple[Record, int]]:
    """The records that stand, with their revision numbers, read a kind at a time."""
    ids: dict[str, list[str]] = {}
    for kind, id in refs:
        ids.setdefault(kind, []).append(id)
    return {
        Change.put(record).ref: (record, rev)
        for kind, wanted in ids.items()
        for page in (store.get(kind, wanted),)
        for record, rev in zip(page.records, page.revs, strict=True)
    }


def moved_on(store: Store, commit_id: str) -> tuple[Revision, ...]:
    """The last change of each record that says something else by now than a commit left it saying.

    Empty when the commit can be taken back.
    """
    left = {revision.ref: revision for revision in commit_revisions(store, commit_id)}
    now = standing(store, left)
    other = [ref for ref, last in left.items() if now.get(ref, (None, 0))[0] != last.after]
    return tuple(revisions_of(store, ref)[-1] for ref in other)


def revisions_of(store: Store, ref: Ref) -> tuple[Revision, ...]:
    """Everything that ever happened to one record, in order."""
    found: list[Revision] = []
    after = 0
    while page := store.history(ref=ref, after_seq=after, limit=_PAGE):
        found += page
        after = page[-1].seq
    return tuple(found)
