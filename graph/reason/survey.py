"""摸底清单: facts nobody has, ranked by how many conclusions hang on them."""

from __future__ import annotations

from collections.abc import Mapping

from graph.results import Balance, SurveyItem

OPEN_STATES = frozenset({"未知"})


def survey(balances: Mapping[str, Balance]) -> tuple[SurveyItem, ...]:
    """Unknown facts, those that leave most products 未知 first.

    ``conclusions`` counts the balances the fact takes part in; 未知 ones count double,
    because there the word itself waits for it.
    """
    items: dict[tuple[str, str], SurveyItem] = {}
    touched: dict[tuple[str, str], list[str]] = {}
    weight: dict[tuple[str, str], int] = {}
    for product_id, balance in balances.items():
        for unknown in balance.unknown:
            key = (unknown.unit_id, unknown.field)
            touched.setdefault(key, []).append(product_id)
            weight[key] = weight.get(key, 0) + (2 if balance.state in OPEN_STATES else 1)
            items[key] = SurveyItem(
                0, unknown.firm_id, unknown.firm, unknown.unit_id, unknown.field, (), 0
            )
    ordered = sorted(items, key=lambda k: (-weight[k], k))
    return tuple(
        SurveyItem(
            rank,
            items[key].firm_id,
            items[key].firm,
            key[0],
            key[1],
            tuple(touched[key]),
            len(touched[key]),
        )
        for rank, key in enumerate(ordered, 1)
    )
