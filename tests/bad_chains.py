"""Chains nobody should draw: long and hostile names, no figures, loops, one product, thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from small_chain import HOME, chain_records, make, recipe, rule_records, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm, MapSheet, Producer, Product, Record, Region, Segment
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.files import read_table
from loaders.schema import read_schema

TODAY = AsOf("2026-11-24")
SUB_CHAIN = "己内酰胺·尼龙"
LONG = "聚对苯二甲酸乙二醇酯改性工程塑料高性能纤维级切片特种牌号专用料" * 2
LONG = LONG[:60]
HOSTILE = (
    "<script>alert(1)</script>",
    'x" onmouseover="alert(1)" y="',
    "<a href='http://evil.example/'>href</a>",
    "</script><script>alert(2)</script>",
    "<h1>大标题</h1>",
    "<!--<![CDATA[&amp;&]]>",
    "钟\x07响\x00零\x1b逃\x0b",
    "🧪🏭👩‍🔬乙烯",
    "\u202e烯乙\u200f\u202d",
    "换\n行\t格\r",
    "${7*7}{{7*7}}`\\`",
    "x" * 300,
    "&lt;b&gt;",
)


def map_rules() -> list[Record]:
    """Rules as shipped, with the colours of the map."""
    schema = read_schema(HOME / "data" / "schema")
    return [
        *rule_records(),
        *read_table(HOME / "data" / "rules" / "map_status.csv", "map_status", schema),
    ]


def segment(name: str, order: int = 1, column: int = 1) -> Segment:
    return Segment(name, order, "#1565c0", column, None)


def ask(records: Sequence[Record]) -> Evaluation:
    """One region's evaluation of the records and the shipped rules."""
    facts = Facts.of([*map_rules(), *records])
    return evaluate(facts, Rules.of(facts), TODAY)


def plants() -> list[Record]:
    """Plants here and firms elsewhere, so that every picture has something to tell."""
    far = make(Producer, id="far", firm_id="gamma", product_id="pa6", capacity_kt_a=300.0)
    return [
        unit("u1", "cyclohexanone", 400.0),
        unit("u2", "caprolactam", 300.0),
        unit("u3", "caprolactam", 100.0, firm_id="beta"),
        make(Firm, id="gamma", name_zh="gamma", province="福建", city="福州"),
        replace(far, status="在产", province="福建", city="福州", year="2025"),
    ]


def named(record: Record, name: str) -> Record:
    """The same record under another name, as a user might type it."""
    if isinstance(record, Product):
        return replace(record, name_zh=name, short_zh=name, name_en=name, aliases=(name,))
    if isinstance(record, Firm):
        return replace(record, name_zh=name, short_name=name, province=name, city=name)
    if isinstance(record, Producer):
        return replace(record, province=name, city=name, site=name)
    if isinstance(record, Segment):
        return replace(record, id=name)
    return replace(record, name_zh=name) if hasattr(record, "name_zh") else record


def chain(*more: Record) -> list[Record]:
    """The small chain with its sub-chain, plants and makers elsewhere."""
    return [segment(SUB_CHAIN), *chain_records(), *plants(), *more]


def renamed(name: str) -> list[Record]:
    """Everything that has a name has this one; the sub-chain too."""
    out = (named(record, name) for record in chain())
    return [replace(r, segment=name) if isinstance(r, Product) else r for r in out]


def hostile() -> list[Record]:
    """Every hostile name at once, one on each record in turn."""
    out: list[Record] = []
    for number, record in enumerate(chain()):
        name = HOSTILE[number % len(HOSTILE)]
        out.append(record if isinstance(record, Segment) else named(record, name))
    goods = [p for p in out if isinstance(p, Product)]
    out += [
        replace(goods[0], id=f"n{at}{name}", name_zh=name, short_zh=name, drawing_parent="benzene")
        for at, name in enumerate(HOSTILE)
    ]
    return out


def unsized() -> list[Record]:
    """Plants and makers, not one capacity."""
    return [replace(r, capacity_kt_a=None) if hasattr(r, "capacity_kt_a") else r for r in chain()]


def alone() -> list[Record]:
    """One product and nothing else."""
    region = make(Region, id="yunxi", name_zh="云溪")
    return [segment(SUB_CHAIN), region, make(Product, id="one", name_zh="独", short_zh="独")]


def nothing() -> list[Record]:
    """A region and not one product."""
    return [make(Region, id="yunxi", name_zh="云溪")]


def fed_in_a_ring() -> list[Record]:
    """Each made of the other, two ways round, and one of itself."""
    ring = [
        *recipe("back", "benzene", "pa6", pa6=-1.1),
        *recipe("self", "gas", "gas", gas=0.0),
    ]
    return chain(*ring)


def hung_in_a_ring() -> list[Record]:
    """Drawing parents that form a loop."""
    up = {"caprolactam": "pa6", "pa6": "caprolactam"}
    return [
        replace(r, drawing_parent=up.get(r.id)) if isinstance(r, Product) else r for r in chain()
    ]


def of_no_segment() -> list[Record]:
    """One product in a sub-chain nobody has entered."""
    return [
        replace(r, segment="月球链") if isinstance(r, Product) and r.id == "pa6" else r
        for r in chain()
    ]


def forest(count: int, bands: int, kids: int = 5) -> tuple[list[Product], list[Segment]]:
    """``count`` products in ``bands`` sub-chains, each the parent of up to ``kids``."""
    segments = [segment(f"子链{n:02d}", n, n % 4) for n in range(bands)]
    products = list(_grown(count, segments, kids))
    return products, segments


def _grown(count: int, segments: Sequence[Segment], kids: int) -> Iterator[Product]:
    bands = len(segments)
    for at in range(count):
        up = (at // bands - 1) // kids * bands + at % bands if at >= bands else None
        name = f"产品{at:04d}号"[: 4 + at % 4]
        yield make(
            Product,
            id=f"p{at:04d}",
            name_zh=name,
            short_zh=name,
            segment=segments[at % bands].id,
            drawing_parent=None if up is None else f"p{up:04d}",
        )


def sheet(products: Sequence[Product], segment: str) -> MapSheet:
    """All of them remembered in small boxes of one band."""
    places = [
        f"{p.id} {20 + 90 * (at % 20)} {100 + 40 * (at // 20)} 60 20"
        for at, p in enumerate(products)
    ]
    return MapSheet("全部", 13.0, (f"#{segment} 6 44 1900 1000", *places))
