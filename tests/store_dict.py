"""What every store must do with any writes: read like a dict of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from store_records import Make, firm, ids, unit
from store_settings import examples

from graph.asof import AsOf
from graph.model import Record
from graph.store.dates import last_day
from graph.store.protocol import Change, Order, Store, Where


class DictContract:
    """Part of the store contract."""

    @examples(40, HealthCheck.too_slow)
    @given(data=st.data())
    def test_any_puts_and_deletes_read_like_a_dict(self, make: Make, data: st.DataObject) -> None:
        store = make(name=None)
        commits = data.draw(st.lists(st.lists(changes(), max_size=4), max_size=6))
        model: dict[tuple[str, str], Record] = {}
        revs: dict[tuple[str, str], int] = {}
        for commit in commits:
            expected: dict[tuple[str, str], int] = {}
            for change in commit:
                if model.get(change.ref) == change.record:
                    continue
                revs[change.ref] = expected[change.ref] = revs.get(change.ref, 0) + 1
                if change.record is None:
                    del model[change.ref]
                else:
                    model[change.ref] = change.record
            assert store.write(commit, actor="甲", reason="试").revs == expected
        compare(store, model, revs)
        for where in data.draw(st.lists(wheres(), max_size=4)):
            wanted = [r for r in in_order(model, "firm") if meets(r, where)]
            assert list(store.scan("firm", where=[where])) == wanted
        day = data.draw(st.sampled_from(["2010", "2011-12-31", "2012", "2023-11", "2023-12-01"]))
        wanted = [r for r in in_order(model, "capacity") if stands(r, last_day(day))]
        assert list(store.scan("capacity", at=AsOf(day))) == wanted
        store.close()


PARKS = ("p1", "p2", "园区")
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
names = words.filter(bool)
numbers = st.floats(allow_nan=False, allow_infinity=False)
partial_dates = st.sampled_from(["2010", "2011", "2011-12", "2012-01-01", "2023-12", "2023-12-02"])


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A put or delete of one of a few firms and units, with any text in it."""
    kind = draw(st.sampled_from(["firm", "capacity"]))
    id = draw(st.sampled_from(["a", "b", "Ω", "' --"]))
    if draw(st.integers(0, 3)) == 0:
        return Change.delete(kind, id)
    if kind == "capacity":
        since, until = draw(st.none() | partial_dates), draw(st.none() | partial_dates)
        replaces = tuple(draw(st.lists(names, max_size=2)))
        firm_id = draw(st.sampled_from(["a", "b"]))
        return Change.put(unit(id, firm_id, "q", since=since, until=until, replaces=replaces))
    return Change.put(
        firm(
            id,
            draw(names),
            city=draw(st.none() | words),
            revenue_yi=draw(st.none() | numbers),
            is_above_scale=draw(st.none() | st.booleans()),
            aliases=tuple(draw(st.lists(names, max_size=3))),
            park_ids=tuple(draw(st.lists(st.sampled_from(PARKS), max_size=3))),
        )
    )


@st.composite
def wheres(draw: st.DrawFn) -> Where:
    """Any condition on firms."""
    field = draw(st.sampled_from(["city", "revenue_yi", "is_above_scale", "aliases", "park_ids"]))
    if field in ("aliases", "park_ids"):
        op: Any = draw(st.sampled_from(["contains", "is_null"]))
    else:
        ops = ["eq", "ne", "lt", "le", "gt", "ge", "in", "is_null"]
        op = draw(st.sampled_from([*ops, "prefix"] if field == "city" else ops))
    if op == "is_null":
        return Where(field, "is_null", draw(st.booleans()))
    values: Any = {
        "city": words,
        "revenue_yi": numbers,
        "is_above_scale": st.booleans(),
        "aliases": names,
        "park_ids": st.sampled_from(PARKS),
    }[field]
    value = tuple(draw(st.lists(values, max_size=3))) if op == "in" else draw(values)
    return Where(field, op, value)


def meets(record: Any, where: Where) -> bool:
    held, value = getattr(record, where.field), where.value
    if where.op == "is_null":
        return (held is None or held == ()) == value
    if held is None:
        return False
    tests: dict[str, Callable[[], bool]] = {
        "eq": lambda: held == value,
        "ne": lambda: held != value,
        "lt": lambda: held < value,
        "le": lambda: held <= value,
        "gt": lambda: held > value,
        "ge": lambda: held >= value,
        "in": lambda: held in value,  # type: ignore[operator]
        "contains": lambda: value in held,
        "prefix": lambda: held.startswith(value),
    }
    return tests[where.op]()


def stands(record: Any, day: str) -> bool:
    begins = record.since is None or f"{record.since}-01-01"[:10] <= day
    return begins and (record.until is None or day <= last_day(record.until))


def in_order(model: dict[tuple[str, str], Record], kind: str) -> list[Any]:
    return [model[ref] for ref in sorted(model) if ref[0] == kind]


def compare(store: Store, model: dict[Any, Record], revs: dict[Any, int]) -> None:
    for kind in ("firm", "capacity"):
        wanted = in_order(model, kind)
        page = store.scan(kind)
        assert list(page) == wanted
        assert page.revs == tuple(revs[kind, record.id] for record in wanted)
        assert store.get(kind, ids(wanted)).records == tuple(wanted)
        assert store.count(kind) == store.info().counts[kind] == len(wanted)
    firms = in_order(model, "firm")
    cities = [record.city for record in firms]
    assert store.count("firm", by="city") == {city: cities.count(city) for city in cities}
    by_city = sorted(firms, key=lambda r: (r.city is None, r.city or "", r.id))
    parts: list[Any] = []
    cursor: str | None = None
    while len(parts) < len(firms) or not parts:
        page = store.scan("firm", order=[Order("city")], after=cursor, limit=1)
        parts += page.records
        cursor = page.next
        if cursor is None:
            break
    assert parts == by_city
    for record in firms:
        owned = [("capacity", u.id) for u in in_order(model, "capacity") if u.firm_id == record.id]
        found = store.neighbours(("firm", record.id), relations=["capacity.firm_id"])
        assert [ref for group in found for ref in group.refs] == owned
    log = store.history(limit=1000)
    assert len(log) == store.info().last_seq == sum(revs.values())
    assert {r.ref: r.after for r in log if r.after is not None and r.rev == revs[r.ref]} == model
