"""What both stores share: every call is checked and put in plain terms before an engine sees it.

An engine (SQLite, Neo4j) fills in the methods that begin with an underscore; it gets a kind's
checked schema, a full ISO day or None for ``at.valid``, and a UTC moment or None for
``at.known``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self, overload

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.schema import KindSchema, Schema
from graph.store.check import (
    check_changes,
    check_model,
    check_number,
    check_order,
    check_revisions,
    check_where,
    check_who,
    column_of,
    kind_of,
)
from graph.store.codec import Codec, codec
from graph.store.dates import is_valid, known_before, utc_text, valid_day
from graph.store.making import MAKING
from graph.store.relations import Relation, chosen, relations_of
from graph.store.values import (
    Around,
    BulkResult,
    Change,
    Commit,
    CommitInfo,
    Degree,
    Direction,
    Hit,
    Info,
    MakingPage,
    Neighbours,
    Order,
    Page,
    Progress,
    Ref,
    RefPath,
    Revision,
    Value,
    Where,
)

Clock = Callable[[], dt.datetime]
Side = Literal["out", "in"]
MAX_PATH = 8
MAX_PATHS = 100

_SIDES: dict[Direction, tuple[Side, ...]] = {"out": ("out",), "in": ("in",), "both": ("out", "in")}


def now() -> dt.datetime:
    """The system clock."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, why, when (UTC), under which commit."""

    commit_id: str
    actor: str
    reason: str
    time: str


@dataclass(frozen=True, slots=True)
class Step:
    """One relation walked one way: ``here`` is the kind it starts from, ``there`` where it ends."""

    relation: Relation
    side: Side

    @property
    def here(self) -> str:
        """The kind a step starts from."""
        return self.relation.from_kind if self.side == "out" else self.relation.to_kind

    @property
    def there(self) -> str:
        """The kind a step leads to."""
        return self.relation.to_kind if self.side == "out" else self.relation.from_kind


