"""Going back to a backup: what that would change, then one more change of the store.

Nothing is taken out of the history: the state of the backup is written anew, so what stood
before can be looked up, and the restoring itself be undone.
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.desk.access import RULE_KINDS
from graph.errors import BadRequest, Conflict, StoreUnavailable
from graph.schema import Schema
from graph.store import open_store
from graph.store.copying import check_follows
from graph.store.protocol import Change, Ref, Store
from graph.store.sqlite_backup import copy_file, look_through
from loaders.backup import Progress
from loaders.fresh import ACTOR
from loaders.newfile import store_url

PAGE = 1000
AT_ONCE = 20_000
"""Most changes written in one commit; more go in batches that can be gone on with."""

COMPARING, WRITING = "与备份比较", "写回"


@dataclass(frozen=True, slots=True)
class KindChange:
    """How many records of one kind would come back, change, and go."""

    kind: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be written so that a store stands as its backup.

    ``last_seq`` is the last revision of the store that was looked at.  A backup that ``is_own``
    was made of this store; another one holds other data, and a history that does not come along.
    """

    backup: Path
    is_own: bool
    last_seq: int
    changes: tuple[Change, ...]
    expect: dict[Ref, int]
    kinds: tuple[KindChange, ...]


def plan(store: Store, backup: Path, schema: Schema, *, progress: Progress | None = None) -> Plan:
    """Hold a store against a backup; nothing is written, the backup least of all.

    When the backup is of the same history only what was written since is looked at, else all.
    Rules a newer program brought since stay: without them it could not reason.

    Raises
    ------
    StoreUnavailable
        The backup is damaged or of a newer program.
    """
    look_through(backup)
    with _opened(backup, schema) as old:
        seq, last_seq = old.info().last_seq, store.info().last_seq
        is_own = _is_same_history(store, old, seq, last_seq)
        touched = _touched(store, seq, last_seq) if is_own else _everything(store, old, schema)
        found = _Found(store, old, schema)
        for kind, ids in touched:
            found.compare(kind, ids)
            if progress is not None:
                progress(found.looked, 0, f"{COMPARING}:{schema[kind].label_zh}")
    changes = tuple(found.changes.values())
    return Plan(backup, is_own, last_seq, changes, found.expect, found.by_kind())


def restore(
    store: Store, plan: Plan, *, actor: str, reason: str, progress: Progress | None = None
) -> str:
    """Write what ``plan`` says; gives the id of the commit (of the first, when it took several).

    Raises
    ------
    BadRequest
        There is nothing to do.
    Conflict
        Somebody wrote to one of the records since the plan was made; nothing is written.
    NotAllowed
        The store is guarded and this person may not.
    """
    if not plan.changes:
        raise BadRequest("现在的数据和这个备份一样,没有要恢复的。")
    name = f"restore:{uuid.uuid4().hex}"
    if len(plan.changes) <= AT_ONCE:
        store.write(plan.changes, actor=actor, reason=reason, commit_id=name, expect=plan.expect)
        return name
    for since in store.history(after_seq=plan.last_seq, limit=1):
        raise Conflict(since.ref, plan.expect.get(since.ref, 0), since.rev, since.after)

    def tick(done: int, total: int) -> None:
        if progress is not None:
            progress(done, total, WRITING)

    store.bulk(plan.changes, actor=actor, reason=reason, resume=name, progress=tick)
    first = store.history(after_seq=plan.last_seq, limit=1)
    return first[0].commit_id if first else name


class _Found:
    """What differs, by record."""

    def __init__(self, store: Store, old: Store, schema: Schema) -> None:
        self._store, self._old, self._schema = store, old, schema
        self.changes: dict[Ref, Change] = {}
        self.expect: dict[Ref, int] = {}
        self.looked = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def compare(self, kind: str, ids: Sequence[str]) -> None:
        """Hold records of one kind in the store against those in the backup."""
        page, was = self._store.get(kind, ids), self._old.get(kind, ids)
        now = {_id(record): (record, rev) for record, rev in zip(page, page.revs, strict=True)}
        then = {_id(record): record for record in was}
        self.looked += len(ids)
        for id in dict.fromkeys(ids):
            ref, (stands, rev) = (kind, id), now.get(id, (None, 0))
            before = then.get(id)
            if before == stands or ref in self.changes:
                continue
            if before is None:
                if self._is_program_s_rule(ref):
                    continue
                self._note(ref, rev, Change.delete(kind, id), "removed")
            else:
                self._note(ref, rev, Change.put(before), "changed" if stands else "added")

    def by_kind(self) -> tuple[KindChange, ...]:
        """Numbers in the order of the schema."""
        n = self._counts
        return tuple(
            KindChange(kind, n[kind, "added"], n[kind, "changed"], n[kind, "removed"])
            for kind in self._schema.kinds
            if any(n[kind, what] for what in ("added", "changed", "removed"))
        )

    def _note(self, ref: Ref, rev: int, change: Change, what: str) -> None:
        self.changes[ref], self.expect[ref] = change, rev
        self._counts[ref[0], what] += 1

    def _is_program_s_rule(self, ref: Ref) -> bool:
        if ref[0] not in RULE_KINDS:
            return False
        first = self._store.history(ref=ref, limit=1)
        return bool(first) and first[0].actor == ACTOR


def _id(record: object) -> str:
    return str(getattr(record, "id", ""))


def _touched(store: Store, seq: int, last_seq: int) -> Iterator[tuple[str, list[str]]]:
    """Ids by kind, a page at a time, of all records written since a revision."""
    refs: dict[str, dict[str, None]] = {}
    for revision in _since(store, seq, last_seq):
        refs.setdefault(revision[0], {})[revision[1]] = None
    for kind, ids in refs.items():
        yield from ((kind, page) for page in _paged(ids))


def _is_same_history(store: Store, old: Store, seq: int, last_seq: int) -> bool:
    try:
        check_follows(store, old, seq, last_seq)
    except BadRequest:
        return False
    return True


def _since(store: Store, seq: int, last_seq: int) -> Iterator[Ref]:
    while seq < last_seq:
        page = store.history(after_seq=seq, limit=min(PAGE, last_seq - seq))
        if not page:
            return
        yield from (revision.ref for revision in page)
        seq = page[-1].seq


def _everything(store: Store, old: Store, schema: Schema) -> Iterator[tuple[str, list[str]]]:
    """Ids by kind of all records of either store; those in both come twice, compared alike."""
    for kind, side in itertools.product(schema.kinds, (store, old)):
        cursor: str | None = None
        while True:
            page = side.scan(kind, after=cursor, limit=PAGE)
            if page.records:
                yield kind, [_id(record) for record in page]
            cursor = page.next
            if cursor is None:
                break


def _paged(ids: Iterable[str]) -> Iterator[list[str]]:
    held = list(ids)
    for start in range(0, len(held), PAGE):
        yield held[start : start + PAGE]


@contextlib.contextmanager
def _opened(backup: Path, schema: Schema) -> Iterator[Store]:
    """The backup as a store: a copy of it, since opening brings a file up to this program."""
    try:
        with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
            path = Path(folder) / "backup.db"
            copy_file(backup, path)
            with contextlib.closing(open_store(store_url(path), schema)) as store:
                yield store
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"打开备份时出错({reason});请检查临时文件夹的空间。") from error
