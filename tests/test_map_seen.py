"""The prepared views as people see them: slides in LibreOffice, our PDF, our PNG.

A font that LibreOffice takes in place of Arial or 微软雅黑 may be wider: then names wrap or stick
out of their boxes, which no test of the file itself can see.
"""

from __future__ import annotations

import unicodedata
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from seen import (
    Glyph,
    Label,
    Look,
    Room,
    Sheet,
    as_pdf,
    inked,
    labels,
    look,
    part,
    picture,
    sheets,
)

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import MapView
from graph.reason import evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map.outlets import Page, page_of, saved_views, written

DATA = Path(__file__).resolve().parents[1] / "data"
SLACK = 2.0
"""Most by which a character may stick out of its box, px of 1920 × 1080."""
MOST_NEARER = 25
"""Most other characters, of some 500, that the image of one may be more like."""
LEAST, MOST = 0.02, 0.90
"""Share of its area that the ink of a text takes."""


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    evaluation = evaluate(facts, Rules.of(facts), AsOf("2026-11-24"))
    assert len(facts.all(MapView)) == 6
    return [page_of(evaluation, view) for view in saved_views(facts)]


@pytest.fixture(scope="module")
def slides(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """All views as one deck, a page a view, as LibreOffice shows it."""
    data = as_pdf(written(pages, ".pptx"), tmp_path_factory.mktemp("office"))
    return sheets(data, [page.drawing.scene for page in pages])


@pytest.fixture(scope="module")
def paper(pages: list[Page]) -> list[Sheet]:
    """All views as one PDF file of ours, set in the shipped font."""
    return sheets(written(pages, ".pdf"), [page.drawing.scene for page in pages])


@pytest.fixture(params=["slides", "paper"])
def shown(request: pytest.FixtureRequest) -> list[Sheet]:
    found: list[Sheet] = request.getfixturevalue(request.param)
    return found


def test_every_page_says_all_and_nothing_else(shown: list[Sheet], pages: list[Page]) -> None:
    for sheet, page in zip(shown, pages, strict=True):
        wanted = [label.text for label in labels(page.drawing.scene)]
        read = "".join(glyph.text for glyph in sheet.glyphs)
        assert [text for text in wanted if text not in read] == [], page.name
        assert sorted(read) == sorted("".join(wanted)), page.name


def test_every_name_stands_in_its_box(shown: list[Sheet], pages: list[Page]) -> None:
    for sheet, page in zip(shown, pages, strict=True):
        out = [
            f"{label.text}: {glyph.text} {glyph.room} outside {label.box}"
            for label, glyphs in placed(sheet, page)
            for glyph in glyphs
            if not label.box.holds(glyph.room, slack=SLACK)
        ]
        assert out == [], page.name


def test_no_two_texts_touch(shown: list[Sheet], pages: list[Page]) -> None:
    for sheet, page in zip(shown, pages, strict=True):
        rooms = [(label.text, around(glyphs)) for label, glyphs in placed(sheet, page)]
        touching = [
            (one, other)
            for (one, room), (other, there) in combinations(rooms, 2)
            if room.touches(there)
        ]
        assert touching == [], page.name


def test_every_name_is_one_line(shown: list[Sheet], pages: list[Page]) -> None:
    for sheet, page in zip(shown, pages, strict=True):
        wrapped = [
            label.text
            for label, glyphs in placed(sheet, page)
            if any(a.room.left > b.room.right for a, b in pairwise(glyphs))
        ]
        assert wrapped == [], page.name


def test_every_character_is_drawn(shown: list[Sheet], pages: list[Page]) -> None:
    for sheet, page in zip(shown, pages, strict=True):
        assert [g.text for g in sheet.glyphs if not g.is_known or g.text == "\ufffd"] == []
        for label, glyphs in placed(sheet, page):
            blank = [g for g in glyphs if not inked(sheet.part(g.room), label.ink).any()]
            assert blank == [], page.name
            share = inked(sheet.part(around(glyphs)), label.ink).mean()
            assert LEAST < share < MOST, f"{page.name}: {label.text}"


def test_every_character_of_a_slide_looks_like_itself(
    slides: list[Sheet], paper: list[Sheet], pages: list[Page]
) -> None:
    """A box in place of a character no font has is like others as much as like this one."""
    seen, known = looks(slides, pages), looks(paper, pages)
    assert set(seen) == set(known)
    alike = np.array([seen[c] for c in seen]) @ np.array([known[c] for c in seen]).T
    nearer = (alike > alike.diagonal()[:, None]).sum(axis=1)
    assert {c: n for c, n in zip(seen, nearer, strict=True) if n > MOST_NEARER} == {}


def test_every_label_of_a_png_has_ink_and_ground(pages: list[Page]) -> None:
    for page in pages:
        image = picture(written([page], ".png"))
        assert image.shape == (2160, 3840, 3)
        shares = {
            label: inked(part(image, label.line), label.ink).mean()
            for label in labels(page.drawing.scene)
        }
        assert {a.text: s for a, s in shares.items() if not LEAST < s < MOST} == {}, page.name


def placed(sheet: Sheet, page: Page) -> list[tuple[Label, tuple[Glyph, ...]]]:
    """The characters of every label: of all that read like it, those nearest to its place."""
    read = "".join(glyph.text for glyph in sheet.glyphs)
    free = [True] * len(read)
    found = []
    for label in sorted(labels(page.drawing.scene), key=lambda label: -len(label.text)):
        size = len(label.text)
        starts = [
            at
            for at in range(len(read) - size + 1)
            if read.startswith(label.text, at) and all(free[at : at + size])
        ]
        assert starts, f"{page.name}: {label.text} is not on the page"
        runs = {at: sheet.glyphs[at : at + size] for at in starts}
        best = min(starts, key=lambda at: around(runs[at]).away(label.line))
        free[best : best + size] = [False] * size
        found.append((label, runs[best]))
    return found


def looks(shown: list[Sheet], pages: list[Page]) -> dict[str, Look]:
    """The look of every character no Latin font has, but punctuation, where it is largest."""
    best: dict[str, tuple[float, Look]] = {}
    for sheet, page in zip(shown, pages, strict=True):
        for label, glyphs in placed(sheet, page):
            for glyph in glyphs:
                size = glyph.room.bottom - glyph.room.top
                is_plain = glyph.text.isascii() or unicodedata.category(glyph.text)[0] == "P"
                if not is_plain and size > best.get(glyph.text, (0.0,))[0]:
                    best[glyph.text] = size, look(sheet.part(glyph.room), label.ink)
    return {char: best[char][1] for char in sorted(best)}


def around(glyphs: tuple[Glyph, ...]) -> Room:
    """The rectangle that holds all of them."""
    rooms = [glyph.room for glyph in glyphs]
    return Room(
        min(r.left for r in rooms),
        min(r.top for r in rooms),
        max(r.right for r in rooms),
        max(r.bottom for r in rooms),
    )
