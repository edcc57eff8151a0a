"""产业能级 as rows, 过剩预警 and unit economics as sentences with their sources."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts import Facts
from graph.levels import CostStatement, Economics, Level, LevelItem, Oversupply
from views import level_texts
from views.tables.gaps import Said
from views.tables.origin import Origin, origin

COLUMNS = ("项目", "数值", "年份", "来源", "说明")


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One line of the card 产业能级; ``is_known`` False when its value is 未取得."""

    label: str
    value: str
    year: str
    note: str
    origins: tuple[Origin, ...]
    is_known: bool

    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of ``COLUMNS``."""
        told = ";".join(o.line() for o in self.origins)
        return self.label, self.value, self.year, told, self.note


def level_rows(facts: Facts, level: Level) -> tuple[LevelRow, ...]:
    """Every line of the card, in order; nothing is left out for being unknown."""
    return tuple(
        LevelRow(
            label=level_texts.LABELS[item.code],
            value=level_texts.level_value(item),
            year=level_texts.level_year(item),
            note=level_texts.level_note(item),
            origins=_origins(facts, item),
            is_known=item.value is not None,
        )
        for item in level.items
    )


def _origins(facts: Facts, item: LevelItem) -> tuple[Origin, ...]:
    if item.value is None:
        return ()
    found = tuple(origin(facts, s) for s in item.source_ids)
    return found or (origin(facts, None, None, item.basis),)


def warning(facts: Facts, found: Oversupply | None) -> Said | None:
    """The 过剩预警 with its source; None when the figures show no surplus."""
    if found is None:
        return None
    told = origin(facts, found.source_id, found.year, found.basis)
    return Said(level_texts.oversupply(found), told)


def cost_lines(facts: Facts, found: Economics | None) -> tuple[Said, ...]:
    """The estimate first, then every statement behind it or shown beside it."""
    head = Said(level_texts.economics(found), origin(facts, None, None, "computed"))
    return (head, *(_statement(facts, row) for row in (found.statements if found else ())))


def _statement(facts: Facts, row: CostStatement) -> Said:
    told = origin(facts, row.source_id, row.year, row.basis)
    return Said(level_texts.cost_statement(row), told)
