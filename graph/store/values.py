"""The values a store takes and gives: changes, conditions, pages, revisions, hits, paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.model import Record

Ref = tuple[str, str]
"""(kind, id) of a record."""

Value = str | int | float | bool | None
"""A single value; dates are ISO strings, lists of a record are tuples of str."""

Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "is_null", "prefix"]
Direction = Literal["out", "in", "both"]
Progress = Callable[[int, int], bool | None]
"""Called with (done, total) after each batch; returning False stops the work."""

MAX_NAME = 200
"""Longest id, name, reference or list item, in characters."""


@dataclass(frozen=True, slots=True)
class Where:
    """One condition; several are combined with *and*.

    ``value`` is a tuple for ``in``, True or False for ``is_null``, else one value.
    ``contains`` asks a list column for an item.  Unknown matches nothing but
    ``is_null`` (an empty list counts as unknown), so ``ne`` leaves unknown out too.
    Dates compare as text: ``2023`` stands before ``2023-01``.
    """

    field: str
    op: Op
    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by one column that is no list; unknown comes last either way, ties go by id."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Records with their revision numbers; ``next`` is the cursor of the page after, or None."""

    records: tuple[Record, ...]
    revs: tuple[int, ...]
    next: str | None = None

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)


@dataclass(frozen=True, slots=True)
class Change:
    """Put a record (insert or replace) or delete one; ``ref`` says which."""

    op: Literal["put", "delete"]
    ref: Ref
    record: Record | None = None

    @classmethod
    def put(cls, record: Record) -> Change:
        """The change that makes ``record`` the current version of its id."""
        return cls("put", (record.kind, str(getattr(record, "id", ""))), record)

    @classmethod
    def delete(cls, kind: str, id: str) -> Change:
        """The change that takes a record away; its history stays."""
        return cls("delete", (kind, id))


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one record, for ever.

    ``seq`` counts all changes of the store, ``rev`` those of this record (from 1, going
    on after a delete).  ``time`` is UTC in ISO form.  ``before`` is None for a new
    record, ``after`` for a deleted one.
    """

    seq: int
    commit_id: str
    ref: Ref
    rev: int
    op: str
    before: Record | None
    after: Record | None
    actor: str
    reason: str
    time: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What a write did: new revision numbers by record; a put that changes nothing has none.

    ``seq`` is the last change of this commit, 0 when nothing changed.
    """

    commit_id: str
    seq: int
    revs: Mapping[Ref, int]


@dataclass(frozen=True, slots=True)
class CommitInfo:
    """Who wrote, why and when (UTC), without what."""

    commit_id: str
    actor: str
    reason: str
    time: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How far a bulk write came; ``is_stopped`` when the progress callback said so."""

    done: int
    total: int
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found by name.

    ``rank``: 0 exact name, 1 exact alias or CAS, 2 exact pinyin or initials, 3 prefix of a
    name or alias, 4 prefix of its pinyin, 5 anywhere inside.  ``matched`` is what was met.
    """

    ref: Ref
    name: str
    matched: str
    rank: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Records one relation away: ``relation`` is "<kind>.<column>", ``hidden`` the "+N"."""

    relation: str
    direction: Literal["out", "in"]
    refs: tuple[Ref, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Group:
    """Whole records one relation away; ``relation`` and ``hidden`` as in :class:`Neighbours`."""

    relation: str
    direction: Literal["out", "in"]
    records: tuple[Record, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Around:
    """A record and what stands next to it.

    ``names`` tells what the records in the groups refer to in turn (a statement's product, the
    other firm of a supply), and what the record itself refers to, by name.
    """

    record: Record
    rev: int
    groups: tuple[Group, ...]
    names: Mapping[Ref, str]


class Making(NamedTuple):
    """One statement that a firm makes a product: a unit here or a producer elsewhere.

    ``ref`` is the ``capacity`` or ``producer`` record; ``as_of`` the date of the statement, else
    the year its figure is of.
    """

    ref: Ref
    firm_id: str
    firm_name: str
    product_id: str
    capacity_kt_a: float | None
    status: str | None
    province: str | None
    city: str | None
    as_of: str | None
    basis: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class MakingPage:
    """Statements in the order asked for; ``next`` is the cursor of the page after, or None."""

    rows: tuple[Making, ...]
    next: str | None = None

    def __iter__(self) -> Iterator[Making]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Degree:
    """How many records stand one relation away."""

    relation: str
    direction: Literal["out", "in"]
    count: int


@dataclass(frozen=True, slots=True)
class RefPath:
    """A way from one record to another; ``relations[i]`` joins ``refs[i]`` to ``refs[i+1]``."""

    refs: tuple[Ref, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """What stands in the store; ``last_seq`` is 0 for a new one and serves as a cache key.

    ``until_seq`` is the last revision of a history that is or was taken over, 0 for none.
    """

    engine: str
    url: str
    layout: int
    schema_digest: str
    counts: Mapping[str, int]
    last_seq: int
    until_seq: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no history is being taken over of which a part is still missing."""
        return self.last_seq >= self.until_seq
