"""From an evaluation to a picture of the chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph.errors import BadRequest
from graph.model import MapSheet
from graph.reason import Evaluation
from graph.reason.passage import asides, hubs_of, main_feeds
from graph.results import Gap
from views.map.boxed import invite_lines, standing_lines
from views.map.filters import Kept
from views.map.kinds import INVITING, STANDING
from views.map.memory import sheet_id
from views.map.node import node_states
from views.map.notes import notes
from views.map.parents import with_parents
from views.map.picture import MapPicture, Told, picture, rooms
from views.map.saved import Wanted


def map_picture(
    evaluation: Evaluation,
    kind: str,
    segments: Collection[str] = (),
    kept: Kept | None = None,
) -> MapPicture:
    """A picture of one evaluation, whole or some segments large and with firms in the boxes.

    What is not ``kept`` fades; nothing does when it is None.
    """
    facts = evaluation.chain.facts
    lost = [s for s in segments if s not in facts.segments]
    if lost:
        raise BadRequest(f"没有子链“{lost[0]}”;可用:{'、'.join(facts.segments) or '(还没有)'}。")
    lines = lines_of(evaluation, segments) if segments else {}
    states = node_states(evaluation, facts)
    chain = evaluation.chain
    told = Told(states, evaluation.rules.map_status, lines, kept, asides(chain), hubs_of(chain))
    return picture(kind, wanted_for(evaluation, segments, lines), told, notes(evaluation, facts))


def wanted_for(
    evaluation: Evaluation,
    segments: Collection[str],
    lines: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Wanted:
    """What the layout of some sub-chains, or of all, follows from."""
    facts = evaluation.chain.facts
    only = tuple(s for s in facts.segments if s in set(segments))
    return Wanted(
        with_parents(tuple(facts.goods.values()), evaluation.chain),
        tuple(facts.segments.values()),
        main_feeds(evaluation.chain),
        only,
        rooms(lines),
        facts.all(MapSheet).get(sheet_id(facts.segments.values(), only)),
    )


def lines_of(
    evaluation: Evaluation, segments: Collection[str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the boxes of some segments hold below their names, by kind of picture."""
    facts = evaluation.chain.facts
    gaps: dict[str, list[Gap]] = {}
    for gap in evaluation.gaps:
        gaps.setdefault(gap.product_id, []).append(gap)
    shown = [p.id for p in facts.goods.values() if p.segment in segments]
    standing = {
        key: standing_lines(evaluation.balances[key], gaps.get(key, ()), facts)
        for key in shown
        if key in evaluation.balances
    }
    inviting = {key: invite_lines(evaluation, key) for key in shown if key in gaps}
    return {
        STANDING: {key: lines for key, lines in standing.items() if lines},
        INVITING: {key: lines for key, lines in inviting.items() if lines},
    }
