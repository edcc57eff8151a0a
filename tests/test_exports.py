"""The whole graph out and in again: CSV folder and zip, workbook, JSON; GraphML for Gephi."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stores import a_store_url, shared_store_url

from benchmarks import exports as benchmark
from graph.errors import BadRequest, BadRows
from graph.facts import Facts
from graph.model import KINDS, PRIVATE_KINDS, Park, Record, Region, Source, public
from graph.network import knowledge_graph
from graph.reading import read_facts
from graph.schema import Column
from graph.store import open_store
from graph.store.protocol import Change, Store
from loaders.cells import parse_str, round_number
from loaders.data import data_files
from loaders.examples import is_example
from loaders.imports import load_file
from loaders.inert import guarded, unguarded
from loaders.out.everything import FORMATS, export_all, format_of
from loaders.out.graphml import RELATIONS_ZH, node_id
from loaders.private import public_schema
from loaders.schema import read_schema

DATA = Path(__file__).parents[1] / "data"
SCHEMA = read_schema(DATA / "schema")
OPEN_KINDS = [kind for kind in KINDS if kind not in PRIVATE_KINDS]
SAID = {"as_of": "2026-11-24", "region": "岳阳市云溪区"}
READABLE = ("全部.zip", "全部", "全部.json", "全部.xlsx")


def everything(store: Store) -> dict[str, dict[str, Record]]:
    return {k: {r.id: r for r in store.scan(k)} for k in SCHEMA.kinds}  # type: ignore[attr-defined]


def differences(old: Store, new: dict[str, dict[str, Record]]) -> list[Any]:
    """Records that did not come back as they were; the first few, since a diff of all is long."""
    was = everything(old)
    refs = {(k, i) for kinds in (was, new) for k, found in kinds.items() for i in found}
    pairs = ((was[k].get(i), new[k].get(i)) for k, i in sorted(refs))
    return [(a, b) for a, b in pairs if a != b][:3]


def stored(folder: Path, records: Iterable[Record]) -> Store:
    store = open_store(a_store_url(folder, "旧.db"), SCHEMA)
    store.write([Change.put(r) for r in records], actor="测试", reason="测试")
    return store


def returned(path: Path, folder: Path) -> dict[str, dict[str, Record]]:
    """What a fresh store holds after ``path`` was loaded."""
    with open_store(folder / "新.db", SCHEMA) as store:
        load_file(store, path, SCHEMA, actor="测试")
        return everything(store)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(shared_store_url(), SCHEMA) as opened:
        yield opened


# the shipped facts


@pytest.mark.parametrize("name", READABLE)
def test_every_shipped_record_comes_back(store: Store, tmp_path: Path, name: str) -> None:
    seen: list[tuple[int, int, str]] = []
    counts = export_all(
        store, tmp_path / name, SCHEMA, **SAID, progress=lambda *step: seen.append(step)
    )
    assert differences(store, returned(tmp_path / name, tmp_path)) == []
    assert counts == {kind: store.count(kind) for kind in SCHEMA.kinds}
    assert seen[-1][0] == seen[-1][1]
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


@pytest.mark.parametrize("name", ["a.zip", "a.json", "a.graphml"])
def test_the_same_facts_give_the_same_bytes(store: Store, tmp_path: Path, name: str) -> None:
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    for path in (first, second):
        export_all(store, path, SCHEMA, **SAID)
    assert first.read_bytes() == second.read_bytes()


def test_the_shipped_folder_loads_as_it_is(store: Store, tmp_path: Path) -> None:
    assert differences(store, returned(DATA, tmp_path)) == []


# any facts

clean = st.text(st.characters(exclude_categories=["Cs"]), max_size=25).map(parse_str)
text = (
    clean.filter(lambda t: bool(t) and "x005F_" not in t and "_x00" not in t)
    | st.builds(
        "".join, st.lists(st.sampled_from(['"', "'", ",", "\n", "=", "苯", "-"]), min_size=1)
    )
    .map(parse_str)
    .filter(bool)
    | st.sampled_from(
        ["=1+1", "'=1", "''", "-", "+5.4%", "@SUM(A1)", "＝1", '苯,酚\n"甲"', "1.0", "1e5", "NA"]
    )
    | st.sampled_from(
        ["是", "2023-05", "007", "71-43-2", "NULL", "#N/A", "TRUE", "\\N", "<b>&amp;"]
    )
)
part = text.map(lambda t: t.replace(";", "").replace("；", "").strip()).filter(bool)
name = part.filter(lambda t: not is_example(t))  # a loaded record has no such id
number = st.floats(allow_nan=False, allow_infinity=False).map(round_number)
date = st.dates(min_value=dt.date(1000, 1, 1)).flatmap(
    lambda day: st.sampled_from([day.isoformat()[:n] for n in (4, 7, 10)])
)


def scalar(column: Column) -> st.SearchStrategy[Any]:
    if column.choices:
        return st.sampled_from(column.choices)
    return {
        "str": text,
        "int": st.integers(-(2**53), 2**53),
        "float": number.map(abs) if column.unit else number,
        "bool": st.booleans(),
        "date": date,
        "list": st.lists(part, min_size=int(column.required), max_size=3).map(tuple),
    }[column.type]


def reference(column: Column, ids: list[str]) -> st.SearchStrategy[Any]:
    if column.type == "reflist":
        return st.lists(st.sampled_from(ids), unique=True, max_size=2).map(tuple)
    return st.sampled_from(ids)


def needed(kinds: Iterable[str]) -> list[str]:
    """``kinds`` and every kind they cannot do without."""
    wanted, todo = set(), list(kinds)
    while todo:
        kind = todo.pop()
        if kind not in wanted:
            wanted.add(kind)
            todo += [c.ref for c in SCHEMA[kind].columns if c.ref and c.required]
    return [kind for kind in SCHEMA.kinds if kind in wanted]


@st.composite
def graphs(draw: st.DrawFn) -> list[Record]:
    """Records of some kinds whose references all lead somewhere."""
    kinds = needed(draw(st.lists(st.sampled_from(OPEN_KINDS), min_size=1, max_size=3)))
    ids = {k: draw(st.lists(name, min_size=1, max_size=3, unique=True)) for k in kinds}
    records = []
    for kind in kinds:
        for id_ in ids[kind]:
            values: dict[str, Any] = {"id": id_}
            for column in SCHEMA[kind].columns[1:]:
                many = column.type in ("list", "reflist")
                if column.ref and column.ref not in ids:
                    values[column.name] = () if many else None
                    continue
                some = reference(column, ids[column.ref]) if column.ref else scalar(column)
                values[column.name] = draw(some if column.required or many else st.none() | some)
            records.append(KINDS[kind](**values))
    return records


SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ODD = [
    Region("=r,1", "地区", ("-甲", "乙"), "湖南", "岳阳", "user", *[None] * 4),
    Source("'=S", '说"明"', None, "2023-05", None, None, None, "-1+cmd|' /C calc'!A0\n第二行"),
]


def opened(records: list[Record]) -> list[Record]:
    """Without what never leaves the store."""
    return [public(record) for record in records]


@SLOW
@given(records=graphs().map(opened))
@example(records=ODD)
@pytest.mark.parametrize("name", ["a.zip", "a", "a.json"])
def test_any_records_come_back(
    name: str, records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("往返")
    with stored(folder, records) as old:
        export_all(old, folder / name, SCHEMA, **SAID)
        assert differences(old, returned(folder / name, folder)) == []


def in_excel(record: Record) -> bool:
    """Excel knows no number beyond its own range."""
    floats = [
        v for c in SCHEMA[record.kind].columns if isinstance(v := getattr(record, c.name), float)
    ]
    return all(v == 0 or 1e-300 < abs(v) < 1e300 for v in floats)


@settings(SLOW, max_examples=12)
@given(records=graphs().map(opened).filter(lambda found: all(map(in_excel, found))))
@example(records=ODD)
def test_any_records_come_back_from_a_workbook(
    records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("往返")
    with stored(folder, records) as old:
        export_all(old, folder / "a.xlsx", SCHEMA, **SAID)
        assert differences(old, returned(folder / "a.xlsx", folder)) == []


# the CSV files


def csv_rows(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        texts = {name: archive.read(name).decode("utf-8-sig") for name in names}
    return {name: list(csv.reader(io.StringIO(t, newline=""))) for name, t in texts.items()}


def test_files_lie_as_under_data(store: Store, tmp_path: Path) -> None:
    export_all(store, tmp_path / "a.zip", SCHEMA, **SAID)
    found = csv_rows(tmp_path / "a.zip")
    shipped = {path.relative_to(DATA).as_posix(): kind for kind, path in data_files(DATA, SCHEMA)}
    assert set(shipped) <= set(found)
    for name, kind in shipped.items():
        assert found[name][0] == [column.name for column in public_schema(SCHEMA)[kind].columns]
    for name in ("regions/yunxi/capacities.csv", "regions/yunxi/projects.csv", "chain/flows.csv"):
        with (DATA / name).open(encoding="utf-8") as handle:
            assert {row[0] for row in csv.reader(handle)} ^ {row[0] for row in found[name]} == set()
    with (DATA / "market" / "firms.csv").open(encoding="utf-8") as handle:
        outside = {row[0] for row in csv.reader(handle)}
    assert outside - {row[0] for row in found["market/firms.csv"]} == set()


def test_excel_on_a_chinese_windows_sees_utf8_and_no_formula(tmp_path: Path) -> None:
    with stored(tmp_path, ODD) as old:
        export_all(old, tmp_path / "a", SCHEMA, **SAID)
    data = (tmp_path / "a" / "sources.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1][0] == "''=S"
    assert rows[1][-1].startswith("'-1+cmd")
    told = (tmp_path / "a" / "说明.txt").read_text(encoding="utf-8-sig")
    for piece in ("2026-11-24", "岳阳市云溪区", "sources.csv", "产能(kt/a)", "不知道,不是 0"):
        assert piece in told


@given(st.text())
@example("'=")
@example("''")
def test_a_guard_can_always_be_undone(any_text: str) -> None:
    assert unguarded(guarded(any_text)) == any_text
    assert guarded(any_text)[:1] not in tuple("=+-@＝＋－＠")


def test_two_regions_get_folders_of_their_own(tmp_path: Path) -> None:
    rest = ("user", None, None, None, None)
    regions = [Region(i, i, (), "湖南", "岳阳", *rest) for i in ("yunxi", "../临湘 市")]
    parks = [Park(f"p{r.id}", "片区", (), r.id, "own", None, None, *rest) for r in regions]
    with stored(tmp_path, [*regions, *parks]) as old:
        export_all(old, tmp_path / "a.zip", SCHEMA, **SAID)
        assert differences(old, returned(tmp_path / "a.zip", tmp_path)) == []
    found = csv_rows(tmp_path / "a.zip")
    folders = {name.split("/")[1] for name in found if name.startswith("regions/")}
    assert folders == {"yunxi", "_临湘_市"}
    assert [len(found[f"regions/{f}/parks.csv"]) for f in folders] == [2, 2]


def test_a_folder_in_use_is_left_alone(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "我的"
    mine.mkdir()
    (mine / "重要.txt").write_text("别动", encoding="utf-8")
    with pytest.raises(BadRequest, match="已有东西"):
        export_all(store, mine, SCHEMA, **SAID)
    assert [p.name for p in tmp_path.rglob("*")] == ["我的", "重要.txt"]
    (mine / "重要.txt").unlink()
    export_all(store, mine, SCHEMA, **SAID)
    assert (mine / "sources.csv").is_file()


# what is wrong in a bundle


@pytest.fixture
def exported(store: Store, tmp_path: Path) -> Path:
    export_all(store, tmp_path / "全部", SCHEMA, **SAID)
    return tmp_path / "全部"


def edit(path: Path, old: str, new: str) -> None:
    told = path.read_text(encoding="utf-8-sig")
    assert old in told
    path.write_text(told.replace(old, new, 1), encoding="utf-8-sig")


def zipped(folder: Path, **how: Any) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name, **how))


def test_a_bad_row_names_its_file_and_nothing_is_written(exported: Path, tmp_path: Path) -> None:
    edit(exported / "regions" / "yunxi" / "capacities.csv", ",在产,", ",在产中,")
    edit(exported / "market" / "producers.csv", "product_id", "产品们")
    with open_store(tmp_path / "新.db", SCHEMA) as fresh:
        for path in (exported, zipped(exported)):
            with pytest.raises(BadRows) as caught:
                load_file(fresh, path, SCHEMA, actor="测试")
            said = str(caught.value)
            assert "regions/yunxi/capacities.csv 第" in said
            assert "在产中" in said
            assert "market/producers.csv 第 1 行" in said
            assert fresh.info().last_seq == 0


def test_broken_files_are_told_together(exported: Path, tmp_path: Path) -> None:
    for name in ("sources.csv", "chain/flows.csv"):
        with (exported / name).open("a", encoding="utf-8") as handle:
            handle.write('x,"没有配对\n')
    with open_store(tmp_path / "新.db", SCHEMA) as fresh, pytest.raises(BadRows) as caught:
        load_file(fresh, exported, SCHEMA, actor="测试")
    assert {problem.file for problem in caught.value.problems} == {"sources.csv", "chain/flows.csv"}


def test_a_reference_may_lead_into_another_file_but_not_nowhere(
    exported: Path, tmp_path: Path
) -> None:
    projects = exported / "regions" / "yunxi" / "projects.csv"
    header, _, _ = projects.read_text(encoding="utf-8-sig").partition("\n")
    projects.write_text(f"{header}\n", encoding="utf-8-sig")
    with open_store(tmp_path / "新.db", SCHEMA) as fresh, pytest.raises(BadRows) as caught:
        load_file(fresh, exported, SCHEMA, actor="测试")
    assert all("项目里没有这一条" in p.remedy for p in caught.value.problems)
    assert "regions/yunxi/project_stages.csv" in {p.file for p in caught.value.problems}


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"PK\x03\x04 no zip", "不是完好的 .zip"),
        (b"PK\x05\x06" + b"\0" * 18, "没有 .csv 文件"),
    ],
)
def test_a_zip_that_is_none(store: Store, tmp_path: Path, data: bytes, hint: str) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(data)
    with pytest.raises(BadRequest, match=hint) as caught:
        load_file(store, path, SCHEMA, actor="测试")
    assert "坏.zip" in str(caught.value)


def test_a_damaged_member_and_a_password_are_told(store: Store, tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("sources.csv", "id,title\nS1,甲\n")
    damaged = whole.getvalue().replace("甲".encode(), "乙".encode(), 1)
    locked = bytearray(whole.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    for data, hint in ((damaged, "不是完好的"), (bytes(locked), "密码")):
        (tmp_path / "a.zip").write_bytes(data)
        with pytest.raises(BadRequest, match=hint):
            load_file(store, tmp_path / "a.zip", SCHEMA, actor="测试")


def by_hand(path: Path, rows: str) -> Path:
    """A top folder, names in GBK as old Chinese programs write them, other files beside."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("AAAA/BBBB.csv", rows.encode("gbk"))
        archive.writestr("AAAA/schema/source.csv", "column,label_zh\nid,编号\n")
        archive.writestr("__MACOSX/._sources.csv", "\0\0")
        archive.writestr("AAAA/readme.txt", "不是表")
    path.write_bytes(whole.getvalue().replace(b"AAAA/BBBB", "数据/来源".encode("gbk")))
    return path


