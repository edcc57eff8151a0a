"""The questions of the pages, each in several likenesses: common and rare, small and large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pypinyin import Style, lazy_pinyin

from benchmarks.scale.bare import (
    HITS,
    PAGE,
    SEARCHED,
    Bare,
    Filter,
    hit_row,
    making_row,
    page_of,
)
from benchmarks.scale.nation import firm_id
from benchmarks.scale.turns import Work, fastest
from graph.model import Firm
from graph.store.protocol import MakingPage, Order, Store, Where

TIES = ("firm.owner_ids", "supply.from_firm_id", "supply.to_firm_id")
LATE = 10
"""The page that is turned to."""
_BY_CAPACITY = (Order("capacity_kt_a", descending=True),)
_PROVINCE, _STATUS = "江苏", "在产"


@dataclass(frozen=True, slots=True)
class Ask:
    """One line of the table: pairs of our call and the bare one; None where none is set."""

    label: str
    goal: str
    pairs: tuple[tuple[Work, Work | None], ...]


def producers(store: Store, bare: Bare, products: Sequence[str]) -> Iterator[Ask]:
    """The candidate list for 1, 5 and 20 products, the common ones first."""
    for number in (1, 5, 20):
        sets = _sets(products, number)
        name = f"candidates of {number} product{'s' if number > 1 else ''}"
        firsts = [Filter(ids) for ids in sets]
        narrow = [Filter(ids, _PROVINCE, _STATUS) for ids in sets]
        lates = [_late(store, ids) for ids in sets]
        for label, wanted in (
            (name, firsts),
            (f"{name}, by province and status", narrow),
            (f"{name}, page {LATE}", lates),
        ):
            yield Ask(label, "≤ 1.3", tuple(_making_pair(store, bare, one) for one in wanted))


def searches(store: Store, bare: Bare, firms: int) -> Iterator[Ask]:
    """The search box: from one character to a whole name."""
    held = _firms(store, firms)
    short = [firm.short_name or firm.name_zh for firm in held]
    for label, texts in (
        ("search, one character", ("化", "华", "岳")),
        ("search, two characters", ("石化", "宏盛", "岳阳")),
        ("search, whole name", [firm.name_zh for firm in held]),
        ("search, beginning of pinyin", ["".join(lazy_pinyin(name[:2])) for name in short]),
        ("search, initials", ["".join(lazy_pinyin(n, style=Style.FIRST_LETTER)) for n in short]),
        ("search, rare word inside", ("兴长", "巴陵", "长岭")),
    ):
        yield Ask(label, "≤ 1.3", tuple(_hit_pair(store, bare, text) for text in texts))


def others(store: Store, firms: int) -> Iterator[Ask]:
    """For information: a firm's page, numbers of neighbours, ways between two firms."""
    spread = [firm_id(number) for number in _spread(firms, 6)]
    hub, last = firm_id(0), firm_id(firms - 1)
    refs = [("firm", firm_id(number)) for number in _spread(firms, 50)]
    ends = list(zip(spread[1:], spread[:-1], strict=True))
    yield Ask("firm page (around)", "", tuple((_around(store, id), None) for id in spread[1:]))
    yield Ask("firm page of the largest group", "", ((_around(store, hub), None),))
    yield Ask("neighbours of 50 firms (degrees)", "", ((lambda: store.degrees(refs), None),))
    pairs = tuple((_paths(store, a, b), None) for a, b in [*ends, (last, hub)])
    yield Ask("ways between two firms (paths)", "", pairs)


def _sets(products: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """The commonest, some all over the list, the rarest."""
    step = len(products) // number
    return [tuple(products[:number]), tuple(products[step // 2 :: step]), tuple(products[-number:])]


def _spread(firms: int, number: int) -> list[int]:
    return sorted({place * (firms - 1) // (number - 1) for place in range(number)})


def _firms(store: Store, firms: int) -> list[Firm]:
    ids = [firm_id(number) for number in (firms // 3, firms // 2, firms - 1)]
    return [record for record in store.get("firm", ids) if isinstance(record, Firm)]


def _page(store: Store, wanted: Filter) -> MakingPage:
    given = (("province", wanted.province), ("status", wanted.status))
    return store.producers(
        wanted.product_ids,
        where=[Where(name, "eq", value) for name, value in given if value is not None],
        order=_BY_CAPACITY,
        after=wanted.mark,
        limit=PAGE,
    )


def _late(store: Store, ids: tuple[str, ...]) -> Filter:
    """The page turned to, or the last one where there are fewer."""
    wanted = Filter(ids)
    for _ in range(LATE - 1):
        page = _page(store, wanted)
        if page.next is None:
            break
        wanted = replace(wanted, last=page.rows[-1], mark=page.next)
    return wanted


def _making_pair(store: Store, bare: Bare, wanted: Filter) -> tuple[Work, Work]:
    way = fastest(bare.producers(wanted))
    return (
        lambda: [making_row(row) for row in _page(store, wanted)],
        lambda: page_of(way()),
    )


def _hit_pair(store: Store, bare: Bare, text: str) -> tuple[Work, Work]:
    return (
        lambda: [hit_row(hit) for hit in store.search(text, kinds=SEARCHED, limit=HITS)],
        lambda: bare.search(text),
    )


def _around(store: Store, id: str) -> Callable[[], object]:
    return lambda: store.around(("firm", id))


def _paths(store: Store, a: str, b: str) -> Callable[[], object]:
    return lambda: store.paths(("firm", a), ("firm", b), relations=TIES)
