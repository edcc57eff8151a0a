"""全国布局 as a picture: 34 tiles, nothing overlaps, and it reads in black and white."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_words import room, words
from small_chain import make, unit
from small_nation import DAY, ask, maker, nation

from graph.model import Product, Record
from graph.reason import Evaluation
from graph.reason.nation.provinces import UNPLACED, by_province, nationwide
from graph.reason.nation.where import FOREIGN, PROVINCES
from views.map.geometry import Box
from views.map.measure import text_em
from views.map.notes import Notes, notes
from views.map.scene import Card, Ribbon, Scene, Words
from views.map.svg import svg
from views.map.tile.lists import shortened
from views.map.tile.looks import BLUES, HOME, OTHERS, TileLook, blue
from views.map.tile.places import PITCH, SIDE, TILES, box_of
from views.map.tile.tiles import tiles
from views.map.tile.words import CLASSES, class_of, class_text, limits
from views.reports.results import shipped

PA6 = make(Product, id="pa6", name_zh="聚酰胺6", short_zh="PA6")
ABOUT = Notes("云溪", DAY, "本区园区", None)


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


def drawn(of: Evaluation, product_id: str) -> Scene:
    shares = by_province(of, product_id)
    product = of.chain.facts.products[product_id]
    about = notes(of, of.chain.facts)
    return tiles(shares, product, about, nationwide(of, product_id, shares))


def small(*records: Record) -> Scene:
    of = ask(*records)
    shares = by_province(of, "pa6")
    return tiles(shares, PA6, ABOUT, nationwide(of, "pa6", shares))


def cards(scene: Scene) -> dict[str, Card]:
    return {c.of: c for c in scene.body if isinstance(c, Card) and c.of}


def tile(scene: Scene, province: str) -> list[str]:
    return [w.text for w in cards(scene)[province].words]


def check(scene: Scene) -> None:
    """What must hold for every page."""
    found = cards(scene)
    assert [name for name in found if name not in (UNPLACED, FOREIGN)] == list(TILES)
    for name, card in found.items():
        assert (card.w == card.h == SIDE) == (name in TILES)
        for word in card.words:
            box = room(word)
            assert word.size >= (16.0 if name in TILES else 12.0)
            assert card.x <= box.x, (name, word.text)
            assert box.right <= card.x + card.w, (name, word.text)
            assert card.y <= box.y, (name, word.text)
            assert box.y + box.h <= card.y + card.h, (name, word.text)
    told = [(w, room(w)) for w in words(scene)]
    assert min(w.size for w, _ in told) >= 12.0
    assert all(b.x >= 0 and b.right <= scene.width for _, b in told)
    assert all(b.y >= 0 and b.y + b.h <= scene.height for _, b in told)
    for at, (one, box) in enumerate(told):
        for other, near in told[at + 1 :]:
            assert not box.overlaps(near), (one.text, other.text)
    blocks = [Box(c.x, c.y, c.w, c.h) for c in found.values()]
    outside = [i for i in scene.items if isinstance(i, Words)]
    for at, block in enumerate(blocks):
        assert not any(block.overlaps(other) for other in blocks[at + 1 :])
        assert not any(block.overlaps(room(word)) for word in outside)
    for hatch in (i for i in scene.body if isinstance(i, Ribbon)):
        (x, y), (right, _) = hatch.points[0], hatch.points[3]
        strip = Box(x, y - hatch.width / 2, right - x, hatch.width)
        assert not any(strip.overlaps(box) for _, box in told), hatch.ends


# Places


def test_every_unit_has_one_tile() -> None:
    assert set(TILES) == set(PROVINCES)
    assert len(set(TILES.values())) == 34


@pytest.mark.parametrize(
    "pair",
    ["新疆 甘肃", "青海 陕西", "四川 湖北", "湖南 江西", "安徽 江苏", "江苏 上海", "福建 台湾"],
)
def test_west_is_left(pair: str) -> None:
    west, east = pair.split()
    assert box_of(west).right < box_of(east).x


@pytest.mark.parametrize(
    "pair",
    ["黑龙江 吉林", "吉林 辽宁", "河北 河南", "湖北 湖南", "湖南 广东", "广东 香港", "广东 海南"],
)
def test_north_is_above(pair: str) -> None:
    north, south = pair.split()
    assert box_of(north).y + SIDE < box_of(south).y


# Classes


@given(st.lists(st.floats(0.01, 20_000.0), min_size=1, max_size=34))
def test_classes_are_few_full_and_in_order(values: list[float]) -> None:
    cuts = limits(values)
    assert len(cuts) < CLASSES
    assert list(cuts) == sorted(set(cuts))
    classes = [class_of(v, cuts) for v in sorted(values)]
    assert classes == sorted(classes)
    assert set(classes) == set(range(len(cuts) + 1))
    assert len({class_text(at, cuts) for at in range(len(cuts) + 1)}) == len(cuts) + 1


def light(color: str) -> float:
    """Relative luminance of the web content guidelines, 0–1."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_blues_differ_in_grey_and_carry_their_text() -> None:
    for pale, dark in itertools.pairwise(BLUES):
        assert contrast(pale.fill, dark.fill) > 1.25
        assert light(pale.fill) > light(dark.fill)
    for look in (*BLUES, *OTHERS.values()):
        assert contrast(look.ink, look.fill) >= 4.5
    for count in range(1, CLASSES + 1):
        assert len({blue(at, count) for at in range(count)}) == count


