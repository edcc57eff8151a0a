"""Names of provinces, cities and counties, and what lies in what (GB/T 2260, all editions)."""

from __future__ import annotations

from functools import cache

from gb2260.data import data

_ENDS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县")
_ENDS_SHORT = ("省", "市", "地区", "盟", "县", "区", "旗")
_FIRST = 2000
_SPANS = (2, 4)


@cache
def places() -> dict[str, frozenset[str]]:
    """Every name a place goes by, with and without 省, 市, 县 …: its codes.

    Examples
    --------
    >>> sorted(places()["岳阳"])[0], "张家港" in places(), "云溪" in places()
    ('430600', True, True)
    """
    found: dict[str, set[str]] = {}
    for edition, rows in data.items():
        if edition is not None and int(str(edition)[:4]) < _FIRST:
            continue
        for code, name in rows.items():
            for called in (name, _bare(name)):
                if len(called) > 1:
                    found.setdefault(called, set()).add(str(code))
    return {name: frozenset(codes) for name, codes in found.items()}


def _bare(name: str) -> str:
    for end in (*_ENDS, *_ENDS_SHORT):
        if name.endswith(end) and len(name) - len(end) > 1:
            return name[: -len(end)]
    return name


@cache
def _longest() -> int:
    return max(map(len, places()))


def leading_place(text: str) -> str:
    """The places ``text`` begins with, from large to small; "" when it begins with none.

    A single place that is all there is, or that leaves one character, is a brand.

    Examples
    --------
    >>> leading_place("湖南岳阳绿色化工"), leading_place("中国石油化工"), leading_place("巴陵石化")
    ('湖南岳阳', '', '')
    """
    at, known = 0, places()
    while at < len(text):
        size = next(
            (
                n
                for n in range(min(_longest(), len(text) - at), 1, -1)
                if text[at : at + n] in known
            ),
            0,
        )
        if not size or len(text) - at - size < 2:
            break
        if at and not _inside(text[at : at + size], text[:at]):
            break
        at += size
    return text[:at]


def is_county(place: str) -> bool:
    """Whether a name without 县, 市 or 区 is that of counties only.

    Examples
    --------
    >>> is_county("延长"), is_county("湖南"), is_county("延长县")
    (True, False, False)
    """
    codes = places().get(place, frozenset())
    return bool(codes) and _bare(place) == place and not any(c.endswith("00") for c in codes)


def _inside(small: str, large: str) -> bool:
    """Whether a place lies in the last of those before it (朝阳 after 湖南 is a brand)."""
    return relation(large, small) in ("holds", "same")


def relation(a: str, b: str) -> str:
    """How two places stand: same, holds (b lies in a), within (a lies in b), or apart.

    Each is a run of places, large to small; the last one counts.

    Examples
    --------
    >>> relation("湖南", "湖南岳阳"), relation("岳阳市", "岳阳"), relation("江苏", "岳阳")
    ('holds', 'same', 'apart')
    """
    first, second = _codes(a), _codes(b)
    if first & second:
        return "same"
    if any(_holds(x, y) for x in first for y in second):
        return "holds"
    if any(_holds(y, x) for x in first for y in second):
        return "within"
    return "apart"


@cache
def _codes(run: str) -> frozenset[str]:
    """Codes of the last place of a run, those that lie in what is before it."""
    known = places()
    for start in range(len(run)):
        if run[start:] in known:
            codes, before = known[run[start:]], run[:start]
            if before and (inside := {c for c in codes if _in_any(c, _codes(before))}):
                return frozenset(inside)
            return codes
    return frozenset()


def _in_any(code: str, outer: frozenset[str]) -> bool:
    return any(_holds(o, code) or o == code for o in outer)


def _holds(outer: str, inner: str) -> bool:
    """Whether a code lies in another: 43 holds 4306 holds 430603."""
    if outer == inner:
        return False
    return any(outer[n:] == "0" * (6 - n) and outer[:n] == inner[:n] for n in _SPANS)
