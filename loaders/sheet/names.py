"""Names in an uploaded sheet: of the records themselves, and of the firms they refer to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from graph.names.parts import one_spelling, parts_of
from graph.schema import Column, Schema
from graph.store.protocol import Store
from loaders.defaults import KEYS, NAMED
from loaders.placed import Placed
from loaders.references import Known
from loaders.same_record import Called, Near, Same, same_record
from loaders.sheet.lines import Line, empties

NEW = ""
"""The answer that a name is none of those on file."""

Answers = Mapping[tuple[str, str], str]
"""(kind, name) → id of the record it is, or :data:`NEW`."""

FIRM = "firm"
TARGETED = frozenset({"entry", "duty"})
_NEW_FIRM = {"status": "未核", "basis": "user"}


@dataclass(frozen=True, slots=True)
class Question:
    """A name that may be one of those on file; ``rows`` are where it stands."""

    kind: str
    name: str
    near: tuple[Near, ...]
    rows: tuple[int, ...]


@dataclass(slots=True)
class Names:
    """Judges names once each; collects questions and the firms that would be new."""

    store: Store
    schema: Schema
    answers: Answers
    day: str
    may_add_firms: bool
    called: dict[str, Called] = field(default_factory=dict)
    found: dict[tuple[str, str], Same] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    new_firms: dict[str, Line] = field(default_factory=dict)
    loose: dict[str, list[int]] = field(default_factory=dict)
    spelled: dict[tuple[str, str], str] = field(default_factory=dict)

    def same(self, kind: str, name: str) -> Same:
        """What a name means, as answered or as it stands on file."""
        key = (kind, name)
        if key not in self.found:
            if kind not in self.called:
                self.called[kind] = Called.of(self.store, kind, self.day)
            self.found[key] = same_record(self.store, kind, name, self.called[kind])
        seen = self.found[key]
        if seen.near and key in self.answers:
            return Same(self.answers[key] or None)
        return seen

    def exact(self, kind: str, name: str) -> str | None:
        """The one record called exactly so."""
        self.same(kind, name)
        return self.found[kind, name].id

    def first(self, kind: str, name: str) -> str:
        """A name new to the store, as it was spelled first: other brackets make no second one."""
        return self.spelled.setdefault((kind, one_spelling(name)), name)

    def questions(self) -> tuple[Question, ...]:
        """Names not judged yet, in the order they were met."""
        return tuple(
            Question(kind, name, self.found[kind, name].near, tuple(rows))
            for (kind, name), rows in self.asked.items()
        )

    def settle_own(self, lines: Sequence[Line]) -> None:
        """Give rows of kinds called by name, where they have no id, the id their name means."""
        for line in lines:
            placed = line.placed
            if placed.kind not in NAMED or "id" in placed.bad:
                continue
            column = self.schema[placed.kind].column(KEYS[placed.kind][0])
            name = placed.values.get(column.name)
            if placed.values.get("id") or not name:
                continue
            seen = self.same(placed.kind, str(name))
            if seen.near:
                self._ask(line, column, str(name))
            placed.values["id"] = seen.id or self.first(placed.kind, str(name))
            if seen.id:  # another spelling of a name does not rename the record
                line.is_found = True
                del placed.values[column.name]

    def settle_targets(self, lines: Sequence[Line]) -> None:
        """Ids of what monthly figures and duties are about, where only its name is given."""
        for line in lines:
            kind = self.schema[line.placed.kind]
            about = str(line.get("target_kind") or "")
            if about not in NAMED or line.placed.kind not in TARGETED:
                continue
            if line.placed.values.get("id") and line.placed.values.get("target_id"):
                continue  # a record on file keeps what it is about
            given = line.get("target_id") or line.get("target_name")
            column = kind.column("target_id")
            if not given or self.store.get(about, [str(given)]).records:
                continue
            seen = self.same(about, str(given))
            if seen.id:
                line.settle(column, seen.id)
            else:
                label = self.schema[about].label_zh
                close = "、".join(near.name for near in seen.near)
                hint = f";最接近的是“{close}”" if close else ""
                line.settle(column, None)
                line.refuse(column, given, f"{label}里没有叫这个名称的{hint};改名称或写编号")

    def settle_firms(self, lines: Sequence[Line], known: Known) -> None:
        """Turn names of firms that rows refer to into ids; new ones become rows of their own.

        In somebody's own form a name on file nowhere stays as text where there is room for it.
        """
        wanted: dict[tuple[str, bool], list[tuple[Column, str | None]]] = {}
        for line in lines:
            sort = (line.placed.kind, line.sheet.is_old)
            if sort not in wanted:
                wanted[sort] = self._named_columns(*sort)
            for column, text in wanted[sort]:
                if line.placed.values.get(column.name):
                    self._settle(line, column, text, known)

    def _settle(self, line: Line, column: Column, text: str | None, known: Known) -> None:
        ids = known.ids.get(column.ref, frozenset())
        names = known.names.get(column.ref, {})
        value = line.placed.values[column.name]
        given = value if isinstance(value, tuple) else (value,)
        done = [
            one if one in ids or one in names else self._firm(line, column, one, text, ids)
            for one in given
        ]
        kept = tuple(one for one in done if one)
        single = kept[0] if kept else None
        line.placed.values[column.name] = kept if isinstance(value, tuple) else single
        if text and len(kept) < len(given) and not line.placed.values.get(text):
            line.placed.values[text] = "、".join(given)

    def _named_columns(self, kind: str, is_old: bool) -> list[tuple[Column, str | None]]:
        """References to firms, and in old sheets those that may stand as text: with its column."""
        columns = self.schema[kind].columns
        names = {column.name for column in columns}
        out: list[tuple[Column, str | None]] = []
        for column in columns:
            text = column.name.removesuffix("_ids").removesuffix("_id") + "_text"
            has_room = is_old and column.ref and text in names and not column.required
            if column.ref == FIRM or has_room:
                out.append((column, text if has_room else None))
        return out

    def _firm(
        self, line: Line, column: Column, name: str, text: str | None, ids: Collection[str]
    ) -> str | None:
        """The id a name means; None when it only stays as text."""
        seen = self.same(FIRM, name) if column.ref == FIRM else Same(None)
        if seen.id:
            return seen.id
        first = self.first(FIRM, name) if column.ref == FIRM else name
        if first in ids:
            return first
        if text:
            self.loose.setdefault(name, []).append(line.placed.row)
            return None
        if seen.near:
            self._ask(line, column, name)
        elif self.may_add_firms or (FIRM, name) in self.answers:
            self.new_firms.setdefault(first, self._new_firm(line, first))
            return first
        return name

    def twins(self, used: set[str]) -> tuple[str, ...]:
        """Firms to be made that share a brand: whether they are one is for a person to say."""
        by_brand: dict[str, list[str]] = {}
        for name in sorted(used & self.new_firms.keys()):
            by_brand.setdefault(parts_of(name).brand, []).append(name)
        return tuple(
            f"要新建的{'、'.join(f'“{name}”' for name in same)}字号相同;"
            "若是同一家,在文件里写成一样的名称再上传"
            for brand, same in by_brand.items()
            if brand and len(same) > 1
        )

    def _new_firm(self, line: Line, name: str) -> Line:
        told = line.placed
        values = {**empties(self.schema[FIRM]), **_NEW_FIRM, "id": name, "name_zh": name}
        placed = Placed(FIRM, told.file, told.sheet, told.row, values, lenient=True)
        return Line(line.sheet, placed)

    def _ask(self, line: Line, column: Column, name: str) -> None:
        kind = column.ref or line.placed.kind
        self.asked.setdefault((kind, name), []).append(line.placed.row)
        near = "、".join(n.name for n in self.found[kind, name].near)
        remedy = f"和库里的“{near}”可能是同一{_WORD.get(kind, '条')},还没有判断;在上面选一个"
        line.refuse(column, name, remedy)


_WORD = {FIRM: "家", "project": "个项目", "product": "种产品"}
