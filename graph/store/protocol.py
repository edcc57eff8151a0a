"""What every store can do; SQLite and Neo4j keep to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, Self, overload

from graph.asof import AsOf
from graph.store.values import (
    MAX_NAME,
    Around,
    BulkResult,
    Change,
    Commit,
    CommitInfo,
    Degree,
    Direction,
    Group,
    Hit,
    Info,
    Making,
    MakingPage,
    Neighbours,
    Op,
    Order,
    Page,
    Progress,
    Ref,
    RefPath,
    Revision,
    Value,
    Where,
)

__all__ = [
    "MAX_NAME",
    "Around",
    "BulkResult",
    "Change",
    "Commit",
    "CommitInfo",
    "Degree",
    "Direction",
    "Group",
    "Hit",
    "Info",
    "Making",
    "MakingPage",
    "Neighbours",
    "Op",
    "Order",
    "Page",
    "Progress",
    "Ref",
    "RefPath",
    "Revision",
    "Store",
    "Value",
    "Where",
]


class Store(Protocol):
    """Records with their history.  All methods may be called from any thread.

    ``at.valid`` leaves out records whose since/until exclude that day; ``at.known`` (what
    was written by the end of that local day) works in ``get`` and ``history`` and is a
    BadRequest elsewhere.  References may dangle, since facts arrive in any order; a record
    that does not exist is never a neighbour.

    Raises (all methods): StoreUnavailable, SchemaMismatch, BadRequest.
    """

    def get(self, kind: str, ids: Sequence[str], *, at: AsOf | None = None) -> Page:
        """Records in the order asked for; those that do not exist are left out."""

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
        """All records that meet every condition, a page at a time if ``limit`` is given.

        ``after`` is ``next`` of the page before; same ``order`` required.  Records written
        in between neither repeat nor shift the pages.
        """

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
        """Number of records, or a number per value of ``by`` (None = unknown).

        With a list column a record counts once for each of its items.
        """

    def search(
        self, text: str, *, kinds: Sequence[str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Records whose names, aliases, CAS number or pinyin hold ``text``, best first.

        Among equals shorter names come first, then kinds in the order given (or the schema's).
        Where more than a thousand names begin alike or are equally long, which of those are
        shown is the engine's choice.
        """

    def neighbours(
        self,
        ref: Ref,
        *,
        relations: Sequence[str] | None = None,
        direction: Direction = "both",
        cap: int = 50,
        at: AsOf | None = None,
    ) -> tuple[Neighbours, ...]:
        """Groups by relation and direction, at most ``cap`` records each, by id.

        ``out`` follows the references of ``ref``, ``in`` finds who refers to it.
        """

    def around(
        self,
        ref: Ref,
        *,
        relations: Sequence[str] | None = None,
        direction: Direction = "both",
        cap: int = 20,
        at: AsOf | None = None,
    ) -> Around | None:
        """A record with whole neighbours, and the names of what those refer to in turn.

        Groups as in ``neighbours``; None when the record does not exist (or is not valid then).
        """

    def degrees(
        self, refs: Sequence[Ref], *, relations: Sequence[str] | None = None
    ) -> dict[Ref, tuple[Degree, ...]]:
        """How many neighbours each record has by relation and direction; groups of none left out.

        Records that do not exist are left out.
        """

    def producers(
        self,
        product_ids: Sequence[str],
        *,
        where: Sequence[Where] = (),
        order: Sequence[Order] = (),
        after: str | None = None,
        limit: int = 50,
    ) -> MakingPage:
        """Who makes any of these products: driving units and producers elsewhere, one list.

        Conditions and orders name fields of ``Making`` but ``ref``; place and name of a unit are
        its firm's.  Ties go by kind and id of the statement; pages as in ``scan``.
        """

    def paths(
        self,
        a: Ref,
        b: Ref,
        *,
        relations: Sequence[str] | None = None,
        max_len: int = 4,
        k: int = 5,
    ) -> tuple[RefPath, ...]:
        """Up to ``k`` ways without repeated records, shortest first, relations either way.

        Name the ``relations`` that mean something: through ``source_id`` all things meet.
        """

    def write(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        reason: str,
        commit_id: str | None = None,
        expect: Mapping[Ref, int] | None = None,
    ) -> Commit:
        """All changes or none.

        Parameters
        ----------
        changes
            Done in order; a put equal to what stands makes no revision.
        actor, reason
            Who and why; kept with every revision.
        commit_id
            The same id a second time does nothing and gives the first result.
        expect
            Revision each record must have now; 0 = must not exist.

        Raises
        ------
        Conflict
            A record has another revision than expected.
        """

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
        """Many changes, ``batch`` at a time; each batch is atomic, the whole is not.

        With the same ``resume`` name and the same changes, finished batches are skipped.
        All changes are checked before the first is written.
        """

    def replay(self, revisions: Sequence[Revision], *, until: int = 0) -> int:
        """Take over revisions of another store as they are: who, why, when, number.

        They must follow on what this store holds (the first has ``last_seq`` + 1); all or none.
        ``until`` is the last one of those still to be taken over: before it has come, ``info``
        says that the store is not whole.  Gives the new ``last_seq``.

        Raises
        ------
        BadRequest
            They leave a gap, or a record stands otherwise than ``before`` says.
        """

    def history(
        self,
        *,
        ref: Ref | None = None,
        commit_id: str | None = None,
        after_seq: int = 0,
        limit: int = 100,
        at: AsOf | None = None,
    ) -> tuple[Revision, ...]:
        """Revisions after ``after_seq``, oldest first; of one record or one commit if given."""

    def commits(
        self,
        *,
        actor: str | None = None,
        not_actor: str | None = None,
        before: CommitInfo | None = None,
        limit: int = 100,
    ) -> tuple[CommitInfo, ...]:
        """Commits, newest first; by one actor, or by all but one; older than ``before``."""

    def info(self) -> Info:
        """Engine, address, layout and what is in it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def close(self) -> None:
        """Let go of files and connections; any later call is StoreUnavailable."""
