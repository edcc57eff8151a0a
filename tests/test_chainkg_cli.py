"""``liantu load DIR --kind chainkg``: told on screen, as JSON, as a file; stopped and killed."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from chainkg_set import COMPANIES, COMPANY_PRODUCT, PRODUCT_PRODUCT, PRODUCTS, write_set, zipped
from packs import liantu, told
from stores import filled_store_url

from graph.store import open_store
from graph.store.protocol import Store
from loaders.chainkg.load import load_set
from loaders.schema import read_schema
from views.cli import chainkg as cli

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the shipped facts."""
    path = tmp_path_factory.mktemp("shipped") / "链图.db"
    assert told("check", "--store", path)["findings"] == []
    return path


def messy(folder: Path) -> Path:
    """A set with 15 products nobody can read among 40."""
    bad = [{"name": number} for number in range(15)]
    good = [{"name": f"测试品{number}"} for number in range(21)]
    return write_set(folder, product=[*PRODUCTS, *good, *bad, PRODUCTS[0]])


def test_a_set_is_loaded_into_the_shipped_facts_and_changes_no_answer(
    tmp_path: Path,
) -> None:
    store = filled_store_url(tmp_path)
    gaps = told("gaps", "--store", store)
    seen = told("load", write_set(tmp_path / "data"), "--kind", "chainkg", "--store", store)
    assert seen["kinds"]["firm"] == {
        "added": 3,
        "changed": 0,
        "unchanged": 0,
        "checked": 0,
        "gone": 0,
    }
    assert (seen["added"], seen["written"], seen["is_stopped"]) == (16, 17, False)
    assert (seen["problems"], seen["reminders"], seen["same"]) == ([], [], [])
    assert told("gaps", "--store", store) == gaps
    assert told("check", "--store", store)["findings"] == []


def test_a_long_report_is_cut_on_screen_and_whole_in_json(tmp_path: Path) -> None:
    folder, store = messy(tmp_path / "data"), tmp_path / "a.db"
    result = liantu("load", folder, "--kind", "chainkg", "--store", store, "--dry-run")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert "product.json:41 行,没有载入 15 行,重复 1 行" in lines
    assert "没有载入的行(15 处):" in lines
    assert "  还有 5 处;用 --report 文件.xlsx 可全部写出" in lines
    assert "目录产品:新增 25、修改 0、不变 0 条" in lines
    assert lines[-1] == "data:只看没有写入。"
    seen = told("load", folder, "--kind", "chainkg", "--store", store, "--dry-run")
    assert len(seen["problems"]) == 15
    assert seen["files"][4] == {
        "file": "product.json",
        "rows": 41,
        "loaded": 25,
        "left_out": 15,
        "doubled": 1,
    }


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_report_is_written_whole(tmp_path: Path, suffix: str) -> None:
    folder, report = messy(tmp_path / "data"), tmp_path / f"报告{suffix}"
    evil = [*PRODUCT_PRODUCT, {**PRODUCT_PRODUCT[0], "to_entity": "=1+1"}]
    write_set(folder, product=(folder / "product.json").read_bytes(), product_product=evil)
    args = ("--kind", "chainkg", "--store", tmp_path / "a.db", "--report", report)
    result = liantu("load", folder, *args)
    assert result.exit_code == 0, result.output
    assert "报告 17 行已写到" in result.stderr
    if suffix == ".csv":
        with report.open(encoding="utf-8-sig", newline="") as file:
            rows: list[Any] = list(csv.reader(file))
        assert rows[-2][4] == "'=1+1"
    else:
        book = openpyxl.load_workbook(report)
        rows = list(book["载入报告"].iter_rows(values_only=True))
        assert any(row[4] == "=1+1" for row in rows)
        assert any("product.json:41 行" in str(cell.value) for cell in book["说明"]["A"])
    assert list(rows[0]) == ["处理", "文件", "行", "列", "值", "说明"]
    assert Counter(row[0] for row in rows[1:]) == {"没有载入": 16, "已载入,请核对": 1}


