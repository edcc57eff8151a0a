"""Many returned forms at once: those that can be read, and those that cannot, each with why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.desk.survey.known import Known, known_of
from graph.errors import BadRequest
from graph.model import AskedForm
from graph.reason import Evaluation
from graph.schema import Schema
from loaders.surveyform.files import Given, Refused, sorted_out
from loaders.surveyform.find import FilledRow, Found, found_in
from loaders.surveyform.grid import grids_of
from loaders.surveyform.names import Names
from loaders.surveyform.read import Read, read_form
from loaders.surveyform.row import Corrections, text_of
from loaders.surveyform.tables import Form

AllCorrections = Mapping[str, Corrections]
"""By number of the form."""


@dataclass(frozen=True, slots=True)
class Back:
    """A form that came back, with its record."""

    form: AskedForm
    read: Read


@dataclass(frozen=True)
class Desk:
    """What forms are read against: forms sent, the facts as they stand today, columns, the day."""

    forms: Mapping[str, AskedForm]
    evaluation: Evaluation
    schema: Schema
    today: str
    known: dict[str, Known] = field(default_factory=dict)

    def asked(self, firm_id: str) -> Known:
        """What is on record of a firm, worked out once."""
        if firm_id not in self.known:
            self.known[firm_id] = known_of(self.evaluation, firm_id)
        return self.known[firm_id]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A file with a form in it."""

    given: Given
    found: Found


def read_batch(
    files: Iterable[tuple[str, bytes]], desk: Desk, corrections: AllCorrections
) -> tuple[tuple[Back, ...], tuple[Refused, ...]]:
    """Read workbooks, documents and zips of them; one bad file stops no other.

    Parameters
    ----------
    files
        Name and bytes of each.
    desk
        What they are read against.
    corrections
        Cells put right on the page, by number of the form.

    Returns
    -------
    forms
        With their answers and the cells not taken.
    refused
        Files that are no form of ours, damaged, given twice or empty, each with why.
    """
    given, refused = sorted_out(files)
    seen = _by_number(given, desk, refused)
    names = Names(desk.evaluation.given, desk.evaluation.region.region_id)
    back = []
    for number, rows in seen.items():
        form = desk.forms[number]
        blank = [r for r in rows if _read(r, form, desk, names, {}).is_blank]
        filled = [r for r in rows if r not in blank]
        why = "没有填;读的是同一张表的另一份。" if filled else "表是空的:黄色格子里什么都没有填。"
        refused += [Refused(r.given.name, why) for r in blank]
        if filled and (one := _only(number, filled, refused)) is not None:
            back.append(Back(form, _read(one, form, desk, names, corrections.get(number, {}))))
    return tuple(back), tuple(refused)


def _by_number(
    given: Iterable[Given], desk: Desk, refused: list[Refused]
) -> dict[str, list[_Seen]]:
    """Files with a form that may be taken back, by its number; the others are refused."""
    seen: dict[str, list[_Seen]] = {}
    for one in given:
        try:
            found = found_in(grids_of(one))
            _form(found.number, desk)
        except BadRequest as error:
            refused.append(Refused(one.name, str(error)))
        else:
            seen.setdefault(found.number, []).append(_Seen(one, found))
    return seen


def _form(number: str, desk: Desk) -> AskedForm:
    """The record of a form that may be taken back now."""
    form = desk.forms.get(number)
    if form is None:
        raise BadRequest(f"表号 {number} 不在发出记录里:是别的单位、别的数据文件发出的表。")
    if form.is_dropped:
        raise BadRequest(f"表号 {number} 已作废;要收,先在“进度”里取消作废。")
    facts = desk.evaluation.given
    if form.firm_id not in facts.firms:
        raise BadRequest(f"表号 {number} 的企业({form.firm_id})已不在库里。")
    if form.region_id != desk.evaluation.region.region_id:
        region = facts.regions.get(form.region_id)
        name = region.name_zh if region else form.region_id
        raise BadRequest(f"表号 {number} 是“{name}”发出的;请先在上面改地区再收。")
    return form


def _only(number: str, rows: list[_Seen], refused: list[Refused]) -> _Seen | None:
    """The one file of a form; twice the same is one, twice with other answers is none."""
    first, *more = rows
    others = [r for r in more if _said(r.found) != _said(first.found)]
    if others:
        names = "、".join(r.given.name for r in rows)
        why = f"同一张表(表号 {number})交了两份,内容不同:{names};请只留一份再交。"
        refused += [Refused(r.given.name, why) for r in rows]
        return None
    refused += [
        Refused(r.given.name, f"与 {first.given.name} 是同一张表,内容一样,只读那一份。")
        for r in more
    ]
    return first


def _said(found: Found) -> object:
    """All that was written, wherever it stands, the same of a workbook and of a document."""
    return str(found.date), {key: list(map(_texts, rows)) for key, rows in found.rows.items()}


def _texts(row: FilledRow) -> dict[str, str]:
    """What stands in a row; hints are longer in a document."""
    shown = {name: text_of(value) for name, value in row.cells.items() if name != "hint"}
    return {name: text for name, text in shown.items() if text}


def _read(seen: _Seen, form: AskedForm, desk: Desk, names: Names, corrections: Corrections) -> Read:
    first = min(form.sent_on, desk.today)
    firm_id = desk.evaluation.given.owner(form.firm_id)
    asked = Form(desk.asked(firm_id), names, desk.schema, first, desk.today)
    return read_form(seen.given.name, seen.found, asked, corrections)
