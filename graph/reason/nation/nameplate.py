"""How much of a product the counted plants here are built to make, as stated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.reason.states import add
from graph.results import Balance, Interval, UnitView

BUILDING = ("在建", "规划")


@dataclass(frozen=True, slots=True)
class LocalCapacity:
    """Stated nameplate here, kt/a.

    ``span``: low = certain, likely = all that is known (also 现况未核), high open when a
    plant's capacity is unknown; ``running`` is that of plants said to run, ``building`` of
    those still being built or planned.
    """

    span: Interval
    running: Interval
    building: Interval
    units: tuple[tuple[UnitView, float | None], ...]


def local_capacity(
    balance: Balance, statuses: Collection[str], replaced: Collection[str] = ()
) -> LocalCapacity | None:
    """Sum over counted units that are built to make the product; None when there is none.

    A nameplate stated on another product of the unit is converted by its recipe, as in the
    balance.  Co-products and sizes worked out from a complex are no nameplate.

    Parameters
    ----------
    statuses
        Which units count, as in the balance.
    replaced
        Units that gave way to another counted one.
    """
    main = _stated_on_another_product(balance)
    units = tuple(
        (view, view.capacity_kt_a)
        for view in balance.units
        if (view.stated or view.presence) in statuses
        and view.unit_id not in replaced
        and (not view.computed or view.unit_id in main)
    )
    if not units:
        return None
    return LocalCapacity(
        span=add(_amount(view, kt) for view, kt in units),
        running=add(_amount(view, kt) for view, kt in units if not _is_coming(view)),
        building=add(_amount(view, kt) for view, kt in units if _is_coming(view)),
        units=units,
    )


def _stated_on_another_product(balance: Balance) -> Collection[str]:
    return {
        t.unit_id
        for t in balance.terms
        if t.side == "supply" and t.role == "main" and not t.computed
    }


def _is_coming(view: UnitView) -> bool:
    return (view.stated or view.presence) in BUILDING


def _amount(view: UnitView, kt_a: float | None) -> Interval:
    if kt_a is None:
        return Interval(0.0, None, None)
    return Interval(0.0 if view.stated else kt_a, kt_a, kt_a)
