"""The schema tables and the record classes are one thing told twice; here they are held equal."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.errors import BadRequest, BadRows
from graph.model import KINDS
from graph.schema import Column, Schema
from loaders.cells import plain
from loaders.headers import SHOWN_UNITS, shown_label
from loaders.schema import TYPES, read_schema

SCHEMA_DIR = Path(__file__).parents[1] / "data" / "schema"
SCHEMA = read_schema(SCHEMA_DIR)
ANNOTATIONS = {
    "str": "str",
    "date": "str",
    "ref": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
}


def annotation(column: Column) -> str:
    if column.type in ("list", "reflist"):
        return "tuple[str, ...]"
    return ANNOTATIONS[column.type] + ("" if column.required else " | None")


def test_kinds_are_the_record_classes_in_the_same_order() -> None:
    assert list(SCHEMA.kinds) == list(KINDS)


@pytest.mark.parametrize("kind", list(KINDS))
def test_columns_are_the_fields_with_their_types(kind: str) -> None:
    fields = {f.name: f.type for f in dataclasses.fields(KINDS[kind])}
    assert fields == {c.name: annotation(c) for c in SCHEMA[kind].columns}
    assert list(fields) == [c.name for c in SCHEMA[kind].columns]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_class_says_its_kind_and_label(kind: str) -> None:
    assert KINDS[kind].kind == kind
    assert SCHEMA[kind].label_zh in (KINDS[kind].__doc__ or "")


@pytest.mark.parametrize("kind", list(KINDS))
def test_headers_of_a_kind_cannot_be_confused(kind: str) -> None:
    columns = SCHEMA[kind].columns
    every = [plain(c.name) for c in columns] + [plain(c.label_zh) for c in columns]
    assert len(set(every)) == len(every)
    assert len({shown_label(c) for c in columns}) == len(columns)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_column_makes_sense(kind: str) -> None:
    for column in SCHEMA[kind].columns:
        assert column.type in TYPES
        assert bool(column.ref) == (column.type in ("ref", "reflist"))
        assert column.ref == "" or column.ref in SCHEMA.kinds
        assert not column.choices or column.type == "str"
        assert len(",".join(column.choices)) <= 255, "a drop-down of Excel holds no more"
        if column.name.endswith("_kt_a"):
            assert column.unit == "kt/a"
    assert SCHEMA[kind].columns[0].name == "id"


def test_kind_labels_are_legal_and_distinct_sheet_names() -> None:
    labels = [kind.label_zh for kind in SCHEMA.kinds.values()]
    assert len(set(labels)) == len(labels)
    assert all(0 < len(label) <= 31 and not set(label) & set("[]:*?/\\") for label in labels)
    assert set(SHOWN_UNITS) == {"kt/a", "kt"}


def write_schema(folder: Path, column: str) -> Path:
    (folder / "kinds.csv").write_text("kind,label_zh,files\na,甲,a.csv\n", encoding="utf-8")
    head = "column,label_zh,type,required,unit,choices,ref,help\n"
    (folder / "a.csv").write_text(head + column + "\n", encoding="utf-8")
    return folder


def read(folder: Path, column: str) -> Schema:
    return read_schema(write_schema(folder, column))


def test_a_column_is_read_whole(tmp_path: Path) -> None:
    schema = read(tmp_path, "x,某数,float,1,kt/a,,,说明")
    assert schema["a"].files == ("a.csv",)
    assert schema["a"].column("x") == Column("x", "某数", "float", True, "kt/a", (), "", "说明")
    with pytest.raises(KeyError):
        schema["a"].column("y")


@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        ("x,某数,number,1,,,,", "类型“number”不认识"),
        ("x,某物,ref,1,,,b,", "引用指向“b”,但没有这一类记录"),
        ("x,某物,str,1,,,a,", "只有引用类的列可以写 ref"),
    ],
)
def test_a_wrong_column_is_told(tmp_path: Path, column: str, remedy: str) -> None:
    with pytest.raises(BadRows, match=r"a\.csv 第 2 行 “column”列") as caught:
        read(tmp_path, column)
    assert remedy in str(caught.value)


def test_a_wrong_header_or_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="找不到文件"):
        read_schema(tmp_path)
    write_schema(tmp_path, "x,某数,float,1,,,,")
    (tmp_path / "kinds.csv").write_text("kind,label\na,甲\n", encoding="utf-8")
    with pytest.raises(BadRows, match="列名须依次为 kind,label_zh,files"):
        read_schema(tmp_path)
