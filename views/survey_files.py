"""企业摸底表 as files: a number a firm, Excel and Word, all of them in one .zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.desk.survey.known import known_of
from graph.desk.survey.surveys import due_on, form_number
from graph.facts import Facts
from graph.model import AskedForm
from graph.reason import Evaluation
from graph.schema import Schema
from loaders.round.sheet import safe_name
from loaders.surveyform.content import form_sheet
from loaders.surveyform.docx import docx_form
from loaders.surveyform.xlsx import xlsx_form

XLSX, DOCX = KINDS = ("Excel", "Word")
SUFFIX = {XLSX: ".xlsx", DOCX: ".docx"}
Progress = Callable[[int, int, str], object]


@dataclass(frozen=True, slots=True)
class Sending:
    """What goes on every form of one sending."""

    region_id: str
    round: str
    sent_on: str
    sent_by: str
    days: int


def new_forms(
    firm_ids: Iterable[str], sending: Sending, new_mark: Callable[[], str]
) -> list[AskedForm]:
    """One record a firm, each with a number of its own.

    Parameters
    ----------
    firm_ids
        Whom to ask.
    sending
        Round, day, who, and how many days they have.
    new_mark
        Gives letters and digits nobody else has.
    """
    return [
        AskedForm(
            id=form_number(sending.sent_on, new_mark()),
            region_id=sending.region_id,
            firm_id=firm_id,
            round=sending.round.strip() or None,
            sent_on=sending.sent_on,
            due_on=due_on(sending.sent_on, sending.days),
            sent_by=sending.sent_by or None,
            returned_on=None,
            source_id=None,
            is_dropped=None,
            note=None,
        )
        for firm_id in firm_ids
    ]


def form_file(evaluation: Evaluation, schema: Schema, form: AskedForm, kind: str) -> bytes:
    """The form of one record as a file, with what is on record today."""
    facts = evaluation.chain.facts
    known = known_of(evaluation, facts.owner(form.firm_id))
    sheet = form_sheet(known, facts, schema, form.id, form.sent_on)
    return xlsx_form(sheet) if kind == XLSX else docx_form(sheet)


def file_name(facts: Facts, form: AskedForm, kind: str) -> str:
    """企业摸底表_<firm>_<day><suffix>."""
    firm = safe_name(facts.firm_name(form.firm_id))
    return f"企业摸底表_{firm}_{form.sent_on}{SUFFIX[kind]}"


def zipped(
    evaluation: Evaluation,
    schema: Schema,
    forms: Sequence[AskedForm],
    kinds: Sequence[str],
    progress: Progress | None = None,
) -> bytes:
    """All forms as one .zip, in every kind wanted; two firms of one name are told apart."""
    facts, buffer = evaluation.chain.facts, io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, form in enumerate(forms, 1):
            for kind in kinds:
                name = _free(file_name(facts, form, kind), form.id, used)
                archive.writestr(name, form_file(evaluation, schema, form, kind))
            if progress:
                progress(done, len(forms), facts.firm_name(form.firm_id))
    return buffer.getvalue()


def _free(name: str, number: str, used: set[str]) -> str:
    stem, _, suffix = name.rpartition(".")
    found = name if name not in used else f"{stem}_{number}.{suffix}"
    used.add(found)
    return found
