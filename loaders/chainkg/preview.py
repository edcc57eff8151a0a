"""What loading a ChainKnowledgeGraph set does: counts by file and kind, and every remark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import RowProblem
from graph.store.protocol import BulkResult
from loaders.chainkg.same import MaybeSame


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one file; doubled rows count as neither loaded nor bad."""

    file: str
    rows: int
    left_out: int
    doubled: int

    @property
    def loaded(self) -> int:
        """Rows that say something new and are right."""
        return self.rows - self.left_out - self.doubled


@dataclass(frozen=True, slots=True)
class KindCount:
    """What becomes of the records of one kind.

    ``checked`` have been made somebody's own since and stay as they are; ``gone`` stand from an
    earlier edition, are not in this one, and stay too.
    """

    added: int
    changed: int
    unchanged: int
    checked: int
    gone: int


@dataclass(frozen=True, slots=True)
class SetPreview:
    """What loading a set would do, or did when ``result`` is set.

    ``problems`` are rows left out, ``reminders`` rows to look at.  ``refused`` says why nothing
    is written.
    """

    file: str
    digest: str
    files: tuple[FileCount, ...]
    problems: tuple[RowProblem, ...]
    reminders: tuple[RowProblem, ...]
    unused: tuple[str, ...]
    refused: str | None = None
    kinds: Mapping[str, KindCount] | None = None
    same: tuple[MaybeSame, ...] = ()
    result: BulkResult | None = None

    @property
    def counts(self) -> Mapping[str, KindCount]:
        """Counts by kind; none of a set that is refused."""
        return self.kinds or {}
