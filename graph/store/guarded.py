"""A store as one person may use it.

What they may not read is not there, what they may not write is refused, and what they write
bears their name.  It keeps to the whole Store protocol, so pages work with it as with any store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from graph.asof import AsOf
from graph.desk.access import Person, check_changes, check_may_administer, check_may_write
from graph.schema import Schema
from graph.store.protocol import Store
from graph.store.sight import Sight
from graph.store.values import (
    Around,
    BulkResult,
    Change,
    Commit,
    CommitInfo,
    Degree,
    Hit,
    Info,
    MakingPage,
    Neighbours,
    Order,
    Page,
    Ref,
    RefPath,
    Revision,
    Where,
)


class GuardedStore:
    """The Store protocol for one person; see ``graph.store.protocol`` for every method.

    What a method does not look at (``how``) it hands on as it is.

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

    def _sight(self) -> Sight:
        return Sight(self._who(), self._schema)

    # -- reading ---------------------------------------------------------------------------

    def get(self, kind: str, ids: Sequence[str], *, at: AsOf | None = None) -> Page:
        """See Store.get."""
        sight = self._sight()
        return sight.page(self._store.get(kind, () if sight.hides(kind) else ids, at=at))

    def scan(
        self, kind: str, *, where: Sequence[Where] = (), order: Sequence[Order] = (), **how: Any
    ) -> Page:
        """See Store.scan."""
        sight = self._sight()
        if sight.hides(kind):
            return Page((), ())
        sight.check_asked(kind, [*(w.field for w in where), *(o.field for o in order)])
        return sight.page(self._store.scan(kind, where=where, order=order, **how))

    def count(
        self, kind: str, *, where: Sequence[Where] = (), by: str | None = None, **how: Any
    ) -> Any:
        """See Store.count."""
        sight = self._sight()
        if sight.hides(kind):
            return 0 if by is None else {}
        sight.check_asked(kind, [*(w.field for w in where), by])
        return self._store.count(kind, where=where, by=by, **how)

    def search(
        self, text: str, *, kinds: Sequence[str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """See Store.search."""
        return self._store.search(text, kinds=self._sight().kinds(kinds), limit=limit)

    def neighbours(
        self, ref: Ref, *, relations: Sequence[str] | None = None, **how: Any
    ) -> tuple[Neighbours, ...]:
        """See Store.neighbours."""
        sight = self._sight()
        if sight.hides(ref[0]):
            return ()
        return self._store.neighbours(ref, relations=sight.relations(relations), **how)

    def around(
        self, ref: Ref, *, relations: Sequence[str] | None = None, **how: Any
    ) -> Around | None:
        """See Store.around."""
        sight = self._sight()
        if sight.hides(ref[0]):
            return None
        found = self._store.around(ref, relations=sight.relations(relations), **how)
        return found and sight.around(found)

    def degrees(
        self, refs: Sequence[Ref], *, relations: Sequence[str] | None = None
    ) -> dict[Ref, tuple[Degree, ...]]:
        """See Store.degrees."""
        sight = self._sight()
        seen = [ref for ref in refs if not sight.hides(ref[0])]
        return self._store.degrees(seen, relations=sight.relations(relations))

    def producers(self, product_ids: Sequence[str], **how: Any) -> MakingPage:
        """See Store.producers; what it tells is never personal."""
        self._sight()
        return self._store.producers(product_ids, **how)

    def paths(
        self, a: Ref, b: Ref, *, relations: Sequence[str] | None = None, **how: Any
    ) -> tuple[RefPath, ...]:
        """See Store.paths."""
        sight = self._sight()
        if sight.hides(a[0]) or sight.hides(b[0]):
            return ()
        return self._store.paths(a, b, relations=sight.relations(relations), **how)

    def history(
        self, *, ref: Ref | None = None, after_seq: int = 0, limit: int = 100, **how: Any
    ) -> tuple[Revision, ...]:
        """See Store.history; revisions of what is hidden are passed over, pages stay full."""
        sight = self._sight()
        if ref is not None and sight.hides(ref[0]):
            return ()
        found: list[Revision] = []
        while True:
            page = self._store.history(ref=ref, after_seq=after_seq, limit=limit, **how)
            found += (sight.revision(r) for r in page if not sight.hides(r.ref[0]))
            if len(page) < limit or len(found) >= limit:
                return tuple(found[:limit])
            after_seq = page[-1].seq

    def commits(self, **how: Any) -> tuple[CommitInfo, ...]:
        """See Store.commits; who wrote, when and why is open to all, what only as allowed."""
        self._sight()
        return self._store.commits(**how)

    def info(self) -> Info:
        """See Store.info; of what is hidden there is none."""
        return self._sight().info(self._store.info())

    # -- writing ---------------------------------------------------------------------------

    def write(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        expect: Mapping[Ref, int] | None = None,
        **how: Any,
    ) -> Commit:
        """See Store.write."""
        changes, actor = self._checked(changes, actor, expect or ())
        return self._store.write(changes, actor=actor, expect=expect, **how)

    def bulk(self, changes: Sequence[Change], *, actor: str, **how: Any) -> BulkResult:
        """See Store.bulk."""
        changes, actor = self._checked(changes, actor)
        return self._store.bulk(changes, actor=actor, **how)

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

    def _checked(
        self, changes: Sequence[Change], actor: str, also: Iterable[Ref] = ()
    ) -> tuple[Sequence[Change], str]:
        """The changes as they are to be written, and under which name, when they may be."""
        person = self._who()
        check_changes(person, changes, self._schema, self._maker, also=also)
        sight = Sight(person, self._schema)
        kept = [self._with_unseen(change, sight) for change in changes]
        return kept, person.name if person.is_account else actor

    def _with_unseen(self, change: Change, sight: Sight) -> Change:
        """The change with what stands in columns they do not see, so that it is not emptied."""
        names = sight.private_columns(change.ref[0])
        if not names or change.record is None:
            return change
        for stands in self._store.get(change.ref[0], [change.ref[1]]):
            unseen = {name: getattr(stands, name) for name in names}
            return Change.put(replace(change.record, **unseen))
        return change

    def _maker(self, ref: Ref) -> str | None:
        first = self._store.history(ref=ref, limit=1)
        return first[0].actor if first else None
