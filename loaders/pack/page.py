"""One sheet of a pack: its columns, its example row, what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.schema import KindSchema

Row = Mapping[str, Any]
MUST, SHOULD, MAY = "必填", "尽量填", "有就填"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to fill in.

    ``need`` is 必填, 尽量填 or 有就填; ``columns`` empty means all of the schema; ``example``
    is the one example row, its id begins with 示例; ``rows`` stand already.
    """

    kind: str
    need: str
    what: str
    example: Row
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def names(self, kind: KindSchema) -> tuple[str, ...]:
        """Columns of the sheet, in order."""
        return self.columns or tuple(column.name for column in kind.columns)


def columns(text: str) -> tuple[str, ...]:
    """The columns named in ``text``, with 编号 before and 备注 after."""
    return ("id", *text.split(), "note")


FACT = "basis source_id as_of grade"
FIRM, OTHER = "示例化工有限公司", "示例材料有限公司"
FEED, GOOD, MORE = "示例原料", "示例产品甲", "示例产品乙"
ROUTE = "示例工艺"
SOURCE = "示例来源:某某网站报道"
PARK = "示例片区"
TOLD = {"basis": "有来源", "source_id": SOURCE, "grade": "B"}
