"""Thresholds, weights and entry rules as one object, read from rule records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graph.facts import Facts
from graph.model import Constraint, Feature, MapStatus, Parameter, Region


@dataclass(frozen=True)
class Rules:
    """Every number a judgement hangs on; all of them stand in ``data/rules``."""

    parameters: dict[str, Parameter]
    features: tuple[Feature, ...]
    map_status: tuple[MapStatus, ...]
    constraints: tuple[Constraint, ...]

    @classmethod
    def of(cls, facts: Facts) -> Rules:
        """Take the rule records out of ``facts``."""
        return cls(
            facts.all(Parameter),
            tuple(facts.all(Feature).values()),
            tuple(facts.all(MapStatus).values()),
            tuple(facts.constraints.values()),
        )

    def known_to(self, facts: Facts) -> Rules:
        """The same rules with only those entry rules that ``facts`` hold."""
        held = facts.constraints
        return replace(self, constraints=tuple(c for c in self.constraints if c.id in held))

    def seen_from(self, region: Region) -> Rules:
        """The same rules for one region: those of another province or district are 外省 here.

        ``applies_to`` was written for the region the rule was collected for; whose province
        or district it is stands in ``scope``.
        """
        names = {"本省": (region.province,), "本区": (region.name_zh, *region.aliases)}
        return replace(
            self,
            constraints=tuple(
                replace(c, applies_to="外省")
                if c.applies_to in names and not any(n in c.scope for n in names[c.applies_to])
                else c
                for c in self.constraints
            ),
        )

    def number(self, key: str) -> float:
        """The value of parameter ``key``; KeyError when the rules lack it."""
        return self.parameters[key].value

    @cached_property
    def weights(self) -> dict[str, tuple[Feature, ...]]:
        """Features of each list, in file order."""
        out: dict[str, list[Feature]] = {}
        for feature in self.features:
            out.setdefault(feature.list_name, []).append(feature)
        return {k: tuple(v) for k, v in out.items()}

    def with_weights(self, weights: Mapping[str, float]) -> Rules:
        """The same rules with other weights, by feature id; ids the rules lack change nothing."""
        return replace(
            self,
            features=tuple(
                replace(f, weight=weights[f.id]) if f.id in weights else f for f in self.features
            ),
        )

    @cached_property
    def constraints_by_product(self) -> dict[str, tuple[Constraint, ...]]:
        """Entry rules that name a product."""
        return _by(self.constraints, "product_ids")

    @cached_property
    def constraints_by_process(self) -> dict[str, tuple[Constraint, ...]]:
        """Entry rules that name a process."""
        return _by(self.constraints, "process_ids")


def _by(rows: tuple[Constraint, ...], key: str) -> dict[str, tuple[Constraint, ...]]:
    out: dict[str, list[Constraint]] = {}
    for row in rows:
        for ref in getattr(row, key):
            out.setdefault(ref, []).append(row)
    return {k: tuple(v) for k, v in out.items()}
