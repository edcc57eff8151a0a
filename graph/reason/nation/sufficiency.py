"""Self-sufficiency: of the nation by one row of figures, of the district by its balance."""

from __future__ import annotations

from graph.levels import LevelItem
from graph.model import Market
from graph.reason.nation.national import National
from graph.reason.nation.oversupply import consumption, import_share
from graph.reason.nation.statements import is_forecast, is_old, newest
from graph.results import Balance, Interval
from graph.rules import Rules


def of_row(
    code: str,
    national: National,
    rules: Rules,
    row: Market,
    value: float | None,
    method: str | None = None,
) -> LevelItem:
    """A line told by one national row; a ratio of its figures is computed."""
    return LevelItem(
        code,
        value=value,
        year=row.year,
        source_ids=(row.source_id,) if row.source_id else (),
        basis="computed" if method else row.basis,
        method=method,
        stale=is_old(row, rules, national.as_of.valid),
        forecast=is_forecast(row),
    )


def national_self(national: National, rules: Rules, product_id: str) -> LevelItem:
    """Output ÷ consumption of one row, else 1 − net imports ÷ consumption, else 1 − dependence."""
    told = ((row, _self_sufficiency(row)) for row in national.market(product_id))
    found = {row.id: value for row, value in told if value is not None}
    row = newest(m for m in national.market(product_id) if m.id in found)
    if row is None:
        return LevelItem("national_self", why_none="no_figure")
    value, method = found[row.id]
    return of_row("national_self", national, rules, row, value, method)


def _self_sufficiency(row: Market) -> tuple[float, str] | None:
    used = consumption(row)
    if used and row.output_kt is not None:
        return row.output_kt / used, "output"
    if used and row.import_kt is not None and row.export_kt is not None:
        return 1.0 - (row.import_kt - row.export_kt) / used, "net_imports"
    dependence = import_share(row)
    return None if dependence is None else (1.0 - dependence, "dependence")


def local_self(balance: Balance, day: str) -> LevelItem:
    """Local supply ÷ local demand; open above while a supply or the whole demand is unknown."""
    s, d = balance.supply, balance.demand
    if d.high == 0.0:
        return LevelItem("local_self", why_none="no_local_need")
    if d.high is None and not d.likely:
        return LevelItem("local_self", why_none="need_unknown")
    low = 0.0 if d.high is None else s.low / d.high
    high = None if s.high is None or d.low == 0.0 else s.high / d.low
    likely = s.likely / d.likely if s.likely is not None and d.likely else None
    return LevelItem(
        "local_self",
        value=likely,
        year=day,
        span=Interval(low, likely, high),
        why_none=None if likely is not None else "capacity_unknown",
    )
