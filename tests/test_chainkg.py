"""A national set in the form of ChainKnowledgeGraph, loaded; bad rows left out and told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chainkg_set import (
    COMPANIES,
    COMPANY_INDUSTRY,
    COMPANY_PRODUCT,
    PRODUCT_PRODUCT,
    PRODUCTS,
    SET,
    lines,
    write_csv_set,
    write_set,
    zipped,
)
from stores import a_store_url

from graph.errors import BadRequest, BadRows
from graph.facts import Facts
from graph.model import DATASET, Firm, FirmItem, Industry, Item, ItemLink, Record
from graph.reading import read_facts
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.chainkg.cells import made_id
from loaders.chainkg.load import load_set
from loaders.chainkg.preview import SetPreview
from loaders.chainkg.records import cycles
from loaders.schema import read_schema

SCHEMA = read_schema(Path(__file__).parents[1] / "data" / "schema")
KINDS = ("firm", "industry", "item", "firm_item", "item_link")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A file: what is wrong with a row has nothing to do with the engine."""
    with open_store(tmp_path / "链图.db", SCHEMA) as opened:
        yield opened


@pytest.fixture
def anywhere(tmp_path: Path) -> Iterator[Store]:
    """A file, or the server the tests run on."""
    with open_store(a_store_url(tmp_path), SCHEMA) as opened:
        yield opened


def load(store: Store, path: Path, **more: Any) -> SetPreview:
    return load_set(store, path, actor="测试", **more)


def everything(store: Store) -> dict[str, dict[str, Record]]:
    return {kind: {r.id: r for r in store.scan(kind)} for kind in KINDS}  # type: ignore[attr-defined]


def item(name: str) -> str:
    return made_id("item", name)


def company(number: int, **more: Any) -> dict[str, Any]:
    named = {"name": f"企{number}", "fullname": f"测试企业{number}股份有限公司"}
    return named | {"code": f"91{number:04d}", "location": "-", "time": "-"} | more


def refused(seen: SetPreview) -> list[tuple[str, int | None, str | None]]:
    return [(p.file, p.row, p.column) for p in seen.problems]


# what a whole set becomes


def test_the_set_becomes_records_of_a_data_set_on_one_source(
    anywhere: Store, tmp_path: Path
) -> None:
    seen = load(anywhere, write_set(tmp_path / "data"))
    assert (seen.problems, seen.reminders, seen.same, seen.refused) == ((), (), (), None)
    assert {kind: count.added for kind, count in seen.counts.items()} == {
        "industry": 3,
        "firm": 3,
        "item": 4,
        "firm_item": 3,
        "item_link": 3,
    }
    found = everything(anywhere)
    every = [record for kind in found.values() for record in kind.values()]
    assert {(r.basis, r.source_id, r.as_of) for r in every} == {(DATASET, "chainkg", None)}  # type: ignore[attr-defined]
    (source,) = anywhere.scan("source")
    assert getattr(source, "url", "") == "https://github.com/liuhuanyong/ChainKnowledgeGraph"
    assert getattr(source, "date", "") is None
    firm = found["firm"]["chainkg-firm-900001"]
    assert isinstance(firm, Firm)
    assert (firm.name_zh, firm.short_name) == ("测试甲新材料股份有限公司", "甲新材")
    assert (firm.listed_code, firm.status, firm.province) == ("900001", "未核", None)
    assert firm.industry_ids == ("chainkg-industry-Z10101",)
    assert firm.note == "上市:2010-01-05,上海证券交易所"
    assert found["firm"]["chainkg-firm-900002"].note == "上市:深圳证券交易所"  # type: ignore[attr-defined]
    industry = found["industry"]["chainkg-industry-Z10101"]
    assert isinstance(industry, Industry)
    assert (industry.code, industry.parent_id) == ("Z10101", "chainkg-industry-Z10100")
    shares = {r.item_id: r.share for r in found["firm_item"].values() if isinstance(r, FirmItem)}
    assert shares == {item("测试树脂甲"): 0.625, item("测试苯"): 0.25, item("测试薄膜"): None}
    links = {
        (r.from_item_id, r.relation, r.to_item_id)
        for r in found["item_link"].values()
        if isinstance(r, ItemLink)
    }
    assert (item("测试树脂甲"), "上游材料", item("测试苯")) in links
    assert isinstance(found["item"][item("测试苯")], Item)


