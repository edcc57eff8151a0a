"""过剩预警: a national figure that says there is more than the country uses.

Only figures of one row (one year, one source) are held against each other.  The newest row
that tells enough decides; an older surplus that a newer row no longer shows is no warning.
It only warns: nothing is removed or ranked down for it here.
"""

from __future__ import annotations

from graph.levels import Oversupply
from graph.model import Market
from graph.reason.nation.national import National
from graph.reason.nation.statements import is_forecast, is_old, newest
from graph.rules import Rules


def oversupply(national: National, rules: Rules, product_id: str) -> Oversupply | None:
    """The surplus the newest telling national row shows; None when it shows none.

    Reasons: ``capacity`` ÷ apparent consumption ≥ ``oversupply_ratio``; ``utilisation`` =
    output ÷ capacity ≤ ``oversupply_utilisation``; ``export`` = net exports ÷ output ≥
    ``oversupply_export``.  None of them when utilisation is ≥ ``oversupply_busy``.
    """
    telling = (row for row in national.market(product_id) if _tells(row))
    row = newest(telling)
    if row is None:
        return None
    reasons = reasons_of(row, rules)
    if not reasons:
        return None
    return Oversupply(
        product_id=product_id,
        reasons=reasons,
        capacity_ratio=_ratio(row.capacity_kt_a, consumption(row)),
        utilisation=_ratio(row.output_kt, row.capacity_kt_a),
        export_share=export_share(row),
        import_share=import_share(row),
        year=row.year,
        source_id=row.source_id,
        basis=row.basis,
        grade=row.grade,
        stale=is_old(row, rules, national.as_of.valid),
        forecast=is_forecast(row),
    )


def reasons_of(row: Market, rules: Rules) -> tuple[str, ...]:
    """Which of the three tests the row meets."""
    busy = _ratio(row.output_kt, row.capacity_kt_a)
    if busy is not None and busy >= rules.number("oversupply_busy"):
        return ()
    ratio, out = _ratio(row.capacity_kt_a, consumption(row)), export_share(row)
    met = (
        ("capacity", ratio is not None and ratio >= rules.number("oversupply_ratio")),
        ("utilisation", busy is not None and busy <= rules.number("oversupply_utilisation")),
        ("export", out is not None and out >= rules.number("oversupply_export")),
    )
    return tuple(name for name, is_met in met if is_met)


def consumption(row: Market) -> float | None:
    """Apparent consumption, stated or output + imports − exports of the same row, kt."""
    if row.apparent_consumption_kt is not None:
        return row.apparent_consumption_kt
    if row.output_kt is None or row.import_kt is None or row.export_kt is None:
        return None
    return row.output_kt + row.import_kt - row.export_kt


def import_share(row: Market) -> float | None:
    """Imports over apparent consumption (0–1), stated or of the same row."""
    if row.import_dependence_pct is not None:
        return row.import_dependence_pct / 100.0
    return _ratio(row.import_kt, consumption(row))


def export_share(row: Market) -> float | None:
    """Net exports over output (0–1, negative for a net importer) of the same row."""
    if row.import_kt is None or row.export_kt is None:
        return None
    return _ratio(row.export_kt - row.import_kt, row.output_kt)


def _tells(row: Market) -> bool:
    pairs = (
        _ratio(row.capacity_kt_a, consumption(row)),
        _ratio(row.output_kt, row.capacity_kt_a),
        export_share(row),
    )
    return any(p is not None for p in pairs)


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
