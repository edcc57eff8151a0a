"""物料图: to scale, readable, the same every time, and honest about what nobody knows."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_words import room, words
from small_chain import chain_records, facts, make, recipe, rule_records, unit

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Product, Record
from graph.reason import Evaluation, evaluate
from graph.reason.material import MaterialFlows, material_flows
from graph.rules import Rules
from views.map import paper, svg
from views.map.geometry import crossings as crossed
from views.map.geometry import sampled
from views.map.notes import Notes, notes
from views.map.sankey.cards import GROUND
from views.map.sankey.columns import columns
from views.map.sankey.draw import BACK, LOSS
from views.map.sankey.leaving import COLORS
from views.map.sankey.net import PRODUCT, UNIT, UNKNOWN, Bar, Link, Net, Outside, net
from views.map.sankey.order import crossings
from views.map.sankey.parts import parted
from views.map.sankey.sankey import Plan, plan, sankey
from views.map.sankey.scale import LEAST, THIN
from views.map.scene import Card, Ribbon, Scene, Wire, Words
from views.reports.results import load_facts, shipped
from views.tables.material import COMES, LEAVES, OPEN

TODAY = AsOf("2026-11-24")
ABOUT = Notes("云溪", "2026-11-24", "本区园区,在产装置,按设计产能", 0.5)
MADE = ("cyclohexanone", "ammonia", "caprolactam", "pa6")
sizes = st.one_of(st.none(), st.floats(0.5, 2000.0))
plants = st.lists(st.tuples(st.sampled_from(MADE), sizes), min_size=1, max_size=8)


def ask(known: Facts) -> Evaluation:
    return evaluate(known, Rules.of(known), TODAY)


def drawn(known: Facts) -> tuple[Scene, MaterialFlows]:
    flows = material_flows(ask(known))
    return sankey(flows, known, ABOUT), flows


def built(some: list[tuple[str, float | None]]) -> list[Record]:
    return [unit(f"u{i}", p, kt_a) for i, (p, kt_a) in enumerate(some)]


def ribbons(scene: Scene) -> list[Ribbon]:
    """Flows of known size, without the hatch of bars."""
    return [item for item in scene.body if isinstance(item, Ribbon) and not item.hatched]


def unknown_lines(scene: Scene) -> list[Wire]:
    return [item for item in scene.body if isinstance(item, Wire)]


def bars(scene: Scene) -> list[Card]:
    return [item for item in scene.body if isinstance(item, Card) and item.words]


def assert_readable(scene: Scene) -> None:
    placed = [(item, room(item)) for item in words(scene)]
    assert placed
    for item, where in placed:
        assert item.size >= 12.0
        assert where.x >= 0.0
        assert where.right <= scene.width
        assert where.y >= 0.0
        assert where.y + where.h <= scene.height
    for (one, a), (other, b) in combinations(placed, 2):
        assert not a.overlaps(b), (one.text, other.text)


def assert_ribbons_fit(scene: Scene) -> None:
    """At every bar the ribbons of a side lie on it, beside each other, and never exceed it."""
    assert bars(scene)
    for bar in bars(scene):
        left = [r for r in ribbons(scene) if touches(r, 3, bar.x, bar)]
        right = [r for r in ribbons(scene) if touches(r, 0, bar.x + bar.w, bar)]
        lines = [w for w in unknown_lines(scene) if touches(w, 3, bar.x, bar)]
        lines += [w for w in unknown_lines(scene) if touches(w, 0, bar.x + bar.w, bar)]
        assert left or right or lines
        for side, end in ((left, 3), (right, 0)):
            assert sum(r.width for r in side) <= bar.h + 1e-6
            spans = sorted((r.points[end][1] - r.width / 2, r.width) for r in side)
            for y, wide in spans:
                assert bar.y - 1e-6 <= y
                assert y + wide <= bar.y + bar.h + 1e-6
            for (y, wide), (lower, _) in pairwise(spans):
                assert y + wide <= lower + 1e-6


def touches(ribbon: Ribbon | Wire, end: int, x: float, bar: Card) -> bool:
    at = ribbon.points[end]
    return abs(at[0] - x) < 1e-6 and bar.y <= at[1] <= bar.y + bar.h


def shuffled(known: Facts, seed: int) -> Facts:
    rng = random.Random(seed)
    mixed = {}
    for kind, rows in known.by_kind.items():
        items = list(rows.items())
        if kind not in ("feature", "segment"):
            rng.shuffle(items)
        mixed[kind] = dict(items)
    return Facts(mixed)


@pytest.fixture(scope="module")
def yunxi() -> Evaluation:
    return shipped("2026-11-24")


@pytest.fixture(scope="module")
def flows(yunxi: Evaluation) -> MaterialFlows:
    return material_flows(yunxi)


@pytest.fixture(scope="module")
def real(yunxi: Evaluation, flows: MaterialFlows) -> Scene:
    return sankey(flows, yunxi.chain.facts, notes(yunxi, yunxi.chain.facts))


@pytest.fixture(scope="module")
def layout(yunxi: Evaluation, flows: MaterialFlows) -> Plan:
    return plan(flows, yunxi.chain.facts)


def test_yunxi_can_be_read(real: Scene) -> None:
    assert (real.width, real.height) == (1920.0, 1080.0)
    assert len(list(words(real))) > 300
    assert_readable(real)


def test_yunxi_ribbons_fit_their_bars(real: Scene) -> None:
    assert_ribbons_fit(real)


def test_every_stream_is_to_scale_or_a_line(layout: Plan) -> None:
    links, scale = layout.table.net.links, layout.placed.px_per_kt_a
    for sides in layout.placed.sides.values():
        for port in (*sides.into, *sides.out):
            if port.link >= 0:
                link = links[port.link]
                known = max(LEAST, link.kt_a * scale)
                assert port.width == pytest.approx(THIN if link.sort == UNKNOWN else known)
    stepped = {number for step in layout.order.steps for number in step.links}
    backs = {number for number, link in enumerate(links) if link.back}
    assert stepped | backs == set(range(len(links)))
    assert scale * 10000.0 > 200.0  # crude oil is what one sees first


def test_unknown_lines_have_no_width_and_no_ribbon(real: Scene, layout: Plan) -> None:
    unknown = sum(link.sort == UNKNOWN for link in layout.table.net.links)
    lines = unknown_lines(real)
    assert unknown > 20
    assert len(lines) >= unknown
    assert {(w.line, w.width) for w in lines} == {("dashed", lines[0].width)}
    assert lines[0].width < 1.5
    assert any("虚线" in w.text and "不表示多少" in w.text for w in words(real))
    assert any(isinstance(item, Wire) for item in real.head)


def test_unknown_lines_lead_from_bar_to_bar(real: Scene, layout: Plan) -> None:
    """Whatever its way, a line begins at its source and one can follow it to its target."""
    spots, net_of = layout.placed, layout.table.net
    after: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for line in unknown_lines(real):
        after.setdefault(line.points[0], []).append(line.points[3])
    for number, link in enumerate(net_of.links):
        if link.sort != UNKNOWN or link.back:
            continue
        last = [s for s in layout.order.steps if number in s.links]
        first = last[0]
        start = spots.boxes[link.source]
        y = start.y + spots.sides[link.source].middle(first.link, is_into=False)
        reached, todo = set(), [(start.right, y)]
        while todo:
            for point in after.get(todo.pop(), ()):
                if point not in reached:
                    reached.add(point)
                    todo.append(point)
        target = spots.boxes[link.target]
        assert any(x == target.x and target.y <= y <= target.y + target.h for x, y in reached)


def test_bars_without_any_amount_are_hatched(real: Scene, layout: Plan) -> None:
    none = [key for key in layout.table.net.bars if not layout.table.net.size(key)]
    hatched = [i for i in real.body if isinstance(i, Ribbon) and i.hatched]
    boxes = {(layout.placed.boxes[key].x, layout.placed.boxes[key].middle) for key in none}
    assert len(none) > 20
    assert {r.points[0] for r in hatched} == boxes
    assert len(hatched) == len(none)


def test_labels_have_ground_where_a_flow_runs_under_them(real: Scene) -> None:
    grounds = [i for i in real.body if isinstance(i, Card) and i.fill == GROUND]
    cards = [n for n, i in enumerate(real.body) if isinstance(i, Card) and i.words]
    flows_at = [n for n, i in enumerate(real.body) if isinstance(i, Wire)]
    assert 0 < len(grounds) < len(list(words(real)))
    assert max(flows_at) < real.body.index(grounds[0])
    assert real.body.index(grounds[-1]) < min(cards)


def test_every_plant_and_product_with_a_stream_is_on_a_bar(
    flows: MaterialFlows, layout: Plan
) -> None:
    told = [s for s in flows.of_units if s.amount_kt_a is None or s.amount_kt_a > 0.0]
    drawn_ids = {(b.sort == UNIT, m) for b in layout.table.net.bars.values() for m in b.members}
    wanted = {(True, s.node_id) for s in told} | {(False, s.product_id) for s in told}
    assert drawn_ids == wanted
    assert len(layout.table.net.bars) > 120


def test_bars_hold_what_the_streams_hold(flows: MaterialFlows, layout: Plan) -> None:
    """Known amounts in and out of all plants together, before and after 其余."""
    links, bars_of = layout.table.net.links, layout.table.net.bars
    units = {key for key, bar in bars_of.items() if bar.sort == UNIT}
    for kind, ends in (("take", 1), ("give", 0)):
        on_bars = sum(link.kt_a for link in links if link.ends[ends] in units)
        streams = sum(s.amount_kt_a or 0.0 for s in flows.streams if s.kind == kind)
        assert on_bars == pytest.approx(streams, abs=1e-3)


def test_no_bar_of_note_stands_in_a_rest(
    yunxi: Evaluation, flows: MaterialFlows, layout: Plan
) -> None:
    rests = [bar for bar in layout.table.net.bars.values() if len(bar.members) > 1]
    whole = columns(net(flows, yunxi.chain.facts)).net
    alone = {m for b in layout.table.net.bars.values() if len(b.members) == 1 for m in b.members}
    large = {b.members[0] for key, b in whole.bars.items() if whole.size(key) > 200.0}
    assert rests
    assert len(large) > 30
    assert large <= alone


def test_columns_go_from_left_to_right(layout: Plan) -> None:
    column, drawn_net = layout.table.column, layout.table.net
    for link in drawn_net.links:
        assert (column[link.target] > column[link.source]) != link.back
    for key, bar in drawn_net.bars.items():
        assert column[key] % 2 == (bar.sort == UNIT)
    assert column["p:crude-oil"] == 0
    path = ("u:hnsh-refinery", "u:hnsh-hydrocracker", "u:hnsh-ethylene", "u:hnsh-cpl")
    places = [column[key] for key in path]
    assert places == sorted(places)


def test_places_of_one_column_never_overlap(layout: Plan) -> None:
    spots = layout.placed
    for places in layout.order.places:
        for upper, lower in pairwise(places):
            assert spots.top[upper] + spots.sides[upper].tall <= spots.top[lower] + 1e-6


def test_crossings_are_counted_and_few(layout: Plan) -> None:
    names = [sorted(places) for places in layout.order.places]
    ends = {
        c: [(s.start, s.end) for s in layout.order.steps if s.column == c]
        for c in range(len(names) - 1)
    }
    as_named = sum(crossings(names[c], names[c + 1], ends[c]) for c in ends)
    as_drawn = sum(
        crossings(layout.order.places[c], layout.order.places[c + 1], ends[c]) for c in ends
    )
    assert as_drawn == layout.order.crossings
    assert as_drawn < min(130, as_named / 8)


def test_lines_cross_little_where_they_are_drawn(real: Scene) -> None:
    """Middle lines of all that flows, and how much of it lies on each other, px²."""
    flows = [*ribbons(real), *unknown_lines(real)]
    count, area = 0, 0.0
    middles = [sampled(flow.points) for flow in flows]
    for i, j in combinations(range(len(flows)), 2):
        if found := crossed(middles[i], middles[j]):
            count += found
            area += found * flows[i].width * flows[j].width
    assert count < 180  # 337 before ribbons were ordered by weight
    assert area < 1600.0  # 6329 then


def test_what_leaves_is_listed_largest_first(flows: MaterialFlows, real: Scene) -> None:
    rows = [c for c in real.body if isinstance(c, Card) and c.of and not c.words]
    amount = {s.product_id: s.amount_kt_a or 0.0 for s in flows.leaving}
    for color in COLORS.values():
        mine = [amount[c.of] for c in rows if c.border == color and c.of]
        assert mine == sorted(mine, reverse=True)
        assert len(mine) > 2
    unprocessed = [c.of for c in rows if c.border == COLORS["raw"]]
    assert unprocessed[:4] == [
        "hydrocracking-tail-oil",
        "caprolactam",
        "petroleum-coke",
        "refinery-dry-gas",
    ]
    assert {s.product_id for s in flows.leaving if s.amount_kt_a} == {c.of for c in rows}


def test_what_leaves_and_what_is_bought_hang_on_their_bars(
    flows: MaterialFlows, real: Scene
) -> None:
    ends = {flow.ends for flow in (*ribbons(real), *unknown_lines(real))}
    assert {("propylene-oxide", LEAVES), ("mtbe", LEAVES), (COMES, "crude-oil")} <= ends
    assert (COMES, "methanol") in ends
    assert ("propylene", OPEN) in ends
    assert any(LOSS in pair for pair in ends)
    for stream in flows.leaving:
        assert (stream.product_id, COMES) not in ends


def test_clicks_have_an_answer(yunxi: Evaluation, real: Scene) -> None:
    known = yunxi.chain.facts
    ids = {*known.products, *known.unit_names, *known.complexes}
    assert {c.of for c in real.body if isinstance(c, Card) and c.of} <= ids
    for flow in (*ribbons(real), *unknown_lines(real)):
        assert set(flow.ends) <= ids | {"", LEAVES, COMES, OPEN, LOSS}
    assert {"hnsh-cpl", "hnsh-refinery", "crude-oil", "acetone"} <= {c.of for c in bars(real)}


def test_title_legend_and_foot(yunxi: Evaluation, flows: MaterialFlows, real: Scene) -> None:
    assert real.title.endswith("产业链物料图")
    assert real.title in {item.text for item in real.head if isinstance(item, Words)}
    legend = "".join(item.text for item in real.head if isinstance(item, Words))
    for word in ("装置", "园外购入", "出园·未加工", "回用", "推算", "数量未知", "损失及未列"):
        assert word in legend
    foot = "".join(item.text for item in real.foot if isinstance(item, Words))
    share = f"{flows.known / len(flows.of_units):.0%}"
    for word in ("2026-11-24", "万吨/年", "在产、在建", "来源未核份额", f"已知份额 {share}"):
        assert word in foot
    assert f"{len(flows.of_units)} 股物料中 {flows.known} 股有数量" in foot


def test_figures_stand_on_the_bars(real: Scene) -> None:
    told = {bar.of: [w.text for w in bar.words] for bar in bars(real)}
    assert told["crude-oil"] == ["原油", "外购 1000"]
    assert told["acetone"] == ["丙酮", "≥13.2", "出园 ≥6.24"]
    assert told["mtbe"] == ["MTBE", "出园 23.5"]
    assert told["hnsh-epoxy"][-1] == "产能未知"
    assert told["hnsh-refinery"][-2:] == ["进1000", "出≥947.2"]
    assert all(len(lines) >= 2 for lines in told.values())


def test_what_is_sold_from_far_apart_has_a_bar_at_each_place(layout: Plan) -> None:
    bars_of = layout.table.net.bars
    parts = [bar for bar in bars_of.values() if bar.members == ("fuel-oil",)]
    assert [bar.is_part for bar in parts] == [True, True]
    assert sum((bar.left.kt_a or 0.0) if bar.left else 0.0 for bar in parts) == pytest.approx(
        499.855478
    )
    for bar in parts:
        assert any("(部分)" in line.text for line in layout.labels[bar.key])


@pytest.mark.parametrize(
    ("bound", "sorts", "told"),
    [
        ("exact", ("firm", "firm"), [("exact", 5.0), ("exact", 7.0)]),
        ("at_most", ("firm", "firm"), [("at_most", 5.0), ("at_most", 7.0)]),
        ("at_least", ("firm", "firm"), [("at_least", 5.0), ("at_least", 7.0)]),
        ("at_least", ("soft", "unknown"), [("likely", 5.0), ("unknown", None)]),
        ("unknown", ("unknown", "unknown"), [("unknown", None), ("unknown", None)]),
    ],
)
def test_parts_are_as_sure_as_their_own_streams(
    bound: str, sorts: tuple[str, str], told: list[tuple[str, float | None]]
) -> None:
    amounts = [
        0.0 if sort == "unknown" else kt_a for sort, kt_a in zip(sorts, (5.0, 7.0), strict=True)
    ]
    links = tuple(Link(f"u:{i}", "p:x", sorts[i], amounts[i]) for i in (0, 1))
    whole = Outside(sum(amounts) or None, bound)
    bars_of = {f"u:{i}": Bar(f"u:{i}", UNIT, (str(i),)) for i in (0, 1)}
    bars_of["p:x"] = Bar("p:x", PRODUCT, ("x",), "goods", left=whole)
    found = parted(Net(bars_of, links), {"u:0": 1, "u:1": 9, "p:x": 10})
    lefts = [bar.left for key, bar in found.bars.items() if key.startswith("p:x>")]
    assert [(left.bound, left.kt_a) for left in lefts if left] == told


def test_rows_in_another_order_give_the_same_picture(real: Scene) -> None:
    known = shuffled(load_facts(), 7)
    again = evaluate(known, Rules.of(known), TODAY)
    assert sankey(material_flows(again), known, notes(again, known)) == real


def test_it_can_be_drawn(real: Scene) -> None:
    assert paper.png(real, wide_px=480).startswith(b"\x89PNG")
    assert svg.svg(real).count("url(#hatch)") > 20


def test_two_plants_by_hand() -> None:
    """51 of caprolactam go on, 49 leave; one scale for all."""
    scene, _ = drawn(facts(unit("c", "caprolactam", 100.0), unit("p", "pa6", 50.0)))
    wide = {r.ends: r.width for r in ribbons(scene)}
    assert wide["caprolactam", "p"] / wide["c", "caprolactam"] == pytest.approx(0.51)
    assert wide["caprolactam", LEAVES] / wide["c", "caprolactam"] == pytest.approx(0.49)
    assert wide["sulfate", LEAVES] == pytest.approx(wide["c", "sulfate"])
    assert wide["p", LOSS] / wide["caprolactam", "p"] == pytest.approx(1.0 / 51.0)
    assert wide[COMES, "ammonia"] == pytest.approx(wide["ammonia", "c"])
    assert (LOSS, "c") in wide  # it gives more than its listed inputs
    assert not unknown_lines(scene)
    assert_readable(scene)
    assert_ribbons_fit(scene)


def test_without_any_amount_there_is_a_sentence() -> None:
    for known in (facts(), facts(unit("c", "caprolactam", None))):
        scene, _ = drawn(known)
        (sentence,) = scene.body
        assert isinstance(sentence, Words)
        assert "还没有一股物料有数量" in sentence.text
        assert sentence.text.endswith("。")
        assert scene.title == "云溪产业链物料图"
        assert_readable(scene)


def ring() -> list[Record]:
    """A plant whose spent acid another one makes into its acid again."""
    out = [make(Product, id=n, name_zh=n, short_zh=n) for n in ("acid", "spent", "feed", "good")]
    out += recipe("use", "good", "feed", feed=-1.0, acid=-0.1, spent=0.1)
    out += recipe("again", "acid", "spent", spent=-1.2)
    return out


def test_a_circle_is_drawn_going_back() -> None:
    known = Facts.of([*chain_records(), *rule_records(), *ring(), *ring_plants()])
    scene, _ = drawn(known)
    back = [r for r in ribbons(scene) if r.color == BACK]
    assert [r.ends for r in back] == [("a", "acid")]
    assert back[0].points[0][0] > back[0].points[3][0]
    assert back[0].width > LEAST
    assert_readable(scene)
    assert_ribbons_fit(scene)


def ring_plants() -> list[Record]:
    return [
        unit("u", "good", 100.0, process_ids=("use",)),
        unit("a", "acid", 8.0, process_ids=("again",)),
    ]


def crowd(count: int) -> Facts:
    """One plant with ``count`` by-products, each worked up by a plant of its own."""
    names = [f"p{i:03d}" for i in range(count)]
    out = [make(Product, id=n, name_zh=n, short_zh=n * 3) for n in (*names, "base", "feed")]
    out += [make(Product, id=f"{n}x", name_zh=f"{n}x", short_zh=f"{n}成品") for n in names]
    shares = {n: 0.001 * (i + 1) for i, n in enumerate(names)}
    out += recipe("split", "base", "feed", feed=-10.0, **shares)
    for n in names:
        out += recipe(f"r{n}", f"{n}x", n, **{n: -1.0})
    out.append(unit("big", "base", 1000.0, process_ids=("split",)))
    out += [
        unit(f"u{n}", f"{n}x", shares[n] * 900.0, process_ids=(f"r{n}",), name_zh=f"{n}深加工装置")
        for n in names
    ]
    return Facts.of([*chain_records(), *rule_records(), *out])


def test_small_bars_stand_together_where_there_is_no_room() -> None:
    known = crowd(70)
    scene, flows = drawn(known)
    labels = [w.text for bar in bars(scene) for w in bar.words]
    assert any(text.startswith("其余") for text in labels)
    assert "p069p069p069" in "".join(labels)  # the largest keeps its bar
    made = plan(flows, known)
    members = {m for bar in made.table.net.bars.values() for m in bar.members}
    assert {f"p{i:03d}" for i in range(70)} <= members
    assert_readable(scene)
    assert_ribbons_fit(scene)


def test_a_few_bars_all_keep_their_own() -> None:
    scene, _ = drawn(crowd(5))
    assert not any(w.text.startswith("其余") for w in words(scene))
    assert {bar.of for bar in bars(scene)} >= {"base", "feed", "big", "up004", "p004", "p004x"}


def test_a_long_name_never_reaches_the_legend() -> None:
    known = facts(unit("c", "caprolactam", 100.0))
    about = Notes(
        "某某省某某市某某县某某镇石油化工新材料产业园区" * 3, "2026-11-24", "口径" * 80, None
    )
    scene = sankey(material_flows(ask(known)), known, about)
    assert_readable(scene)
    assert "未统计" in "".join(w.text for w in words(scene))


@given(plants)
@settings(max_examples=25, deadline=None)
def test_any_small_park_can_be_read(some: list[tuple[str, float | None]]) -> None:
    scene, flows = drawn(facts(*built(some)))
    assert_readable(scene)
    if any(s.amount_kt_a for s in flows.streams):
        assert_ribbons_fit(scene)
        unknown = {(s.node_id, s.product_id) for s in flows.of_units if s.amount_kt_a is None}
        assert bool(unknown) <= bool(unknown_lines(scene))
        for node_id, product_id in unknown:
            solid = {r.ends for r in ribbons(scene)}
            assert (node_id, product_id) not in solid
            assert (product_id, node_id) not in solid


@given(plants, st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_nothing(some: list[tuple[str, float | None]], seed: int) -> None:
    known = facts(*built(some))
    assert drawn(shuffled(known, seed))[0] == drawn(known)[0]
