"""换地区换链: download, fill in, upload, look, load; nothing is half-loaded."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import packs
import pytest
from clicks import fine
from stores import a_store_url, filled_store_url, last_seq
from streamlit.testing.v1 import AppTest

from graph.store import open_store
from loaders.packs import chain_pack, region_pack, write_pack
from loaders.schema import read_schema
from views import settings
from views.packs import load_fresh

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGION = "河口新区"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = filled_store_url(tmp_path)
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", "2026-11-24")
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))  # turning pages sets it
    monkeypatch.setattr(settings, "default_store_path", lambda: tmp_path / "liantu.db")
    return url


def opened() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("views/pages/packs.py").run()
    return fine(app)


def upload(app: AppTest, path: Path) -> AppTest:
    app.file_uploader[0].set_value((path.name, path.read_bytes(), XLSX)).run()
    return fine(app)


def words(app: AppTest) -> str:
    return "\n".join([*(h.value for h in app.html), *(s.value for s in app.success)])


def region_file(tmp_path: Path) -> Path:
    path = tmp_path / "区.xlsx"
    write_pack(path, region_pack(REGION, "hekou", [("苯", "benzene")], []), SCHEMA)
    packs.set_cell(path, "地区", "省", 3, "河口省")
    packs.set_cell(path, "地区", "市", 3, "河口市")
    return path


def test_both_workbooks_are_offered_once_they_have_a_name(store: str) -> None:
    app = opened()
    assert [b.label for b in app.button if b.disabled] == ["下载新地区表格", "下载新产业链表格"]
    app.text_input(key="pack-region-name").set_value("某某县").run()
    app.text_input(key="pack-chain-name").set_value("锂电回收").run()
    assert not [b for b in fine(app).button if b.disabled]
    app.text_input(key="pack-region-name").set_value("云溪").run()
    assert "已经有“岳阳市云溪区”" in app.warning[0].value


def test_a_region_is_looked_at_loaded_and_shown(store: str, tmp_path: Path) -> None:
    path = region_file(tmp_path)
    app = upload(opened(), path)
    assert "新增 1 条,修改 0 条,不变 0 条,跳过示例 12 行" in words(app)
    assert list(app.dataframe[0].value["哪类"]) == ["地区"]
    with open_store(store, SCHEMA) as before:
        assert before.count("region") == 1
    app.button(key="pack-load").click().run()
    assert "已载入 区.xlsx" in words(fine(app))
    assert REGION in app.selectbox(key="ask-region").options
    with open_store(store, SCHEMA) as after:
        assert after.count("region") == 2
        assert after.history(after_seq=after.info().last_seq - 1)[0].actor == "本机用户"
    assert app.selectbox(key="ask-region").value == "hekou"
    assert f"现在看的是 {REGION}。" in words(app)
    app.switch_page("views/pages/home.py").run()
    assert f"<b>{REGION}</b>" in words(fine(app))


def test_a_change_is_shown_before_and_after(store: str, tmp_path: Path) -> None:
    path = tmp_path / "产品.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "产品"
    sheet.append(["编号", "短名"])
    sheet.append(["benzene", "石油苯"])
    book.save(path)
    frame = upload(opened(), path).dataframe[0].value
    assert frame.to_dict("records") == [
        {"哪类": "产品", "名称": "纯苯", "列": "短名", "现在": "纯苯", "改成": "石油苯"}
    ]


def test_a_wrong_cell_is_told_and_cannot_be_loaded(store: str, tmp_path: Path) -> None:
    path = region_file(tmp_path)
    packs.add(path, {"园区片区": [{"名称": "片区", "所属地区": REGION, "面积(亩)": "很大"}]})
    before = last_seq(store)
    app = upload(opened(), path)
    assert "有 1 处要改" in app.error[0].value
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["工作表"], row["行"], row["列"], row["填的值"]) == (
        "园区片区",
        "3",
        "面积(亩)",
        "很大",
    )
    assert row["怎么改"].startswith("只填一个数字")
    assert app.button(key="pack-load").disabled
    assert last_seq(store) == before


def test_what_is_no_workbook_is_one_sentence(store: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"no workbook")
    app = upload(opened(), path)
    assert "不是完好的 .xlsx 文件" in app.error[0].value


def test_another_chain_gets_a_file_of_its_own(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "稻米.xlsx"
    write_pack(path, chain_pack(packs.CHAIN), SCHEMA)
    packs.fill_rice(path)
    app = opened()
    upload(app, path)
    assert app.radio(key="pack-where").value == "另起一个数据文件(不带现在的产业链和地区)"
    before, made = last_seq(store), tmp_path / "稻米.db"
    assert not made.exists()
    app.button(key="pack-load").click().run()
    assert f'liantu serve --store "{made}"' in words(fine(app))
    assert last_seq(store) == before
    assert f"<b>{packs.REGION}</b>" in words(app)
    app.button(key="store-back-go").click().run()
    assert "云溪" in words(fine(app))
    monkeypatch.setenv("LIANTU_STORE", str(made))
    for page in ("home", "maps", "gaps", "firms", "origins", "quality", "packs"):
        own = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        own.switch_page(f"views/pages/{page}.py").run()
        assert not fine(own).error, page
        assert f"<b>{packs.REGION}</b>" in words(own)
        assert "云溪" not in words(own)
    found = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    found.query_params["product"] = "rusuan"
    found.switch_page("views/pages/maps.py").run()
    assert '<h3 class="lt-title">乳酸</h3>' in words(fine(found))
    assert "外省乳酸公司" in words(found)


def test_a_store_without_a_region_leads_to_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "链.xlsx"
    write_pack(path, chain_pack("空链"), SCHEMA)
    url = a_store_url(tmp_path, "空.db")
    load_fresh(url, path, SCHEMA, dry_run=False, actor="小王")
    monkeypatch.setenv("LIANTU_STORE", url)
    app = fine(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run())
    assert "还没有地区" in app.info[0].value
    app.switch_page("views/pages/packs.py").run()
    assert fine(app).file_uploader
    upload(app, region_file(tmp_path)).button(key="pack-load").click().run()
    assert f"<b>{REGION}</b>" in words(fine(app))
    for page in ("home", "maps", "gaps", "firms", "origins", "quality"):
        app.switch_page(f"views/pages/{page}.py").run()
        assert not fine(app).error, page


def test_the_download_is_the_workbook(store: str, tmp_path: Path) -> None:
    from views.pages import packs as page

    data = page._made(page._chain_bytes, "锂电回收", "新产业链_锂电回收.xlsx")
    guide = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    said = "".join(str(c.value) for row in guide for c in row if c.value)
    assert "liantu load 新产业链_锂电回收.xlsx --dry-run --store 我的链.db --fresh" in said
