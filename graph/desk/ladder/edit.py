"""Cells of the annexes typed over: which records that makes, and what they were before.

One plan of one firm and one year is one record with an id of its own, so that two people who
begin the same plan meet at the same record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.desk.ladder.ladders import PLAN, STATES
from graph.desk.ladder.plan import PlanRow
from graph.model import Ladder
from graph.store.protocol import Ref


@dataclass(frozen=True, slots=True)
class Edit:
    """One record as it is to be; ``start`` is what the editor saw, None for a new one."""

    start: Ladder | None
    mine: Ladder

    @property
    def ref(self) -> Ref:
        """Kind and id."""
        return (Ladder.kind, self.mine.id)


def ladder_id(region_id: str, flow: str, firm: str, year: str) -> str:
    """The id of a record of one firm on one list in one year.

    Examples
    --------
    >>> ladder_id("yunxi", "小升规", "kelifu", "2026")
    'ladder-62e51bbd38e5'
    """
    told = "|".join((region_id, flow, firm, year[:4]))
    return f"ladder-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def fresh(region_id: str, flow: str, year: str, made_by: str | None, *, firm_id: str) -> Ladder:
    """A record of a firm just put on a list."""
    return Ladder(
        id=ladder_id(region_id, flow, firm_id, year),
        region_id=region_id,
        firm_id=firm_id,
        firm_text=None,
        flow=flow,
        year=year,
        plan_month=None,
        from_tier=None,
        to_tier=None,
        target_output_wan=None,
        state=STATES[0],
        project_ids=(),
        difficulty=None,
        measures=None,
        duty_unit=None,
        leader=None,
        liaison=None,
        note=None,
        made_by=made_by,
    )


def plan_edits(
    row: PlanRow,
    years: Sequence[int],
    targets: Mapping[int, float | None],
    fields: Mapping[str, str | None],
    *,
    region_id: str,
    year: int,
    made_by: str | None,
) -> tuple[Edit, ...]:
    """Records that hold what was typed into one line of the first annex.

    Parameters
    ----------
    row
        The line as it was shown.
    years
        Years of the plan.
    targets
        Goals that changed, by year, 万元; None takes one back.
    fields
        Columns of the whole line that changed (``to_tier``, ``difficulty``, ``duty_unit``,
        ``leader``): they go to the newest year's record; None empties them in every year, or an
        older year would speak again.
    region_id, made_by
        For new records.
    year
        The year of today: of a plan that has no record yet.
    """
    held = {int(r.year[:4]): r for r in row.records}
    now: dict[int, Ladder] = dict(held)

    def at(one: int) -> Ladder:
        told = row.firm_id or row.firm_text or ""
        made = fresh(region_id, PLAN, str(one), made_by, firm_id=told)
        named: Ladder = replace(made, firm_id=row.firm_id, firm_text=row.firm_text)
        return now.setdefault(one, named)

    for one, value in targets.items():
        now[one] = replace(at(one), target_output_wan=value)
    told: dict[str, Any] = {k: v for k, v in fields.items() if v is not None}
    emptied: dict[str, Any] = {k: None for k, v in fields.items() if v is None}
    for one in held:
        now[one] = replace(now[one], **emptied)
    if told:
        home = max(now, default=min(max(year, years[0]), years[-1]))
        now[home] = replace(at(home), **told)
    return tuple(Edit(held.get(y), r) for y, r in sorted(now.items()) if held.get(y) != r)