def test_a_refused_set_writes_nothing_but_its_report(tmp_path: Path) -> None:
    bad = [*PRODUCTS, *({"名": "x"} for _ in range(5))]
    folder, report = write_set(tmp_path / "data", product=bad), tmp_path / "报告.csv"
    store = tmp_path / "a.db"
    result = liantu("load", folder, "--kind", "chainkg", "--store", store, "--report", report)
    assert result.exit_code == 2
    assert "product.json 共 9 行,5 行不能用,超过一半,整套没有载入" in result.stderr
    assert "Traceback" not in result.stderr
    assert report.exists()
    with open_store(store, SCHEMA) as opened:
        assert opened.count("item") == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--kind", "chainkg", "--fresh"), "请去掉 --fresh"),
        (("--kind", "chainkg", "--report", "报告.txt"), "报告应以 .xlsx 或 .csv 结尾"),
        (("--kind", "chainkg", "--report", "没有/报告.csv"), "请先建好或换一个"),
        (("--report", "报告.csv"), "--report 只和 --kind chainkg 一起用"),
    ],
)
def test_what_cannot_be_asked_together(
    shipped: Path, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    folder = write_set(tmp_path / "data")
    result = liantu("load", folder, "--store", shipped, *args)
    assert result.exit_code == 2
    assert said in result.stderr


def test_firms_on_record_are_suggested(shipped: Path, tmp_path: Path) -> None:
    listed = {**COMPANIES[0], "code": "000819.SZ"}
    rows = [{**COMPANY_PRODUCT[0], "company_code": "000819.SZ"}, *COMPANY_PRODUCT[1:]]
    folder = write_set(
        tmp_path / "data",
        company=[listed, *COMPANIES[1:]],
        company_industry=None,
        company_product=rows,
    )
    path = zipped(folder, tmp_path / "全国.zip")
    seen = told("load", path, "--kind", "chainkg", "--store", shipped, "--dry-run")
    assert any("yueyang-xingchang" in line for line in seen["same"])
    assert seen["unused"] == ["ChainKnowledgeGraph-main/readme.md"]


# stopped and killed

MANY = [{"name": f"产品{number}"} for number in range(9000)]


def large(folder: Path) -> Path:
    chain = [
        {"from_entity": f"产品{n}", "rel": "产品小类", "to_entity": f"产品{n + 1}"}
        for n in range(4000)
    ]
    return write_set(folder, product=[*PRODUCTS, *MANY], product_product=chain)


def check_whole(store: Store) -> None:
    """Everything is there once, and the history says so too."""
    info = store.info()
    assert info.counts["item"] == 9004
    assert info.counts["item_link"] == 4000
    assert info.last_seq == sum(info.counts.values())
    seen: set[tuple[str, str]] = set()
    after = 0
    while page := store.history(after_seq=after, limit=2000):
        assert all((r.rev, r.op, r.before) == (1, "put", None) for r in page)
        refs = {r.ref for r in page}
        assert len(refs) == len(page)
        assert not refs & seen
        seen |= refs
        after = page[-1].seq
    assert len(seen) == info.last_seq


def test_a_killed_load_is_finished_by_the_next_without_doubles(tmp_path: Path) -> None:
    folder, path = large(tmp_path / "data"), tmp_path / "链图.db"
    script = textwrap.dedent(f"""
        from pathlib import Path
        from graph.store import open_store
        from loaders.chainkg.load import load_set
        from loaders.schema import read_schema

        def told(done, total, what):
            if what == "写入":
                print(done, flush=True)

        schema = read_schema(Path("data/schema"))
        with open_store({str(path)!r}, schema) as store:
            load_set(store, Path({str(folder)!r}), actor="甲", progress=told)
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert [child.stdout.readline().strip() for _ in range(2)] == ["2000", "4000"]
    child.kill()  # in the middle of the third batch
    child.wait()
    child.stdout.close()
    with open_store(path, SCHEMA) as store:
        begun = store.info().last_seq
        assert 4000 <= begun < 13000
        assert begun % 2000 == 0
        seen = load_set(store, folder, actor="甲")
        assert seen.result is not None
        assert seen.result.total + begun == store.info().last_seq
        check_whole(store)
        assert load_set(store, folder, actor="甲").result is None


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_finishes_the_batch_at_hand_and_the_next_run_the_rest(tmp_path: Path) -> None:
    folder, path = large(tmp_path / "data"), tmp_path / "链图.db"
    assert told("check", "--store", path)["findings"] == []
    with open_store(path, SCHEMA) as store:
        before = store.info().last_seq
    command = [sys.executable, "-m", "views.cli.main", "load", str(folder), "--kind", "chainkg"]
    child = subprocess.Popen(
        [*command, "--store", str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with open_store(path, SCHEMA) as store:
        while store.info().last_seq == before and child.poll() is None:
            pass
    child.send_signal(signal.SIGINT)
    out, err = (text.decode("utf-8") for text in child.communicate(timeout=120))
    assert child.returncode == 0, err
    assert "正在停下:写完这一批就停" in err
    assert "再运行同一条命令会接着载入" in out
    with open_store(path, SCHEMA) as store:
        assert store.count("item_link") < 4000
    done = told("load", folder, "--kind", "chainkg", "--store", path)
    assert done["is_stopped"] is False
    with open_store(path, SCHEMA) as store:
        assert (store.count("item"), store.count("item_link")) == (9004, 4000)


def test_outside_the_main_thread_there_is_no_signal_to_catch() -> None:
    import threading

    caught: list[bool] = []

    def run() -> None:
        with cli._stoppable() as stopped:
            caught.append(stopped.is_set())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert caught == [False]
