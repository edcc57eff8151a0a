# ruff: noqa: E402 - asserts of the contract are rewritten first
"""A guarded store is a store; roles hold below the pages, for every method; nothing leaks."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.register_assert_rewrite("store_contract")

from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from store_contract import StoreContract
from store_records import Make, firm, new, product, put
from stores import SCHEMA, a_store_url

from graph.desk.access import LOCAL, NOBODY, ROLES, RULE_KINDS, Person
from graph.desk.editing import undo
from graph.desk.held import held_update
from graph.errors import NotAllowed
from graph.model import KINDS, PRIVATE_KINDS, Contact, Lead, Parameter, Record, Visit
from graph.store import open_store
from graph.store.guarded import GuardedStore
from graph.store.protocol import Change, Order, Store, Where

WHEN = "2026-11-24 09:00"
VIEWER, EDITOR, ADMIN = (
    Person(name, role, is_account=True)
    for name, role in (("赵敏", "viewer"), ("李伟", "editor"), ("王芳", "admin"))
)
PRESENTER = Person("", "admin", is_presenting=True)
MARK = "13800000000"


class TestGuardedStore(StoreContract):
    """Who may do all notices no guard: the contract of all stores, word for word."""

    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Make]:
        opened: list[Store] = []
        numbers = itertools.count()

        def make(name: str | None = "链图 数据", clock: object = None) -> Store:
            path = tmp_path / f"{name or next(numbers)}.db"
            store = open_store(f"sqlite:///{path.as_posix()}", SCHEMA, clock=clock)  # type: ignore[arg-type]
            opened.append(store)
            return GuardedStore(store, SCHEMA, lambda: LOCAL)

        yield make
        for store in opened:
            store.close()

    @pytest.fixture
    def nowhere(self, tmp_path: Path) -> str:
        return f"sqlite:///{(tmp_path / '还没有.db').as_posix()}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(a_store_url(tmp_path), SCHEMA) as found:
        put(found, product("benzene", "苯"), firm("f1", "恒力石化"), firm("f2", "荣盛石化"))
        put(found, contact(), lead())
        yield found


def contact(id: str = "c1") -> Contact:
    return Contact(id, "f1", "钱某", "经理", MARK, "a@b.cn", None, None, WHEN)


def lead(id: str = "l1", **more: Any) -> Lead:
    return Lead(id, "f1", None, more.pop("stage", "线索"), None, None, WHEN, **more)


def seen_by(store: Store, person: Person) -> GuardedStore:
    return GuardedStore(store, SCHEMA, lambda: person)


def write(store: Store, *changes: Change, actor: str = "冒名") -> None:
    store.write(changes, actor=actor, reason="试")


def one_of(kind: str) -> Record:
    """Any record of a kind that the store takes."""
    values: dict[str, Any] = {}
    for column in SCHEMA[kind].columns:
        if column.type in ("list", "reflist"):
            values[column.name] = ("试",) if column.required else ()
        elif not column.required:
            values[column.name] = None
        else:
            plain = {"int": 1, "float": 1.0, "bool": False, "date": "2026-01-01"}
            values[column.name] = plain.get(column.type, (column.choices or ("试",))[0])
    return KINDS[kind](**values)


# reading


LOOKS: dict[str, Callable[[Store], object]] = {
    "get": lambda s: s.get("contact", ["c1"]).records,
    "scan": lambda s: s.scan("contact").records,
    "count": lambda s: s.count("contact"),
    "count by": lambda s: s.count("contact", by="post"),
    "search": lambda s: s.search("钱某"),
    "search kinds": lambda s: s.search("钱某", kinds=["contact"]),
    "neighbours": lambda s: [n for n in s.neighbours(("firm", "f1")) if "contact" in n.relation],
    "neighbours of it": lambda s: s.neighbours(("contact", "c1")),
    "around": lambda s: [g for g in getattr(s.around(("firm", "f1")), "groups", ()) if is_of(g)],
    "around it": lambda s: s.around(("contact", "c1")),
    "degrees": lambda s: [
        d for d in s.degrees([("firm", "f1")])[("firm", "f1")] if "contact" in d.relation
    ],
    "degrees of it": lambda s: s.degrees([("contact", "c1")]),
    "paths": lambda s: s.paths(("contact", "c1"), ("firm", "f1")),
    "history of it": lambda s: s.history(ref=("contact", "c1")),
    "history": lambda s: [r for r in s.history() if r.ref[0] == "contact"],
    "info": lambda s: s.info().counts["contact"],
}
"""Every way to a contact."""


def is_of(group: Any) -> bool:
    return "contact" in group.relation


@pytest.mark.parametrize("way", LOOKS)
def test_no_way_leads_to_personal_data(store: Store, way: str) -> None:
    look = LOOKS[way]
    if not way.startswith("search"):  # contacts are not found by name at all
        assert look(store), "without a guard there is something to see"
    for person in (EDITOR, ADMIN, LOCAL):
        assert repr(look(seen_by(store, person))) == repr(look(store))
    for person in (VIEWER, PRESENTER):
        assert not look(seen_by(store, person))


@pytest.mark.parametrize("person", [VIEWER, PRESENTER])
def test_nothing_read_holds_a_private_word(store: Store, person: Person) -> None:
    seen = seen_by(store, person)
    told = [
        *(seen.scan(kind) for kind in SCHEMA.kinds),
        *(seen.get(kind, ["c1", "f1", "l1"]) for kind in SCHEMA.kinds),
        seen.around(("firm", "f1")),
        seen.neighbours(("firm", "f1"), relations=["contact.firm_id", "lead.firm_id"]),
        seen.history(),
        seen.search("钱"),
        seen.paths(("firm", "f1"), ("firm", "f2")),
    ]
    assert MARK not in repr(told)
    assert "钱某" not in repr(told)


def test_paths_do_not_go_through_what_is_hidden(store: Store) -> None:
    ends = ("firm", "f1"), ("contact", "c1")
    assert store.paths(*ends)
    assert seen_by(store, VIEWER).paths(*ends) == ()


def test_pages_of_the_history_stay_full_and_lose_nothing(store: Store) -> None:
    for number in range(40):
        put(store, contact(f"c{number}"), firm(f"g{number}"))
    seen, found, after = seen_by(store, VIEWER), [], 0
    while page := seen.history(after_seq=after, limit=7):
        found += page
        after = page[-1].seq
    wanted = [r for r in store.history(limit=1000) if r.ref[0] not in PRIVATE_KINDS]
    assert found == wanted
    assert len(seen.history(limit=7)) == 7


# writing


WRITES: dict[str, Callable[[Store], object]] = {
    "write": lambda s: s.write([Change.put(lead())], actor="冒名", reason="试"),
    "write nothing": lambda s: s.write([], actor="冒名", reason="试"),
    "delete": lambda s: s.write([Change.delete("lead", "l1")], actor="冒名", reason="试"),
    "bulk": lambda s: s.bulk([Change.put(lead("l2"))], actor="冒名"),
    "replay": lambda s: s.replay(s.history(limit=1)),
    "replay nothing": lambda s: s.replay([]),
}


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize("person", [VIEWER, NOBODY])
def test_who_may_look_changes_nothing(store: Store, way: str, person: Person) -> None:
    before = store.info().last_seq
    with pytest.raises(NotAllowed):
        WRITES[way](seen_by(store, person))
    assert store.info().last_seq == before


@pytest.mark.parametrize("person", [VIEWER, EDITOR, ADMIN, LOCAL, PRESENTER])
def test_every_kind_is_written_by_those_who_may(store: Store, person: Person) -> None:
    seen, written = seen_by(store, person), set()
    for kind in sorted(KINDS):
        change, before = Change.put(one_of(kind)), store.info().last_seq
        for attempt in (seen.write, seen.bulk):
            with contextlib.suppress(NotAllowed):
                attempt([change], actor="冒名", reason="试")
        if store.info().last_seq != before:
            written.add(kind)
    rules = frozenset() if person.role == "admin" else RULE_KINDS
    wanted = set(KINDS) - person.hidden_kinds - rules if person.may_write else set()
    assert written == wanted


def test_one_change_that_is_not_allowed_stops_all(store: Store) -> None:
    rule = Parameter("p", 1.0, None, "试", "试")
    with pytest.raises(NotAllowed, match="参数"):
        write(seen_by(store, EDITOR), Change.put(lead(stage="洽谈")), Change.put(rule))
    assert store.get("lead", ["l1"]).records == (lead(),)


@pytest.mark.parametrize("person", [EDITOR, ADMIN])
def test_the_history_bears_the_account_whatever_the_page_says(store: Store, person: Person) -> None:
    seen = seen_by(store, person)
    write(seen, Change.put(lead("l2")), actor="别人")
    seen.bulk([Change.put(lead("l3"))], actor="别人")
    assert {r.actor for id in ("l2", "l3") for r in store.history(ref=("lead", id))} == {
        person.name
    }


def test_without_accounts_the_name_is_the_one_given(store: Store) -> None:
    write(seen_by(store, LOCAL), Change.put(lead("l2")), actor="周平")
    assert store.history(ref=("lead", "l2"))[0].actor == "周平"


def test_an_editor_deletes_what_they_made_and_nothing_else(store: Store) -> None:
    seen = seen_by(store, EDITOR)
    write(seen, Change.put(lead("mine")))
    write(store, Change.put(lead("mine", stage="洽谈")), actor="别人")
    write(seen, Change.delete("lead", "mine"))
    with pytest.raises(NotAllowed, match="甲"):
        write(seen, Change.delete("lead", "l1"))
    with pytest.raises(NotAllowed):
        write(seen, Change.put(lead("l1", stage="洽谈")), Change.delete("lead", "l1"))
    assert store.count("lead") == 1
    write(seen_by(store, ADMIN), Change.delete("lead", "l1"))
    assert store.count("lead") == 0


def test_an_editor_decides_what_newer_facts_are_held_against(store: Store) -> None:
    held = held_update(("firm", "f1"), None, SCHEMA, version="2", made_at=WHEN)
    store.write([Change.put(held)], actor="系统", reason="更新")
    write(seen_by(store, EDITOR), Change.delete(held.kind, held.id))
    assert store.count(held.kind) == 0


def test_undoing_is_writing(store: Store) -> None:
    mine = seen_by(store, EDITOR).write([Change.put(lead("m"))], actor="x", reason="加")
    theirs = store.write([Change.put(lead("t"))], actor="别人", reason="加")
    undo(seen_by(store, EDITOR), mine.commit_id, actor="x", reason="撤销")
    for person in (VIEWER, EDITOR):
        with pytest.raises(NotAllowed):
            undo(seen_by(store, person), theirs.commit_id, actor="x", reason="撤销")
    undo(seen_by(store, ADMIN), theirs.commit_id, actor="x", reason="撤销")
    assert store.count("lead") == 1


def test_a_conflict_tells_nothing_of_what_is_hidden(store: Store) -> None:
    seen = seen_by(store, PRESENTER)
    with pytest.raises(NotAllowed):
        seen.write([Change.put(lead("l2"))], actor="x", reason="试", expect={("contact", "c1"): 0})


def test_a_role_counts_from_the_next_call(store: Store) -> None:
    now = [EDITOR]
    seen = GuardedStore(store, SCHEMA, lambda: now[0])
    assert seen.count("contact") == 1
    now[0] = VIEWER
    assert seen.count("contact") == 0
    with pytest.raises(NotAllowed):
        write(seen, Change.put(lead("l2")))


@how(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), max_size=4),
    person=st.sampled_from([VIEWER, EDITOR, ADMIN, PRESENTER, NOBODY]),
)
def test_who_may_more_may_all_that_who_may_less_may(
    store: Store, kinds: list[str], person: Person
) -> None:
    """A change refused to somebody is refused to all of lower roles; what is refused leaves
    the store as it was."""
    changes = [Change.put(one_of(kind)) for kind in kinds]
    allowed = []
    for role in ROLES:
        before = store.info().last_seq
        told = Person("某人", role, is_account=True, is_presenting=person.is_presenting)
        try:
            seen_by(store, told).write(changes, actor="x", reason="试")
        except NotAllowed:
            allowed.append(False)
            assert store.info().last_seq == before
        else:
            allowed.append(True)
    assert allowed == sorted(allowed)


def test_a_guard_of_a_name_search_passes_nothing_private(store: Store) -> None:
    put(store, new("product", "q", name_zh="钱某树脂", short_zh="钱某"))
    hits = seen_by(store, VIEWER).search("钱某", limit=1)
    assert [hit.ref for hit in hits] == [("product", "q")]


def visit(theirs: str | None = "钱经理", **more: str) -> Visit:
    text = more.get("text", "谈用地")
    return Visit("v1", "l1", "2026-11-20", "电话", None, theirs, text, "洽谈", None, WHEN)


def test_who_sat_opposite_is_told_to_who_may_know_and_not_in_a_meeting(store: Store) -> None:
    store.write([Change.put(visit())], actor="李伟", reason="记一次联系")
    store.write([Change.delete("visit", "v1")], actor="李伟", reason="删")
    store.write([Change.put(visit())], actor="李伟", reason="恢复")
    told = {VIEWER: None, PRESENTER: None, EDITOR: "钱经理", LOCAL: "钱经理"}
    for person, name in told.items():
        seen = seen_by(store, person)
        around = seen.around(("lead", "l1"))
        assert around is not None
        beside = [r for g in around.groups for r in g.records if isinstance(r, Visit)]
        found = [*seen.get("visit", ["v1"]), *seen.scan("visit"), *beside]
        rows = seen.history(ref=("visit", "v1"))
        found += [r for row in rows for r in (row.before, row.after) if r]
        assert len(found) == 6
        assert {v.theirs for v in found if isinstance(v, Visit)} == {name}


ASKS: dict[str, Callable[[Store], object]] = {
    "where": lambda s: s.scan("visit", where=[Where("theirs", "prefix", "钱")]).records,
    "order": lambda s: s.scan("visit", order=[Order("theirs")]).records,
    "count": lambda s: s.count("visit", where=[Where("theirs", "eq", "钱经理")]),
    "count by": lambda s: s.count("visit", by="theirs"),
}
"""Questions whose answer tells what stands in a private column."""


@pytest.mark.parametrize("way", ASKS)
def test_a_private_column_is_not_found_out_by_asking(store: Store, way: str) -> None:
    put(store, visit())
    for person in (EDITOR, ADMIN, LOCAL):
        assert ASKS[way](seen_by(store, person))
    for person in (VIEWER, PRESENTER):
        with pytest.raises(NotAllowed, match="对方人员"):
            ASKS[way](seen_by(store, person))


def test_what_a_meeting_does_not_see_is_not_emptied_by_a_change_made_there(store: Store) -> None:
    put(store, visit())
    seen = seen_by(store, PRESENTER)
    (shown,) = seen.get("visit", ["v1"])
    write(seen, Change.put(replace(shown, text="谈用电")))
    assert store.get("visit", ["v1"]).records == (visit(text="谈用电"),)
    seen.bulk([Change.put(visit(None, text="谈用水"))], actor="x")
    assert store.get("visit", ["v1"]).records == (visit(text="谈用水"),)
    new = replace(visit(None), id="v2")
    write(seen, Change.put(new))
    assert store.get("visit", ["v2"]).records == (new,)


READS: dict[str, Callable[[Store], object]] = {
    **LOOKS,
    "firms": lambda s: s.scan("firm"),
    "producers": lambda s: s.producers(["benzene"]),
    "commits": lambda s: s.commits(),
}


@pytest.mark.parametrize("way", READS)
def test_whose_sign_in_is_over_reads_nothing(store: Store, way: str) -> None:
    with pytest.raises(NotAllowed, match="重新登录"):
        READS[way](seen_by(store, NOBODY))
