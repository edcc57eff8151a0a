"""One row of a file on its way to a record: its values and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import RowProblem
from graph.schema import Column


@dataclass(slots=True)
class Placed:
    """The values of one row, by column name, and where the row stands.

    ``bad`` names the columns whose cell could not be read; they have no value.  ``labels`` are
    the headers of the file by column name.  ``lenient`` rows may leave to the program what has
    a default.
    """

    kind: str
    file: str
    sheet: str | None
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    labels: Mapping[str, str] = field(default_factory=dict)
    lenient: bool = False

    def problem(self, column: Column | None, value: Any, remedy: str) -> RowProblem:
        """A problem of this row."""
        label = self.labels.get(column.name, column.label_zh) if column else None
        return RowProblem(self.file, self.sheet, self.row, label, value, remedy)
