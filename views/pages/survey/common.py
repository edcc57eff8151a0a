"""What all parts of 企业摸底表 use: the forms on record, and the facts as they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.model import AskedForm
from graph.store.protocol import Where
from views import settings
from views.pages.context import SCOPES, View, answered
from views.pages.markup import esc, show

EVERY_PLANT = SCOPES["在产+在建+规划"]
SURVEY_TAB, SURVEY_FIRM = "survey-tab", "survey-firm-id"
"""Which part is shown; the firm another page asks a form for."""


def forms_of(seen: View) -> tuple[AskedForm, ...]:
    """Every form of the region."""
    where = (Where("region_id", "eq", seen.question.region_id),)
    rows = seen.store.scan("asked_form", where=where)
    return tuple(r for r in rows if isinstance(r, AskedForm))


def as_of_today(seen: View) -> View:
    """The same question asked of today, or of the day of the page when that is later."""
    day = max(seen.date, settings.today())
    return seen if day == seen.date else answered(replace(seen.question, date=day))


def reading(seen: View) -> View:
    """The facts returned forms are read against: today, every plant, whatever the bar counts."""
    day = max(seen.date, settings.today())
    return answered(replace(seen.question, date=day, statuses=EVERY_PLANT))


def tiles(pairs: Sequence[tuple[str, object]]) -> None:
    """Figures in a row."""
    cells = "".join(f"<div><b>{esc(n)}</b><span>{esc(label)}</span></div>" for label, n in pairs)
    show(f'<div class="lt-counts lt-five">{cells}</div>')
