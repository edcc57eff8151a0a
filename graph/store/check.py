"""What both stores check before they write or ask: records, conditions, orders, numbers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from graph.errors import BadRequest, SchemaMismatch
from graph.model import KINDS, Record
from graph.schema import Column, KindSchema, Schema
from graph.store.dates import is_date
from graph.store.values import MAX_NAME, Change, Order, Ref, Revision, Where

LISTS = ("list", "reflist")
_TEXTS = ("str", "date", "ref")
_NAMES = ("id", "name_zh", "name_en", "short_zh", "short_name")
_BIGGEST = 2**53
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_MOST_SHAPES, _MOST_KINDS = 4096, 1000
_OPS = ("eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "is_null", "prefix")


def check_model(schema: Schema) -> None:
    """The schema and the record classes must have the same kinds and columns."""
    for kind in schema.kinds.values():
        cls = KINDS.get(kind.name)
        given = tuple(column.name for column in kind.columns)
        if cls is None or given != tuple(field.name for field in fields(cls)):
            raise SchemaMismatch(
                f"“{kind.label_zh}”的列与程序不一致;请使用同一版本的程序和数据表。"
            )


def kind_of(schema: Schema, kind: str) -> KindSchema:
    """The schema of a kind; BadRequest when there is none."""
    if kind not in schema.kinds:
        raise BadRequest(f"没有“{kind}”这一类记录。")
    return schema.kinds[kind]


def column_of(kind: KindSchema, name: str) -> Column:
    """A column of a kind; BadRequest when there is none."""
    try:
        return kind.column(name)
    except KeyError:
        raise BadRequest(f"“{kind.label_zh}”没有“{name}”这一列。") from None


def check_changes(schema: Schema, changes: Iterable[Change]) -> None:
    """Every change names a known kind and id, and every record keeps to its columns.

    Raises
    ------
    BadRequest
        With kind, id and column of the first fault.
    """
    for change in changes:
        kind = kind_of(schema, change.ref[0])
        if change.op not in ("put", "delete"):
            raise BadRequest(f"不认识的改动“{change.op}”。")
        if (change.op == "put") != (change.record is not None):
            raise BadRequest("写入须带记录,删除不带记录。")
        if change.record is not None:
            _check_named(kind, change.ref, change.record)


def check_revisions(schema: Schema, revisions: Iterable[Revision]) -> None:
    """Every revision taken over is of a known kind and says who and why; records keep to columns.

    An older program may have known fewer required columns and other choices: those are let pass.

    Raises
    ------
    BadRequest
        With the first fault.
    """
    for revision in revisions:
        kind = _as_ever(kind_of(schema, revision.ref[0]))
        check_who(revision.actor, revision.reason)
        if (revision.after is None) != (revision.op == "delete"):
            raise BadRequest(f"第 {revision.seq} 条修订不完整。")
        if revision.after is not None:
            _check_named(kind, revision.ref, revision.after)


@lru_cache(maxsize=256)
def _as_ever(kind: KindSchema) -> KindSchema:
    """``kind`` without what one version of the schema asks and another does not."""
    columns = tuple(replace(column, required=False, choices=()) for column in kind.columns)
    return replace(kind, columns=columns)


def _check_named(kind: KindSchema, ref: Ref, record: Record) -> None:
    """A record is the one ``ref`` names, and keeps to its columns."""
    if record.kind != kind.name or getattr(record, "id", "") != ref[1]:
        raise BadRequest(f"记录与编号“{ref[1]}”不符。")
    check_record(kind, record)


def check_record(kind: KindSchema, record: Record) -> None:
    """Types, required columns, choices, dates and lengths; references are not followed."""
    known = _KNOWN.get(id(kind))
    if known is None or known.kind is not kind:
        if len(_KNOWN) >= _MOST_KINDS:
            _KNOWN.clear()
        names = [column.name for column in kind.columns]
        known = _KNOWN[id(kind)] = _Known(kind, attrgetter(*names))
    values = known.values(record)
    shape = tuple(map(type, values))
    tests = known.shapes.get(shape)
    if tests is not None and _passes(values, tests):
        return
    for column, value in zip(kind.columns, values, strict=True):
        fault = _fault(column, value)
        if fault:
            name = getattr(record, "id", "")
            raise BadRequest(f"{kind.label_zh}“{name}”的“{column.label_zh}”{fault}。")
    if tests is None and len(known.shapes) < _MOST_SHAPES:
        known.shapes[shape] = _tests(kind, shape)


Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Known:
    """A kind, and what is left to look at in records whose values have types that were right."""

    kind: KindSchema
    values: Callable[[Any], tuple[Any, ...]]
    shapes: dict[tuple[type, ...], _Tests] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Tests:
    """Tests by place of value, and places of texts that may hold anything to be kept."""

    tests: tuple[tuple[int, Test], ...]
    texts: tuple[int, ...]


_KNOWN: dict[int, _Known] = {}
"""By id of the kind's schema, which is kept here so that its id stays its own."""


