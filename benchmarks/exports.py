"""Everything out as a CSV zip and as a workbook, against pandas writing the same tables."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.reasoning import DATA, medians
from graph.schema import KindSchema
from graph.store import open_store
from graph.store.protocol import Store
from loaders.out.everything import export_all
from loaders.schema import read_schema
from loaders.seed import ensure_store

Frames = Mapping[str, pd.DataFrame]


def csv_with_pandas(frames: Frames, path: Path) -> None:
    """One deflated CSV per table, as pandas writes it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in frames.items():
            archive.writestr(f"{name}.csv", table.to_csv(index=False).encode("utf-8-sig"))


def xlsx_with_pandas(frames: Frames, path: Path) -> None:
    """One sheet per table, as pandas writes it with the same engine in memory."""
    buffer = io.BytesIO()
    options = {"options": {"in_memory": True}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=options) as book:
        for name, table in frames.items():
            table.to_excel(book, sheet_name=name, index=False)
    path.write_bytes(buffer.getvalue())


def frame(store: Store, kind: KindSchema) -> pd.DataFrame:
    """All records of a kind, lists joined."""
    names = [column.name for column in kind.columns]
    rows = [[_plain(getattr(record, name)) for name in names] for record in store.scan(kind.name)]
    return pd.DataFrame(rows, columns=names)


def against_pandas(repeats: int = 7) -> dict[str, dict[str, float]]:
    """Seconds of both and their ratio, by format.

    Both start from what they work on: we from the open store, which is read as well, pandas
    from frames that stand already.
    """
    schema = read_schema(DATA / "schema")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ensure_store(place / "store.db", DATA, schema)
        with open_store(f"sqlite:///{(place / 'store.db').as_posix()}", schema) as store:
            frames = {kind.name: frame(store, kind) for kind in schema.kinds.values()}
            said = {"as_of": "2026-11-24", "region": "岳阳市云溪区"}
            works = [
                lambda: export_all(store, place / "a.zip", schema, **said),
                lambda: csv_with_pandas(frames, place / "b.zip"),
                lambda: export_all(store, place / "a.xlsx", schema, **said),
                lambda: xlsx_with_pandas(frames, place / "b.xlsx"),
            ]
            taken = medians(works, repeats)
    return {
        name: {"ours_s": ours, "pandas_s": theirs, "ratio": ours / theirs}
        for name, ours, theirs in zip(("csv zip", "xlsx"), taken[::2], taken[1::2], strict=True)
    }


def _plain(value: Any) -> Any:
    return ";".join(value) if isinstance(value, tuple) else value
