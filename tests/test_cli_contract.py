"""The terminal as a program sees it: real processes, real data, the promised JSON shapes."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from stores import a_store_url, filled_store_url, last_seq, shared_store_url

from graph.results import GAP_KINDS, PRESENCES, STATES
from graph.store import open_store
from loaders.schema import read_schema

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
DATE = "2026-11-24"
SECONDS = 120
BASES = {
    *("source", "source-derived", "source-range", "source-route", "definition", "stoichiometry"),
    *("engineering-knowledge", "computed", "estimate", "dataset", "user"),
}
ROLES = {"main", "input", "auxiliary", "makeup", "coproduct", "byproduct", "residual"}


@dataclass(frozen=True)
class Answer:
    """What a run of ``liantu`` left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    def refused(self) -> str:
        """The one sentence of a refusal: exit 2, nothing on stdout, no traceback."""
        assert "Traceback" not in self.err, self.err
        assert self.code == 2, self.err
        assert len(self.out) == 0, "a refusal says nothing on stdout"
        return self.err.strip()


def liantu(*args: str | Path, store: str | Path | None = None, **env: str) -> Answer:
    command = [sys.executable, "-m", "views.cli.main", *map(str, args)]
    if store is not None:
        command += ["--store", str(store)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LIANTU_")}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**kept, **env},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def filled() -> str:
    """A store that is only read."""
    return shared_store_url()


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A store that a test may write to."""
    return filled_store_url(tmp_path)


# shapes

NUMBER = (int, float)
MAYBE_NUMBER = (int, float, type(None))
MAYBE_TEXT = (str, type(None))
INTERVAL = {"low": MAYBE_NUMBER, "likely": MAYBE_NUMBER, "high": MAYBE_NUMBER}
UNKNOWN = {"firm": str, "unit_id": str, "field": str, "ask": str}
FEATURE = {"name": str, "weight": NUMBER, "value": MAYBE_NUMBER, "contribution": NUMBER}
EVIDENCE = {"text": str, "source_id": MAYBE_TEXT}
FLOW = {
    "product_id": str,
    "role": ROLES,
    "t_per_t": NUMBER,
    "low": MAYBE_NUMBER,
    "high": MAYBE_NUMBER,
    "basis": BASES,
    "source_id": MAYBE_TEXT,
    "is_main_feed": bool,
}
FIRM = {
    "firm": str,
    "unit_id": str,
    "capacity_kt_a": MAYBE_NUMBER,
    "presence": set(PRESENCES),
    "source_id": MAYBE_TEXT,
}
FILTER = {
    "rule_id": str,
    "result": {"通过", "须核查", "受限"},
    "text": str,
    "source_id": MAYBE_TEXT,
}
SHAPES: dict[str, Any] = {
    "products": [
        {
            **dict.fromkeys(("id", "name_zh", "family", "stage", "segment"), str),
            "name_en": MAYBE_TEXT,
            "aliases": [str],
            "cas": MAYBE_TEXT,
            "is_hub": bool,
        }
    ],
    "processes": [{"id": str, "name_zh": str, "main_product_id": str, "flows": [FLOW]}],
    "balance": [
        {
            "product_id": str,
            "name_zh": str,
            "presence": set(PRESENCES),
            "state": set(STATES),
            "supply_kt_a": INTERVAL,
            "demand_kt_a": INTERVAL,
            "net_kt_a": INTERVAL,
            "unknown": [UNKNOWN],
            "firms": [FIRM],
        }
    ],
    "gaps": [
        {
            "rank": int,
            "kind": set(GAP_KINDS),
            "product_id": str,
            "name_zh": str,
            "state": set(STATES),
            "gap_kt_a": INTERVAL,
            "score": NUMBER,
            "known_share": NUMBER,
            "features": [FEATURE],
            "rule_id": str,
            "filters": [FILTER],
            "in_park": {"园区内", "园区外", "须定"},
            "evidence": [EVIDENCE],
            "unknown": [UNKNOWN],
        }
    ],
    "targets": [
        {
            "rank": int,
            "firm": str,
            "province": MAYBE_TEXT,
            "city": MAYBE_TEXT,
            "capacity_kt_a": MAYBE_NUMBER,
            "score": NUMBER,
            "features": [FEATURE],
            "reasons": [str],
            "path": [{"kind": str, "id": str, "name": str}],
            "evidence": [EVIDENCE],
        }
    ],
    "survey": [{"rank": int, **UNKNOWN, "product_ids": [str], "conclusions": int}],
    "route": {
        "product_id": str,
        "name_zh": str,
        "plans": [
            {
                **{k: [str] for k in ("new", "bought_in", "missing", "feeds_here")},
                **{k: [str] for k in ("auxiliary", "utilities")},
                **dict.fromkeys(("stands", "from_here", "on_front"), bool),
                "steps": [{"process_id": str, "name_zh": str, "product_id": str}],
                "kt_a": MAYBE_NUMBER,
                "amounts": [{"product_id": str, "kt_a": NUMBER}],
                "enough": {True, False, None},
                "short": [{"product_id": str, "kt_a": NUMBER}],
            }
        ],
    },
    "check": {
        "findings": [
            {"rule": str, "severity": {"错误", "提醒"}, "ids": [str], "message": str},
        ],
        "counts": dict,
    },
}


COUNTS: dict[str, Any] = {
    **dict.fromkeys(("product", "process", "flow", "facts", "sourced", "unattached"), int),
    **dict.fromkeys(("flows", "flows_sourced", "main_feeds", "main_feeds_sourced"), int),
    **dict.fromkeys(("local_flows", "local_flows_sourced"), int),
    **dict.fromkeys(("local_main_feeds", "local_main_feeds_sourced"), int),
    **dict.fromkeys(("balanced_processes", "running", "running_capacity_unknown"), int),
    "by_family": {
        "aromatics": dict.fromkeys(
            ("processes", "flows", "flows_sourced", "main_feeds", "main_feeds_sourced"), int
        )
    },
    "by_grade": dict.fromkeys(("A", "B", "C", "D", "无"), int),
}


def misfits(value: Any, shape: Any, where: str = "$") -> Iterator[str]:
    """Places where a JSON value breaks its shape; further keys are allowed."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{where}: {type(value).__name__} is no object"
            return
        for key, part in shape.items():
            if key not in value:
                yield f"{where}.{key} is missing"
            else:
                yield from misfits(value[key], part, f"{where}.{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{where}: {type(value).__name__} is no list"
            return
        for i, part in enumerate(value):
            yield from misfits(part, shape[0], f"{where}[{i}]")
    elif isinstance(shape, set):
        if value not in shape:
            yield f"{where}: {value!r} is none of {sorted(shape)}"
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        yield f"{where}: {value!r} is no {shape}"


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Every answering command once, as a program would ask."""
    out, filled = {}, shared_store_url()
    for name in ("products", "processes", "balance", "gaps", "survey"):
        out[name] = liantu(name, "--as-of", DATE, "--json", store=filled).json()
    asked = ("targets", "1,4-丁二醇", "--as-of", DATE, "--json")
    out["targets"] = liantu(*asked, store=filled).json()
    out["route"] = liantu("route", "MMA", "--as-of", DATE, "--json", store=filled).json()
    return out


@pytest.mark.parametrize("name", [n for n in SHAPES if n != "check"])
def test_shape(answers: dict[str, Any], name: str) -> None:
    assert answers[name], "nothing came out"
    assert list(misfits(answers[name], SHAPES[name])) == []


def test_check_counts_and_passes_on_the_shipped_facts(filled: str) -> None:
    answer = liantu("check", "--json", store=filled)
    told = json.loads(answer.out)
    assert list(misfits(told, SHAPES["check"])) == []
    errors = [f for f in told["findings"] if f["severity"] == "错误"]
    assert (answer.code, errors) == (0, [])
    counts = told["counts"]
    assert list(misfits(counts, COUNTS)) == []
    for name in ("flows", "main_feeds"):  # the families add up to the whole
        rows = counts["by_family"].values()
        assert sum(r[name] for r in rows) == counts[name]
        assert sum(r[f"{name}_sourced"] for r in rows) == counts[f"{name}_sourced"]
    assert sum(counts["by_grade"].values()) == counts["facts"]
    assert counts["facts"] - counts["by_grade"]["无"] == counts["sourced"]
    assert counts["balanced_processes"] <= counts["process"]


def test_check_strict_is_clean_and_fails_on_a_reminder(filled: str, tmp_path: Path) -> None:
    strict = liantu("check", "--strict", "--json", store=filled)
    assert (strict.code, json.loads(strict.out)["findings"]) == (0, [])
    own = filled_store_url(tmp_path)
    table = tmp_path / "企业.csv"
    table.write_text("编号,企业名称,经营状况,依据类型\nlone,孤企业,未核,user\n", encoding="utf-8")
    assert liantu("load", str(table), store=own).code == 0
    assert liantu("check", store=own).code == 0
    assert liantu("check", "--strict", store=own).code == 1


def test_the_reference_chain_is_whole(answers: dict[str, Any]) -> None:
    assert len(answers["products"]) >= 300
    assert len(answers["processes"]) >= 300
    for process in answers["processes"]:
        assert [f["product_id"] for f in process["flows"] if f["role"] == "main"]
        assert sum(f["is_main_feed"] for f in process["flows"]) <= 1


def test_intervals_are_ordered(answers: dict[str, Any]) -> None:
    for row in answers["balance"]:
        for key in ("supply_kt_a", "demand_kt_a"):
            low, likely, high = (row[key][k] for k in ("low", "likely", "high"))
            assert low >= 0
            assert likely is None or low - 1e-9 <= likely
            assert high is None or likely is None or likely <= high + 1e-9


def test_scores_are_the_sum_of_their_parts(answers: dict[str, Any]) -> None:
    for row in (*answers["gaps"], *answers["targets"]):
        assert 0.0 <= row["score"] <= 1.0
        total = sum(f["contribution"] for f in row["features"])
        whole = row.get("certain", True) and not row.get("alternative", False)
        assert row["score"] == pytest.approx(total * (1.0 if whole else row["factor"]))
        assert row.get("factor", 1.0) <= 1.0
        assert len(row["features"]) <= 10
    assert [g["rank"] for g in answers["gaps"]] == list(range(1, len(answers["gaps"]) + 1))


def test_a_route_of_a_given_size(filled: str, answers: dict[str, Any]) -> None:
    plans = answers["route"]["plans"]
    assert all(p["new"] == [s["process_id"] for s in p["steps"]] for p in plans)
    asked = ("route", "MMA", "--as-of", DATE, "--kt-a", "500", "--top", "2")
    large = liantu(*asked, "--json", store=filled).json()["plans"]
    assert [p["kt_a"] for p in large] == [500.0] * len(large)
    local = next(p for p in large if p["from_here"])
    assert [s["product_id"] for s in local["short"]] == ["mtbe"]
    assert local["enough"] is False
    assert "差" in liantu(*asked, store=filled).out
    assert liantu("route", "MMA", "--kt-a", "0", store=filled).code == 2


def test_gaps_can_be_narrowed(filled: str, answers: dict[str, Any]) -> None:
    few = liantu(
        *("gaps", "--kind", "延链", "--top", "3", "--as-of", DATE, "--json"), store=filled
    ).json()
    assert few == [g for g in answers["gaps"] if g["kind"] == "延链"][:3]


@pytest.mark.parametrize("name", ["benzene", "苯", "Benzene", "BEN", "ben", "71-43-2"])
def test_a_product_by_any_of_its_names(filled: str, name: str) -> None:
    rows = liantu("balance", name, "--json", store=filled).json()
    assert [r["product_id"] for r in rows] == ["benzene"]


def test_two_runs_say_the_same(filled: str, answers: dict[str, Any]) -> None:
    again = liantu("gaps", "--as-of", DATE, "--json", store=filled, PYTHONHASHSEED="7").json()
    assert again == answers["gaps"]


def test_json_is_utf8_on_a_gbk_console(filled: str, answers: dict[str, Any]) -> None:
    answer = liantu(
        "products", "--json", store=filled, PYTHONUTF8="0", PYTHONIOENCODING="gbk"
    ).json()
    assert answer == answers["products"]


def test_text_answers_on_a_gbk_console(filled: str) -> None:
    command = [sys.executable, "-m", "views.cli.main", "check", "--store", filled]
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert "有来源" in done.stdout.decode("gbk")


def test_text_goes_to_stdout_without_json(filled: str) -> None:
    answer = liantu("gaps", "--top", "5", "--as-of", DATE, store=filled)
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) == 5
    assert "万吨/年" in answer.out


# files


def test_map_and_export_are_written(filled: str, tmp_path: Path) -> None:
    page, book = tmp_path / "现状图.html", tmp_path / "全部.xlsx"
    told = liantu("map", "--kind", "现状图", "--out", page, "--json", store=filled).json()
    assert told["out"] == str(page)
    assert "<html" in page.read_text(encoding="utf-8")
    told = liantu("export", "--out", book, "--json", store=filled).json()
    assert told["out"] == str(book)
    assert book.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("name", ["全部.xlsx", "全部.zip", "全部", "全部.json"])
def test_an_export_loads_back_without_a_change(own: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    given = liantu("export", "--out", out, "--json", store=own).json()
    told = liantu("load", out, "--json", store=own).json()
    assert (told["added"], told["changed"], told["problems"]) == (0, 0, [])
    assert told["unchanged"] == given["records"] > 3000


def test_an_export_says_its_format_and_holds_the_graph(filled: str, tmp_path: Path) -> None:
    out = tmp_path / "图"
    told = liantu("export", "--out", out, "--format", "graphml", "--json", store=filled).json()
    assert (told["out"], told["format"]) == (str(out), "graphml")
    assert "双酚A" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("--out", "a.csv"), ".zip"),
        (("--out", "a.xlsx", "--format", "json"), "--format"),
        (("--out", "a.json", "--results", "--format", "json"), "测算结果"),
        (("--out", "a.json", "--results"), ".xlsx"),
    ],
)
def test_an_unclear_export_is_refused(filled: str, args: tuple[str, ...], hint: str) -> None:
    said = liantu("export", *args, store=filled).refused()
    one_sentence(said)
    assert hint in said


def test_an_export_never_replaces_a_folder_in_use(filled: str, tmp_path: Path) -> None:
    (tmp_path / "重要.txt").write_text("别动", encoding="utf-8")
    one_sentence(liantu("export", "--out", tmp_path, store=filled).refused())
    assert [p.name for p in tmp_path.iterdir()] == ["重要.txt"]


def test_a_bad_row_in_a_folder_names_its_file(own: str, tmp_path: Path) -> None:
    liantu("export", "--out", tmp_path / "a", "--json", store=own).json()
    path = tmp_path / "a" / "regions" / "yunxi" / "capacities.csv"
    told = path.read_text(encoding="utf-8")
    path.write_text(told.replace(",在产,", ",在产中,", 1), encoding="utf-8")
    before = last_seq(own)
    said = liantu("load", tmp_path / "a", store=own).refused()
    assert "regions/yunxi/capacities.csv 第" in said
    assert "在产中" in said
    assert last_seq(own) == before


def firm_csv(path: Path, encoding: str, firm_id: str, name: str) -> Path:
    schema = read_schema(DATA / "schema")["firm"]
    row = dict.fromkeys((c.name for c in schema.columns), "")
    for column in schema.columns:
        if column.required:
            row[column.name] = column.choices[0] if column.choices else "0"
    row |= {"id": firm_id, "name_zh": name}
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.DictWriter(handle, row)
        writer.writerow({c.name: c.label_zh for c in schema.columns})
        writer.writerow(row)
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-8"])
def test_csv_of_each_encoding_is_read(own: str, tmp_path: Path, encoding: str) -> None:
    path = firm_csv(tmp_path / "firms.csv", encoding, "new-firm", "岳阳某某新材料有限公司")
    dry = liantu("load", path, "--dry-run", "--json", store=own).json()
    assert (dry["added"], dry["dry_run"]) == (1, True)
    assert record(own, "firm", "new-firm") is None
    told = liantu("load", path, "--json", store=own).json()
    assert (told["added"], told["changed"], told["problems"]) == (1, 0, [])
    assert record(own, "firm", "new-firm").name_zh == "岳阳某某新材料有限公司"


def record(url: str, kind: str, id_: str) -> Any:
    with open_store(url, read_schema(DATA / "schema")) as store:
        found = store.get(kind, [id_]).records
        return found[0] if found else None


def test_a_broken_row_refuses_the_whole_file(own: str, tmp_path: Path) -> None:
    source = DATA / "regions" / "yunxi" / "capacities.csv"
    with source.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row["note"] = "改过"
    rows[4]["status"] = "在产中"
    path = tmp_path / "capacities.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    before = last_seq(own)
    said = liantu("load", path, "--json", store=own).refused()
    for part in ("capacities.csv", "第 6 行", "在产中", "在产、在建、规划"):
        assert part in said
    assert "status" in said or "状态" in said
    assert last_seq(own) == before
    assert record(own, "capacity", rows[0]["id"]).note != "改过"


# bad input


def test_unknown_product_offers_the_nearest(filled: str) -> None:
    said = liantu("balance", "双酚B", "--json", store=filled).refused()
    assert "双酚B" in said
    assert "双酚A" in said


def test_unknown_product_for_targets(filled: str) -> None:
    said = liantu("targets", "没有这个东西", "--json", store=filled).refused()
    assert "没有这个东西" in said


def test_unknown_region_offers_the_known_ones(filled: str) -> None:
    said = liantu("gaps", "--region", "云西", "--json", store=filled).refused()
    assert "云西" in said
    assert "云溪" in said


def test_region_by_name(filled: str, answers: dict[str, Any]) -> None:
    told = liantu("gaps", "--region", "云溪", "--as-of", DATE, "--json", store=filled).json()
    assert told == answers["gaps"]


@pytest.mark.parametrize("date", ["2026-02-30", "昨天", "2026"])
def test_bad_date(filled: str, date: str) -> None:
    said = liantu("balance", "--as-of", date, "--json", store=filled).refused()
    assert date in said


def test_bad_status(filled: str) -> None:
    said = liantu("gaps", "--status", "在产,停工", "--json", store=filled).refused()
    assert "停工" in said
    assert "在建" in said


@pytest.mark.parametrize(
    "args",
    [
        ("gaps", "--kind", "缺链"),
        ("gaps", "--top", "0"),
        ("map", "--kind", "地图", "--out", "x.html"),
    ],
)
def test_bad_choice(filled: str, args: tuple[str, ...]) -> None:
    assert liantu(*args, store=filled).refused()


def test_missing_file(filled: str, tmp_path: Path) -> None:
    said = liantu("load", tmp_path / "没有.csv", store=filled).refused()
    assert "没有.csv" in said


def test_a_file_that_is_no_workbook(filled: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    assert "坏.xlsx" in liantu("load", path, store=filled).refused()


@pytest.mark.parametrize("name", ["map", "export"])
def test_output_into_no_folder(filled: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / "没有的文件夹" / ("x.html" if name == "map" else "x.xlsx")
    assert "没有的文件夹" in liantu(name, "--out", out, store=filled).refused()


@pytest.mark.parametrize("name", ["map", "export"])
def test_output_onto_a_folder(filled: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / ("x.html" if name == "map" else "x.xlsx")
    out.mkdir()
    assert out.name in liantu(name, "--out", out, store=filled).refused()


# the store


def one_sentence(said: str) -> None:
    assert len(said.splitlines()) == 1, said


def test_the_first_command_fills_the_store(tmp_path: Path, answers: dict[str, Any]) -> None:
    (tmp_path / "库 a").mkdir()
    url = a_store_url(tmp_path / "库 a", "链图 数据.db")
    assert liantu("products", "--json", store=url).json() == answers["products"]
    assert last_seq(url) > 3000


def test_unwritable_data_folder(tmp_path: Path) -> None:
    blocker = tmp_path / "文件"
    blocker.write_bytes(b"")
    said = liantu("products", store=blocker / "deep" / "liantu.db").refused()
    one_sentence(said)
    assert "--store" in said


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs Linux' /proc")
def test_data_folder_nobody_may_write() -> None:
    said = liantu("products", store=Path("/proc/liantu/liantu.db")).refused()
    one_sentence(said)
    assert "/proc/liantu" in said


def test_store_is_a_folder(tmp_path: Path) -> None:
    one_sentence(liantu("products", store=tmp_path).refused())


def test_foreign_text_file(tmp_path: Path) -> None:
    path = tmp_path / "账本.db"
    path.write_text("这不是数据库,而是一篇足够长的文字。" * 100, encoding="utf-8")
    before = path.read_bytes()
    one_sentence(liantu("products", store=path).refused())
    assert path.read_bytes() == before


def test_foreign_database(tmp_path: Path) -> None:
    path = tmp_path / "账本.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE invoices (id INTEGER PRIMARY KEY, amount REAL)")
    other.commit()
    other.close()
    before = path.read_bytes()
    one_sentence(liantu("products", store=path).refused())
    assert path.read_bytes() == before


def test_locked_database(tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    assert liantu("products", store=own).code == 0
    path = firm_csv(tmp_path / "firms.csv", "utf-8", "new-firm", "岳阳某某新材料有限公司")
    holder = sqlite3.connect(own, isolation_level=None)
    try:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        said = liantu("load", path, store=own).refused()
    finally:
        holder.close()
    one_sentence(said)
    assert "占用" in said


def test_store_from_the_environment(filled: str, answers: dict[str, Any]) -> None:
    told = liantu("products", "--json", LIANTU_STORE=filled).json()
    assert told == answers["products"]


def test_store_url_of_an_unknown_kind() -> None:
    one_sentence(liantu("products", "--json", LIANTU_STORE="mysql://localhost/x").refused())


# serve


def serve(*args: str, store: str) -> Answer:
    """A start that must be refused; one that is not is ended, its page server too."""
    head = (sys.executable, "-m", "views.cli.main", "serve", "--no-browser")
    process = subprocess.Popen(
        [*head, *args, "--store", store],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        pytest.fail(f"liantu serve {' '.join(args)} was not refused")
    return Answer(process.returncode, out.decode("utf-8"), err.decode("utf-8"))


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_busy_port(filled: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = serve("--port", port, store=filled).refused()
    one_sentence(said)
    assert port in said


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [("--region", "云西", "云溪"), ("--as-of", "昨天", "昨天"), ("--status", "停工", "停工")],
)
def test_bad_question_is_refused_before_serving(
    filled: str, option: str, value: str, hint: str
) -> None:
    assert hint in serve("--port", free_port(), option, value, store=filled).refused()