class BaseStore(ABC):
    """The Store protocol but for the engine; see ``graph.store.protocol`` for every method."""

    def __init__(self, schema: Schema, clock: Clock) -> None:
        check_model(schema)
        self.schema = schema
        self.relations = relations_of(schema)
        self.codecs: Mapping[str, Codec] = {k.name: codec(k) for k in schema.kinds.values()}
        self._clock = clock

    # -- reading ---------------------------------------------------------------------------

    def get(self, kind: str, ids: Sequence[str], *, at: AsOf | None = None) -> Page:
        """See Store.get."""
        kind_of(self.schema, kind)
        day, before = valid_day(at, with_known=True), known_before(at)
        wanted = tuple(dict.fromkeys(ids))
        if before is None:
            return self._get(kind, wanted, day)
        page = self._get_known(kind, wanted, before)
        pairs = zip(page.records, page.revs, strict=True)
        kept = [pair for pair in pairs if day is None or is_valid(pair[0], day)]
        return Page(tuple(record for record, _ in kept), tuple(rev for _, rev in kept))

    def scan(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        order: Sequence[Order] = (),
        after: str | None = None,
        limit: int | None = None,
        at: AsOf | None = None,
    ) -> Page:
        """See Store.scan."""
        known = kind_of(self.schema, kind)
        check_where(known, where)
        check_order(known, order)
        if limit is not None:
            check_number("limit", limit, 1)
        return self._scan(known, where, order, after, limit, valid_day(at))

    @overload
    def count(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        by: None = None,
        at: AsOf | None = None,
    ) -> int: ...

    @overload
    def count(
        self, kind: str, *, where: Sequence[Where] = (), by: str, at: AsOf | None = None
    ) -> dict[Value, int]: ...

    def count(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        by: str | None = None,
        at: AsOf | None = None,
    ) -> int | dict[Value, int]:
        """See Store.count."""
        known = kind_of(self.schema, kind)
        check_where(known, where)
        day = valid_day(at)
        if by is None:
            return self._count(known, where, day)
        column_of(known, by)
        return self._count_by(known, where, by, day)

    def search(
        self, text: str, *, kinds: Sequence[str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """See Store.search."""
        wanted = tuple(self.schema.kinds) if kinds is None else tuple(dict.fromkeys(kinds))
        for kind in wanted:
            kind_of(self.schema, kind)
        check_number("limit", limit, 1)
        return self._search(text, wanted, limit)

    def neighbours(
        self,
        ref: Ref,
        *,
        relations: Sequence[str] | None = None,
        direction: Direction = "both",
        cap: int = 50,
        at: AsOf | None = None,
    ) -> tuple[Neighbours, ...]:
        """See Store.neighbours."""
        steps = self._steps_from(ref, relations, direction)
        check_number("cap", cap, 0)
        return self._neighbours(ref, steps, cap, valid_day(at))

    def around(
        self,
        ref: Ref,
        *,
        relations: Sequence[str] | None = None,
        direction: Direction = "both",
        cap: int = 20,
        at: AsOf | None = None,
    ) -> Around | None:
        """See Store.around."""
        steps = self._steps_from(ref, relations, direction)
        check_number("cap", cap, 0)
        return self._around(ref, steps, cap, valid_day(at))

    def degrees(
        self, refs: Sequence[Ref], *, relations: Sequence[str] | None = None
    ) -> dict[Ref, tuple[Degree, ...]]:
        """See Store.degrees."""
        for kind, _ in refs:
            kind_of(self.schema, kind)
        return self._degrees(tuple(dict.fromkeys(refs)), chosen(self.relations, relations))

    def producers(
        self,
        product_ids: Sequence[str],
        *,
        where: Sequence[Where] = (),
        order: Sequence[Order] = (),
        after: str | None = None,
        limit: int = 50,
    ) -> MakingPage:
        """See Store.producers."""
        check_where(MAKING, where)
        check_order(MAKING, order)
        check_number("limit", limit, 1)
        return self._producers(tuple(dict.fromkeys(product_ids)), where, order, after, limit)

    def paths(
        self,
        a: Ref,
        b: Ref,
        *,
        relations: Sequence[str] | None = None,
        max_len: int = 4,
        k: int = 5,
    ) -> tuple[RefPath, ...]:
        """See Store.paths."""
        kind_of(self.schema, a[0])
        kind_of(self.schema, b[0])
        wanted = chosen(self.relations, relations)
        check_number("max_len", max_len, 1, MAX_PATH)
        check_number("k", k, 1, MAX_PATHS)
        return self._paths(a, b, wanted, max_len, k)

    def history(
        self,
        *,
        ref: Ref | None = None,
        commit_id: str | None = None,
        after_seq: int = 0,
        limit: int = 100,
        at: AsOf | None = None,
    ) -> tuple[Revision, ...]:
        """See Store.history."""
        if ref is not None:
            kind_of(self.schema, ref[0])
        check_number("limit", limit, 1)
        check_number("after_seq", after_seq, 0)
        valid_day(at, with_known=True)
        return self._history(ref, commit_id, after_seq, limit, known_before(at))

    def commits(
        self,
        *,
        actor: str | None = None,
        not_actor: str | None = None,
        before: CommitInfo | None = None,
        limit: int = 100,
    ) -> tuple[CommitInfo, ...]:
        """See Store.commits."""
        check_number("limit", limit, 1)
        return self._commits(actor, not_actor, before, limit)

    def info(self) -> Info:
        """See Store.info."""
        return self._info()

    # -- writing ---------------------------------------------------------------------------

    def write(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        reason: str,
        commit_id: str | None = None,
        expect: Mapping[Ref, int] | None = None,
    ) -> Commit:
        """See Store.write."""
        check_who(actor, reason)
        check_changes(self.schema, changes)
        for kind, _ in expect or {}:
            kind_of(self.schema, kind)
        by = self._signed(commit_id or uuid.uuid4().hex, actor, reason)
        return self._write(changes, by, expect or {})

    def bulk(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        reason: str = "批量写入",
        batch: int = 500,
        resume: str | None = None,
        progress: Progress | None = None,
    ) -> BulkResult:
        """See Store.bulk."""
        check_who(actor, reason)
        check_number("batch", batch, 1)
        check_changes(self.schema, changes)
        name, total = resume or uuid.uuid4().hex, len(changes)
        for start in range(0, total, batch):
            part = changes[start : start + batch]
            commit_id = f"{name}:{start}"
            if resume is not None:  # the same name with other changes is another batch
                commit_id = f"{commit_id}:{self._digest(part)}"
            self._write(part, self._signed(commit_id, actor, reason), {})
            done = start + len(part)
            if progress is not None and progress(done, total) is False and done < total:
                return BulkResult(done, total, is_stopped=True)
        return BulkResult(total, total, is_stopped=False)

    def replay(self, revisions: Sequence[Revision], *, until: int = 0) -> int:
        """See Store.replay."""
        check_revisions(self.schema, revisions)
        return self._replay(revisions, until) if revisions else self.info().last_seq

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """See Store.close."""

    # -- shared helpers --------------------------------------------------------------------

    def _steps_from(
        self, ref: Ref, names: Sequence[str] | None, direction: Direction
    ) -> tuple[Step, ...]:
        """The relations that touch a kind, each way asked for, in schema order."""
        kind_of(self.schema, ref[0])
        if direction not in _SIDES:
            raise BadRequest(f"不认识的方向“{direction}”。")
        steps = (
            Step(relation, side)
            for relation in chosen(self.relations, names)
            for side in _SIDES[direction]
        )
        return tuple(step for step in steps if step.here == ref[0])

    def _signed(self, commit_id: str, actor: str, reason: str) -> Signature:
        return Signature(commit_id, actor, reason, utc_text(self._clock()))

    def _digest(self, part: Sequence[Change]) -> str:
        content = hashlib.sha256()
        for change in part:
            record = change.record
            text = "" if record is None else self.codecs[record.kind].to_json(record)
            content.update(f"{change.op}\0{change.ref}\0{text}\0".encode())
        return content.hexdigest()[:16]

    # -- what an engine does ---------------------------------------------------------------

    @abstractmethod
    def _get(self, kind: str, ids: Sequence[str], day: str | None) -> Page: ...

    @abstractmethod
    def _get_known(self, kind: str, ids: Sequence[str], before: str) -> Page: ...

    @abstractmethod
    def _scan(
        self,
        kind: KindSchema,
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int | None,
        day: str | None,
    ) -> Page: ...

    @abstractmethod
    def _count(self, kind: KindSchema, where: Sequence[Where], day: str | None) -> int: ...

    @abstractmethod
    def _count_by(
        self, kind: KindSchema, where: Sequence[Where], by: str, day: str | None
    ) -> dict[Value, int]: ...

    @abstractmethod
    def _search(self, text: str, kinds: Sequence[str], limit: int) -> tuple[Hit, ...]: ...

    @abstractmethod
    def _neighbours(
        self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None
    ) -> tuple[Neighbours, ...]: ...

    @abstractmethod
    def _around(
        self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None
    ) -> Around | None: ...

    @abstractmethod
    def _degrees(
        self, refs: Sequence[Ref], relations: Sequence[Relation]
    ) -> dict[Ref, tuple[Degree, ...]]: ...

    @abstractmethod
    def _producers(
        self,
        product_ids: Sequence[str],
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int,
    ) -> MakingPage: ...

    @abstractmethod
    def _paths(
        self, a: Ref, b: Ref, relations: Sequence[Relation], max_len: int, k: int
    ) -> tuple[RefPath, ...]: ...

    @abstractmethod
    def _history(
        self,
        ref: Ref | None,
        commit_id: str | None,
        after_seq: int,
        limit: int,
        before: str | None,
    ) -> tuple[Revision, ...]: ...

    @abstractmethod
    def _commits(
        self, actor: str | None, not_actor: str | None, before: CommitInfo | None, limit: int
    ) -> tuple[CommitInfo, ...]: ...

    @abstractmethod
    def _info(self) -> Info: ...

    @abstractmethod
    def _write(
        self, changes: Sequence[Change], by: Signature, expect: Mapping[Ref, int]
    ) -> Commit: ...

    @abstractmethod
    def _replay(self, revisions: Sequence[Revision], until: int) -> int: ...