def test_a_zip_made_by_hand_is_read(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.zip", "编号,标题,可信度\nS1,公报,A\n")
    found = returned(path, tmp_path)
    assert found["source"] == {"S1": Source("S1", "公报", None, None, None, "A", None, None)}


def test_a_name_in_gbk_is_shown_as_it_is(store: Store, tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.zip", "编号,标题,可信度\nS1,公报,Z\n")
    with pytest.raises(BadRows, match=r"数据/来源\.csv 第 2 行"):
        load_file(store, path, SCHEMA, actor="测试")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[1,", "不是完好的 JSON"),
        ("[]", "没有 records"),
        ('{"records": {"source": {}}}', "records.source 应是一列记录"),
        ('{"records": {}}', "没有可以载入的"),
    ],
)
def test_json_of_another_shape(store: Store, tmp_path: Path, text: str, hint: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRequest, match=hint):
        load_file(store, path, SCHEMA, actor="测试")


# the other formats


def test_json_says_what_it_is(store: Store, tmp_path: Path) -> None:
    export_all(store, tmp_path / "a.json", SCHEMA, **SAID)
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (told["meta"]["as_of"], told["meta"]["region"]) == (SAID["as_of"], SAID["region"])
    assert told["meta"]["program"].startswith("LianTu ")
    assert told["meta"]["data_version"]
    assert told["meta"]["units"]["capacity.capacity_kt_a"] == "kt/a"
    assert list(told["records"]) == list(SCHEMA.kinds)
    units = told["records"]["capacity"]
    assert list(units[0]) == [c.name for c in SCHEMA["capacity"].columns]
    assert any(unit["capacity_kt_a"] is None for unit in units)
    assert {type(unit["process_ids"]) for unit in units} == {list}


def test_numbers_look_tidy_in_excel_and_stay_what_they_are(store: Store, tmp_path: Path) -> None:
    export_all(store, tmp_path / "a.xlsx", SCHEMA, **SAID)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for column in book["单耗"].iter_cols() for cell in column[1:]]
    shown = {c.value: c.number_format for c in cells if isinstance(c.value, float | int)}
    assert {value for value, code in shown.items() if code == "General"} == set()
    assert any(code.count("0") > 2 for code in shown.values())


