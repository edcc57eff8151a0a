"""Every page opened on the real data: no exception, and the right content."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from clicks import press
from stores import a_store_url, last_seq, shared_store_url
from streamlit.testing.v1 import AppTest

from graph.facts import Facts
from graph.reason import Evaluation
from views.pages.routes import TITLES
from views.tables import finds
from views.tables import sources as source_tables
from views.tables import targets as target_tables
from views.tables.overview import sound_gaps
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"
PAGES = tuple(path.stem for path in TITLES)


@pytest.fixture
def store() -> str:
    return shared_store_url()


@pytest.fixture(scope="module")
def evaluation() -> Iterator[Evaluation]:
    workspace = Workspace.open(shared_store_url())
    yield workspace.evaluation(Question(date=DATE))
    workspace.close()


@pytest.fixture
def app(store: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", store)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def opened(app: AppTest, name: str, **address: str) -> AppTest:
    """The page as a user who typed its address sees it."""
    app.run()
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page(f"views/pages/{name}.py").run()
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return app


def words(app: AppTest) -> str:
    return "\n".join(piece.value for piece in app.html)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_says_date_and_scope(app: AppTest, name: str) -> None:
    text = words(opened(app, name))
    assert "2026年11月24日" in text
    assert "在产+在建,不含周边园区" in text
    assert "万吨/年" in text


def test_first_page_has_five_of_each(app: AppTest, evaluation: Evaluation) -> None:
    text = words(opened(app, "home"))
    buttons = [b.key for b in app.button if b.key]
    assert [k for k in buttons if k.startswith("home-gap-")] == [
        f"home-gap-{i}" for i in range(1, 6)
    ]
    assert sum(k.startswith("home-firm-") for k in buttons) == 5
    for gap in sound_gaps(evaluation)[:5]:
        assert evaluation.chain.facts.products[gap.product_id].name_zh in text
    for item in evaluation.survey[:5]:
        assert item.firm in text
    for label in ("产品", "工艺", "本地装置", "本地企业", "有来源的事实"):
        assert label in text


def test_gap_button_leads_to_that_line(app: AppTest, evaluation: Evaluation) -> None:
    press(opened(app, "home"), "home-gap-2")
    second = evaluation.gaps[1]
    assert app.query_params["gap"] == f"{second.kind}:{second.product_id}"
    name = evaluation.chain.facts.products[second.product_id].name_zh
    assert f'<h3 class="lt-title">{name}' in words(app)


def test_gap_list_is_whole_and_ranked(app: AppTest, evaluation: Evaluation) -> None:
    frame = opened(app, "gaps").dataframe[0].value
    assert len(frame) == len(evaluation.gaps) > 15
    assert list(frame["序"]) == list(range(1, len(frame) + 1))
    text = words(app)
    for heading in ("规则", "准入十项核对", "还不知道、要去问的", "得分"):
        assert heading in text


def test_gap_list_filters(app: AppTest, evaluation: Evaluation) -> None:
    opened(app, "gaps").pills(key="gap-kinds").set_value(["补链"]).run()
    frame = app.dataframe[0].value
    assert set(frame["类"]) == {"补链"}
    assert len(frame) == sum(g.kind == "补链" for g in evaluation.gaps)
    segment = frame["子链"].iloc[0]
    app.multiselect(key="gap-segments").set_value([segment]).run()
    assert set(app.dataframe[0].value["子链"]) == {segment}


def test_gap_numbers_are_wan_tonnes(app: AppTest, evaluation: Evaluation) -> None:
    frame = opened(app, "gaps").dataframe[0].value
    first = evaluation.gaps[0]
    assert first.gap.likely is not None
    assert frame["数量(万吨/年)"].iloc[0] == pytest.approx(first.gap.likely / 10)


def test_panel_of_bisphenol_a(app: AppTest, evaluation: Evaluation) -> None:
    text = words(opened(app, "maps", product="bisphenol-a"))
    facts = evaluation.chain.facts
    balance = evaluation.balances["bisphenol-a"]
    assert '<h3 class="lt-title">双酚A</h3>' in text
    assert "CAS 80-05-7" in text
    assert f"供需:{balance.state}" in text
    assert balance.units
    for unit in balance.units:
        assert unit.firm in text
        assert facts.sources[unit.source_id or ""].title in text
    producer = max(
        (r for r in evaluation.national.producers["bisphenol-a"] if r.capacity_kt_a),
        key=lambda r: r.capacity_kt_a or 0.0,
    )
    assert facts.firms[producer.firm_id].name_zh in text
    assert "全国产能" in text


@pytest.mark.parametrize("product", ["caprolactam", "ethylene", "propylene", "sulfur", "hydrogen"])
def test_panel_of_other_products(app: AppTest, evaluation: Evaluation, product: str) -> None:
    text = words(opened(app, "maps", product=product, kind="全景图"))
    assert evaluation.chain.facts.products[product].name_zh in text
    assert app.query_params["kind"] == "全景图"


def test_picker_knows_every_spelling(app: AppTest) -> None:
    labels = opened(app, "gaps").selectbox(key="w-gap-related").options
    label = next(text for text in labels if text.startswith("双酚A"))
    for spelling in ("sfa", "shuangfena", "bisphenol a", "80-05-7", "bpa"):
        assert spelling in label.casefold()


@pytest.mark.parametrize("text", ["双酚A", "sfa", "Shuangfena", "bisphenol a", "80-05-7", "BPA"])
def test_the_map_finds_a_product_by_every_spelling(evaluation: Evaluation, text: str) -> None:
    known = finds.entries(evaluation.chain.facts)
    assert "bisphenol-a" in [found.id for found in finds.find(known, text, 3)]


def test_the_map_finds_firms_and_says_so(evaluation: Evaluation) -> None:
    known = finds.entries(evaluation.chain.facts)
    best = finds.find(known, "湖南石化", 5)[0]
    assert (best.id, best.mark) == ("firm:hunan-petrochemical", "企业")
    assert finds.find(known, "   ", 5) == finds.find(known, "没有这种东西", 5) == []


def test_firms_for_a_product_and_shortlist(app: AppTest, evaluation: Evaluation) -> None:
    found = evaluation.targets_for("bisphenol-a")
    frame = opened(app, "firms", product="bisphenol-a").dataframe[0].value
    assert list(frame["企业"]) == [t.firm for t in found]
    picks = [target_tables.pick(evaluation, t, "补链", DATE) for t in found[:2]]
    app.session_state["shortlist"] = picks
    app.run()
    listed = app.dataframe[-1].value
    assert tuple(listed.columns) == target_tables.LIST_COLUMNS
    assert list(listed["企业"]) == [p.firm for p in picks]
    label = f"{picks[0].firm}({picks[0].product})"
    app.multiselect(key="gone").set_value([label]).run()
    press(app, "remove")
    assert [p.firm for p in app.session_state["shortlist"]] == [picks[1].firm]


def test_shortlist_survives_another_page(app: AppTest, evaluation: Evaluation) -> None:
    pick = target_tables.pick(evaluation, evaluation.targets_for("bisphenol-a")[0], "强链", DATE)
    opened(app, "firms").session_state["shortlist"] = [pick]
    app.switch_page("views/pages/home.py").run()
    app.switch_page("views/pages/firms.py").run()
    assert list(app.dataframe[-1].value["企业"]) == [pick.firm]


def test_sources_page_lists_every_source(app: AppTest, evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    frame = opened(app, "origins").dataframe[0].value
    assert len(frame) == len(facts.sources)
    hanging = sum(
        1
        for rows in facts.by_kind.values()
        for record in rows.values()
        if getattr(record, "source_id", None) in facts.sources
    )
    assert frame["挂接的事实"].sum() == hanging
    app.text_input(key="source-text").set_value("乙烯").run()
    assert 0 < len(app.dataframe[0].value) < len(frame)
    reasons = [f.value for f in app.dataframe if "没有挂接的原因" in f.value.columns]
    expected = source_tables.unattached_rows(facts)
    assert (len(reasons[0]) if reasons else 0) == len(expected)


def test_scope_changes_the_answer(app: AppTest, store: str) -> None:
    workspace = Workspace.open(store)
    running = workspace.evaluation(Question(date=DATE, statuses=("在产",)))
    workspace.close()
    opened(app, "gaps").radio(key="ask-scope").set_value("只看在产").run()
    assert len(app.dataframe[0].value) == len(running.gaps)
    assert "在产,不含周边园区" in words(app)


def test_foreign_store_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "别的.db"
    path.write_bytes(b"this is no database of ours" * 100)
    monkeypatch.setenv("LIANTU_STORE", str(path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value


def test_unknown_region_is_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_REGION", "亚特兰蒂斯")
    app.run()
    assert not app.exception
    assert "亚特兰蒂斯" in app.error[0].value


def test_first_start_fills_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = a_store_url(tmp_path, "新.db")
    monkeypatch.setenv("LIANTU_STORE", url)
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not app.exception
    assert not app.error
    assert last_seq(url) > 0


def test_address_may_name_a_product_in_any_way(app: AppTest) -> None:
    assert '<h3 class="lt-title">双酚A</h3>' in words(opened(app, "maps", product="BPA"))


def test_address_with_an_unknown_product_offers_the_nearest(app: AppTest) -> None:
    opened(app, "maps", product="双芬A")
    assert "双酚A" in app.warning[0].value
    assert "product" not in app.query_params


@pytest.mark.parametrize("seed", range(10))
def test_any_number_is_two_choices_from_its_source(
    app: AppTest, evaluation: Evaluation, seed: int
) -> None:
    """数据质量 → kind → the row, with title and address: for ten figures drawn at random."""
    draw = random.Random(seed)
    facts = evaluation.chain.facts
    kinds = ("flow", "capacity", "producer", "figure", "project", "market", "value", "goal")
    kind = draw.choice(kinds)
    rows = [r for r in facts.by_kind[kind].values() if getattr(r, "source_id", None)]
    record = draw.choice(rows)
    source = facts.sources[record.source_id]  # type: ignore[attr-defined]
    opened(app, "quality").selectbox(key="quality-kind").set_value(kind).run()
    shown = next(f.value for f in app.dataframe if "来源" in f.value.columns)
    place = rows_of(facts, kind).index(record.id)  # type: ignore[attr-defined]
    assert shown["来源"].iloc[place] == source.title
    if "网址" in shown.columns and source.url:
        assert shown["网址"].iloc[place] == source.url


def rows_of(facts: Facts, kind: str) -> list[str]:
    return list(facts.by_kind[kind])


def test_meeting_mode_takes_away_the_addresses_of_reposts(
    app: AppTest, evaluation: Evaluation
) -> None:
    opened(app, "quality")

    def addresses() -> set[str]:
        frame = next(f.value for f in app.dataframe if "来源" in f.value.columns)
        doubtful = frame["可信度"].str.contains("转载待核")
        return set(frame.loc[doubtful, "网址"].dropna())

    assert addresses()
    app.toggle(key="presenting").set_value(True).run()
    assert not addresses()
