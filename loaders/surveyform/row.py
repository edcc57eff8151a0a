"""One filled row: every answer read, corrected or told, none of them guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.desk.survey.answers import Place
from graph.errors import RowProblem
from loaders.cells import CellError, plain
from loaders.surveyform import cells
from loaders.surveyform.find import FilledRow
from loaders.surveyform.form import CONFIRM, NO_VALUE, TABLES
from loaders.surveyform.grid import Fault

T = TypeVar("T")
Spot = tuple[str, int, str]
"""Sheet, row and name of the column of one cell."""
Corrections = Mapping[Spot, str]
"""What a person of the office writes in place of a cell; empty: nothing."""
_BOXES = {(table.key, box.name): box.label for table in TABLES for box in table.boxes}
_TITLES = {table.key: table.title for table in TABLES}


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that was not taken: which, and what is wrong with it."""

    spot: Spot
    problem: RowProblem


@dataclass
class Reader:
    """Reads the cells of one form; what cannot be read is collected in ``bad``.

    ``remarks`` are words that make no statement; ``read`` is what rows read so far are about.
    """

    file: str
    corrections: Corrections
    bad: list[BadCell] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    read: set[tuple[str, ...]] = field(default_factory=set)

    def on(self, row: FilledRow) -> OneRow:
        """The reader of one row."""
        return OneRow(self, row.place, row.cells)

    def tell(self, place: Place, name: str, value: object, remedy: str) -> None:
        """Keep what is wrong with a cell, once."""
        spot = (place.sheet, place.row, name)
        if any(told.spot == spot for told in self.bad):
            return
        label = _BOXES.get((place.table, name), name)
        title = _TITLES.get(place.table, "")
        sheet = f"{place.sheet} {title}".strip()
        problem = RowProblem(self.file, sheet, place.row, label, value, remedy)
        self.bad.append(BadCell(spot, problem))


@dataclass(frozen=True)
class OneRow:
    """The answers of one row, by name of their column."""

    reader: Reader
    place: Place
    cells: Mapping[str, Any]

    def raw(self, name: str) -> Any:
        """The cell, or what was written in its place."""
        corrected = self.reader.corrections.get((self.place.sheet, self.place.row, name))
        return self.cells.get(name) if corrected is None else corrected

    def was_cleared(self, name: str) -> bool:
        """Whether a person of the office emptied the cell."""
        return self.reader.corrections.get((self.place.sheet, self.place.row, name)) == ""

    def text(self, name: str) -> str | None:
        """The answer as text; None when nothing is said or it cannot be read."""
        value = self.raw(name)
        if isinstance(value, Fault):
            self.tell(name, value.remedy)
            return None
        try:
            return cells.said(value)
        except CellError as error:
            self.tell(name, str(error))
            return None

    def words(self, name: str) -> str | None:
        """The answer as free text; 无 is nothing."""
        text = self.text(name)
        return None if text is None or cells.is_none(text) else text

    def get(self, name: str, parse: Callable[[str], T]) -> T | None:
        """The answer as a value; None when nothing is said or it cannot be read."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse(text)
        except CellError as error:
            self.tell(name, str(error))
            return None

    def checked(self, name: str, known: str, parse: Callable[[str], T]) -> T | None:
        """An answer that may say 确认: then the printed value in ``known`` is what is said."""
        text = self.text(name)
        if text is None or not cells.is_confirm(text):
            return self.get(name, parse)
        printed = text_of(self.cells.get(known))
        if printed is None:
            self.tell(name, "左边没有已掌握的值,没法确认;请直接写,不知道就留空")
            return None
        try:
            return parse(printed)
        except CellError:
            self.tell(name, f"左边印的是“{printed}”,不止一种或看不懂;请直接写是哪一个")
            return None

    def tell(self, name: str, remedy: str, shown: str | None = None) -> None:
        """Keep what is wrong with a cell of this row."""
        value = self.raw(name) if shown is None else shown
        self.reader.tell(self.place, name, _shown(value), remedy)

    def remark(self, *words: str | None) -> None:
        """Keep words that make no statement."""
        self.reader.remarks.append(":".join(filter(None, words)))

    def is_first(self, name: str, *about: str) -> bool:
        """Whether no row before was about the same; a second one is told."""
        key = (self.place.table, *about)
        if key in self.reader.read:
            self.tell(name, "这一项上面已经填过一行;请合成一行(几套的产能写 10+20),这一行清空")
            return False
        self.reader.read.add(key)
        return True

    def check_printed(self, name: str, known: str, now: object, *before: object) -> None:
        """Tell when the firm wrote over what was printed and left the answer beside it empty.

        ``before`` is what stood on record when the form may have been printed.
        """
        if self.was_cleared(name) or not self.is_blank(name):
            return
        printed = text_of(self.cells.get(known))
        stood = {plain(text_of(value) or "") for value in (now, *before)}
        if printed is not None and plain(printed) not in stood:
            self.tell(
                name,
                f"“已掌握”一格是“{printed}”,库里是“{text_of(now) or NO_VALUE}”:企业改了那一格,"
                f"或发表以后库里改过;按那一格算就在这里写“{CONFIRM}”,不算就清空",
                shown=printed,
            )

    def is_blank(self, *names: str) -> bool:
        """Whether none of these cells says anything."""
        return all(_says_nothing(self.raw(name)) for name in names)

    def is_none(self, *names: str) -> bool:
        """Whether each of these cells says nothing, or 无."""
        values = (self.raw(name) for name in names)
        return all(_says_nothing(v) or (isinstance(v, str) and cells.is_none(v)) for v in values)


def _shown(value: Any) -> Any:
    return value.shown if isinstance(value, Fault) else value


def _says_nothing(value: Any) -> bool:
    return not isinstance(value, Fault) and text_of(value) is None


def text_of(value: Any) -> str | None:
    """What a cell says, readable or not; None when it says nothing."""
    try:
        return cells.said(_shown(value))
    except CellError:
        return str(value)
