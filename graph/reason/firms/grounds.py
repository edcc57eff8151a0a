"""The facts behind a target, in codes: statements and moves first, then what follows."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Capacity, Producer, Project, Signal
from graph.reason.firms.appeal import Desk, Look
from graph.reason.firms.candidates import Candidate
from graph.reason.firms.dossier import HELD_BACK
from graph.reason.firms.fits import RouteFit
from graph.reason.nation.national import group_of
from graph.results import Evidence

SHOWN_RELATED = 3


def place(province: str | None, city: str | None) -> str:
    """Province and city as one name; a municipality once.

    Examples
    --------
    >>> place("天津", "天津"), place("江苏", None)
    ('天津', '江苏')
    """
    return (province or "") + ("" if city == province else city or "")


def grounds(desk: Desk, look: Look) -> tuple[Evidence, ...]:
    """Everything on record about one candidate that a reader may want to check."""
    who = look.who
    name = desk.chain.product(who.product_id).name_zh
    out = [_producer(who, name, r) for r in who.rows]
    out += [_site(desk, who, name, s) for s in who.sites]
    out += [_signal("signal", who, name, s) for s in who.signals]
    out += _other_move(desk, who)
    out += [_project("project", who.firm.name_zh, p) for p in who.projects]
    out += _held_back(desk, who)
    out += _neighbour(desk, who)
    out += _computed(desk, look)
    return tuple(out)


def _producer(who: Candidate, product: str, row: Producer) -> Evidence:
    values = (
        ("firm", who.firm.name_zh),
        ("product", product),
        ("capacity_kt_a", row.capacity_kt_a),
        ("status", row.status),
        ("year", row.year),
        ("place", place(row.province, row.city)),
        ("grade", row.grade),
    )
    return Evidence("producer", values, row.source_id, row.basis, row.as_of)


def _site(desk: Desk, who: Candidate, product: str, row: Capacity) -> Evidence:
    park = desk.national.facts.parks.get(row.park_id or "")
    values = (
        ("firm", who.firm.name_zh),
        ("product", product),
        ("capacity_kt_a", row.capacity_kt_a),
        ("status", row.status),
        ("year", (row.as_of or "")[:4] or None),
        ("place", park.name_zh if park else ""),
        ("grade", row.grade),
    )
    return Evidence("producer", values, row.source_id, row.basis, row.as_of)


def _signal(code: str, who: Candidate, product: str, row: Signal) -> Evidence:
    values = (
        ("firm", who.firm.name_zh),
        ("product", product),
        ("direction", row.direction),
        ("date", row.date),
        ("place", row.place),
        ("capacity_kt_a", row.capacity_kt_a),
        ("investment_yi", row.investment_yi),
        ("grade", row.grade),
        ("said", row.signal_text),
    )
    return Evidence(code, values, row.source_id, row.basis, row.as_of)


def _products(desk: Desk, row: Signal) -> str:
    names = [desk.chain.product(p).name_zh for p in row.product_ids[:SHOWN_RELATED]]
    return "、".join(names) or row.product_text or ""


def _other_move(desk: Desk, who: Candidate) -> Iterator[Evidence]:
    """The firm's newest move, when it is on another product and newer than those shown."""
    moves = desk.national.dossiers.moves.get(who.firm.id, ())
    newest = max((s.date or "" for s in who.signals), default="")
    if moves and moves[0] not in who.signals and (moves[0].date or "") > newest:
        yield _signal("signal", who, _products(desk, moves[0]), moves[0])


def _held_back(desk: Desk, who: Candidate) -> Iterator[Evidence]:
    for row in desk.national.dossiers.held_back(who.firm, who.product_id):
        code = "held_back" if row.direction in HELD_BACK else "landed_elsewhere"
        yield _signal(code, who, _products(desk, row), row)


def _neighbour(desk: Desk, who: Candidate) -> Iterator[Evidence]:
    if who.relation:
        made = desk.chain.product(who.product_id).short_zh
        wanted = desk.chain.product(desk.product_id).short_zh
        values = (("relation", who.relation), ("made", made), ("product", wanted))
        yield Evidence("neighbour", values, None, "computed")


def _project(code: str, firm: str, row: Project) -> Evidence:
    values = (
        ("firm", firm),
        ("project", row.name_zh),
        ("stage", row.stage),
        ("date", row.as_of or row.start_date),
        ("grade", row.grade),
    )
    return Evidence(code, values, row.source_id, row.basis, row.as_of)


def _computed(desk: Desk, look: Look) -> Iterator[Evidence]:
    """What follows from the records together with what stands here."""
    who, (spare, feed), (absorbed, route) = look.who, look.feed, look.surplus
    if look.rank:
        yield _rank(desk, who, look.rank)
    if spare and feed:
        yield _fit(desk, "feed", feed, feed.feed_id, spare)
    if absorbed and route and route.absorbs:
        yield _fit(desk, "absorbs", route, route.absorbs, absorbed)
    yield from _ties(desk, look)
    if codes := _strength(desk, who):
        yield Evidence("strength", codes, who.firm.source_id, who.firm.basis, who.firm.as_of)
    if names := _related(desk, who):
        yield Evidence("related", (("products", names),), None, "computed")


def _rank(desk: Desk, who: Candidate, rank: tuple[int, int]) -> Evidence:
    told = who.speaker
    values = (
        ("product", desk.chain.product(who.product_id).short_zh),
        ("rank", float(rank[0])),
        ("of", float(rank[1])),
        ("capacity_kt_a", who.capacity_kt_a),
        ("status", told.status if told else None),
        ("year", told.year if told else None),
    )
    return Evidence("rank", values, None, "computed")


def _fit(desk: Desk, code: str, fit: RouteFit, product_id: str, kt_a: float) -> Evidence:
    values = (
        ("product", desk.chain.product(product_id).short_zh),
        ("kt_a", kt_a),
        ("process", desk.chain.facts.processes[fit.process_id].name_zh),
    )
    return Evidence(code, values, None, "computed")


def _ties(desk: Desk, look: Look) -> Iterator[Evidence]:
    if tie := look.tie:
        values = (("group", tie.what), ("relation", tie.relation), ("local", tie.firm))
        yield Evidence("ties", values, None, "computed")
    if look.contact:
        row = look.contact[1]
        named = look.who.firm.id if look.who.firm.id in row.firm_ids else row.firm_ids[0]
        yield _project("contact", desk.national.facts.firm_name(named), row)


def _strength(desk: Desk, who: Candidate) -> tuple[tuple[str, str | None], ...]:
    firm, listed = who.firm, desk.national.dossiers.listed_groups
    code = firm.listed_code or listed.get(firm.group or "")
    if not (code or firm.size_class):
        return ()
    owner = None if firm.listed_code else firm.group
    return (("listed_code", code), ("group", owner), ("size_class", firm.size_class))


def _related(desk: Desk, who: Candidate) -> str:
    """What else the firm makes one main feed up or down the chain."""
    made = desk.national.made_by.get(who.firm.id, frozenset())
    near = [p for p in desk.chain.next_to.get(who.product_id, ()) if p in made]
    return "、".join(desk.chain.product(p).name_zh for p in near)


def is_tied(desk: Desk, who: Candidate) -> bool:
    """Whether the firm is of a group that also stands here without having its seat here."""
    group = group_of(who.firm)
    return group is not None and group in desk.national.local_groups
