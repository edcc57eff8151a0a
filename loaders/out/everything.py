"""Everything that stands in a store, written as the file a suffix or a word asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import PRIVATE_KINDS, Record
from graph.schema import Schema
from graph.store.protocol import Store
from loaders.excel import About, export_records
from loaders.filled import data_version
from loaders.out.csvs import Progress, csv_files, save_folder, save_zip
from loaders.out.graphml import graphml_bytes
from loaders.out.jsonfile import json_bytes
from loaders.private import public_schema
from loaders.sheets import save_bytes

FORMATS = ("xlsx", "csv", "graphml", "json")
_SUFFIXES = {".xlsx": "xlsx", ".zip": "csv", ".graphml": "graphml", ".json": "json", "": "csv"}
_WAYS = ".xlsx、.zip(CSV)、.graphml、.json 或一个文件夹名(CSV)"

Kinds = dict[str, list[Record]]


def format_of(path: Path, wanted: str | None = None) -> str:
    """One of :data:`FORMATS`, from the word ``wanted`` or else the suffix of ``path``.

    Raises
    ------
    BadRequest
        The suffix says nothing, or something else than ``wanted``.

    Examples
    --------
    >>> format_of(Path("全部.zip")), format_of(Path("全部")), format_of(Path("a.txt"), "json")
    ('csv', 'csv', 'json')
    """
    told = _SUFFIXES.get(path.suffix.lower(), "csv" if path.is_dir() else None)
    if wanted is None:
        if told is None:
            hint = ";CSV 是每类一个文件" if path.suffix.lower() == ".csv" else ""
            raise BadRequest(f"看不出要写哪种文件:{path.name}{hint};请写成 {_WAYS}。")
        return told
    if wanted != told and told is not None and path.suffix:
        raise BadRequest(f"文件名 {path.name} 和 --format {wanted} 说的不是一种;改其中一个。")
    return wanted


def export_all(
    store: Store,
    path: Path,
    schema: Schema,
    *,
    as_of: str,
    region: str,
    wanted: str | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write everything that stands in ``store`` to ``path``, whole or not at all.

    Personal data stays in the store: private kinds come out empty, private columns are left out.

    Parameters
    ----------
    store, schema
        What is written.
    path
        ``.xlsx``, ``.zip`` or a new folder (CSV), ``.graphml``, ``.json``.
    as_of, region
        Stated in the file.
    wanted
        One of :data:`FORMATS` when the suffix does not tell.
    progress
        Called with (done, total, Chinese label) as the work goes on.

    Returns
    -------
    dict
        Number of records written, by kind.

    Raises
    ------
    BadRequest
        The format is unclear, or the file cannot be written.
    """
    format_ = format_of(path, wanted)
    by_kind: Kinds = {
        kind: [] if kind in PRIVATE_KINDS else list(store.scan(kind)) for kind in schema.kinds
    }
    about = About(as_of, region, data_version(store))
    _WRITERS[format_](by_kind, path, public_schema(schema), about, progress or _silent)
    return {kind: len(records) for kind, records in by_kind.items()}


def _silent(done: int, total: int, label: str) -> None:
    """Say nothing."""


def _xlsx(by_kind: Kinds, path: Path, schema: Schema, about: About, progress: Progress) -> None:
    every = (record for records in by_kind.values() for record in records)
    export_records(every, path, schema, about=about, progress=progress)


def _csv(by_kind: Kinds, path: Path, schema: Schema, about: About, progress: Progress) -> None:
    files = csv_files(by_kind, schema, _about_lines(about), progress)
    if path.suffix.lower() == ".zip":
        day = dt.date.fromisoformat(about.as_of)
        save_zip(path, files, (max(day.year, 1980), day.month, day.day))
    else:
        save_folder(path, files)


def _graphml(by_kind: Kinds, path: Path, schema: Schema, about: About, progress: Progress) -> None:
    facts = Facts.of(record for records in by_kind.values() for record in records)
    progress(0, 1, "连成图")
    save_bytes(path, graphml_bytes(facts, schema, ";".join(_about_lines(about))))
    progress(1, 1, "连成图")


def _json(by_kind: Kinds, path: Path, schema: Schema, about: About, progress: Progress) -> None:
    progress(0, 1, "写出")
    counts = {kind: len(records) for kind, records in by_kind.items()}
    meta = {
        "program": f"LianTu {program_version()}",
        "as_of": about.as_of,
        "region": about.region,
        "data_version": about.version,
        "units": {
            f"{kind.name}.{column.name}": column.unit
            for kind in schema.kinds.values()
            for column in kind.columns
            if column.unit
        },
        "counts": counts,
    }
    save_bytes(path, json_bytes(by_kind, schema, meta))
    progress(1, 1, "写出")


_WRITERS: dict[str, Callable[[Kinds, Path, Schema, About, Progress], None]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "graphml": _graphml,
    "json": _json,
}


def _about_lines(about: About) -> list[str]:
    return [
        "链图 LianTu 数据导出",
        f"截至日期:{about.as_of}",
        f"地区:{about.region}",
        f"数据版本:{about.version}",
        f"程序版本:{program_version()}",
        "产能单位:kt/a(千吨/年;10 kt/a = 1 万吨/年)",
        "空格:不知道,不是 0",
    ]


def program_version() -> str:
    """Version of the program that writes; 未知 when it runs without being installed."""
    try:
        return version("liantu")
    except PackageNotFoundError:
        return "未知"
