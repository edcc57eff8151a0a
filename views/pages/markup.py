"""Small pieces of HTML; every text that comes from data goes through ``esc``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import streamlit as st

from views import texts
from views.pages import routes
from views.tables.gaps import CheckLine, FeatureBar, Said
from views.tables.level import LevelRow
from views.tables.origin import Origin, chinese_date
from views.tables.product import Line, Look
from views.tables.recipes import Portion, Recipe

KIND_CLASS = {"补链": "bu", "延链": "yan", "强链": "qiang"}
KIND_SIGN = {"补链": "+", "延链": "→", "强链": "!"}
GRADE_CLASS = {"充分": "full", "一般": "some", "不足": "poor"}
GRADE_SIGN = {"充分": "●", "一般": "◐", "不足": "○"}
STATE_CLASS = {
    "断": "none",
    "弱": "weak",
    "自足": "even",
    "富余": "over",
    "外销": "over",
    "未知": "open",
    "不相关": "off",
}
STATE_SIGN = {"断": "✕", "弱": "▼", "自足": "=", "富余": "▲", "外销": "▲", "未知": "?"}
RESULT_CLASS = {"通过": "even", "须核查": "weak", "受限": "none"}
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_BORDER = {"solid": "solid", "dashed": "dashed", "dotted": "dotted", "double": "double"}


def esc(text: object) -> str:
    """Text made safe to stand in HTML."""
    return html.escape(str(text), quote=True)


def literal(text: str) -> str:
    r"""Text made safe where Streamlit reads Markdown: on a button, in a radio, over a dialog.

    Examples
    --------
    >>> print(literal("![a](//b.cn) 岳阳*兴长*"))
    \!\[a\]\(\/\/b\.cn\) 岳阳\*兴长\*
    """
    return _MARKS.sub(r"\\\g<0>", text)


def show(*parts: str) -> None:
    """Put pieces on the page."""
    st.html("".join(parts))


def chip(text: str, css: str, sign: str = "") -> str:
    """A small label; sign and word say what the colour says."""
    mark = f"<i>{esc(sign)}</i>" if sign else ""
    return f'<span class="lt-chip lt-{css}">{mark}{esc(text)}</span>'


def kind_chip(kind: str) -> str:
    """补链, 延链 or 强链."""
    return chip(kind, KIND_CLASS[kind], KIND_SIGN[kind])


def grade_chip(grade: str, word: str | None = None) -> str:
    """依据充分, 一般 or 不足."""
    return chip(word or f"依据{grade}", GRADE_CLASS[grade], GRADE_SIGN[grade])


def state_chip(state: str) -> str:
    """What the balance says."""
    return chip(f"供需:{state}", STATE_CLASS[state], STATE_SIGN.get(state, ""))


def look_chip(text: str, look: Look) -> str:
    """A status as the map draws it."""
    width = "3px" if look.line == "double" else "1.5px"
    style = (
        f"background:{esc(look.fill)};color:{esc(look.ink)};"
        f"border:{width} {_BORDER.get(look.line, 'solid')} {esc(look.border)}"
    )
    mark = f"<i>{esc(look.sign)}</i>" if look.sign else ""
    return f'<span class="lt-chip" style="{style}">{mark}{esc(text)}</span>'


PRESENTING = "presenting"


def presenting() -> bool:
    """Whether the session is in 会议演示: addresses of doubtful sources stay hidden."""
    return bool(st.session_state.get(PRESENTING))


def link(url: str, text: str) -> str:
    """A link that opens beside the page; ``url`` has been through ``safe_url``."""
    return f'<a href="{esc(url)}" target="_blank" rel="noopener noreferrer">{esc(text)}</a>'


def anchor(text: str, to: str, id: str) -> str:
    """A link to a page of ours; a plain click stays in the session (see ``routes.WAYS``)."""
    where = esc(routes.address(to, id))
    return f'<a href="{where}" data-to="{esc(to)}" data-id="{esc(id)}">{esc(text)}</a>'


def source(told: Origin) -> str:
    """Title (a link when there is an address), date and grade of a source."""
    title = esc(told.title)
    if told.url and not (told.is_doubtful and presenting()):
        title = link(told.url, told.title)
    if not (told.url or told.date or told.grade):
        return f'<span class="lt-src">{title}</span>'
    more = [chinese_date(told.date) if told.date else "日期未载"]
    if told.grade:
        more.append(f"{told.grade} 级")
    if told.is_doubtful:
        more.append(texts.DOUBT)
    return f'<span class="lt-src">{title}({esc(",".join(more))})</span>'


def said(items: Iterable[Said], empty: str = "没有记录") -> str:
    """Sentences, each with its sources under it."""
    rows = "".join(f"<li>{esc(s.text)}<br>{_origins(s)}</li>" for s in items)
    return f'<ul class="lt-list">{rows}</ul>' if rows else f'<p class="lt-none">{esc(empty)}</p>'


def _origins(item: Said) -> str:
    """The source, or for a term that of the capacity and that of the coefficient."""
    if item.unit is None:
        return source(item.origin)
    return (
        f'<span class="lt-src">产能:</span>{source(item.unit)}<br>'
        f'<span class="lt-src">单耗:</span>{source(item.origin)}'
    )


def lines(items: Iterable[Line], empty: str = "没有记录") -> str:
    """Who, what, status and source, one block a line."""
    rows = "".join(
        f"<li><b>{_who(i)}</b> <em>{esc(i.status)}</em><br>{esc(i.what)}<br>{source(i.origin)}</li>"
        for i in items
    )
    return f'<ul class="lt-list">{rows}</ul>' if rows else f'<p class="lt-none">{esc(empty)}</p>'


def _who(item: Line) -> str:
    return anchor(item.who, "firm", item.firm_id) if item.firm_id else esc(item.who)


def recipe(item: Recipe) -> str:
    """One route: what it is, then each consumption with its source."""
    about = "<br>".join(esc(a) for a in item.about)
    rows = "".join(_portion(p) for p in item.portions)
    return f'<p class="lt-note">{about}</p><ul class="lt-list">{rows}</ul>'


def _portion(item: Portion) -> str:
    note = f'<br><span class="lt-src">{esc(item.note)}</span>' if item.note else ""
    name = f"<b>{esc(item.name)}</b>" if not item.is_other else esc(item.name)
    head = f"{name} {esc(item.value)} <em>{esc(item.role)}</em>"
    return f"<li>{head}<br>{source(item.origin)}{note}</li>"


def bullets(items: Iterable[str], empty: str) -> str:
    """Plain sentences."""
    rows = "".join(f"<li>{esc(i)}</li>" for i in items)
    return f'<ul class="lt-list">{rows}</ul>' if rows else f'<p class="lt-none">{esc(empty)}</p>'


def bars(features: Iterable[FeatureBar]) -> str:
    """What each feature brings to the score, against what it could bring."""
    rows = "".join(_bar(f) for f in features)
    return f'<div class="lt-bars">{rows}</div>'


def _bar(item: FeatureBar) -> str:
    got, could = item.contribution * 100, item.weight * 100
    unknown = "" if item.known else '<span class="lt-src">(未知,取中位数)</span>'
    tone = "" if item.known else " lt-guess"
    return (
        f'<div class="lt-bar" title="{esc(item.meaning)}">'
        f"<label>{esc(item.label)}{unknown}</label>"
        f'<div class="lt-track"><div class="lt-room" style="width:{could * 2.5:.0f}%">'
        f'<div class="lt-fill{tone}" style="width:{got / could * 100 if could else 0:.0f}%">'
        f"</div></div></div><span>{got:.0f} / {could:.0f}</span></div>"
    )


def checks(items: Iterable[CheckLine]) -> str:
    """The ten entry checks: name and result, the rest folded away."""
    return "".join(_check(item) for item in items)


def _check(item: CheckLine) -> str:
    why = "".join(
        f"<li>{chip(result, RESULT_CLASS[result])} {esc(told.text)}<br>{source(told.origin)}</li>"
        for result, told in item.why
    )
    rules = "".join(f"<li>{esc(t.text)}<br>{source(t.origin)}</li>" for t in item.rules)
    head = f"{chip(item.result, RESULT_CLASS[item.result])} {esc(item.name)}"
    told = f'<ul class="lt-list">{why}{rules}</ul>'
    return f'<details class="lt-check"><summary>{head}</summary>{told}</details>'


def levels(rows: Iterable[LevelRow]) -> str:
    """产业能级: label, value with its year, and where from; what is not known is said."""
    body = "".join(
        f"<tr><th>{esc(r.label)}</th><td>{esc(r.value)}"
        f"{f'<em>{esc(r.year)}</em>' if r.year else ''}"
        f"{f'<br><small>{esc(r.note)}</small>' if r.note else ''}"
        f"{''.join(f'<br>{source(o)}' for o in r.origins)}</td></tr>"
        for r in rows
    )
    return f'<table class="lt-levels">{body}</table>'


def title(text: str) -> str:
    """Heading of a block."""
    return f'<h4 class="lt-h">{esc(text)}</h4>'
