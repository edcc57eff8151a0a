"""One store's history into another: who, when, why and every revision number as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import BadRequest, StoreUnavailable
from graph.store.protocol import Info, Progress, Revision, Store

BATCH = 1000
"""Revisions taken over in one transaction; a copy can be stopped after each."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How far a copy came: ``copied`` revisions now, ``done`` in all, of ``total``."""

    copied: int
    done: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether the target holds all the source held when the copy began."""
        return self.done >= self.total


def copy_history(
    source: Store, target: Store, *, batch: int = BATCH, progress: Progress | None = None
) -> Copied:
    """Take over what ``target`` lacks of the history of ``source``, up to where that stands now.

    A target that holds the first part of the source's history goes on from there, so a copy
    that was stopped or killed is resumed by calling this again.  Every batch is taken over
    whole or not at all.

    Parameters
    ----------
    progress
        Called with (revisions in the target, revisions to be there) at the start and after
        each batch; returning False stops the copy.

    Raises
    ------
    BadRequest
        The source is empty, or the target holds other data.
    """
    total, start = check_filled(source), target.info().last_seq
    check_follows(source, target, start, total)
    done = start
    while done < total:
        if progress is not None and progress(done, total) is False:
            return Copied(done - start, done, total)
        page = source.history(after_seq=done, limit=min(batch, total - done))
        done = target.replay(page, until=total)
    if progress is not None:
        progress(done, total)
    return Copied(done - start, done, total)


def check_filled(source: Store) -> int:
    """The number of the last revision of ``source``.

    Raises
    ------
    BadRequest
        There is none.
    StoreUnavailable
        The source is itself a copy that is not whole.
    """
    info = source.info()
    if not info.last_seq:
        raise BadRequest(f"来源库 {info.url} 是空的,没有东西可搬;请核对地址。")
    check_whole(info)
    return info.last_seq


def check_whole(info: Info) -> None:
    """Refuse a store of which a part is still to be copied.

    Raises
    ------
    StoreUnavailable
        With how far the copy came and what to do.
    """
    if not info.is_whole:
        raise StoreUnavailable(
            f"{info.url} 里的数据还没搬完(已有 {info.last_seq:,} 条修订,共 {info.until_seq:,} 条);"
            "请用同样的来源和目标再运行一次 liantu copy,搬完再用。"
        )


def check_follows(source: Store, target: Store, held: int, total: int) -> None:
    """See that the ``held`` revisions of ``target`` are the first ones of ``source``.

    The last of them decides: its commit, time and record are those of no other history.

    Raises
    ------
    BadRequest
        They are not, or there are more than the source has.
    """
    if held > total:
        raise BadRequest(
            f"目标库有 {held} 条修订,比来源库的 {total} 条还多;"
            "是不是写反了来源和目标?要搬就请换一个空库。"
        )
    if held and _one(source, held) != _one(target, held):
        raise BadRequest(
            f"目标库里有别的数据(第 {held} 条修订与来源库的不同),没有动它;请换一个空库。"
        )


def revisions(store: Store, last_seq: int, *, page: int = BATCH) -> Iterator[Revision]:
    """The revisions of ``store`` up to ``last_seq``, read a page at a time."""
    done = 0
    while done < last_seq:
        part = store.history(after_seq=done, limit=min(page, last_seq - done))
        if not part:
            return
        yield from part
        done = part[-1].seq


def _one(store: Store, seq: int) -> Revision | None:
    found = store.history(after_seq=seq - 1, limit=1)
    return found[0] if found and found[0].seq == seq else None