def test_the_looks_of_what_does_not_run_differ_without_colour() -> None:
    def grey(look: TileLook) -> tuple[str, bool]:
        return look.line, light(look.fill) > 0.95

    told = {name: grey(look) for name, look in OTHERS.items()}
    assert len(set(told.values())) == len(told)


# Tiles


def test_a_tile_says_what_is_known_of_its_province() -> None:
    scene = small(
        *maker("a", 60.0),
        *maker("b", None, "泉州"),
        *maker("c", 45.0, "厦门", status="在建", year="2026"),
        *maker("d", 120.0, "无锡", province="江苏", status="规划", year="2026"),
        *maker("e", 30.0, "济南", province="山东", year="2012"),
        *maker("f", None, "武汉", province="湖北"),
        *maker("g", 10.0, "合肥", province="安徽", status="停产"),
        unit("u", "pa6", 50.0),
    )
    check(scene)
    assert tile(scene, "福建") == ["福建", "6 万吨/年", "3家(1未知)", "+4.5 在建"]
    assert tile(scene, "江苏") == ["江苏", "12 万吨/年", "规划", "1家"]
    assert tile(scene, "山东") == ["山东", "3 万吨/年", "现况未核", "1家"]
    assert tile(scene, "湖北") == ["湖北", "在产 产能未知", "1家"]
    assert tile(scene, "安徽") == ["安徽", "只有已停产"]
    assert tile(scene, "湖南") == ["湖南", "5 万吨/年", "1家", "本区 5"]
    assert tile(scene, "西藏") == ["西藏", "没有记录"]
    hatched = {i.ends[0] for i in scene.body if isinstance(i, Ribbon) and i.ends[0]}
    assert hatched == {"福建", "湖北"}


def test_the_province_of_the_region_is_framed_and_no_other() -> None:
    scene = small(*maker("a", 60.0))
    frames = [c for c in scene.body if isinstance(c, Card) and c.border == HOME and c.w > SIDE]
    home = box_of("湖南")
    assert [(c.x + c.w / 2, c.y + c.h / 2, c.w) for c in frames] == [
        (home.x + SIDE / 2, home.y + SIDE / 2, PITCH)
    ]


