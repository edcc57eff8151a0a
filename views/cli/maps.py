"""``liantu map``: which pictures are meant, how good they are, and into which file they go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.errors import BadRequest
from graph.model import MapView
from loaders.sheets import save_bytes
from views.cli.common import Session
from views.map.build import map_picture
from views.map.kinds import KINDS, STANDING
from views.map.layout import stats
from views.map.outlets import is_of_chain, page_of, plain_view, saved_views, written


def chosen(
    session: Session,
    kind: str | None,
    segments: Sequence[str],
    views: Sequence[str],
    *,
    all_views: bool,
) -> list[MapView]:
    """The views meant, in order.

    Raises
    ------
    BadRequest
        A view or a sub-chain is not on record.
    """
    facts = session.evaluation().chain.facts
    held = saved_views(facts)
    if all_views:
        return held
    unknown = [s for s in segments if s not in facts.segments]
    if unknown:
        raise BadRequest(f"没有子链“{unknown[0]}”;可用:{'、'.join(facts.segments)}。")
    if not views:
        return [plain_view(kind or STANDING, segments)]
    found = {view.name_zh: view for view in held}
    lost = [name for name in views if name not in found]
    if lost:
        raise BadRequest(f"没有存过视图“{lost[0]}”;可用:{'、'.join(found) or '(还没有)'}。")
    return [found[name] for name in views]


def write(session: Session, views: Sequence[MapView], out: Path) -> None:
    """Draw, write and say so."""
    pages = [page_of(session.evaluation(), view) for view in views]
    save_bytes(out, written(pages, out.suffix.lower()))
    told = {
        "out": str(out),
        "kind": pages[0].drawing.kind,
        "views": [page.name for page in pages],
    }
    session.give(told, lambda: [f"已写出 {out}({len(pages)} 张图)"])


def give_stats(session: Session, views: Sequence[MapView]) -> None:
    """Count what is on a picture of the chain."""
    view = views[0]
    if len(views) != 1 or not is_of_chain(view):
        raise BadRequest(f"统计只数一张图:{'、'.join(KINDS)}。")
    picture = map_picture(session.evaluation(), view.picture, view.segment_ids)
    told = stats(picture.layout)
    session.give(told, lambda: [f"{name}\t{value:g}" for name, value in told.items()])
