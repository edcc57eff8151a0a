"""Which file under a data folder holds a record, as ``kinds.csv`` lays the files out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.model import Record
from graph.schema import Schema
from graph.store.relations import Relation, relations_of, targets

Ref = tuple[str, str]
NO_REGION = "region"
_UNSAFE = re.compile(r"[^\w-]+")
_NEAREST_FIRST = ("region", "park", "complex", "project", "firm")
_ELSEWHERE = ("owner_ids",)
"""Columns that say nothing of place: who owns a firm may sit anywhere."""


def laid_out(by_kind: Mapping[str, Iterable[Record]], schema: Schema) -> dict[str, list[Record]]:
    """Path → records, every file of the schema among them, the empty ones too.

    A kind kept by region (``regions/*/…``) is told apart by the region its record, its park,
    its project or its firm stands in.  A firm no region knows goes to the national file; what
    no region claims otherwise goes to the first one.

    Parameters
    ----------
    by_kind
        All records; relative paths are made of the schema's file patterns.
    schema
        The schema tables.
    """
    records = {name: list(by_kind.get(name, ())) for name in schema.kinds}
    homes = _homes(records, schema)
    names = folders([_id(region) for region in records.get("region", ())])
    every = list(dict.fromkeys(names.values())) or [NO_REGION]
    files: dict[str, list[Record]] = {}
    for kind in schema.kinds.values():
        regional = [p for p in kind.files if "*" in p]
        common = [p for p in kind.files if "*" not in p]
        for pattern in (*regional, *common):
            folds = every if "*" in pattern else [""]
            files |= {pattern.replace("*", name, 1): [] for name in folds}
        for record in records[kind.name]:
            home = homes.get((kind.name, _id(record)))
            if regional and (home or not common):
                path = regional[0].replace("*", names.get(home or "", every[0]), 1)
            else:
                path = common[0]
            files[path].append(record)
    return files


def folders(region_ids: Iterable[str]) -> dict[str, str]:
    """Region id → a folder name that every system takes.

    Two ids that differ only in what folder names cannot hold share a folder: no harm, since
    every row carries its id.

    Examples
    --------
    >>> folders(["yunxi", "../岳阳 县", "CON"])
    {'yunxi': 'yunxi', '../岳阳 县': '_岳阳_县', 'CON': 'con_'}
    """
    reserved = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
    found = {}
    for id_ in region_ids:
        name = _UNSAFE.sub("_", id_).lower()[:60]
        found[id_] = f"{name}_" if reserved.fullmatch(name) else name
    return found


def _id(record: Record) -> str:
    id_: str = record.id  # type: ignore[attr-defined]
    return id_


def _homes(records: Mapping[str, list[Record]], schema: Schema) -> dict[Ref, str]:
    """(kind, id) → id of the region it stands in, where that can be told."""
    relations: dict[str, list[Relation]] = {}
    for relation in relations_of(schema):
        if relation.to_kind in _NEAREST_FIRST and relation.column not in _ELSEWHERE:
            relations.setdefault(relation.from_kind, []).append(relation)
    for found in relations.values():
        found.sort(key=lambda r: _NEAREST_FIRST.index(r.to_kind))
    regional = [n for n, kind in schema.kinds.items() if any("*" in p for p in kind.files)]
    homes: dict[Ref, str] = {("region", _id(r)): _id(r) for r in records.get("region", ())}
    changed = True
    while changed:  # a project may learn its region from its firm, a firm from its project
        before = len(homes)
        for kind in regional:
            for record in records[kind]:
                _settle(record, relations.get(kind, ()), homes)
        changed = len(homes) > before
    return homes


def _settle(record: Record, relations: Iterable[Relation], homes: dict[Ref, str]) -> None:
    own = (record.kind, _id(record))
    refs = [(r.to_kind, id_) for r in relations for id_ in targets(record, r)]
    if own not in homes:
        home = next((homes[ref] for ref in refs if ref in homes), None)
        if home is None:
            return
        homes[own] = home
    for ref in refs:
        if ref[0] == "firm":
            homes.setdefault(ref, homes[own])
