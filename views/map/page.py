"""One HTML file around the drawing: search, side panel, legend in words, table twin."""

from __future__ import annotations

import json
import re
from html import escape
from importlib.resources import files
from typing import Any

from views.map.drawing import Drawing
from views.map.look import LegendItem

_OUTSIDE = re.compile(
    r"<script\b[^>]*\bsrc\s*=\s*\"https?:[^>]*>\s*</script>|<link\b[^>]*\bhref\s*=\s*\"https?:[^>]*>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL)
_COMMENTED = re.compile(r"<!--\s*<link\b.*?-->", re.DOTALL)
_PICTURE = re.compile(r"url\(\s*[\"']?data:[^)]*\)")
"""Icons of buttons that vis-network can show and ours does not: a fifth of the page."""
_STILL_OUTSIDE = re.compile(r"<[^>]*\b(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)


def asset(name: str) -> str:
    """Text of a file of ours that goes to the browser."""
    return files("views.map").joinpath("assets", name).read_text(encoding="utf-8")


def one_file(drawn: str, drawing: Drawing, data: dict[str, Any]) -> str:
    """Turn the page pyvis made into ours.

    Parameters
    ----------
    drawn
        What pyvis generated with its resources in line.
    data
        The result of :func:`views.map.network.network_data`.

    Raises
    ------
    RuntimeError
        A reference to another host is left.
    """
    for unwanted in (_OUTSIDE, _COMMENTED, _HEADING):
        drawn = unwanted.sub("", drawn)
    drawn = _PICTURE.sub("none", drawn)
    head, _, body = drawn.partition("<body>")
    scripts, _, _ = body.rpartition("</body>")
    if not scripts or "<html>" not in head:
        raise RuntimeError("pyvis generates another page than expected")
    title = escape(drawing.scene.title)
    head = head.replace("<html>", '<!DOCTYPE html>\n<html lang="zh-CN">', 1)
    head = head.replace(
        "</head>", f"<title>{title}</title>\n<style>{asset('page.css')}</style>\n</head>", 1
    )
    page = "".join(
        [
            head,
            "<body>",
            _bar(drawing),
            _guarded(scripts),
            _panel(),
            _twin(drawing),
            f'<script type="application/json" id="map-data">{_json(data)}</script>',
            f"<script>{asset('map_core.js')}</script>",
            f"<script>{asset('page.js')}</script>",
            "</body></html>",
        ]
    )
    if _STILL_OUTSIDE.search(re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)):
        raise RuntimeError("the page still refers to another host")
    return page


def _guarded(scripts: str) -> str:
    """The canvas part, inside a frame that says so when it stays empty."""
    notice = "图还没有画出来。如果一直这样,请换用新版浏览器;下面的表格内容相同。"
    return f'<main id="chart"><p id="notice" role="status">{notice}</p>{scripts}</main>'


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end the script it stands in."""
    drop = ("nodes", "edges", "options", "rev", "place")
    kept = {key: value for key, value in data.items() if key not in drop}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _bar(drawing: Drawing) -> str:
    return (
        f'<header id="bar"><h1>{escape(drawing.scene.title)}</h1>'
        '<label for="search">查产品、企业</label><span id="find">'
        '<input id="search" type="search" autocomplete="off" role="combobox" '
        'aria-expanded="false" aria-controls="found" '
        'placeholder="名称、拼音、CAS 号或企业">'
        '<ul id="found" role="listbox" aria-label="查到的产品和企业"></ul></span>'
        '<button id="fit" type="button">看全图</button>'
        '<button id="in" type="button" aria-label="放大">+</button>'
        '<button id="out" type="button" aria-label="缩小">−</button>'
        f'<ul id="legend" aria-label="图例">{"".join(map(_legend_item, drawing.legend))}</ul>'
        "</header>"
    )


def _legend_item(item: LegendItem) -> str:
    """A swatch like the boxes on the map, or plain words."""
    look = item.look
    if look is None:
        return f"<li>{escape(item.text)}</li>"
    width = "4px" if look.line == "double" else "1.5px"
    style = f"background:{look.fill};color:{look.ink};border:{width} {look.line} {look.border}"
    sign = f" <b>{escape(look.sign)}</b>" if look.sign else ""
    return f'<li class="box" style="{escape(style)}">{escape(item.text)}{sign}</li>'


def _panel() -> str:
    return (
        '<aside id="panel" aria-live="polite" hidden><button id="close" type="button" '
        'aria-label="关闭">×</button><h2></h2><ul></ul></aside>'
    )


def _twin(drawing: Drawing) -> str:
    """The same content as a table: for readers of screens and when nothing can be drawn."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in drawing.twin.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for row in drawing.twin.rows
    )
    legend = "、".join(escape(item.text) for item in drawing.legend)
    foot = "".join(f"<li>{escape(text)}</li>" for text in drawing.footer)
    return (
        f'<details id="twin" open><summary>表格形式(共 {len(drawing.twin.rows)} 行)</summary>'
        f"<p>图例:{legend}</p><ul>{foot}</ul>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )
