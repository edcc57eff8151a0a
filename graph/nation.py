"""From a national catalogue to the chain: only a judgement on record lets a listing count.

A ``crosswalk`` row says what an item of the catalogue is here, a firm's ``merged_into_id`` that
two firms are one.  Nothing here is ever counted among checked producers; all of it is asked of
the store, a page at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model import Crosswalk, Firm, FirmItem, Item
from graph.store.protocol import Order, Store, Where

COUNTING = ("same", "narrower")
"""What an item must be judged to be so that who lists it makes the product."""


@dataclass(frozen=True, slots=True)
class ItemMaker:
    """One firm that lists an item judged the same as a product, or a kind of it.

    ``share`` is the item's share of the firm's revenue, None when unknown; ``same_as`` the
    checked firm it was judged to be.
    """

    ref: tuple[str, str]
    firm_id: str
    firm_name: str
    province: str | None
    city: str | None
    item_id: str
    item_name: str
    relation: str
    share: float | None
    same_as: str | None
    basis: str
    source_id: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class ItemMakers:
    """A page of them; ``next`` is the cursor of the page after, or None."""

    rows: tuple[ItemMaker, ...]
    next: str | None = None


def items_of_product(store: Store, product_id: str) -> dict[str, str]:
    """Items judged to be the product or a kind of it, with the relation; the surer one wins."""
    where = (
        Where("target_ids", "contains", product_id),
        Where("target_kind", "eq", "product"),
        Where("relation", "in", COUNTING),
    )
    found: dict[str, str] = {}
    for row in store.scan("crosswalk", where=where):
        if isinstance(row, Crosswalk) and found.get(row.outside_id) != COUNTING[0]:
            found[row.outside_id] = row.relation
    return found


def makers_by_item(
    store: Store,
    product_id: str,
    *,
    where: Sequence[Where] = (),
    after: str | None = None,
    limit: int = 50,
) -> ItemMakers:
    """Firms that list an item judged the same as ``product_id`` or narrower.

    The largest share of revenue first, unknown last; a firm with two such items comes twice.

    Parameters
    ----------
    store
        Where the catalogue stands.
    product_id
        A product of the chain.
    where
        Further conditions on ``firm_item``, such as a basis or a source.
    after, limit
        ``next`` of the page before, and how many at most.

    Raises
    ------
    StoreError
        As the store says.
    """
    relation_of = items_of_product(store, product_id)
    if not relation_of:
        return ItemMakers(())
    page = store.scan(
        "firm_item",
        where=(Where("item_id", "in", tuple(sorted(relation_of))), *where),
        order=(Order("share", descending=True),),
        after=after,
        limit=limit,
    )
    listed = [row for row in page if isinstance(row, FirmItem)]
    firms = {f.id: f for f in store.get("firm", [r.firm_id for r in listed]) if isinstance(f, Firm)}
    items = {i.id: i for i in store.get("item", [r.item_id for r in listed]) if isinstance(i, Item)}
    rows = tuple(_maker(row, firms, items, relation_of) for row in listed)
    return ItemMakers(rows, page.next)


def _maker(
    row: FirmItem,
    firms: Mapping[str, Firm],
    items: Mapping[str, Item],
    relation_of: Mapping[str, str],
) -> ItemMaker:
    firm, item = firms.get(row.firm_id), items.get(row.item_id)
    return ItemMaker(
        ref=(row.kind, row.id),
        firm_id=row.firm_id,
        firm_name=firm.short_name or firm.name_zh if firm else row.firm_id,
        province=firm.province if firm else None,
        city=firm.city if firm else None,
        item_id=row.item_id,
        item_name=item.name_zh if item else row.item_id,
        relation=relation_of[row.item_id],
        share=row.share,
        same_as=firm.merged_into_id if firm else None,
        basis=row.basis,
        source_id=row.source_id,
        as_of=row.as_of,
    )