def _passes(values: tuple[Any, ...], left: _Tests) -> bool:
    """Whether values of right types are right; ``_fault`` tells what is wrong."""
    for at, test in left.tests:
        if not test(values[at]):
            return False
    return _UNKEPT.search("".join([values[at] for at in left.texts])) is None


def _tests(kind: KindSchema, shape: tuple[type, ...]) -> _Tests:
    tests: list[tuple[int, Test]] = []
    texts: list[int] = []
    for at, (column, type_) in enumerate(zip(kind.columns, shape, strict=True)):
        if type_ is type(None):
            continue
        if column.type not in _TEXTS or column.choices:
            tests.append((at, _test(column)))
        elif column.type == "date":
            tests.append((at, _is_date))
        else:
            texts.append(at)
            if column.name in _NAMES or column.type == "ref":
                tests.append((at, _has_room))
    return _Tests(tuple(tests), tuple(texts))


def _test(column: Column) -> Test:
    if column.type in LISTS and not column.required:
        return lambda value: not value or _fault(column, value) is None
    if column.type in _TEXTS and column.type != "date":
        return frozenset(column.choices).__contains__
    if column.type == "bool":
        return lambda _value: True
    if column.type in ("int", "float"):
        limit = _limit(column)
        return lambda value: abs(value) <= limit
    return lambda value: _fault(column, value) is None


def _has_room(text: str) -> bool:
    return 0 < len(text) <= MAX_NAME


_is_date = lru_cache(maxsize=1 << 14)(is_date)


def _fault(column: Column, value: Any) -> str | None:
    if column.type in LISTS:
        if not isinstance(value, tuple):
            return "应为列表"
        if column.required and not value:
            return "不能为空"
        return next(filter(None, (_text_fault(item, MAX_NAME) for item in value)), None)
    if value is None:
        return "不能为空" if column.required else None
    fault = _type_fault(column, value)
    if fault is None and column.choices and value not in column.choices:
        return f"不能是“{value}”,只能是 {'、'.join(column.choices)}"
    return fault


def _type_fault(column: Column, value: Any) -> str | None:
    if column.type in _TEXTS:
        is_name = column.name in _NAMES or column.type == "ref"
        fault = _text_fault(value, MAX_NAME if is_name else None)
        if fault is None and column.type == "date" and not is_date(value):
            return f"不是日期:“{value}”"
        return fault
    if column.type == "bool":
        return None if isinstance(value, bool) else "应为是或否"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "应为数字"
    if column.type == "int" and not isinstance(value, int):
        return "应为整数"
    return None if abs(value) <= _limit(column) else "数字太大或不是数"


def _limit(column: Column) -> float:
    return _BIGGEST if column.type == "int" else sys.float_info.max


def _text_fault(value: Any, longest: int | None) -> str | None:
    if not isinstance(value, str):
        return "应为文字"
    if longest is not None and not value:
        return "不能是空文字"
    if longest is not None and len(value) > longest:
        return f"太长(最多 {longest} 个字)"
    if _UNKEPT.search(value):
        return "含有不能保存的字符"
    return None


def check_where(kind: KindSchema, where: Sequence[Where]) -> None:
    """Each condition names a column, an operator that fits it and values of its type."""
    for condition in where:
        column = column_of(kind, condition.field)
        if condition.op not in _OPS:
            raise BadRequest(f"不认识的条件“{condition.op}”。")
        if not _fits(column, condition):
            raise BadRequest(f"“{column.label_zh}”不能用条件 {condition.op} {condition.value!r}。")


def _fits(column: Column, condition: Where) -> bool:
    op, value = condition.op, condition.value
    if op == "is_null":
        return isinstance(value, bool)
    if op == "contains":
        return column.type in LISTS and isinstance(value, str)
    if column.type in LISTS or (op == "in") != isinstance(value, tuple):
        return False
    if isinstance(value, tuple):
        return all(_same_type(column, item) for item in value)
    if op == "prefix" and column.type not in _TEXTS:
        return False
    return _same_type(column, value)


def _same_type(column: Column, value: Any) -> bool:
    if column.type in _TEXTS:
        return _text_fault(value, None) is None
    if column.type == "bool":
        return isinstance(value, bool)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= _limit(column)


def check_order(kind: KindSchema, order: Sequence[Order]) -> None:
    """Orders name columns that are no lists."""
    for item in order:
        if column_of(kind, item.field).type in LISTS:
            raise BadRequest(f"“{item.field}”是列表,不能用来排序。")


def check_number(name: str, value: int, low: int, high: int = _BIGGEST) -> None:
    """A limit, cap or length stands in its range."""
    if not low <= value <= high:
        span = f"{low} 到 {high}" if high != _BIGGEST else f"至少 {low}"
        raise BadRequest(f"{name} 应为 {span},现在是 {value}。")


def check_who(actor: str, reason: str) -> None:
    """Every revision says who and why."""
    for label, text in (("操作人", actor), ("理由", reason)):
        fault = "不能为空" if not text.strip() else _text_fault(text, None)
        if fault:
            raise BadRequest(f"{label}{fault}。")
