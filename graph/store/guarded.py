"""A store as one person may use it.

What they may not read is not there, what they may not write is refused, and what they write
bears their name.  It keeps to the whole Store protocol, so pages work with it as with any store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Self, overload

from graph.asof import AsOf
from graph.desk.access import Person, check_changes, check_may_administer, check_may_write
from graph.model import public
from graph.schema import Schema
from graph.store.protocol import Store
from graph.store.relations import relations_of
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


class GuardedStore:
    """The Store protocol for one person; see ``graph.store.protocol`` for every method.

    Parameters
    ----------
    store
        The store itself.
    schema
        Its kinds.
    who
        Gives the person as of now; asked at every call, so that a role taken away counts at once.

    Raises (beside what the store raises): NotAllowed.
    """

    def __init__(self, store: Store, schema: Schema, who: Callable[[], Person]) -> None:
        self._store, self._schema, self._who = store, schema, who

    # -- reading ---------------------------------------------------------------------------

    def get(self, kind: str, ids: Sequence[str], *, at: AsOf | None = None) -> Page:
        """See Store.get."""
        return self._shown(self._store.get(kind, () if self._is_hidden(kind) else ids, at=at))

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
        if self._is_hidden(kind):
            return Page((), ())
        page = self._store.scan(kind, where=where, order=order, after=after, limit=limit, at=at)
        return self._shown(page)

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
        if self._is_hidden(kind):
            return 0 if by is None else {}
        if by is None:
            return self._store.count(kind, where=where, at=at)
        return self._store.count(kind, where=where, by=by, at=at)

    def search(
        self, text: str, *, kinds: Sequence[str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """See Store.search."""
        hidden = self._who().hidden_kinds
        if hidden:
            kinds = [k for k in (self._schema.kinds if kinds is None else kinds) if k not in hidden]
        return self._store.search(text, kinds=kinds, limit=limit)

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
        if self._is_hidden(ref[0]):
            return ()
        open_ = self._open(relations)
        return self._store.neighbours(ref, relations=open_, direction=direction, cap=cap, at=at)

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
        if self._is_hidden(ref[0]):
            return None
        open_ = self._open(relations)
        found = self._store.around(ref, relations=open_, direction=direction, cap=cap, at=at)
        if found is None or self._who().may_write:
            return found
        groups = (replace(g, records=tuple(map(public, g.records))) for g in found.groups)
        return replace(found, record=public(found.record), groups=tuple(groups))

    def degrees(
        self, refs: Sequence[Ref], *, relations: Sequence[str] | None = None
    ) -> dict[Ref, tuple[Degree, ...]]:
        """See Store.degrees."""
        seen = [ref for ref in refs if not self._is_hidden(ref[0])]
        return self._store.degrees(seen, relations=self._open(relations))

    def producers(
        self,
        product_ids: Sequence[str],
        *,
        where: Sequence[Where] = (),
        order: Sequence[Order] = (),
        after: str | None = None,
        limit: int = 50,
    ) -> MakingPage:
        """See Store.producers; what it tells is never personal."""
        return self._store.producers(
            product_ids, where=where, order=order, after=after, limit=limit
        )

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
        if self._is_hidden(a[0]) or self._is_hidden(b[0]):
            return ()
        return self._store.paths(a, b, relations=self._open(relations), max_len=max_len, k=k)

    def history(
        self,
        *,
        ref: Ref | None = None,
        commit_id: str | None = None,
        after_seq: int = 0,
        limit: int = 100,
        at: AsOf | None = None,
    ) -> tuple[Revision, ...]:
        """See Store.history; revisions of what is hidden are passed over, pages stay full."""
        hidden = self._who().hidden_kinds
        if ref is not None and ref[0] in hidden:
            return ()
        found: list[Revision] = []
        while True:
            page = self._store.history(
                ref=ref, commit_id=commit_id, after_seq=after_seq, limit=limit, at=at
            )
            found += (revision for revision in page if revision.ref[0] not in hidden)
            if len(page) < limit or len(found) >= limit:
                return tuple(map(self._told, found[:limit]))
            after_seq = page[-1].seq

    def commits(
        self,
        *,
        actor: str | None = None,
        not_actor: str | None = None,
        before: CommitInfo | None = None,
        limit: int = 100,
    ) -> tuple[CommitInfo, ...]:
        """See Store.commits; who wrote, when and why is open to all, what only as allowed."""
        return self._store.commits(actor=actor, not_actor=not_actor, before=before, limit=limit)

    def info(self) -> Info:
        """See Store.info; of what is hidden there is none."""
        info, hidden = self._store.info(), self._who().hidden_kinds
        if not hidden:
            return info
        return replace(info, counts={k: 0 if k in hidden else n for k, n in info.counts.items()})

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
        actor = self._checked(changes, actor, expect or ())
        return self._store.write(
            changes, actor=actor, reason=reason, commit_id=commit_id, expect=expect
        )

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
        actor = self._checked(changes, actor)
        return self._store.bulk(
            changes, actor=actor, reason=reason, batch=batch, resume=resume, progress=progress
        )

    def replay(self, revisions: Sequence[Revision], *, until: int = 0) -> int:
        """See Store.replay; it brings in names of others, so only administrators may."""
        check_may_write(self._who())
        check_may_administer(self._who(), "搬入整段历史")
        return self._store.replay(revisions, until=until)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """See Store.close."""
        self._store.close()

    # -- shared helpers --------------------------------------------------------------------

    def _is_hidden(self, kind: str) -> bool:
        return kind in self._who().hidden_kinds

    def _shown(self, page: Page) -> Page:
        """A page without private columns for who may only look."""
        if self._who().may_write:
            return page
        return replace(page, records=tuple(map(public, page.records)))

    def _told(self, revision: Revision) -> Revision:
        if self._who().may_write:
            return revision
        before, after = (r and public(r) for r in (revision.before, revision.after))
        return replace(revision, before=before, after=after)

    def _open(self, relations: Sequence[str] | None) -> Sequence[str] | None:
        """The relations asked for without those that touch what is hidden."""
        hidden = self._who().hidden_kinds
        if not hidden:
            return relations
        known = relations_of(self._schema)
        shut = {r.name for r in known if r.from_kind in hidden or r.to_kind in hidden}
        asked = [r.name for r in known] if relations is None else relations
        return [name for name in asked if name not in shut]

    def _checked(self, changes: Sequence[Change], actor: str, also: Iterable[Ref] = ()) -> str:
        """Under which name the changes are written, when they may be."""
        person = self._who()
        check_changes(person, changes, self._schema, self._maker, also=also)
        return person.name if person.is_account else actor

    def _maker(self, ref: Ref) -> str | None:
        first = self._store.history(ref=ref, limit=1)
        return first[0].actor if first else None