def test_the_darkest_tile_is_the_largest() -> None:
    amounts = {"江苏": 900.0, "山东": 500.0, "湖北": 200.0, "浙江": 80.0, "广东": 20.0}
    scene = small(*(r for p, kt in amounts.items() for r in maker(p, kt, p, province=p)))
    shades = [light(cards(scene)[p].fill) for p in amounts]
    assert shades == sorted(shades)
    assert len(set(shades)) == CLASSES


def test_what_has_no_tile_stands_beside_them() -> None:
    scene = small(
        *maker("a", 60.0, "", province=None), *maker("b", 70.0, "", province=FOREIGN), nation(90.0)
    )
    check(scene)
    assert tile(scene, UNPLACED) == ["省份未知 1家", "在产 6 万吨/年"]
    assert tile(scene, FOREIGN) == ["境外 1家", "在产 7 万吨/年"]
    texts = [w.text for w in words(scene)]
    assert "没有分省的数字" in texts  # a running figure, but on no tile
    assert "67%" in texts  # 60 of 90, without what is made abroad


def test_nobody_on_record_is_not_nothing() -> None:
    scene = small()
    check(scene)
    assert {tuple(tile(scene, p)[1:]) for p in TILES} == {("没有记录",)}
    assert not any(w.text.startswith(("0 ", "0家")) for w in words(scene))


def test_title_foot_and_doubts() -> None:
    scene = small(*maker("a", 60.0, source_id=None, basis="engineering-knowledge"))
    assert scene.title == scene.head[0].text == "聚酰胺6全国布局"  # type: ignore[union-attr]
    (foot,) = scene.foot
    assert isinstance(foot, Words)
    for part in (DAY, "单位 万吨/年", "按收录企业统计,不是全国统计数", "来源未核份额 100%"):
        assert part in foot.text


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    records = [
        r
        for n in range(60)
        for r in maker(f"厂{n}", 10.0 + n, PROVINCES[n % 34], province=PROVINCES[n % 34])
    ]
    scene = small(*records)
    check(scene)
    texts = [w.text for w in words(scene)]
    shown = sum(t.startswith("厂") for t in texts)
    assert {"其余 17 行见表", f"其余 {60 - shown} 行见表"} <= set(texts)
    assert shown > 8


@pytest.mark.parametrize("room_em", [1.0, 3.0, 7.5])
def test_a_cut_name_fits(room_em: float) -> None:
    cut = shortened("中国石化镇海炼化PTA分公司", room_em)
    assert text_em(cut) <= room_em
    assert cut.endswith("…")


# Any statements, and the shipped data


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*PROVINCES, "", FOREIGN]),
            st.sampled_from([None, 0.004, 0.3, 7.25, 450.0, 12_345.6, 99_999.0]),
            st.sampled_from(["在产", "在建", "规划", "未核", "停产"]),
        ),
        max_size=40,
    ),
    st.sampled_from([None, 33.3, 1_234.5]),
)
@settings(max_examples=15, deadline=None)
def test_no_page_overlaps_whatever_is_told(told: list[Any], here: float | None) -> None:
    records = [
        record
        for at, (province, kt_a, status) in enumerate(told)
        for record in maker(
            f"有一个很长名字的企业{at}",
            kt_a,
            f"市{at}",
            province=province,
            status=status,
            year="2025",
        )
    ]
    check(small(*records, unit("u", "pa6", here), unit("w", "pa6", here, status="在建")))


def test_every_shipped_product_has_a_sound_page(found: Evaluation) -> None:
    facts = found.chain.facts
    for product_id in sorted(facts.producers_of)[::6]:
        check(drawn(found, product_id))


def test_the_caprolactam_page(found: Evaluation) -> None:
    scene = drawn(found, "caprolactam")
    check(scene)
    assert tile(scene, "湖南") == ["湖南", "60 万吨/年", "1家", "本区 60"]
    assert tile(scene, "广西") == ["广西", "120 万吨/年", "在建", "1家"]
    page = svg(scene)
    assert all(f'data-id="{name}"' in page for name in TILES)
    assert "695 万吨/年(2024 年)" in page
