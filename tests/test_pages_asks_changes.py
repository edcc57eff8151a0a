"""摸底清单 and 缺口对比 opened on the real data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stores import shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import DATE, ROOT, opened, words

from graph.reason import Evaluation
from graph.reason.change.diff import compare
from views import survey_texts
from views.tables import asks
from views.workspace import Question, Workspace


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    found = Workspace.open(shared_store_url())
    yield found
    found.close()


@pytest.fixture(scope="module")
def evaluation(workspace: Workspace) -> Evaluation:
    return workspace.evaluation(Question(date=DATE))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def test_asks_lists_every_open_fact_in_order(app: AppTest, evaluation: Evaluation) -> None:
    frame = opened(app, "asks").dataframe[0].value
    facts = evaluation.chain.facts
    assert list(frame["问什么"]) == [survey_texts.fact(facts, i) for i in evaluation.survey]
    assert list(frame["序"]) == list(range(1, len(frame) + 1))
    counts = list(frame["会变的结论"])
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    text = words(app)
    first = evaluation.survey[0]
    assert survey_texts.fact(facts, first) in text
    for change in first.would_change:
        assert facts.products[change.product_id].name_zh in text


def test_asks_filters_by_firm_and_sub_chain(app: AppTest, evaluation: Evaluation) -> None:
    firm_id, name = list(asks.asked_firms(evaluation).items())[1]
    opened(app, "asks").multiselect(key="ask-firms").set_value([firm_id]).run()
    frame = app.dataframe[0].value
    assert len(frame) == sum(i.firm_id == firm_id for i in evaluation.survey) > 0
    assert app.selectbox(key="w-form-firm").value == firm_id
    assert name in words(app)
    app.multiselect(key="ask-firms").set_value([]).run()
    segment = asks.segments(evaluation)[0]
    app.multiselect(key="ask-segments").set_value([segment]).run()
    found = asks.chosen(evaluation, (), [segment])
    assert len(app.dataframe[0].value) == len(found) < len(evaluation.survey)


def test_the_form_of_any_firm(app: AppTest, evaluation: Evaluation) -> None:
    last = list(asks.asked_firms(evaluation))[-1]
    opened(app, "asks").selectbox(key="w-form-firm").set_value(last).run()
    assert not app.exception
    form = app.dataframe[-1].value
    assert tuple(form.columns) == asks.FORM_COLUMNS
    assert list(form["要填的事"]) == [r.fact for r in asks.form_rows(evaluation, last)]
    assert form["填报值"].isna().all()


def test_an_address_names_the_firm_of_the_form(app: AppTest, evaluation: Evaluation) -> None:
    last = list(asks.asked_firms(evaluation))[-1]
    assert opened(app, "asks", firm=last).selectbox(key="w-form-firm").value == last


def test_changes_against_the_baseline(app: AppTest, workspace: Workspace) -> None:
    opened(app, "changes")
    assert app.date_input(key=f"w-diff-from-{DATE}").value.isoformat() == "2026-10-24"
    assert app.date_input(key=f"w-diff-to-{DATE}").value.isoformat() == DATE
    app.button(key="quick-2022-04-30").click().run()
    assert not app.exception
    assert app.query_params["from"] in ("2022-04-30", ["2022-04-30"])
    before, after = (workspace.evaluation(Question(date=d)) for d in ("2022-04-30", DATE))
    found, text = compare(before, after), words(app)
    for word, rows in found.lists():
        assert f"{word} {len(rows)} 条" in text
    facts = after.chain.facts
    for row in found.closed[:5]:
        assert facts.products[row.product_id].name_zh in text
    source = next(e.source_id for r in found.new for e in r.because if e.source_id)
    assert facts.sources[source].title in text


def test_changes_of_one_kind(app: AppTest, workspace: Workspace) -> None:
    opened(app, "changes", **{"from": "2022-04-30"}).pills(key="change-kinds").set_value(
        ["补链"]
    ).run()
    before, after = (workspace.evaluation(Question(date=d)) for d in ("2022-04-30", DATE))
    text = words(app)
    for word, rows in compare(before, after).lists():
        assert f"{word} {sum(r.kind == '补链' for r in rows)} 条" in text


def test_days_the_wrong_way_round_are_said(app: AppTest) -> None:
    opened(app, "changes", **{"from": "2030-01-01"})
    assert "前一天要在后一天之前" in app.info[0].value


def test_an_address_that_is_no_date_is_passed_over(app: AppTest) -> None:
    opened(app, "changes", **{"from": "哪天"})
    assert app.date_input(key=f"w-diff-from-{DATE}").value.isoformat() == "2026-10-24"
