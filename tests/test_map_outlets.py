"""Pictures as files: each opened again, with every name, amount and connector in it."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import MapView
from graph.reason import Evaluation, evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.kinds import PICTURES
from views.map.outlets import SUFFIXES, Page, page_of, plain_view, written
from views.map.paper import font
from views.map.scene import Badge, Card, Ribbon, Scene, Wire, Words

DATA = Path(__file__).resolve().parents[1] / "data"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf("2026-11-23"))


@pytest.fixture(scope="module")
def pages(evaluation: Evaluation) -> list[Page]:
    views = evaluation.chain.facts.all(MapView).values()
    return [page_of(evaluation, view) for view in sorted(views, key=lambda v: v.order)]


@pytest.fixture(scope="module")
def deck(pages: list[Page]) -> bytes:
    return written(pages, ".pptx")


def texts(scene: Scene) -> list[str]:
    found = []
    for item in scene.items:
        if isinstance(item, Words | Badge):
            found.append(item.text)
        elif isinstance(item, Card):
            found += [words.text for words in item.words]
    return found


def test_the_prepared_views_are_those_of_the_office(pages: list[Page]) -> None:
    assert [page.name for page in pages] == [
        *("全链", "乙烯链", "丙烯链", "碳四链", "芳烃—己内酰胺—尼龙链", "缺口前十")
    ]


def test_names_of_prepared_views_are_large_and_say_who_makes_how_much(pages: list[Page]) -> None:
    for page in pages[1:5]:
        cards = [item for item in page.drawing.scene.body if isinstance(item, Card)]
        assert min(card.words[0].size for card in cards) >= 20
        assert min(words.size for card in cards for words in card.words) >= 16
    nylon = texts(pages[4].drawing.scene)
    assert "湖南石化 60万吨/年" in nylon


@pytest.mark.parametrize("picture", PICTURES)
def test_svg_has_every_text_and_nothing_from_outside(evaluation: Evaluation, picture: str) -> None:
    page = page_of(evaluation, plain_view(picture))
    text = written([page], ".svg").decode("utf-8")
    root = ET.fromstring(text)
    assert [node.text for node in root.iter(f"{SVG}text")] == texts(page.drawing.scene)
    assert not re.search(r"(href|src)\s*=|<script|<image", text)


def test_every_slide_is_native_and_says_all(deck: bytes, pages: list[Page]) -> None:
    slides = Presentation(io.BytesIO(deck)).slides
    assert len(slides) == len(pages)
    for slide, page in zip(slides, pages, strict=True):
        scene = page.drawing.scene
        assert slide.shapes.title.text == scene.title
        shown = [p.text for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
        assert sorted(t for t in shown if t) == sorted(t for t in texts(scene) if t)
        kinds = {shape.shape_type for shape in slide.shapes}
        assert MSO_SHAPE_TYPE.PICTURE not in kinds
        notes = slide.notes_slide.notes_text_frame.text
        assert all(line in notes for line in page.drawing.footer)


def test_connectors_hold_on_to_the_boxes_they_lead_to(deck: bytes, pages: list[Page]) -> None:
    slides = Presentation(io.BytesIO(deck)).slides
    for slide, page in zip(slides, pages, strict=True):
        names = {shape.shape_id: shape.name for shape in slide.shapes}
        wires = [item for item in page.drawing.scene.body if isinstance(item, Wire)]
        ends = [node for node in slide.element.iter() if str(node.tag).endswith("}endCxn")]
        found = sorted(names[int(node.get("id"))] for node in ends)
        assert found == sorted(wire.ends[1] for wire in wires)


def test_boxes_of_a_slide_stand_where_the_picture_has_them(deck: bytes, pages: list[Page]) -> None:
    slide, scene = Presentation(io.BytesIO(deck)).slides[0], pages[0].drawing.scene
    places = {s.name: (s.left / 6350, s.top / 6350) for s in slide.shapes}
    for item in scene.body:
        if isinstance(item, Card) and item.of:
            assert places[item.of] == pytest.approx((item.x, item.y), abs=0.01)


def test_png_is_four_thousand_wide_and_full_of_ink(evaluation: Evaluation) -> None:
    data = written([page_of(evaluation, plain_view())], ".png")
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 3840
    assert int.from_bytes(data[20:24], "big") == 2160
    assert len(data) > 400_000  # without glyphs it is a third of that


def test_pdf_is_vector_with_the_font_inside(pages: list[Page]) -> None:
    data = written(pages, ".pdf")
    assert data.startswith(b"%PDF-")
    assert b"NotoSansSC" in data
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == len(pages)
    assert b"/Subtype/Image" not in data.replace(b" ", b"")


def test_every_character_has_a_glyph_in_the_shipped_font(pages: list[Page]) -> None:
    with TTFont(font()) as opened:
        known = opened.getBestCmap()
    lost = {c for page in pages for text in texts(page.drawing.scene) for c in text}
    assert {c for c in lost if ord(c) not in known} == set()


def test_a_file_that_cannot_be_is_refused(pages: list[Page]) -> None:
    with pytest.raises(BadRequest, match="可以写"):
        written(pages[:1], ".gif")
    for suffix in set(SUFFIXES) - {".pdf", ".pptx"}:
        with pytest.raises(BadRequest, match="只放一张"):
            written(pages, suffix)


def test_ribbons_reach_the_slide_as_shapes(evaluation: Evaluation) -> None:
    page = page_of(evaluation, plain_view("物料图"))
    ribbons = [i for i in page.drawing.scene.items if isinstance(i, Ribbon)]
    (slide,) = Presentation(io.BytesIO(written([page], ".pptx"))).slides
    drawn = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    assert len(drawn) == len(ribbons) > 100