@pytest.fixture(scope="module")
def facts() -> Facts:
    with open_store(shared_store_url(), SCHEMA) as store:
        return read_facts(store)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> nx.MultiDiGraph[str]:
    path = tmp_path_factory.mktemp("图") / "a.graphml"
    with open_store(shared_store_url(), SCHEMA) as store:
        export_all(store, path, SCHEMA, **SAID)
    found: nx.MultiDiGraph[str] = nx.read_graphml(path)
    return found


def test_graphml_is_the_knowledge_graph(facts: Facts, drawn: nx.MultiDiGraph[str]) -> None:
    g = knowledge_graph(facts, with_sources=True)
    assert set(drawn) ^ {node_id(node) for node in g} == set()
    ends = Counter((node_id(a), node_id(b), d["relation"]) for a, b, d in g.edges(data=True))
    found = Counter((a, b, d["relation"]) for a, b, d in drawn.edges(data=True))
    assert list(((ends - found) + (found - ends)).items())[:3] == []
    ids = [key for *_, key in drawn.edges(keys=True)]
    assert len(set(ids)) == len(ids) == g.number_of_edges()
    assert {d["label"] for *_, d in drawn.edges(data=True)} <= set(RELATIONS_ZH.values())


def test_graphml_attributes_have_their_types(facts: Facts, drawn: nx.MultiDiGraph[str]) -> None:
    for unit in facts.capacities.values():
        told = drawn.nodes[f"capacity:{unit.id}"]
        assert (told["label"], told["kind"], told["status"]) == (
            unit.name_zh,
            "capacity",
            unit.status,
        )
        assert told["is_driver"] is unit.is_driver
        assert told.get("capacity_kt_a") == unit.capacity_kt_a
        source = facts.sources.get(unit.source_id or "")
        assert told.get("source_title") == (source.title.strip() if source else None)
        assert told.get("source_url") == (source.url if source else None)
        (edge,) = (
            d for *_, d in drawn.out_edges(f"capacity:{unit.id}", data=True) if d["label"] == "属于"
        )
        assert (edge["relation"], edge.get("capacity_kt_a")) == ("OF", unit.capacity_kt_a)
    assert drawn.nodes["product:benzene"]["aliases"].split(";") == list(
        facts.products["benzene"].aliases
    )
    assert "None" not in {v for _, d in drawn.nodes(data=True) for v in d.values()}


