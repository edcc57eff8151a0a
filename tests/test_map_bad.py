"""The map and bad input: a readable picture or a sentence on what is wrong, never a blank."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from bad_chains import (
    HOSTILE,
    LONG,
    SUB_CHAIN,
    alone,
    ask,
    chain,
    fed_in_a_ring,
    forest,
    hostile,
    hung_in_a_ring,
    nothing,
    of_no_segment,
    renamed,
    sheet,
    unsized,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from map_files import CHINESE, check_html, check_svg, frame, sentence
from pptx import Presentation
from scene_words import room, words

from graph.errors import LianTuError, UnknownName
from graph.model import MapView, Product, Record
from graph.reason import Evaluation
from views.map.flow_drawing import national
from views.map.geometry import Box, near
from views.map.kinds import INVITING, KINDS, MATERIAL, PICTURES
from views.map.layout import HEIGHT, WIDTH
from views.map.legible import legible
from views.map.measure import text_em
from views.map.outlets import SUFFIXES, Page, page_of, plain_view, written
from views.map.scene import Card, Panel, Scene, Words
from views.map.slide import Slide, deck
from views.map.svg import svg

TOP_TEN, NATION, ONE = "缺口前十", "全国布局", "一条子链"
DRAWN: dict[str, Callable[[], list[Record]]] = {
    "plain": chain,
    "long": lambda: renamed(LONG),
    "hostile": hostile,
    "unsized": unsized,
    "alone": alone,
    "fed in a ring": fed_in_a_ring,
}
WANTED = (*PICTURES, TOP_TEN, NATION, ONE)
PAGE = Box(0.0, 0.0, WIDTH, HEIGHT)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@cache
def asked(case: str) -> Evaluation:
    return ask(DRAWN[case]())


@cache
def drawn(case: str, wanted: str) -> Page:
    return page(asked(case), wanted)


def page(of: Evaluation, wanted: str) -> Page:
    """One of the pictures there are."""
    if wanted == NATION:
        product = "pa6" if "pa6" in of.chain.facts.products else "one"
        return Page(NATION, national(of, product), "")
    if wanted == TOP_TEN:
        return page_of(of, replace(plain_view(INVITING), shown=TOP_TEN))
    if wanted == ONE:
        return page_of(of, plain_view(segments=list(of.chain.facts.segments)))
    return page_of(of, plain_view(wanted))


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("case", DRAWN)
def test_everything_lies_on_the_page_and_nothing_on_something_else(case: str, wanted: str) -> None:
    scene = drawn(case, wanted).drawing.scene
    frames = [box for item in scene.items if (box := frame(item))]
    assert [box for box in frames if not PAGE.holds(box, spare=1.0)] == []
    assert [w.text for w in words(scene) if not PAGE.holds(room(w), spare=1.0)] == []
    cards = [item for item in scene.body if isinstance(item, Card) and item.of]
    boxes = [Box(card.x, card.y, card.w, card.h) for card in cards]
    assert not [(i, j) for i, j in near(boxes) if boxes[i].overlaps(boxes[j])]
    if wanted == MATERIAL:  # names stand over its bars, not in them
        return
    for card in (item for item in scene.items if isinstance(item, Card)):
        assert [w.text for w in card.words if text_em(w.text) * w.size > card.w + 1.0] == []


@pytest.mark.parametrize("case", DRAWN)
def test_texts_of_a_picture_of_the_chain_do_not_overlap(case: str) -> None:
    for wanted in (*KINDS, ONE):
        found = [w for w in words(drawn(case, wanted).drawing.scene) if w.text.strip()]
        rooms = [room(w) for w in found]
        over = [(i, j) for i, j in near(rooms) if rooms[i].overlaps(rooms[j])]
        assert [(found[i].text, found[j].text) for i, j in over] == []


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("case", DRAWN)
def test_every_file_opens_again(case: str, wanted: str) -> None:
    found = drawn(case, wanted)
    files = {suffix: written([found], suffix) for suffix in SUFFIXES}
    check_svg(files[".svg"])
    check_html(files[".html"].decode("utf-8"))
    (slide,) = Presentation(io.BytesIO(files[".pptx"])).slides
    assert len(slide.shapes) > 1
    assert files[".png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert files[".pdf"].startswith(b"%PDF-")
    assert b"%%EOF" in files[".pdf"][-32:]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_everything_is_only_text(name: str) -> None:
    found = ask(renamed(name))
    for wanted in WANTED:
        pages = page(found, wanted)
        check_svg(written([pages], ".svg"))
        check_html(written([pages], ".html").decode("utf-8"))


def test_no_file_holds_what_xml_forbids_or_what_turns_a_line() -> None:
    bad = "半\ud83d个\u202e倒\x00\uffff"
    item = Words(10, 10, bad, 12, "#000000")
    scene = Scene(100, 100, bad, (item,), (card(bad),), ())
    text = svg(scene)
    assert [node.text for node in ET.fromstring(text).iter() if node.text == "半个倒"]
    (slide,) = Presentation(io.BytesIO(deck([Slide(scene, f"{bad}\n{bad}")]))).slides
    assert slide.notes_slide.notes_text_frame.text == "半个倒\n半个倒"
    assert slide.shapes.title.text == "半个倒"
    assert legible("👩‍🔬 乙烯") == "👩‍🔬 乙烯"


def card(text: str) -> Card:
    """A card of impossible colours with type no slide knows."""
    item = Words(50, 50, text, 0.3, "red")
    return Card(40, 40, 2, 2, "", 'red"', "solid", (item,), text)


@pytest.mark.parametrize("wanted", [*KINDS, ONE])
@pytest.mark.parametrize(
    ("records", "named"),
    [(hung_in_a_ring, ("caprolactam", "pa6")), (of_no_segment, ("pa6", "月球链"))],
)
def test_what_cannot_be_drawn_is_said(
    records: Callable[[], list[Record]], named: tuple[str, ...], wanted: str
) -> None:
    with pytest.raises(LianTuError) as caught:
        page(ask(records()), wanted)
    sentence(caught.value, *named)


def test_other_pictures_do_not_mind_what_the_chain_cannot_draw() -> None:
    for records in (hung_in_a_ring(), of_no_segment()):
        found = ask(records)
        for wanted in (MATERIAL, TOP_TEN, NATION):
            check_svg(written([page(found, wanted)], ".svg"))


def test_no_facts_are_said_in_a_file_too() -> None:
    found = ask(nothing())
    for wanted in (*PICTURES, TOP_TEN):
        try:
            pages = page(found, wanted)
        except LianTuError as error:
            sentence(error)
            continue
        assert any(
            CHINESE.search(w.text) or "0 种产品" in w.text for w in words(pages.drawing.scene)
        )
        for suffix in SUFFIXES:
            assert written([pages], suffix)


def test_a_nation_of_nothing_is_said() -> None:
    with pytest.raises(UnknownName, match="no-such") as caught:
        national(asked("plain"), "no-such")
    sentence(caught.value, "no-such")


VIEW = plain_view()


@pytest.mark.parametrize(
    ("view", "named"),
    [
        (replace(VIEW, picture="照片"), "照片"),
        (replace(VIEW, segment_ids=("月球链",)), "月球链"),
        (replace(VIEW, segment_ids=(SUB_CHAIN, "月球链")), "月球链"),
    ],
)
def test_a_view_of_what_is_not_on_record_says_so(view: MapView, named: str) -> None:
    with pytest.raises(LianTuError, match=named) as caught:
        page_of(asked("plain"), view)
    sentence(caught.value, named)


def test_a_view_that_looks_at_nothing_known_is_drawn() -> None:
    assert page_of(asked("plain"), replace(VIEW, focus_id="no-such")).drawing.spots
    assert page_of(asked("plain"), replace(VIEW, shown="什么")).drawing.spots


def test_a_name_grown_long_stays_in_its_small_box() -> None:
    goods = [r for r in renamed(LONG) if isinstance(r, Product)]
    small = [replace(p, segment=SUB_CHAIN) for p in goods]
    records = [r for r in chain() if not isinstance(r, Product)]
    found = ask([*records, *small, sheet(small, SUB_CHAIN)])
    for wanted in KINDS:
        cards = [c for c in page(found, wanted).drawing.scene.body if isinstance(c, Card) and c.of]
        assert {c.w for c in cards} == {60.0}
        assert [w.text for c in cards for w in c.words if room(w).w > c.w] == []


def test_the_name_of_a_band_stays_in_its_band() -> None:
    products, bands = forest(40, 4)
    longer = [replace(s, id=f"{s.id}{LONG}"[:60]) for s in bands]
    name = {old.id: new.id for old, new in zip(bands, longer, strict=True)}
    moved = [replace(p, segment=name[p.segment]) for p in products]
    body = page(ask([*longer, *nothing(), *moved]), KINDS[0]).drawing.scene.body
    titles = [(a, b) for a, b in pairwise(body) if isinstance(a, Panel) and isinstance(b, Words)]
    assert len(titles) == 4
    assert [b.text for a, b in titles if room(b).right > a.x + a.w] == []


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(name=st.text(max_size=80))
def test_any_text_may_stand_in_a_file(name: str) -> None:
    item = Words(50, 50, name, 12, "#000000")
    scene = Scene(100, 100, name, (item,), (card(name),), ())
    check_svg(svg(scene).encode("utf-8"))
    assert Presentation(io.BytesIO(deck([Slide(scene, name)]))).slides
