"""全国布局: where in China a product is made, province by province, as far as is on record.

Plants come from :func:`graph.reason.nation.plants.plants_of`, each once.  Amounts in kt/a,
shares 0–1 of what is on record, never of the nation.  Unknown is never 0: an amount is None
where there is no figure, and a province nobody has spoken of has no entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.levels import LevelItem
from graph.reason.nation.plants import home_of, plants_of
from graph.reason.nation.sites import COMING, DOUBTFUL, RUNNING, STOPPED, Plant
from graph.reason.nation.statements import years_text
from graph.reason.nation.sums import Lead, lead, ranked, strongest, total, unsized
from graph.reason.nation.where import BEYOND_THE_STATISTICS, FOREIGN

if TYPE_CHECKING:
    from graph.reason.evaluate import Evaluation

UNPLACED = "省份未知"
STATES = ("running", "coming", "doubtful", "unsized", "stopped")
"""What a province is told by, the strongest first: see :attr:`ProvinceShare.state`."""


@dataclass(frozen=True, slots=True)
class ProvinceShare:
    """What is on record in one province, in 省份未知 or abroad (境外).

    ``share`` is the part (0–1) of the running capacity on record in the country; None
    abroad and where no running figure is.  ``is_home``: the region lies in this province.
    """

    province: str
    plants: tuple[Plant, ...]
    share: float | None = None
    is_home: bool = False

    @property
    def running_kt_a(self) -> float | None:
        """In production."""
        return total(self.plants, (RUNNING,))

    @property
    def coming_kt_a(self) -> float | None:
        """Under construction and planned."""
        return total(self.plants, COMING)

    @property
    def doubtful_kt_a(self) -> float | None:
        """Told too long ago to count on today."""
        return total(self.plants, (DOUBTFUL,))

    @property
    def local(self) -> tuple[Plant, ...]:
        """The region's own plants."""
        return tuple(p for p in self.plants if p.is_local and p.status != STOPPED)

    @property
    def firms(self) -> tuple[str, ...]:
        """Firms with a plant that is not stopped."""
        return tuple(sorted({p.firm_id for p in self.plants if p.status != STOPPED}))

    @property
    def unsized(self) -> tuple[str, ...]:
        """Those of ``firms`` of which a capacity is not known: the amounts are at least."""
        return unsized(self.plants)

    @property
    def state(self) -> str:
        """How far the plants of the strongest status are known.

        ``running``, ``coming`` or ``doubtful``: there is such a plant, nothing stronger, and a
        figure; ``unsized``: no figure for it; ``stopped``: nothing but stopped plants.
        """
        told = strongest(self.plants)
        if told == (STOPPED,):
            return "stopped"
        if total(self.plants, told) is None:
            return "unsized"
        return {(RUNNING,): "running", COMING: "coming"}.get(told, "doubtful")

    @property
    def cities(self) -> tuple[Lead, ...]:
        """Cities on record, running ones first, the largest first."""
        return ranked(self.plants, "city")

    @property
    def top_firms(self) -> tuple[Lead, ...]:
        """Firms on record, running ones first, the largest first."""
        return ranked(self.plants, "firm")


@dataclass(frozen=True, slots=True)
class Nationwide:
    """The country in one line: sums over all provinces and 省份未知, without 境外.

    ``provinces`` counts those with a firm that has not stopped.  ``national`` is the newest
    stated national capacity (``value`` None: none on record) and ``coverage`` the running
    capacity on record ÷ that, 台湾, 香港 and 澳门 left out of it as national figures do; above
    1 the national figure is outgrown.  ``local`` is what the region's own plants come to, None
    when it has none.  ``unsourced`` is the share (0–1) of the figures without a source.
    """

    product_id: str
    day: str
    home: str
    provinces: int
    running_kt_a: float | None
    coming_kt_a: float | None
    doubtful_kt_a: float | None
    foreign_kt_a: float | None
    local: Lead | None
    firms: int
    unsized: int
    years: str | None
    national: LevelItem
    coverage: float | None
    unsourced: float | None


def by_province(evaluation: Evaluation, product_id: str) -> tuple[ProvinceShare, ...]:
    """What is on record of a product in each province, the largest first; kt/a.

    Each plant counts once, by the current row :mod:`graph.reason.nation.plants` chooses: the
    region's own plants unit by unit as in 产业能级, all others by site as for 产地位次 and
    前四家 (largest figure of the statements valid on the day, years and sources never added).

    Parameters
    ----------
    evaluation
        Region and date; plants in the region's parks are marked ``is_local`` and stand in
        its province.
    product_id
        A product; one nobody is on record for gives an empty answer.

    Returns
    -------
    tuple of ProvinceShare
        Only provinces with a record, then 省份未知, then 境外.
    """
    home = home_of(evaluation)[0]
    groups: dict[str, list[Plant]] = {}
    for plant in plants_of(evaluation, product_id):
        groups.setdefault(plant.province or UNPLACED, []).append(plant)
    whole = total((p for name, told in groups.items() if name != FOREIGN for p in told), (RUNNING,))
    found = (
        ProvinceShare(name, tuple(told), _share(name, told, whole), name == home)
        for name, told in groups.items()
    )
    return tuple(sorted(found, key=_order))


def nationwide(
    evaluation: Evaluation, product_id: str, shares: Iterable[ProvinceShare]
) -> Nationwide:
    """The sums over ``shares``, held against the national capacity where one is stated."""
    rows = tuple(shares)
    inside = [p for s in rows if s.province != FOREIGN for p in s.plants]
    outside = [p for s in rows if s.province == FOREIGN for p in s.plants]
    sized = [p for p in (*inside, *outside) if p.capacity_kt_a is not None]
    national = evaluation.level_of(product_id).item("national_capacity")
    counted = total((p for p in inside if p.province not in BEYOND_THE_STATISTICS), (RUNNING,))
    return Nationwide(
        product_id=product_id,
        day=evaluation.as_of.valid,
        home=home_of(evaluation)[0],
        provinces=sum(bool(s.firms) and s.province not in (UNPLACED, FOREIGN) for s in rows),
        running_kt_a=total(inside, (RUNNING,)),
        coming_kt_a=total(inside, COMING),
        doubtful_kt_a=total(inside, (DOUBTFUL,)),
        foreign_kt_a=total(outside, (RUNNING,)),
        local=_local(inside),
        firms=len({p.firm_id for p in inside if p.status != STOPPED}),
        unsized=len(unsized(inside)),
        years=years_text(p.year for p in inside if p.status == RUNNING),
        national=national,
        coverage=counted / national.value if counted is not None and national.value else None,
        unsourced=sum(not p.is_sourced for p in sized) / len(sized) if sized else None,
    )


def _local(plants: Iterable[Plant]) -> Lead | None:
    own = [p for p in plants if p.is_local and p.status != STOPPED]
    return lead("本区", own) if own else None


def _share(name: str, plants: Iterable[Plant], whole: float | None) -> float | None:
    part = None if name == FOREIGN else total(plants, (RUNNING,))
    return part / whole if part is not None and whole else None


def _order(share: ProvinceShare) -> tuple[int, int, float, float, float, str]:
    apart = {UNPLACED: 1, FOREIGN: 2}.get(share.province, 0)
    amounts = (share.running_kt_a, share.coming_kt_a, share.doubtful_kt_a)
    running, coming, doubtful = (-(kt or 0.0) for kt in amounts)
    return apart, STATES.index(share.state), running, coming, doubtful, share.province
