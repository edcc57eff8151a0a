"""回引: what local firms, and firms they own, have of a product outside the region."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model import Capacity, Producer, Project, Signal
from graph.reason.nation.belonging import is_elsewhere
from graph.reason.nation.national import National
from graph.reason.timeline import holds_at


@dataclass(slots=True)
class Venture:
    """Everything on record of one local firm and one product outside the region."""

    rows: list[Producer] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    sites: list[Capacity] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)


def ventures(national: National) -> dict[str, dict[str, Venture]]:
    """Product → local firm → its plants, projects and moves elsewhere.

    Parks of scope ``outside`` are elsewhere; a producer statement or a growth signal is when
    it names another province or city.
    """
    facts, local = national.facts, national.local_firms
    home = facts.regions[national.region.region_id]
    away = {p.id for p in facts.parks.values() if p.region_id == home.id and p.scope == "outside"}
    out: dict[str, dict[str, Venture]] = {}

    def of(product_id: str, firm_id: str) -> Venture:
        return out.setdefault(product_id, {}).setdefault(firm_id, Venture())

    for site in facts.capacities.values():
        if site.park_id in away and _stands(site, national):
            of(site.product_id, site.firm_id).sites.append(site)
    for product_id, rows in facts.producers_of.items():
        for row in rows:
            gone = is_elsewhere(home, row.province, row.city)
            if row.firm_id in local and gone and row.status != "停产" and national.seen(row):
                of(product_id, row.firm_id).rows.append(row)
    for product_id, signals in national.growth_signals.items():
        for signal in signals:
            if signal.firm_id in local and is_elsewhere(home, signal.province, signal.place):
                of(product_id, signal.firm_id).signals.append(signal)
    for project in facts.projects.values():
        if away.intersection(project.park_ids) and national.dossiers.bonds.happened(project):
            for product_id in project.product_ids:
                for firm_id in local.intersection(project.firm_ids):
                    of(product_id, firm_id).projects.append(project)
    return out


def _stands(site: Capacity, national: National) -> bool:
    return site.is_driver and site.status != "停产" and holds_at(site, national.as_of.valid)
