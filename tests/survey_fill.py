"""Forms filled in as firms do it: in Excel through openpyxl, in Word through python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from stores import SCHEMA, filled_store_url

from graph.desk.survey.known import known_of
from graph.model import AskedForm
from graph.reason import Evaluation
from graph.store.protocol import Change, Store
from loaders.surveyform.batch import Desk
from loaders.surveyform.content import form_sheet
from loaders.surveyform.docx import docx_form
from loaders.surveyform.form import TABLES
from loaders.surveyform.xlsx import xlsx_form
from views.surveys import Looked, look, writing
from views.workspace import Question, Workspace

SENT, FILLED, TODAY = "2026-11-30", "2026-12-03", "2026-12-05"
Fill = tuple[str, str, str, Any]
"""Key of the table, what stands in the row, name of the column, what is written."""
_LABELS = {(t.key, b.name): b.label for t in TABLES for b in t.boxes}
_HEADERS = {t.key: t.labels for t in TABLES}


def asked(number: str, firm_id: str, **more: Any) -> AskedForm:
    """A form sent to a firm of Yunxi."""
    dates = (SENT, "2026-12-14", "张三", None, None, None, None)
    return replace(AskedForm(number, "yunxi", firm_id, "第一轮", *dates), **more)


def xlsx_of(evaluation: Evaluation, form: AskedForm) -> bytes:
    """The workbook as it is sent."""
    return xlsx_form(_sheet(evaluation, form))


def docx_of(evaluation: Evaluation, form: AskedForm) -> bytes:
    """The document as it is sent."""
    return docx_form(_sheet(evaluation, form))


def _sheet(evaluation: Evaluation, form: AskedForm) -> Any:
    known = known_of(evaluation, form.firm_id)
    return form_sheet(known, evaluation.chain.facts, SCHEMA, form.id, form.sent_on)


def fill_xlsx(data: bytes, fills: Iterable[Fill], date: Any = FILLED) -> bytes:
    """The workbook with cells filled in; ``row`` “” takes the first row with nothing in it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, row, name, value in fills:
        sheet, line, column = _xlsx_cell(book, key, row, _LABELS[key, name])
        sheet.cell(line, column).value = value
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value == "填报日期" and date is not None:
                    sheet.cell(cell.row, cell.column + 1).value = date
    return _saved(book)


def _xlsx_cell(book: Any, key: str, row: str, label: str) -> tuple[Any, int, int]:
    for sheet in book:
        columns: dict[str, int] = {}
        for cells in sheet.iter_rows():
            told = {_one_line(c.value): c.column for c in cells if c.value is not None}
            if tuple(told) == _HEADERS[key]:
                columns = {str(k): v for k, v in told.items()}
            elif columns and (row in told if row else not told):
                return sheet, cells[0].row, columns[label]
    raise KeyError((key, row, label))


def _one_line(value: Any) -> Any:
    return value.replace("\n", "") if isinstance(value, str) else value


def fill_docx(data: bytes, fills: Iterable[Fill], date: str | None = FILLED) -> bytes:
    """The document with cells filled in."""
    document = Document(io.BytesIO(data))
    for key, row, name, value in fills:
        _docx_cell(document, key, row, _LABELS[key, name]).text = str(value)
    for table in document.tables:
        cells = table.rows[0].cells
        for number, cell in enumerate(cells):
            if cell.text == "填报日期" and date is not None:
                cells[number + 1].text = date
    return _saved(document)


def _docx_cell(document: Any, key: str, row: str, label: str) -> Any:
    for table in document.tables:
        head, *body = table.rows
        labels = tuple(cell.text for cell in head.cells)
        if labels != _HEADERS[key]:
            continue
        for line in body:
            texts = [cell.text for cell in line.cells]
            if row in texts if row else not any(texts):
                return line.cells[labels.index(label)]
    raise KeyError((key, row, label))


def _saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


@dataclass
class Office:
    """An office with its store: sends forms, takes them back, loads them."""

    workspace: Workspace
    today: str = TODAY

    @classmethod
    def of(cls, folder: Path) -> Office:
        return cls(Workspace.open(filled_store_url(folder)))

    @property
    def store(self) -> Store:
        return self.workspace.store

    @property
    def evaluation(self) -> Evaluation:
        return self.workspace.evaluation(Question(date=self.today))

    def send(self, number: str, firm_id: str, **more: Any) -> AskedForm:
        form = asked(number, firm_id, **more)
        self.store.write([Change.put(form)], actor="张三", reason="发出企业摸底表")
        return form

    def desk(self) -> Desk:
        forms = {f.id: f for f in self.store.scan("asked_form") if isinstance(f, AskedForm)}
        return Desk(forms, self.evaluation, SCHEMA, self.today)

    def look(self, *files: tuple[str, bytes], mended: Any = None) -> Looked:
        return look(files, self.desk(), mended or {})

    def load(self, looked: Looked, *numbers: str) -> Any:
        changes, expect = writing(self.store, self.desk(), looked, numbers or looked.good)
        return self.store.write(changes, actor="张三", reason="载入企业摸底表", expect=expect)