def test_every_reference_leads_somewhere(anywhere: Store, tmp_path: Path) -> None:
    load(anywhere, write_set(tmp_path / "data"))
    for kind in KINDS:
        for record in anywhere.scan(kind):
            for column in SCHEMA[kind].columns:
                value = getattr(record, column.name)
                if column.ref and value:
                    ids = value if isinstance(value, tuple) else (value,)
                    assert len(anywhere.get(column.ref, ids)) == len(ids)


@pytest.mark.parametrize("how", ["gbk", "csv", "csv-gbk", "utf-16", "bom", "zip", "jsonl", "deep"])
def test_other_ways_to_write_it_give_the_same(store: Store, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "data"
    if how.startswith("csv"):
        write_csv_set(folder, encoding="gbk" if how.endswith("gbk") else "utf-8")
    else:
        encoding = {"gbk": "gbk", "utf-16": "utf-16", "bom": "utf-8-sig"}.get(how, "utf-8")
        write_set(folder, encoding=encoding)
    if how == "zip":
        folder = zipped(folder, tmp_path / "main.zip")
    if how == "jsonl":
        for file in list(folder.iterdir()):
            file.rename(file.with_suffix(".jsonl"))
    if how == "deep":
        (tmp_path / "outer").mkdir()
        folder = folder.rename(tmp_path / "outer" / "data").parent
    seen = load(store, folder)
    assert (seen.problems, seen.reminders) == ((), ())
    with open_store(tmp_path / "plain.db", SCHEMA) as plain:
        load(plain, write_set(tmp_path / "plain"))
        assert everything(store) == everything(plain)


def test_a_dry_run_says_the_same_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data", product=[*PRODUCTS, {"name": 3}])
    looked = load(store, folder, dry_run=True)
    assert store.info().last_seq == 0
    done = load(store, folder)
    assert (looked.counts, looked.problems) == (done.counts, done.problems)
    assert looked.result is None
    assert done.result is not None


def test_loading_again_changes_nothing_and_a_newer_set_only_what_changed(
    anywhere: Store, tmp_path: Path
) -> None:
    folder = write_set(tmp_path / "data")
    load(anywhere, folder)
    before = anywhere.info()
    again = load(anywhere, folder)
    assert again.result is None
    assert anywhere.info() == before
    renamed = [{**COMPANIES[0], "name": "甲材料"}, *COMPANIES[1:]]
    newer = write_set(tmp_path / "neu", company=renamed, product=[*PRODUCTS, {"name": "测试新品"}])
    seen = load(anywhere, newer)
    assert {k: (c.added, c.changed) for k, c in seen.counts.items() if c.added or c.changed} == {
        "firm": (0, 1),
        "item": (1, 0),
    }
    assert anywhere.info().last_seq == before.last_seq + 2


def test_what_a_newer_set_leaves_out_stays_and_is_counted(store: Store, tmp_path: Path) -> None:
    load(store, write_set(tmp_path / "data"))
    seen = load(store, write_set(tmp_path / "neu", product_product=PRODUCT_PRODUCT[:1]))
    assert seen.counts["item_link"].gone == 2
    assert store.count("item_link") == 3


def test_rows_taken_away_come_back_when_loaded_again(anywhere: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data")
    load(anywhere, folder)
    gone = [Change.delete(kind, r.id) for kind in KINDS for r in anywhere.scan(kind)]  # type: ignore[attr-defined]
    anywhere.write(gone, actor="测试", reason="删去")
    load(anywhere, folder)
    assert {kind: anywhere.count(kind) for kind in KINDS} == {
        "firm": 3,
        "industry": 3,
        "item": 4,
        "firm_item": 3,
        "item_link": 3,
    }


# what it never touches


def checked_firm(id_: str, name: str, **more: Any) -> Firm:
    given = {c.name: () if "list" in c.type else None for c in SCHEMA["firm"].columns}
    given |= {"id": id_, "name_zh": name, "status": "在营", "basis": "user"}
    return Firm(**(given | more))


def test_a_firm_on_record_is_suggested_and_left_alone(anywhere: Store, tmp_path: Path) -> None:
    known = [
        checked_firm("f-code", "某地子公司", listed_code="900001"),
        checked_firm("f-name", "测试乙化工股份有限公司"),
    ]
    anywhere.write([Change.put(f) for f in known], actor="甲", reason="录入")
    folder = write_set(tmp_path / "data")
    seen = load(anywhere, folder)
    assert [(p.firm_id, p.with_id, p.why) for p in seen.same] == [
        ("chainkg-firm-900001", "f-code", "上市代码同为 900001"),
        ("chainkg-firm-900002", "f-name", "全称相同"),
    ]
    assert "“已并入”填为 f-code" in str(seen.same[0])
    assert list(anywhere.get("firm", ["f-code", "f-name"])) == known
    (listed,) = anywhere.get("firm", ["chainkg-firm-900001"])
    assert isinstance(listed, Firm)
    assert listed.merged_into_id is None


def test_a_judgement_survives_the_next_load(anywhere: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data")
    load(anywhere, folder)
    anywhere.write(
        [Change.put(checked_firm("f", "某公司", listed_code="900001"))], actor="甲", reason="录入"
    )
    (listed,) = anywhere.get("firm", ["chainkg-firm-900001"])
    assert isinstance(listed, Firm)
    judged = replace(listed, merged_into_id="f", province="湖南")
    (product,) = anywhere.get("item", [item("测试苯")])
    assert isinstance(product, Item)
    own = replace(product, basis="user", note="看过")
    anywhere.write([Change.put(judged), Change.put(own)], actor="甲", reason="判断")
    renamed = [{**COMPANIES[0], "name": "甲材料"}, *COMPANIES[1:]]
    seen = load(anywhere, write_set(tmp_path / "neu", company=renamed))
    assert seen.same == ()
    assert seen.counts["item"].checked == 1
    (after,) = anywhere.get("firm", ["chainkg-firm-900001"])
    assert after == replace(judged, short_name="甲材料")
    assert list(anywhere.get("item", [item("测试苯")])) == [own]


def test_nothing_of_it_reaches_reasoning(anywhere: Store, tmp_path: Path) -> None:
    anywhere.write([Change.put(checked_firm("f", "某公司"))], actor="甲", reason="录入")
    load(anywhere, write_set(tmp_path / "data"))
    facts = read_facts(anywhere)
    assert list(facts.firms) == ["f"]
    assert set(facts.by_kind) == {"firm", "source"}
    assert isinstance(facts, Facts)


# bad rows

TOO_LONG = "很" * 201
BAD: dict[str, tuple[dict[str, Any], tuple[str, int | None, str | None], str]] = {
    "a firm that is not there": (
        {"company_industry": [*COMPANY_INDUSTRY, {**COMPANY_INDUSTRY[0], "company_code": "999999",
                                                  "company_name": "没有这家"}]},
        ("company_industry.json", 3, "company_name"),
        "company 表里没有这家企业(代码 999999)",
    ),
    "a product that is not there": (
        {"product_product": [*PRODUCT_PRODUCT, {**PRODUCT_PRODUCT[0], "to_entity": "没有的"}]},
        ("product_product.json", 4, "to_entity"),
        "product 表里没有这种产品",
    ),
    "a relation to itself": (
        {"product_product": [*PRODUCT_PRODUCT, {**PRODUCT_PRODUCT[0], "to_entity": "测试树脂甲"}]},
        ("product_product.json", 4, "to_entity"),
        "产品和自己的关系没有意义",
    ),
    "another relation": (
        {"product_product": [*PRODUCT_PRODUCT, {**PRODUCT_PRODUCT[0], "rel": "替代"}]},
        ("product_product.json", 4, "rel"),
        "只认得 上游材料、下游产品、产品小类",
    ),
    "a name too long": (
        {"product": [*PRODUCTS, {"name": TOO_LONG}]},
        ("product.json", 5, "name"),
        "太长,最多 200 个字",
    ),
    "a name of a megabyte": (
        {"product": [*PRODUCTS, {"name": "长" * 350_000}]},
        ("product.json", 5, "name"),
        "太长,最多 200 个字",
    ),
    "a number for a name": (
        {"product": [*PRODUCTS, {"name": 12}]},
        ("product.json", 5, "name"),
        "这里要写文字",
    ),
    "a list for a name": (
        {"product": [*PRODUCTS, {"name": ["甲"]}]},
        ("product.json", 5, "name"),
        "这里要写文字",
    ),
    "no name": ({"product": [*PRODUCTS, {"name": " "}]}, ("product.json", 5, "name"), "必须填写"),
    "half a character": (
        {"product": lines(PRODUCTS).encode() + b'{"name": "\\ud83d"}\n'},
        ("product.json", 5, "name"),
        "不能保存的字符",
    ),
    "no object": (
        {"product": lines(PRODUCTS).encode() + b'["a"]\n'},
        ("product.json", 5, None),
        "每行应是一个",
    ),
    "nested without end": (
        {"product": lines(PRODUCTS).encode() + b"[" * 100_000 + b"\n"},
        ("product.json", 5, None),
        "不是完好的一行 JSON",
    ),
    "a half-written last line": (
        {"product": lines(PRODUCTS).encode() + '{"name": "测试'.encode()[:-1]},
        ("product.json", 5, None),
        "这一行没有写完",
    ),
    "a broken byte": (
        {"product": lines(PRODUCTS).encode() + b'{"name": "\xe6\xb5"}\n'},
        ("product.json", 5, None),
        "文字编码坏了",
    ),
    "two parents": (
        {"industry_industry": [*SET["industry_industry"], {**SET["industry_industry"][1],
                               "to_code": "Z10000", "to_industry": "测试工业"}]},
        ("industry_industry.json", 3, "to_industry"),
        "第 2 行已写了别的上级行业",
    ),
    "one product, two weights": (
        {"company_product": [*COMPANY_PRODUCT, {**COMPANY_PRODUCT[0], "rel_weight": 0.5}]},
        ("company_product.json", 4, "rel_weight"),
        "权重不同;保留先出现的一行",
    ),
    "one name, two codes": (
        {"company": [*COMPANIES, {**COMPANIES[0], "code": "900009"}]},
        ("company.json", 4, "fullname"),
        "全称与第 1 行相同",
    ),
    "a code without end": (
        {"company": [*COMPANIES, company(4, code="9" * 41)]},
        ("company.json", 4, "code"),
        "代码最多 40 个字",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_row_is_left_out_and_told(store: Store, tmp_path: Path, what: str) -> None:
    tables, where, remedy = BAD[what]
    seen = load(store, write_set(tmp_path / "data", **tables))
    assert refused(seen) == [where]
    (problem,) = seen.problems
    assert remedy in problem.remedy
    assert len(str(problem)) < 300
    assert seen.refused is None
    assert store.count("firm") == 3
    assert store.count("item") == 4
    assert store.count("item_link") == 3


def test_emoji_stay_and_control_characters_go(store: Store, tmp_path: Path) -> None:
    rows = [*PRODUCTS, {"name": "测试🧪瓶"}, {"name": "\x00测试\x07管\r\n件 "}]
    seen = load(store, write_set(tmp_path / "data", product=rows))
    assert seen.problems == ()
    named = {getattr(r, "name_zh", "") for r in store.scan("item")}
    assert {"测试🧪瓶", "测试管 件"} <= named


def test_a_row_twice_is_told_and_counts_once(store: Store, tmp_path: Path) -> None:
    twice = {table: [*rows, rows[0]] for table, rows in SET.items()}
    seen = load(store, write_set(tmp_path / "data", **twice))
    assert seen.problems == ()
    assert {(f.file, f.doubled) for f in seen.files} == {(f"{table}.json", 1) for table in SET}
    assert all("重复;只记一次" in r.remedy for r in seen.reminders)
    assert store.count("firm_item") == 3


def test_rings_are_loaded_and_named_by_their_members(store: Store, tmp_path: Path) -> None:
    ring = [
        {"from_entity": a, "rel": "上游材料", "to_entity": b}
        for a, b in (("测试苯", "测试薄膜"), ("测试薄膜", "测试树脂甲"), ("测试树脂甲", "测试苯"))
    ]
    seen = load(store, write_set(tmp_path / "data", product_product=ring))
    (reminder,) = seen.reminders
    told = reminder.remedy
    assert told.startswith("上游材料成环:")
    for pair in ("测试苯 → 测试薄膜", "测试薄膜 → 测试树脂甲", "测试树脂甲 → 测试苯"):
        assert pair in told
    assert store.count("item_link") == 3


def test_each_knot_gives_one_short_ring() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a"), ("x", "y"), ("y", "x"), ("c", "d")]
    assert cycles(edges) == [(["a", "b"], 3), (["x", "y"], 2)]


def test_industries_above_each_other_are_told(store: Store, tmp_path: Path) -> None:
    loop = [
        *SET["industry_industry"],
        {"from_code": "Z10000", "to_code": "Z10101", "rel": "上级行业"},
    ]
    seen = load(store, write_set(tmp_path / "data", industry_industry=loop))
    (reminder,) = seen.reminders
    assert reminder.remedy.startswith("上级行业成环:测试工业 → 测试树脂 → 测试材料 → 测试工业")


def test_one_code_of_two_firms_keeps_both(store: Store, tmp_path: Path) -> None:
    old = {**COMPANIES[0], "fullname": "测试旧名股份有限公司"}
    seen = load(store, write_set(tmp_path / "data", company=[*COMPANIES, old]))
    (reminder,) = seen.reminders
    assert "代码与第 1 行“测试甲新材料股份有限公司”相同" in reminder.remedy
    assert store.count("firm") == 4
    listed = {getattr(r, "firm_id", "") for r in store.scan("firm_item")}
    assert "chainkg-firm-900001" in listed


def test_a_name_two_firms_share_needs_the_code(store: Store, tmp_path: Path) -> None:
    namesake = company(7, name="乙化工")
    seen = load(store, write_set(tmp_path / "data", company=[*COMPANIES, namesake]))
    (problem,) = seen.problems
    assert (problem.file, problem.row) == ("company_product.json", 2)
    assert "有 2 家企业叫这个名字;请写 company_code" in problem.remedy


# shares of revenue


@pytest.mark.parametrize(
    ("weights", "shares", "notes", "reminders"),
    [
        ([0.5, "0.25", None], [0.5, 0.25, None], 0, 0),
        ([62.5, "25", 3], [0.625, 0.25, 0.03], 0, 1),
        (["62.5%", 0.25, ""], [0.625, 0.25, None], 0, 0),
        ([62.5, 0.25, 0.1], [None, None, None], 3, 1),
        ([0.5, "约三成", -0.1], [0.5, None, None], 2, 2),
        ([0.5, [1], True], [0.5, None, None], 2, 2),
        ([0.5, "nan", "1e999"], [0.5, None, None], 2, 2),
    ],
)
def test_what_is_no_share_stays_as_text(
    store: Store,
    tmp_path: Path,
    weights: list[Any],
    shares: list[float | None],
    notes: int,
    reminders: int,
) -> None:
    rows = [{**r, "rel_weight": w} for r, w in zip(COMPANY_PRODUCT, weights, strict=True)]
    seen = load(store, write_set(tmp_path / "data", company_product=rows))
    assert seen.problems == ()
    assert len(seen.reminders) == reminders
    found = {r.firm_id: r for r in store.scan("firm_item") if isinstance(r, FirmItem)}
    got = [found[f"chainkg-firm-90000{n}"] for n in (1, 2, 3)]
    assert [r.share for r in got] == shares
    assert sum(bool(r.note and r.note.startswith("原文权重:")) for r in got) == notes


# files missing, empty or wrong


def test_relations_without_their_ends_are_told_whole(store: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data", company=None, product=b"")
    seen = load(store, folder)
    assert {(p.file, p.row) for p in seen.problems} == {
        ("company_industry.json", None),
        ("company_product.json", None),
        ("product_product.json", None),
    }
    assert "要有 company.json、product.json" in str(seen.problems[1])
    assert [(r.file, r.remedy) for r in seen.reminders] == [("product.json", "这个文件是空的")]
    assert set(seen.counts) == {"industry"}


def test_relations_may_come_later_than_their_ends(anywhere: Store, tmp_path: Path) -> None:
    ends = ("company", "industry", "product")
    relations = set(SET) - set(ends)
    load(anywhere, write_set(tmp_path / "ends", **dict.fromkeys(relations)))
    assert anywhere.count("firm_item") == 0
    seen = load(anywhere, write_set(tmp_path / "relations", **dict.fromkeys(ends)))
    assert seen.problems == ()
    with open_store(tmp_path / "at-once.db", SCHEMA) as other:
        load(other, write_set(tmp_path / "data"))
        assert everything(anywhere) == everything(other)


def test_one_file_alone_is_a_set(store: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data")
    assert set(load(store, folder / "product.json").counts) == {"item"}


def test_more_than_half_bad_refuses_the_set(store: Store, tmp_path: Path) -> None:
    bad = [*PRODUCTS, *({"nome": "x"} for _ in range(5))]
    seen = load(store, write_set(tmp_path / "data", product=bad, product_product=None))
    assert seen.refused is not None
    assert seen.refused.startswith("product.json 共 9 行,5 行不能用,超过一半")
    assert len(refused(seen)) >= 5
    assert store.info().last_seq == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("product.csv", "名称\n苯\n", "没有“name”这一列"),
        ("product.csv", "name,name\n苯,苯\n", "有重复的列名"),
        ("product.json", "\x00\x01", "整套没有载入"),
        ("readme.md", "x", "没有产业链图谱数据集的文件"),
        ("a.zip", "no zip", "不是完好的 .zip"),
    ],
)
def test_a_file_that_cannot_be_read_refuses_the_set(
    store: Store, tmp_path: Path, name: str, content: str, told: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    path = folder / name if name.endswith(".zip") else folder
    if name == "product.json":
        assert told in (load(store, path).refused or "")
    else:
        with pytest.raises(BadRequest, match=told):
            load(store, path)
    assert store.info().last_seq == 0


def test_broken_quotes_in_a_csv_refuse_the_set(store: Store, tmp_path: Path) -> None:
    folder = write_csv_set(tmp_path / "data")
    (folder / "product.csv").write_text('name\n"测试苯\n测试', encoding="utf-8")
    with pytest.raises(BadRows, match="引号不配对"):
        load(store, folder)


def test_a_csv_row_with_a_cell_too_many_is_left_out(store: Store, tmp_path: Path) -> None:
    folder = write_csv_set(tmp_path / "data")
    with (folder / "product.csv").open("a", encoding="utf-8") as file:
        file.write("测试,多一格\r\n")
    seen = load(store, folder)
    assert refused(seen) == [("product.csv", 6, None)]


def test_the_same_table_twice_and_files_of_no_use(store: Store, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "data")
    (folder / "industry_up.json").write_text("{}\n", encoding="utf-8")
    assert load(store, folder, dry_run=True).unused == ("industry_up.json",)
    (folder / "product.csv").write_text("name\n苯\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="同一张表有两份"):
        load(store, folder)


def test_codes_spoilt_by_a_spreadsheet_are_mended(store: Store, tmp_path: Path) -> None:
    rows = [company(1, code=1216), company(2, code="77"), company(3, code="00700.hk")]
    tables = dict.fromkeys(("company_industry", "company_product"))
    load(store, write_set(tmp_path / "data", company=rows, **tables))
    codes = {getattr(r, "listed_code", None) for r in store.scan("firm")}
    assert codes == {"001216", "000077", "00700.hk"}


def test_a_large_set_is_parsed_once_and_cut_short_by_the_callback(
    anywhere: Store, tmp_path: Path
) -> None:
    many = [{"name": f"产品{n}"} for n in range(5000)]
    folder = write_set(tmp_path / "data", product=many, product_product=None, company_product=None)
    steps: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, what: str) -> bool:
        steps.append((done, total, what))
        return what != "写入"

    seen = load(anywhere, folder, progress=stop)
    assert seen.result is not None
    assert seen.result.is_stopped
    assert steps[-1] == (2000, 5007, "写入")
    rest = load(anywhere, folder)
    assert rest.result is not None
    assert rest.result.total == 3007
    assert anywhere.count("item") == 5000
    assert anywhere.info().last_seq == 5007
    assert json.dumps([str(p) for p in rest.problems]) == "[]"