def test_graphml_survives_what_xml_forbids(tmp_path: Path) -> None:
    evil = Source("S\x01<&>\"'\ufffe", "标题\x0b\x1f]]>", None, None, None, None, None, "\ud7ff")
    region = Region("r", "r", (), "湖", "岳", "user", evil.id, None, None, None)
    with stored(tmp_path, [evil, region]) as old:
        export_all(old, tmp_path / "a.graphml", SCHEMA, **SAID)
    g = nx.read_graphml(tmp_path / "a.graphml")
    assert g.nodes["source:S<&>\"'"]["label"] == "标题]]>"
    assert g.number_of_edges() == 1


@pytest.mark.parametrize("name", READABLE)
def test_characters_no_file_can_hold_are_dropped(tmp_path: Path, name: str) -> None:
    evil = Source("S1", "甲\x01\ufffe\uffff乙\r\n丙", None, None, None, None, None, None)
    with stored(tmp_path, [evil]) as old:
        export_all(old, tmp_path / name, SCHEMA, **SAID)
    assert returned(tmp_path / name, tmp_path)["source"]["S1"].title == "甲乙\n丙"  # type: ignore[attr-defined]


# which format


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("a.xlsx", None, "xlsx"),
        ("A.ZIP", None, "csv"),
        ("a", None, "csv"),
        ("a.graphml", "graphml", "graphml"),
        ("a.txt", "json", "json"),
        ("a", "json", "json"),
        ("2026.11", "csv", "csv"),
    ],
)
def test_the_format_is_told_by_suffix_or_word(name: str, wanted: str | None, found: str) -> None:
    assert format_of(Path(name), wanted) == found
    assert found in FORMATS


@pytest.mark.parametrize(
    ("name", "wanted", "hint"),
    [("a.csv", None, "每类一个文件"), ("a.txt", None, "看不出"), ("a.xlsx", "json", "不是一种")],
)
def test_an_unclear_format_is_refused(name: str, wanted: str | None, hint: str) -> None:
    with pytest.raises(BadRequest, match=hint):
        format_of(Path(name), wanted)


def test_the_benchmark_writes_what_we_write(store: Store, tmp_path: Path) -> None:
    frames = {k.name: benchmark.frame(store, k) for k in SCHEMA.kinds.values()}
    assert {name: len(table) for name, table in frames.items()} == {
        kind: store.count(kind) for kind in SCHEMA.kinds
    }
    benchmark.csv_with_pandas(frames, tmp_path / "a.zip")
    benchmark.xlsx_with_pandas(frames, tmp_path / "a.xlsx")
    assert set(csv_rows(tmp_path / "a.zip")) == {f"{kind}.csv" for kind in SCHEMA.kinds}
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames) == len(SCHEMA.kinds)
