"""Another region, another chain: the workbooks to fill in, and a store of one's own."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
from pypinyin import lazy_pinyin

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Process, Product
from graph.schema import Schema
from graph.store.protocol import Store
from loaders.examples import is_example
from loaders.fresh import fresh_server, fresh_store
from loaders.imports import load_file
from loaders.oldsheets.files import check_workbook
from loaders.packs import Pack, chain_pack, region_pack, write_pack
from loaders.preview import Preview
from loaders.tables import BROKEN
from views import settings
from views.names import fold
from views.workspace import Workspace

REGION_FILE, CHAIN_FILE = "新地区_{name}.xlsx", "新产业链_{name}.xlsx"
MAX_NAME = 40
_NOT_IN_NAMES = re.compile(r"[\\/:*?\"<>|;|\s]+")


def checked_name(text: str) -> str:
    """A name fit for a region or a chain, or BadRequest.

    Examples
    --------
    >>> checked_name(" 锂电回收 ")
    '锂电回收'
    """
    name = text.strip()
    if not name or len(name) > MAX_NAME:
        raise BadRequest(f"名称要有 1 到 {MAX_NAME} 个字,给的是“{name[:MAX_NAME]}”。")
    if is_example(name):
        raise BadRequest("名称不能以“示例”开头:那样的行当作示例,不会载入。")
    return name


def file_name(pattern: str, name: str) -> str:
    """The usual file name of a pack; what a file name cannot hold becomes ``_``.

    Examples
    --------
    >>> file_name(REGION_FILE, "望江县/新区")
    '新地区_望江县_新区.xlsx'
    """
    return pattern.format(name=_NOT_IN_NAMES.sub("_", name))


def write_region(facts: Facts, schema: Schema, name: str, out: Path) -> tuple[str, ...]:
    """Write the workbook for the region ``name``; gives its sheets.

    Raises
    ------
    BadRequest
        The name will not do, such a region is on record, or the file cannot be written.
    """
    return write_pack(out, _region_pack(facts, checked_name(name)), schema)


def write_chain(schema: Schema, name: str, out: Path) -> tuple[str, ...]:
    """Write the workbook for the industrial chain ``name``; gives its sheets.

    Raises
    ------
    BadRequest
        The name will not do, or the file cannot be written.
    """
    return write_pack(out, chain_pack(checked_name(name)), schema)


def _region_pack(facts: Facts, name: str) -> Pack:
    for region in facts.regions.values():
        if fold(name) in {fold(t) for t in (region.id, region.name_zh, *region.aliases)}:
            raise BadRequest(
                f"已经有“{region.name_zh}”(编号 {region.id});要补它的数据,就在原来的表里接着填、"
                "再载入一次,或用 liantu export 导出来改。"
            )
    return region_pack(
        name,
        new_id(name, facts.regions),
        _listed(facts.goods.values()),
        _listed(facts.processes.values()),
    )


def _listed(records: Iterable[Product | Process]) -> list[tuple[str, str]]:
    """(name, id) in the order of the sound of the names."""
    return sorted(((r.name_zh, r.id) for r in records), key=lambda pair: lazy_pinyin(pair[0]))


def new_id(name: str, taken: Iterable[str]) -> str:
    """An id nobody has, from the sound of ``name``.

    Examples
    --------
    >>> new_id("望江县", ["yunxi"]), new_id("云溪", ["yunxi"])
    ('wangjiangxian', 'yunxi-2')
    """
    sound = re.sub(r"[^a-z0-9]+", "-", "".join(lazy_pinyin(name)).lower()).strip("-") or "region"
    used, number, found = set(taken), 1, sound
    while found in used:
        number += 1
        found = f"{sound}-{number}"
    return found


def load_fresh(
    given: str | None,
    path: Path,
    schema: Schema,
    *,
    kind: str | None = None,
    dry_run: bool,
    actor: str,
) -> Preview:
    """Start the store ``given`` with the file ``path`` and nothing of the shipped facts.

    Raises
    ------
    BadRequest
        There is such a store already, or the database of the server is not empty.
    BadRows
        Something in the file is wrong; no store was made.
    """
    url, data_dir = settings.store_url(given), settings.data_dir()
    store_path = settings.store_path(url)

    def fill(store: Store) -> Preview:
        return load_file(store, path, schema, kind=kind, dry_run=dry_run, actor=actor)

    if store_path is None:
        return fresh_server(url, data_dir, schema, fill, keep=not dry_run)
    settings.prepare_store_folder(store_path)
    return fresh_store(store_path, data_dir, schema, fill, keep=not dry_run)


def load_bytes(
    workspace: Workspace, name: str, data: bytes, *, fresh: Path | None, dry_run: bool, actor: str
) -> Preview:
    """Load an uploaded file into the open store, or into a new store file ``fresh``.

    Raises
    ------
    BadRequest, BadRows
        As :func:`loaders.imports.load_file` says; nothing is half-loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        if fresh is None:
            return load_file(workspace.store, path, workspace.schema, dry_run=dry_run, actor=actor)
        return load_fresh(str(fresh), path, workspace.schema, dry_run=dry_run, actor=actor)


def holds_chain(data: bytes) -> bool:
    """Whether a workbook brings a chain and a region of its own: products and a region to fill.

    Only the names of its sheets are looked at; what is no workbook holds none.
    """
    try:
        check_workbook(data, "")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    except (BadRequest, *BROKEN):
        return False
    return {"产品", "工艺", "地区"} <= set(book.sheetnames)


def fresh_place(file: str) -> Path:
    """Where a store started from the uploaded ``file`` goes: beside the one in use, a new name."""
    beside = settings.store_path(settings.store_url())
    folder = (beside or settings.default_store_path()).parent
    stem, number = _NOT_IN_NAMES.sub("_", Path(file).stem), 1
    found = folder / f"{stem}.db"
    while found.exists():
        number += 1
        found = folder / f"{stem}-{number}.db"
    return found
