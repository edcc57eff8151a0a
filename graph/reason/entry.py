"""Entry rules that touch a product or a route, and whether it belongs in the park."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Constraint, Product
from graph.results import Filter
from graph.rules import Rules

RESTRICTING = frozenset({"限制", "淘汰", "禁建"})
HERE = frozenset({"全国", "本省", "本区"})


def filters_for(
    rules: Rules,
    product_id: str,
    process_ids: Iterable[str],
    scale_kt_a: float | None = None,
) -> tuple[Filter, ...]:
    """Rules that name the product or one of the routes, strictest first.

    Parameters
    ----------
    scale_kt_a
        Planned train in kt/a: a rule that restricts small plants passes when the train
        is not smaller; with None it stays 须核查.
    """
    found: dict[str, Constraint] = {
        c.id: c for c in rules.constraints_by_product.get(product_id, ())
    }
    for process_id in process_ids:
        found.update((c.id, c) for c in rules.constraints_by_process.get(process_id, ()))
    rows = [
        Filter(
            c.id,
            result_of(c, scale_kt_a),
            f"{c.scope}:{c.keyword}:{c.rule}",
            c.source_id,
            c.basis,
        )
        for c in found.values()
    ]
    order = {"受限": 0, "须核查": 1, "通过": 2}
    return tuple(sorted(rows, key=lambda f: (order[f.result], f.rule_id)))


def result_of(rule: Constraint, scale_kt_a: float | None) -> str:
    """通过, 须核查 or 受限; another province's rule never restricts here."""
    if rule.effect == "鼓励":
        return "通过" if rule.basis.startswith("source") else "须核查"
    if rule.applies_to not in HERE:
        return "须核查"
    if rule.scale_below_kt_a is not None:
        if scale_kt_a is None:
            return "须核查"
        if scale_kt_a >= rule.scale_below_kt_a:
            return "通过"
    return "受限" if rule.effect in RESTRICTING else "须核查"


def in_park(product: Product, *, is_chemical: bool = True) -> str:
    """园区内 for chemistry, 园区外 for articles, 须定 when the class is not known.

    Where the region has no chemical park at all, every product is 须定.

    Park land is mainly for chemicals and supporting firms stay outside where they can
    (岳云政办发〔2022〕6号): GB/T 4754 classes 25, 26 and 28 go in; 29 and other
    manufactures stay out.
    """
    code = (product.gbt4754_class or "")[:2] if is_chemical else ""
    if code in {"25", "26", "28"}:
        return "园区内"
    return "园区外" if code.isdigit() else "须定"
