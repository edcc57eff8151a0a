"""An artificial nation of firms as a stream of changes: ``nation(1_000_000, products)``.

Five facts a firm on average, products and groups as uneven as they really are, about a third of
the capacities unknown, every row of basis ``dataset`` on one source that says it is made up.  A
reference always leads to a record that came before it.  The same seed gives the same nation, and
memory does not grow with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Any

from benchmarks.scale import names
from graph.model import (
    DATASET,
    Firm,
    FirmItem,
    Industry,
    Item,
    ItemLink,
    Producer,
    Record,
    Signal,
    Source,
    Supply,
)
from graph.store.protocol import Change

SOURCE = Source(
    id="synthetic-nation",
    title="合成数据(测速用)",
    url=None,
    date=None,
    date_text=None,
    grade="D",
    licence=None,
    note="由程序生成,企业和数字都不是真的",
)
FACT: dict[str, Any] = {"basis": DATASET, "source_id": SOURCE.id, "grade": "D", "note": None}
SUBSIDIARIES = 0.15
UNKNOWN_CAPACITY = 0.3
MEAN = {"producer": 2.2, "supply": 1.2, "listing": 1.2, "signal": 0.45}
"""Facts a firm on average; doubles drop out, every seventh has an owner, which makes five."""
STATUSES = (("在产", 75), ("在建", 8), ("规划", 5), ("停产", 5), ("未核", 7))
SIZES = (("大型", 2), ("中型", 10), ("小型", 55), ("微型", 25), (None, 8))
DIRECTIONS = (("新建", 35), ("扩建", 35), ("签约", 15), ("投产", 10), ("中止", 5))
_TYPICAL_KT_A, _SPREAD = 20.0, 1.4
_ALL = (1 << 64) - 1


class _Weighted:
    """Draws from a list by weight."""

    def __init__(self, values: Sequence[Any], weights: Sequence[float]) -> None:
        self._values, self._sums = values, list(accumulate(weights))

    def draw(self, random: Random) -> Any:
        return random.choices(self._values, cum_weights=self._sums)[0]

    @classmethod
    def of(cls, pairs: Sequence[tuple[Any, float]]) -> _Weighted:
        return cls([value for value, _ in pairs], [weight for _, weight in pairs])

    @classmethod
    def zipf(cls, values: Sequence[Any]) -> _Weighted:
        """The first comes twice as often as the second, three times as often as the third."""
        return cls(values, [1 / rank for rank in range(1, len(values) + 1)])


def nation(firms: int, products: Sequence[str], *, seed: int = 1) -> Iterator[Change]:
    """Firms and what is said of them.

    Parameters
    ----------
    firms
        How many.
    products
        Ids of chain products, the most common first; they must be on record where it is loaded.
    seed
        Which nation.
    """
    for record in records(firms, products, seed=seed):
        yield Change.put(record)


def records(firms: int, products: Sequence[str], *, seed: int = 1) -> Iterator[Record]:
    """The same as records."""
    yield SOURCE
    industries = [_industry(number) for number in range(len(names.TRADES))]
    items = [_item(number) for number in range(_item_count(firms))]
    yield from industries
    yield from items
    yield from (_item_link(number) for number in range(1, len(items)))
    maker = _Nation(seed, products, [item.id for item in items])
    for number in range(firms):
        yield from maker.firm(number)


def _item_count(firms: int) -> int:
    return min(len(names.ITEM_HEADS) * len(names.ITEM_BODIES), max(20, firms // 20))


def _industry(number: int) -> Industry:
    parent = f"synthetic-industry-{number // 8 * 8}" if number % 8 else None
    return Industry(
        f"synthetic-industry-{number}", names.TRADES[number], None, parent, as_of=None, **FACT
    )


def _item(number: int) -> Item:
    head = names.ITEM_HEADS[number // len(names.ITEM_BODIES)]
    body = names.ITEM_BODIES[number % len(names.ITEM_BODIES)]
    return Item(f"synthetic-item-{number}", head + body, as_of=None, **FACT)


def _item_link(number: int) -> ItemLink:
    relation = ("产品小类", "上游材料", "下游产品")[number % 3]
    ends = (f"synthetic-item-{number}", f"synthetic-item-{number // 2}")
    return ItemLink(f"synthetic-link-{number}", *ends, relation, as_of=None, **FACT)


class _Nation:
    """Makes one firm after another; every firm has its own dice, so order does not matter."""

    def __init__(self, seed: int, products: Sequence[str], items: Sequence[str]) -> None:
        self.seed = seed
        self.products, self.items = _Weighted.zipf(products), _Weighted.zipf(items)
        places = names.PLACES
        self.provinces = _Weighted(list(places), [weight for weight, _ in places.values()])
        self.cities = {name: cities.split() for name, (_, cities) in places.items()}
        self.forms, self.statuses = _Weighted.of(names.FORMS), _Weighted.of(STATUSES)
        self.sizes, self.directions = _Weighted.of(SIZES), _Weighted.of(DIRECTIONS)

    def firm(self, number: int) -> Iterator[Record]:
        """The firm and its facts."""
        random = Random(_mixed(self.seed, number, 0))
        owner = self._owner(number)
        province = self.provinces.draw(random)
        city = random.choice(self.cities[province])
        firm = self._named(number, owner, province, city, random)
        yield firm
        made = list(dict.fromkeys(self._drawn(self.products, "producer", random)))
        for row, product in enumerate(made):
            yield self._producer(number, row, product, province, city, random)
        for row in range(self._number("supply", random) if number else 0):
            yield self._supply(number, row, made, random)
        for row, item in enumerate(dict.fromkeys(self._drawn(self.items, "listing", random))):
            share = round(random.random() ** 2, 4) if random.random() < 0.5 else None
            id_ = f"synthetic-listing-{number}-{row}"
            yield FirmItem(id_, firm.id, item, share, as_of=_year(random), **FACT)
        for row in range(self._number("signal", random)):
            yield self._signal(number, row, made, province, city, random)

    def _owner(self, number: int) -> int | None:
        """A firm that came earlier; low numbers own most, so groups are as uneven as real ones."""
        if not number or _part(self.seed, number, 1) >= SUBSIDIARIES:
            return None
        return int(number * _part(self.seed, number, 2) ** 4)

    def _brand(self, number: int) -> str:
        """Two or three characters; a subsidiary goes by those of its group."""
        while (owner := self._owner(number)) is not None:
            number = owner
        length = 2 + (_mixed(self.seed, number, 3) % 4 == 0)
        drawn = (_mixed(self.seed, number, 4 + place) for place in range(length))
        return "".join(names.SYLLABLES[dice % len(names.SYLLABLES)] for dice in drawn)

    def _named(
        self, number: int, owner: int | None, province: str, city: str, random: Random
    ) -> Firm:
        brand, trade = self._brand(number), random.randrange(len(names.TRADES))
        place = random.choice((city, city, province))
        return Firm(
            id=firm_id(number),
            name_zh=f"{place}{brand}{names.TRADES[trade]}{self.forms.draw(random)}",
            short_name=f"{brand}{names.TRADES[trade]}",
            aliases=(),
            uscc=None,
            province=province,
            city=city,
            park_ids=(),
            status=random.choice(("在营", "在产", "在产", "未核")),
            status_text=None,
            founded=str(random.randint(1985, 2024)),
            parent=None,
            group=None,
            owner_ids=(firm_id(owner),) if owner is not None else (),
            industry_ids=(f"synthetic-industry-{trade}",) if random.random() < 0.8 else (),
            listed_code=None,
            merged_into_id=None,
            is_above_scale=random.choice((True, False, None)),
            specialised=None,
            size_class=self.sizes.draw(random),
            revenue_yi=None,
            revenue_year=None,
            as_of=_year(random),
            **FACT,
        )

    def _number(self, kind: str, random: Random) -> int:
        """How many facts of a kind: mostly none to few, now and then many."""
        mean = MEAN[kind]
        return int(math.log(1 - random.random()) / math.log(mean / (1 + mean)))

    def _drawn(self, weighted: _Weighted, kind: str, random: Random) -> Iterator[str]:
        return (weighted.draw(random) for _ in range(self._number(kind, random)))

    def _producer(
        self, number: int, row: int, product: str, province: str, city: str, random: Random
    ) -> Producer:
        if random.random() < 0.15:
            province = self.provinces.draw(random)
            city = random.choice(self.cities[province])
        year = _year(random)
        return Producer(
            id=f"synthetic-producer-{number}-{row}",
            firm_id=firm_id(number),
            product_id=product,
            process_id=None,
            product_text=product,
            province=province,
            city=city,
            site=None,
            capacity_kt_a=_amount(random, UNKNOWN_CAPACITY),
            status=self.statuses.draw(random),
            status_text=None,
            year=year,
            route_text=None,
            as_of=year,
            **FACT,
        )

    def _supply(self, number: int, row: int, made: Sequence[str], random: Random) -> Supply:
        return Supply(
            id=f"synthetic-supply-{number}-{row}",
            from_firm_id=firm_id(number),
            to_firm_id=firm_id(int(number * random.random() ** 1.5)),
            product_id=random.choice(made) if made else self.products.draw(random),
            for_product_id=None,
            amount_kt_a=_amount(random, 0.6),
            certainty=random.choice(("已证实", "推测", "推测")),
            as_of=_year(random),
            **FACT,
        )

    def _signal(
        self,
        number: int,
        row: int,
        made: Sequence[str],
        province: str,
        city: str,
        random: Random,
    ) -> Signal:
        product = random.choice(made) if made else self.products.draw(random)
        date = f"{_year(random)}-{random.randint(1, 12):02d}"
        direction = self.directions.draw(random)
        return Signal(
            id=f"synthetic-signal-{number}-{row}",
            firm_id=firm_id(number),
            date=date,
            direction=direction,
            signal_text=f"{direction}项目",
            product_ids=(product,),
            process_ids=(),
            product_text=None,
            place=city,
            province=province,
            capacity_kt_a=_amount(random, 0.5),
            investment_yi=None,
            as_of=date,
            **FACT,
        )


def firm_id(number: int) -> str:
    """Id of the firm of that number."""
    return f"synthetic-firm-{number:07d}"


def _mixed(seed: int, number: int, salt: int) -> int:
    """64 bits that look random and are always the same (splitmix64)."""
    bits = (
        seed * 0xD1342543DE82EF95 + number * 0x9E3779B97F4A7C15 + salt * 0xA0761D6478BD642F
    ) & _ALL
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _ALL
    return bits ^ (bits >> 31)


def _part(seed: int, number: int, salt: int) -> float:
    """The same as a number from 0 to 1."""
    return _mixed(seed, number, salt) / (_ALL + 1)


def _amount(random: Random, unknown: float) -> float | None:
    if random.random() < unknown:
        return None
    return float(f"{random.lognormvariate(math.log(_TYPICAL_KT_A), _SPREAD):.3g}")


def _year(random: Random) -> str:
    return str(random.randint(2019, 2025))
