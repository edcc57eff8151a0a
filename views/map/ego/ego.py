"""What stands around one thing, as a tree to draw: branches by kind of tie, “+N” for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.store.values import Around, Ref
from views.tables.tie.ties import Known, Tie, ties_of

ROWS = 15
"""Leaves on one side before the user asks for more."""
OPENED_ROWS = 8
"""Leaves around a thing the user opened, all branches together."""
STEP = 12
"""How many more a click on “+N” shows."""
MOST = 200
"""Things on one drawing."""
LEFT, RIGHT = "left", "right"
Sight = tuple[str, bool]
"""Code of a tie, and whether it is seen from its start."""

BRANCHES: Mapping[Sight, tuple[str, str]] = {
    ("supply", False): ("上家", LEFT),
    ("need", False): ("要用的料(供方未载)", LEFT),
    ("take", True): ("加工的原料", LEFT),
    ("owner", True): ("控股方", LEFT),
    ("merged", True): ("已并入", LEFT),
    ("merged", False): ("并进来的", LEFT),
    ("park", True): ("所在园区", LEFT),
    ("make", True): ("产品", RIGHT),
    ("supply", True): ("下家", RIGHT),
    ("owner", False): ("下属企业", RIGHT),
    ("item", True): ("目录产品", RIGHT),
    ("part", True): ("项目", LEFT),
    ("make", False): ("在做的企业", RIGHT),
    ("take", False): ("加工它的企业", RIGHT),
    ("need", True): ("要用的企业", RIGHT),
    ("plan", False): ("要做它的项目", RIGHT),
    ("part", False): ("参与企业", RIGHT),
    ("plan", True): ("要做的产品", RIGHT),
    ("site", True): ("所在园区", RIGHT),
    ("park", False): ("园内企业", RIGHT),
    ("site", False): ("园内项目", RIGHT),
    ("item", False): ("列有它的企业", RIGHT),
}
"""Title and side of every branch, in the order they are drawn."""

_SEEN_AS: Mapping[tuple[str, str], Sight] = {
    ("capacity.firm_id", "in"): ("make", True),
    ("producer.firm_id", "in"): ("make", True),
    ("supply.to_firm_id", "in"): ("supply", False),
    ("supply.from_firm_id", "in"): ("supply", True),
    ("firm_item.firm_id", "in"): ("item", True),
    ("project.firm_ids", "in"): ("part", True),
    ("firm.park_ids", "out"): ("park", True),
    ("firm.owner_ids", "out"): ("owner", True),
    ("firm.owner_ids", "in"): ("owner", False),
    ("firm.merged_into_id", "out"): ("merged", True),
    ("firm.merged_into_id", "in"): ("merged", False),
    ("capacity.product_id", "in"): ("make", False),
    ("producer.product_id", "in"): ("make", False),
    ("supply.product_id", "in"): ("need", True),
    ("project.product_ids", "in"): ("plan", False),
    ("project.firm_ids", "out"): ("part", False),
    ("project.product_ids", "out"): ("plan", True),
    ("project.park_ids", "out"): ("site", True),
    ("firm.park_ids", "in"): ("park", False),
    ("project.park_ids", "in"): ("site", False),
    ("firm_item.item_id", "in"): ("item", False),
}
"""The branch on which records a store held back would stand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What one call told of a thing: its ties, how many records were held back, its names."""

    here: Ref
    ties: tuple[Tie, ...]
    hidden: Mapping[Sight, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """What the user opened: things, in the order of the clicks, and branches shown longer."""

    things: tuple[Ref, ...] = ()
    longer: tuple[tuple[Ref, Sight], ...] = ()

    def toggled(self, ref: Ref) -> Opened:
        """The same with a thing opened, or closed when it was open."""
        if ref in self.things:
            return Opened(tuple(t for t in self.things if t != ref), self.longer)
        return Opened((*self.things, ref), self.longer)

    def grown(self, ref: Ref, sight: Sight) -> Opened:
        """The same with one branch ``STEP`` longer."""
        return Opened(self.things, (*self.longer, (ref, sight)))


@dataclass(slots=True)
class Leaf:
    """A thing on the drawing, with the ties that put it there and what was opened under it."""

    ref: Ref
    ties: list[Tie] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)


@dataclass(slots=True)
class Branch:
    """Leaves that hang together by one kind of tie; ``hidden`` more are not drawn."""

    of: Ref
    sight: Sight
    side: str
    leaves: list[Leaf] = field(default_factory=list)
    hidden: int = 0

    @property
    def title(self) -> str:
        """What the branch is called."""
        return BRANCHES[self.sight][0]


@dataclass(frozen=True, slots=True)
class Ego:
    """The drawing as a tree, the ties across it, and whether it holds as much as it may."""

    center: Leaf
    across: tuple[Tie, ...]
    count: int
    is_full: bool


def scene(around: Around, known: Known) -> Scene:
    """What a drawing needs of an ``Around``."""
    hidden: dict[Sight, int] = {}
    for group in around.groups:
        sight = _SEEN_AS.get((group.relation, group.direction))
        if sight and group.hidden:
            hidden[sight] = hidden.get(sight, 0) + group.hidden
    record = around.record
    here = (record.kind, str(getattr(record, "id", "")))
    return Scene(here, ties_of(around, known), hidden)


def ego(scenes: Sequence[Scene], opened: Opened = Opened(), most: int = MOST) -> Ego:
    """The tree around the first scene's thing; the others are what the user opened, in order.

    A thing stands once: where a tie leads to one that is drawn already, it goes across.
    """
    center = Leaf(scenes[0].here)
    drawn = {center.ref: center}
    across: list[Tie] = []
    is_full = False
    for number, seen in enumerate(scenes):
        leaf = drawn.get(seen.here)
        if leaf is None:
            continue
        found = _branches(seen, drawn, across)
        for branches in _rooms(found, number == 0):
            is_full |= _cut(seen, branches, opened, number == 0, most - len(drawn), drawn)
        leaf.branches = [b for b in found if b.leaves or b.hidden]
    kept = [t for t in dict.fromkeys(across) if t.start in drawn and t.end in drawn]
    return Ego(center, tuple(kept), len(drawn), is_full)


def _branches(seen: Scene, drawn: Mapping[Ref, Leaf], across: list[Tie]) -> list[Branch]:
    """Every branch of a scene in full, largest and surest first."""
    leaves: dict[Ref, Leaf] = {}
    rows: dict[Sight, Branch] = {s: Branch(seen.here, s, side) for s, (_, side) in BRANCHES.items()}
    for sight in BRANCHES:
        for tie in sorted((t for t in seen.ties if _sight(t, seen.here) == sight), key=_order):
            other = tie.end if sight[1] else tie.start
            if other in drawn:
                if not _is_told(tie, drawn, seen.here, other):
                    across.append(tie)
            elif other in leaves:
                leaves[other].ties.append(tie)
            else:
                leaves[other] = Leaf(other, [tie])
                rows[sight].leaves.append(leaves[other])
    _even(rows)
    return list(rows.values())


def _even(rows: Mapping[Sight, Branch]) -> None:
    """Projects go to the side with fewer leaves; they neither come in nor go out."""
    projects = rows["part", True]
    load = {LEFT: 0, RIGHT: 0}
    for branch in rows.values():
        if branch is not projects:
            load[branch.side] += len(branch.leaves)
    projects.side = LEFT if load[LEFT] <= load[RIGHT] else RIGHT


def _is_told(tie: Tie, drawn: Mapping[Ref, Leaf], here: Ref, other: Ref) -> bool:
    """Whether the line that put one of the two there says the same already."""
    return any(
        tie.code == told.code and {told.start, told.end} == {here, other}
        for ref in (here, other)
        for told in drawn[ref].ties
    )


def _sight(tie: Tie, here: Ref) -> Sight:
    return tie.code, tie.start == here


_SIZES = ("capacity_kt_a", "amount_kt_a", "share")


def _order(tie: Tie) -> tuple[bool, bool, float, str]:
    sizes = (getattr(tie.proof, name, None) for name in _SIZES)
    size = next((s for s in sizes if s is not None), None)
    is_off = getattr(tie.proof, "status", "") in ("停产", "未核")
    return tie.is_dataset, is_off, -(size or 0.0), f"{tie.proof.kind} {tie.start} {tie.end}"


def _rooms(found: Sequence[Branch], is_center: bool) -> Iterable[list[Branch]]:
    """Branches that share their room: each side of the middle, or all of an opened thing."""
    if not is_center:
        return [list(found)]
    return [[b for b in found if b.side == side] for side in (LEFT, RIGHT)]


def _cut(
    seen: Scene,
    branches: Sequence[Branch],
    opened: Opened,
    is_center: bool,
    left: int,
    drawn: dict[Ref, Leaf],
) -> bool:
    """Keep what there is room for, and enter it; True when the whole drawing is full."""
    shown = shares([len(b.leaves) for b in branches], ROWS if is_center else OPENED_ROWS)
    is_full = False
    for branch, first in zip(branches, shown, strict=True):
        wanted = first + STEP * opened.longer.count((seen.here, branch.sight))
        there = len(branch.leaves)
        kept = there if there - wanted == 1 else min(there, wanted)
        if kept > left:
            kept, is_full = max(left, 0), True
        left -= kept
        branch.hidden = there - kept + seen.hidden.get(branch.sight, 0)
        branch.leaves = branch.leaves[:kept]
        drawn.update((leaf.ref, leaf) for leaf in branch.leaves)
    return is_full


def shares(counts: Sequence[int], room: int) -> list[int]:
    """Room dealt out one by one, so that small branches are whole and large ones share the rest.

    Examples
    --------
    >>> shares([30, 2, 0, 9], 12)
    [5, 2, 0, 5]
    """
    given = [0] * len(counts)
    while room > 0 and any(g < c for g, c in zip(given, counts, strict=True)):
        for index, count in enumerate(counts):
            if room > 0 and given[index] < count:
                given[index] += 1
                room -= 1
    return given
