"""What the history of a store tells of the shipped facts it was filled from.

Their version stands in the reason of the revisions that wrote them, so it travels with the store
and needs no file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.store.protocol import CommitInfo, Store
from loaders.fresh import ACTOR

FIRST = "首次载入"
BEGUN = "首次载入,未完"
RENEWAL = "更新随附数据"
_VERSION = "数据版本 "
_FEW, _PAGE = 5, 500


def reason_of(what: str, digest: str) -> str:
    """What a revision that writes shipped facts gives for its reason."""
    return f"{what},{_VERSION}{digest}"


def stored_digest(store: Store) -> str | None:
    """Version of the shipped facts ``store`` was last filled from; None when it never was."""
    for commit in _commits(store):
        if _VERSION in commit.reason:
            return commit.reason.rpartition(_VERSION)[2]
    return None


def is_unfinished(store: Store) -> bool:
    """Whether a first filling in batches was begun and cut short."""
    first = store.history(limit=1)
    begun = bool(first) and (first[0].actor, first[0].reason) == (ACTOR, BEGUN)
    return begun and stored_digest(store) is None


def data_version(store: Store) -> str:
    """One line for exports: version of the shipped facts and number of the last change."""
    return f"{stored_digest(store) or '自有数据'},修订 {store.info().last_seq}"


def _commits(store: Store) -> Iterator[CommitInfo]:
    """Commits of the program, newest first, read a page at a time."""
    before, page = None, _FEW
    while found := store.commits(actor=ACTOR, before=before, limit=page):
        yield from found
        before, page = found[-1], _PAGE
