"""What a picture and its files hold: boxes and texts on the page, tags a browser would find."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser

from bad_chains import ask, chain

from graph.errors import LianTuError
from views.map.geometry import Box
from views.map.kinds import STANDING
from views.map.outlets import page_of, plain_view, written
from views.map.scene import Badge, Card, Item, Panel

CHINESE = re.compile(r"[一-鿿]{4}.*。$", re.DOTALL)


def frame(item: Item) -> Box | None:
    if isinstance(item, Card | Panel):
        return Box(item.x, item.y, item.w, item.h)
    if isinstance(item, Badge):
        return Box(item.x - item.r, item.y - item.r, 2 * item.r, 2 * item.r)
    return None


def check_svg(data: bytes) -> None:
    for node in ET.fromstring(data).iter():
        assert node.tag.rpartition("}")[2] not in {"script", "a", "image", "foreignObject"}
        assert not [name for name in node.attrib if name.startswith("on") or "href" in name]


class Tags(HTMLParser):
    """What a browser would find: tags with their attributes, and the text of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts.append(data)


@cache
def usual() -> tuple[int, frozenset[str]]:
    """How many scripts the page of a plain chain has, and its tags."""
    found = page_of(ask(chain()), plain_view(STANDING))
    tags = [tag for tag, _ in Tags(written([found], ".html").decode()).tags]
    return tags.count("script"), frozenset(tags)


def check_html(text: str) -> None:
    """No tag, script or handler that the page of a plain chain has not."""
    found = Tags(text)
    names = [tag for tag, _ in found.tags]
    assert names.count("script") == usual()[0]
    assert set(names) <= usual()[1]
    assert names.count("h1") == 1
    assert not [n for _, attrs in found.tags for n in attrs if n.startswith("on")]
    (data,) = re.findall(r'id="map-data">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data)["scene"]["body"]
    assert "<tbody>" in text


def sentence(error: LianTuError, *named: str) -> None:
    """The error is a Chinese sentence that names what it is about."""
    assert CHINESE.search(str(error)), str(error)
    assert [name for name in named if name not in str(error)] == []
