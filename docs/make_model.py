"""Write docs/model.md from the schema tables: ``python docs/make_model.py``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.schema import Column, KindSchema, Schema
from loaders.schema import read_schema

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "model.md"

HEAD = """\
# Record kinds and columns

Written by `python docs/make_model.py` from `data/schema/*.csv`; do not edit by hand (a test
compares the two). Every record kind is one frozen dataclass in `graph/model/` and one or
more CSV files under `data/`.

**Conventions.** UTF-8, comma, header = column names. An empty cell means *unknown*, never 0.
Lists are joined with `;`. `bool` is 1/0. Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A `ref`
holds the id of another record; `reflist` several. Files that people load may use the Chinese
labels as headers, with the unit in brackets (`产能(万吨/年)`).

**How the kinds hang together.** A *product* is made by any one of its *processes* (OR); a
process needs all of its inputs (AND), each a *flow* with a unit consumption in t per t of main
product. A *capacity* is one statement about one unit (装置): several statements may share a
`unit_id`, one of them drives (`is_driver`), the rest are checks. A *complex* makes its interior
products inside. Firms own projects, stand in parks and supply each other. Every fact carries
`basis`, `source_id`, `as_of` and `grade`.
"""


def render(schema: Schema) -> str:
    """The whole page."""
    kinds = schema.kinds.values()
    parts = [HEAD, "\n".join(_contents(kinds)), *(_section(kind) for kind in kinds)]
    return "\n".join(parts)


def _contents(kinds: Iterable[KindSchema]) -> list[str]:
    lines = ["| kind | 名称 | files under `data/` |", "|---|---|---|"]
    for kind in kinds:
        files = "<br>".join(f"`{f}`" for f in kind.files)
        lines.append(f"| [{kind.name}](#{kind.name}) | {kind.label_zh} | {files} |")
    return [*lines, ""]


def _section(kind: KindSchema) -> str:
    lines = [
        f"## {kind.name}",
        "",
        kind.label_zh,
        "",
        "| column | 名称 | type | required | 说明 |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_row(column) for column in kind.columns), ""])


def _row(column: Column) -> str:
    type_ = column.type + (f" → {column.ref}" if column.ref else "")
    unit = f" ({column.unit})" if column.unit else ""
    choices = " · ".join(column.choices)
    told = "; ".join(part for part in (choices, column.help) if part).replace("|", "\\|")
    required = "yes" if column.required else ""
    return f"| `{column.name}` | {column.label_zh} | {type_}{unit} | {required} | {told} |"


if __name__ == "__main__":
    PAGE.write_text(render(read_schema(ROOT / "data" / "schema")), encoding="utf-8", newline="\n")
