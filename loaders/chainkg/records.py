"""Drafts of a ChainKnowledgeGraph set as records, all of basis ``dataset`` on one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from graph.model import DATASET, Firm, FirmItem, Industry, Item, ItemLink, Source
from loaders.chainkg.cells import Log, made_id, share_of, shown, unit_of
from loaders.chainkg.read import Drafts

SOURCE_ID = "chainkg"
GRADE = "D"
SOURCE = Source(
    id=SOURCE_ID,
    title="产业链图谱数据集 ChainKnowledgeGraph",
    url="https://github.com/liuhuanyong/ChainKnowledgeGraph",
    date=None,
    date_text="文件未注日期",
    grade=GRADE,
    licence="未见许可声明",
    note="A 股上市公司、行业、产品和产品关系;产品关系多由程序从文本抽取,未经逐条核对",
)
_LOOPING = ("产品小类", "上游材料")
_SHOWN_MEMBERS = 8
_ROUNDS = 8


def _fact(note: str | None = None) -> dict[str, Any]:
    return {
        "basis": DATASET,
        "source_id": SOURCE_ID,
        "as_of": None,
        "grade": GRADE,
        "note": note,
    }


def firms(drafts: Drafts) -> Iterator[Firm]:
    """Listed firms; where they stand and what state they are in the set does not say."""
    for id_, draft in drafts.firms.items():
        listed = ",".join(part for part in (draft.listed_on, draft.exchange) if part)
        yield Firm(
            id=id_,
            name_zh=draft.name_zh,
            short_name=draft.short_name,
            aliases=(),
            uscc=None,
            province=None,
            city=None,
            park_ids=(),
            status="未核",
            status_text=None,
            founded=None,
            parent=None,
            group=None,
            owner_ids=(),
            industry_ids=tuple(drafts.industries_of.get(id_, ())),
            listed_code=draft.code,
            merged_into_id=None,
            is_above_scale=None,
            specialised=None,
            size_class=None,
            revenue_yi=None,
            revenue_year=None,
            **_fact(f"上市:{listed}" if listed else None),
        )


def industries(drafts: Drafts) -> Iterator[Industry]:
    """Industries, each under its parent."""
    for id_, draft in drafts.industries.items():
        parent = drafts.parents.get(id_)
        yield Industry(id_, draft.name_zh, draft.code, parent[0] if parent else None, **_fact())


def items(drafts: Drafts) -> Iterator[Item]:
    """Products of the catalogue."""
    for id_, (name, _) in drafts.items.items():
        yield Item(id_, name, **_fact())


def item_links(drafts: Drafts) -> Iterator[ItemLink]:
    """What leads to what."""
    for start, end, relation in drafts.links:
        yield ItemLink(made_id("link", start, end, relation), start, end, relation, **_fact())


def firm_items(drafts: Drafts, log: Log) -> Iterator[FirmItem]:
    """What firms list, with the share of revenue where the file makes it knowable."""
    bare = [d.weight.number for d in drafts.listed.values() if d.weight and d.weight.is_bare]
    unit = unit_of([number for number in bare if number is not None])
    if unit is None:
        told = "权重有的在 0 到 1 之间、有的大于 1,看不出是份额还是百分数;原数记在备注,份额留空"
        log.remind(None, "rel_weight", None, told)
    elif unit > 1:
        log.remind(None, "rel_weight", None, "权重多数大于 1,按百分数换成了份额")
    for (firm_id, item_id), draft in drafts.listed.items():
        weight = draft.weight
        share = share_of(weight, unit) if weight else None
        note = None
        if weight and share is None:
            note = f"原文权重:{shown(weight.raw)}"
            if unit is not None or not weight.is_bare:
                remedy = "不是 0 到 1 的份额(或百分数);原数记在备注,份额留空"
                log.remind(draft.row, "rel_weight", weight.raw, remedy)
        yield FirmItem(made_id("listing", firm_id, item_id), firm_id, item_id, share, **_fact(note))


def remind_cycles(drafts: Drafts, ids: Mapping[str, str], logs: Mapping[str, Log]) -> None:
    """Products that are their own sub-class or raw material by way of others, and the like.

    ``ids`` leads from the names of products to their ids.
    """
    names = {id_: name for name, id_ in ids.items()}
    for relation in _LOOPING:
        edges = {(a, b): row for (a, b, r), row in drafts.links.items() if r == relation}
        _remind(relation, edges, names, logs.get("product_product"))
    parents = {(child, parent): row for child, (parent, row) in drafts.parents.items()}
    called = {id_: draft.name_zh for id_, draft in drafts.industries.items()}
    _remind("上级行业", parents, called, logs.get("industry_industry"))


def _remind(
    relation: str, edges: Mapping[tuple[str, str], int], names: Mapping[str, str], log: Log | None
) -> None:
    if log is None or not edges:
        return
    for ring, size in cycles(edges):
        told = [names.get(id_, id_) for id_ in ring[:_SHOWN_MEMBERS]]
        more = ["……"] if len(ring) > _SHOWN_MEMBERS else []
        loop = " → ".join([*told, *more, told[0]])
        row = edges[ring[0], ring[1]]
        log.remind(row, "rel", None, f"{relation}成环:{loop}({size} 个连成一团);已照录,请核对")


def cycles(edges: Iterable[tuple[str, str]]) -> list[tuple[list[str], int]]:
    """One short ring of each knot, members in order, and how many members the knot has.

    Examples
    --------
    >>> cycles([("a", "b"), ("b", "a"), ("b", "c")])
    [(['a', 'b'], 2)]
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(_without_ends(list(edges)))
    found = []
    for knot in nx.strongly_connected_components(graph):
        if len(knot) > 1:
            inside, start = graph.subgraph(knot).copy(), min(knot)
            back = nx.single_source_shortest_path(inside.reverse(copy=False), start)
            after = min(inside.successors(start), key=lambda id_: (len(back[id_]), id_))
            found.append(([start, *reversed(back[after][1:])], len(knot)))
    return sorted(found)


def _without_ends(edges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Most edges lead from nowhere or to nowhere: a few rounds leave little to look through."""
    for _ in range(_ROUNDS):
        starts, ends = {a for a, _ in edges}, {b for _, b in edges}
        edges = [(a, b) for a, b in edges if a in ends and b in starts]
    return edges
