"""企业 and 关系路径 opened on the shipped data, and on data a national directory gave."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import filled_store_url, shared_store_url
from streamlit.testing.v1 import AppTest
from test_ego import row

from graph.model import Firm, FirmItem, Industry, Item, Record
from graph.store import open_store
from graph.store.values import Change, Where
from loaders.schema import read_schema
from views import settings
from views.pages import routes
from views.pages.context import View
from views.pages.firm_box import found
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"
MARK = "名录数据,未核实"
EMPTIED = ("supply", "signal", "producer", "firm_name", "project_stage")


def app_on(url: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return app_on(shared_store_url(), monkeypatch)


def opened(app: AppTest, name: str, **address: str) -> AppTest:
    app.run()
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page(f"views/pages/{name}.py").run()
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return app


def words(app: AppTest) -> str:
    return "\n".join(piece.value for piece in app.html if "<style" not in piece.value)


def test_before_anything_is_chosen(app: AppTest) -> None:
    text = words(opened(app, "firm"))
    assert "家企业" in text
    app.button(key="firm-example-hunan-petrochemical").click().run()
    assert not app.exception
    assert app.query_params["firm"] == "hunan-petrochemical"
    assert "中石化湖南石油化工有限公司" in words(app)


def test_profile_of_a_firm(app: AppTest) -> None:
    text = words(opened(app, "firm", firm="yueyang-xingchang"))
    for said in (
        "岳阳兴长石化股份有限公司", "湖南岳阳", "上市代码", "000819", "营业收入", "规上",
        "产品与产能", "13.5 万吨/年", "上家(谁供它料)", "供方未载", "推测", "下家(它供谁)",
        "项目(", "投资动向", "长岭炼化", "B 级",
    ):  # fmt: skip
        assert said in text, said
    assert MARK not in text
    assert 'href="maps?product=mtbe" data-to="product" data-id="mtbe"' in text
    assert 'data-to="makers" data-id="mtbe"' in text
    assert 'data-to="firm" data-id="changling-refining"' in text


def test_a_merged_firm_says_into_whom(app: AppTest) -> None:
    text = words(opened(app, "firm", firm="baling-petrochemical"))
    assert "这家企业已并入" in text
    assert 'data-id="hunan-petrochemical">湖南石化</a>' in text
    assert "曾用名" in text


def test_every_number_has_its_source_and_unknown_is_said(app: AppTest) -> None:
    text = words(opened(app, "firm", firm="changling-refining"))
    tables = text.split('<table class="lt-facts">')[1:]
    rows = [
        r for t in tables for r in t.split("<tbody>")[1].split("</tbody>")[0].split("</tr>") if r
    ]
    assert len(rows) > 15
    assert all('class="lt-src"' in r for r in rows if "<td>" in r)
    assert "加工 1000 万吨/年" in text
    assert '<i class="lt-unknown">未知</i>' in text


def test_address_may_give_a_name(app: AppTest) -> None:
    assert "湖南石油化工有限公司" in words(opened(app, "firm", firm="湖南石化"))
    assert app.query_params["firm"] == "hunan-petrochemical"


def test_an_unknown_firm_is_one_sentence(app: AppTest) -> None:
    opened(app, "firm", firm="没有这家")
    assert "没有找到企业“没有这家”" in app.warning[0].value
    assert "firm" not in app.query_params


def test_relations_of_two_firms(app: AppTest) -> None:
    text = words(opened(app, "ties", a="yueyang-xingchang", b="changling-refining"))
    assert "岳阳兴长 ←供 液化石油气(推测)— 长岭炼化" in text
    assert "同在 绿色化工高新区长岭片区" in text
    assert "lt-src" in text


def test_relations_need_two_firms(app: AppTest) -> None:
    assert "选两家企业" in words(opened(app, "ties"))
    app.session_state["ties-a"] = app.session_state["ties-b"] = "yueyang-xingchang"
    app.run()
    assert "同一家企业" in app.info[0].value


def test_no_relation_says_what_was_looked_at(app: AppTest) -> None:
    opened(app, "ties", a="yueyang-xingchang", b="ai-ke-sen-mei-fu")
    text = words(app)
    assert "没有找到" in text
    assert "谁供谁" in text
    assert "不等于没有关系" in text
    app.button(key="ties-farther").click().run()
    assert not app.exception


def test_firm_page_leads_to_relations(app: AppTest) -> None:
    opened(app, "firm", firm="yueyang-xingchang").button(key="firm-ties").click().run()
    assert not app.exception
    assert app.query_params["a"] == "yueyang-xingchang"
    assert "选两家企业" in words(app)


@pytest.mark.parametrize("name", [p.stem for p in routes.TITLES])
def test_every_page_says_which_store_it_is_on(app: AppTest, name: str) -> None:
    label = settings.store_label(settings.store_url(shared_store_url()))
    text = words(opened(app, name))
    assert f'<span title="{label}">' in text
    assert f"<bdi>{label.partition(':')[2]}</bdi>" in text


def test_names_elsewhere_lead_to_the_firm(app: AppTest) -> None:
    assert 'data-to="firm"' in words(opened(app, "maps", product="bisphenol-a"))
    assert 'data-to="firm"' in words(opened(app, "firms", product="bisphenol-a"))


def test_address_of_a_link_is_quoted() -> None:
    assert routes.address("firm", 'a"&b') == "firm?firm=a%22%26b"


LISTED = (
    row(Industry, id="c26", name_zh="化学原料制造", code="C26", basis="dataset"),
    row(Item, id="i1", name_zh="工业己内酰胺", basis="dataset"),
    row(Firm, id="x1", name_zh="名录测试化工有限公司", status="未核", basis="dataset",
        industry_ids=("c26",), owner_ids=("hunan-petrochemical",)),
    row(Firm, id="x2", name_zh="名录测试二号<b>有限公司", status="未核", basis="dataset",
        merged_into_id="yueyang-xingchang"),
    row(FirmItem, id="f1", firm_id="x1", item_id="i1", share=0.4, basis="dataset"),
    row(FirmItem, id="f2", firm_id="x2", item_id="i1", basis="dataset"),
)  # fmt: skip


@pytest.fixture
def listed(tmp_path: Path) -> str:
    url = filled_store_url(tmp_path)
    put(url, *map(Change.put, LISTED))
    return url


def put(url: str, *changes: Change) -> None:
    with open_store(url, read_schema(settings.schema_dir())) as store:
        store.bulk(changes, actor="测试", reason="测试")


def test_a_firm_of_a_directory_is_marked(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(listed, monkeypatch)
    text = words(opened(app, "firm", firm="x1"))
    assert text.count(MARK) >= 2
    for said in ("名录测试化工有限公司", "化学原料制造", "工业己内酰胺", "40%", "湖南石化"):
        assert said in text, said
    app.session_state["firm"] = "x2"
    text = words(app.run())
    assert "名录测试二号&lt;b&gt;有限公司" in text
    assert "已并入" in text


def test_relations_of_a_firm_of_a_directory(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(listed, monkeypatch)
    text = words(opened(app, "ties", a="x1", b="x2"))
    assert "目录里同有 工业己内酰胺(名录)" in text
    app.session_state["ties-b"] = "hunan-petrochemical"
    assert "←控股(名录)— 湖南石化" in words(app.run())


def test_search_finds_by_name_alias_and_pinyin(listed: str) -> None:
    workspace = Workspace.open(listed)
    question = Question(date=DATE)
    seen = View.of(workspace, question)
    for text in ("兴长", "yyxc", "yueyangxing", "岳阳兴长"):
        hit = found(seen, text)[0]
        assert hit.id == "yueyang-xingchang"
        assert "湖南岳阳" in hit.hint
        assert "MTBE" in hit.hint
        assert not hit.mark
    (hit, *_) = found(seen, "名录测试化工")
    assert (hit.mark, "化学原料制造" in hit.hint) == ("名录", True)
    assert found(seen, "没有这种名字的") == []
    workspace.close()


def test_empty_kinds_are_said_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = filled_store_url(tmp_path)
    with open_store(url, read_schema(settings.schema_dir())) as store:
        gone = [(k, str(r.id)) for k in EMPTIED for r in store.scan(k)]  # type: ignore[attr-defined]
        store.bulk([Change.delete(*ref) for ref in gone], actor="测试", reason="清空")
        assert store.count("supply", where=[Where("id", "ne", "")]) == 0
    app = app_on(url, monkeypatch)
    text = words(opened(app, "firm", firm="yueyang-xingchang"))
    assert "没有收录谁供它料" in text
    assert "没有收录它的投资动向" in text
    assert words(opened(app, "ties", a="yueyang-xingchang", b="changling-refining"))


def test_records_are_records() -> None:
    assert all(isinstance(r, Record) for r in LISTED)
