"""A kind written out and loaded again unchanged: nothing is new, whatever stands in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import SCHEMA, filled_store_url, shared_store_url
from test_loaders_excel import values

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import KINDS, PRIVATE_KINDS, Contact, Lead, Record, Visit
from graph.reading import read_facts
from graph.schema import KindSchema
from graph.store import Store, open_store
from graph.store.protocol import Change
from loaders.headers import beside_label
from loaders.imports import load_file
from loaders.kind_sheet import write_kind, write_template
from loaders.sheet.look import Looked
from views import sheets, sheets_in, sheets_out

DAY = "2026-11-24"
OUT = [name for name in KINDS if name not in PRIVATE_KINDS]


@pytest.fixture(scope="module")
def shipped() -> Iterator[Store]:
    with open_store(shared_store_url(), SCHEMA) as opened:
        yield opened


@pytest.fixture(scope="module")
def facts(shipped: Store) -> Facts:
    return read_facts(shipped)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(filled_store_url(tmp_path_factory.mktemp("own")), SCHEMA) as opened:
        yield opened


def looked(store: Store, data: bytes, name: str = "表.xlsx") -> Looked:
    opened = sheets.open_file(data, name)
    parts = sheets.parts_of(opened, SCHEMA, [], {})
    assert [part.way for part in parts] == ["template"] * len(parts)
    return sheets_in.looked(
        store,
        SCHEMA,
        opened,
        parts,
        day=DAY,
        fixes={},
        answers={},
        stamp={},
        may_add_firms=False,
    )


def written(store: Store, facts: Facts, kind: KindSchema, records: list[Record]) -> bytes:
    return sheets_out.kind_bytes(store, facts, kind, records, ("页面地区:岳阳市云溪区",))


def test_what_is_shipped_comes_back_unchanged(shipped: Store, facts: Facts, tmp_path: Path) -> None:
    checked = set()
    for name in OUT:
        kind, records = SCHEMA[name], list(shipped.scan(name))
        if not records:
            continue
        data = written(shipped, facts, kind, records)
        seen = looked(shipped, data)
        assert (seen.rejected, seen.records, seen.questions) == ((), (), ()), name
        assert seen.preview.unchanged == len(records)
        path = tmp_path / "表.xlsx"
        path.write_bytes(data)
        strict = load_file(shipped, path, SCHEMA, dry_run=True, actor="小王")
        assert (strict.problems, strict.added, strict.changed) == ((), (), ()), name
        assert strict.unchanged == len(records)
        checked.add(name)
    assert checked >= {"firm", "project", "capacity", "goal", "product", "source"}


@pytest.fixture(scope="module")
def pool(own: Store) -> dict[str, list[str]]:
    """Ids references may lead to: of what is shipped, else of one record as bare as can be."""
    ids = {k: [str(getattr(r, "id", "")) for r in own.scan(k, limit=40)] for k in KINDS}
    for name, kind in SCHEMA.kinds.items():
        if not ids[name]:
            bare = KINDS[name](**{c.name: _least(c, ids) for c in kind.columns})
            own.write([Change.put(bare)], actor="测试", reason="引用")
            ids[name] = [str(getattr(bare, "id", ""))]
    return ids


def _least(column: Any, ids: dict[str, list[str]]) -> Any:
    if not column.required:
        return () if column.type in ("list", "reflist") else None
    if column.ref:
        return ids[column.ref][0]
    if column.choices:
        return column.choices[0]
    plain = {"int": 1, "float": 1.0, "bool": True, "date": "2026", "list": ("示例",)}
    return plain.get(column.type, f"x-{column.name}")


def drawn(kind: KindSchema, ids: dict[str, list[str]]) -> st.SearchStrategy[Record]:
    """Records of a kind whose references lead somewhere."""

    def one(column: Any) -> st.SearchStrategy[Any]:
        if not column.ref:
            return values(column)
        known = ids.get(column.ref, [])
        some = st.sampled_from(known) if known else st.nothing()
        if column.type == "reflist":
            least = int(column.required)
            return st.lists(some, min_size=least, max_size=3, unique=True).map(tuple)
        return some if column.required else st.none() | some

    return st.builds(KINDS[kind.name], **{column.name: one(column) for column in kind.columns})


@pytest.mark.parametrize("name", OUT)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_anything_comes_back_unchanged(
    own: Store, pool: dict[str, list[str]], name: str, data: st.DataObject
) -> None:
    records = data.draw(st.lists(drawn(SCHEMA[name], pool), min_size=1, max_size=4))
    own.write([Change.put(record) for record in records], actor="测试", reason="随便写")
    seen = looked(own, written(own, Facts(), SCHEMA[name], records))
    assert [str(p) for row in seen.rejected for p in row.problems] == []
    assert (seen.records, seen.preview.unchanged) == ((), len(records))


def test_names_stand_beside_ids_and_count_only_where_no_id_is(
    shipped: Store, facts: Facts, tmp_path: Path
) -> None:
    kind = SCHEMA["capacity"]
    unit = next(r for r in shipped.scan("capacity") if getattr(r, "firm_id", ""))
    path = tmp_path / "装置产能.xlsx"
    path.write_bytes(written(shipped, facts, kind, [unit]))
    book = openpyxl.load_workbook(path)
    sheet = book["装置产能"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    firm = kind.column("firm_id")
    name = facts.firms[getattr(unit, "firm_id", "")].name_zh
    assert at[beside_label(firm)] == at["企业"] + 1
    assert sheet.cell(2, at[beside_label(firm)]).value == name
    sheet.cell(2, at["企业"]).value = None
    book.save(path)
    assert looked(shipped, path.read_bytes()).is_empty
    assert load_file(shipped, path, SCHEMA, dry_run=True, actor="小王").unchanged == 1
    sheet.cell(2, at[beside_label(firm)]).value = "湖南石化"
    book.save(path)
    seen = looked(shipped, path.read_bytes())
    assert [c.fields[0].after for c in seen.preview.changed] == ["hunan-petrochemical"]


def test_the_filter_is_what_comes_out(own: Store) -> None:
    facts, kind = read_facts(own), SCHEMA["project"]
    everything = sheets_out.chosen(own, facts, kind, sheets_out.Filter())
    wanted = sheets_out.Filter({"stage": ("开工", "投产")})
    some = sheets_out.chosen(own, facts, kind, wanted)
    assert 0 < len(some) < len(everything)
    assert {getattr(r, "stage", "") for r in some} <= {"开工", "投产"}
    words = sheets_out.chosen(own, facts, kind, sheets_out.Filter(text="己内酰胺"))
    assert words
    assert len(words) < len(everything)
    here = sheets_out.chosen(own, facts, SCHEMA["goal"], sheets_out.Filter(region_id="yunxi"))
    assert here
    assert all(getattr(r, "region_id", "") == "yunxi" for r in here)


def test_who_spoke_for_a_firm_stays_and_loading_leaves_it_alone(own: Store, tmp_path: Path) -> None:
    lead = Lead("v-lead", "zhongchuang-chemical", None, "洽谈", None, None, DAY)
    visit = Visit("v1", "v-lead", DAY, "电话", "小王", "示例人", "谈了", None, None, DAY)
    own.write([Change.put(lead), Change.put(visit)], actor="测试", reason="联系")
    kind = SCHEMA["visit"]
    shown = sheets_out.chosen(own, Facts(), kind, sheets_out.Filter(text="谈了"))
    assert [getattr(r, "theirs", "") for r in shown] == [None]
    path = tmp_path / "联系记录.xlsx"
    path.write_bytes(written(own, Facts(), kind, [visit]))
    sheet = openpyxl.load_workbook(path)["联系记录"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "谈了" in cells
    assert "示例人" not in cells
    assert kind.column("theirs").label_zh not in cells
    at = cells.index("谈了") - len(cells) // 2
    sheet.cell(2, at + 1).value = "又谈了"
    sheet.parent.save(path)
    (change,) = looked(own, path.read_bytes()).preview.changed
    assert [(f.field, f.after) for f in change.fields] == [("text", "又谈了")]


def test_contacts_never_leave(own: Store, tmp_path: Path) -> None:
    contact = Contact(
        "c1", "hunan-petrochemical", "示例人", None, "13900000000", None, None, None, DAY
    )
    own.write([Change.put(contact)], actor="测试", reason="联系人")
    kind = SCHEMA["contact"]
    assert "contact" not in sheets_out.kinds(SCHEMA)
    with pytest.raises(BadRequest, match="个人信息"):
        sheets_out.chosen(own, Facts(), kind, sheets_out.Filter())
    with pytest.raises(BadRequest, match="个人信息"):
        write_kind(tmp_path / "a.xlsx", kind, [contact], lambda ref, id: None)
    with pytest.raises(BadRequest, match="个人信息"):
        write_template(tmp_path / "a.xlsx", kind, SCHEMA, {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", OUT)
def test_the_empty_form_is_recognised_and_holds_nothing(
    shipped: Store, facts: Facts, name: str
) -> None:
    data = sheets_out.template_bytes(facts, SCHEMA, SCHEMA[name])
    seen = looked(shipped, data)
    assert (seen.records, seen.rejected) == ((), ())


def test_a_filled_form_makes_records_and_drop_downs_offer_names(own: Store, tmp_path: Path) -> None:
    facts = read_facts(own)
    path = tmp_path / "客商.xlsx"
    path.write_bytes(sheets_out.template_bytes(facts, SCHEMA, SCHEMA["lead"]))
    book = openpyxl.load_workbook(path)
    sheet = book["客商"]
    at = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1] if cell.value}
    lists = {
        next(iter(v.sqref.ranges)).min_col: v.formula1
        for v in sheet.data_validations.dataValidation
    }
    assert "可选企业" in str(lists[at["企业"]])
    assert "线索" in str(lists[at["进度"]])
    offered = {row[0].value for row in book["可选企业"].iter_rows(min_row=2)}
    assert facts.firms["hunan-petrochemical"].name_zh in offered
    for label, value in (("企业", "湖南石化"), ("进度", "洽谈"), ("意向投资(亿元)", 3.5)):
        sheet.cell(3, at[label]).value = value
    book.save(path)
    opened = sheets.open_file(path.read_bytes(), path.name)
    seen = sheets_in.looked(
        own,
        SCHEMA,
        opened,
        sheets.parts_of(opened, SCHEMA, [], {}),
        day=DAY,
        fixes={},
        answers={},
        stamp={"made_by": "小王", "made_at": "2026-11-24 09:00"},
        may_add_firms=False,
    )
    (lead,) = seen.records
    assert isinstance(lead, Lead)
    assert (lead.firm_id, lead.stage, lead.made_by) == ("hunan-petrochemical", "洽谈", "小王")
    assert (lead.intent_investment_yi, lead.intent_land_mu) == (3.5, None)
    assert len(seen.preview.skipped) == 1
