"""Whether two company names are one company: never by guess, always with reason and date."""

from __future__ import annotations

import itertools
import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import make
from stores import DATA, SCHEMA, shared_store_url

from graph.facts import Facts
from graph.model import Firm, FirmName, JudgedName
from graph.names.known import KnownNames, alike
from graph.names.parts import parts_of
from graph.names.verdict import compare
from loaders.data import read_data
from views.cli.main import main
from views.name_texts import verdict_text

DAY = "2026-11-24"


@cache
def facts() -> Facts:
    return Facts.of(read_data(DATA, SCHEMA))


@cache
def known() -> KnownNames:
    return KnownNames(facts())


def every_name() -> list[str]:
    return sorted({name for f in facts().firms.values() for name in (f.name_zh, *f.aliases)})


names = st.sampled_from(every_name())


@pytest.mark.parametrize(
    ("name", "place", "brand", "trade", "form"),
    [
        ("湖南中创化工股份有限公司", "湖南", "中创", ("化工",), "股份"),
        ("岳阳长炼机电工程技术有限公司", "岳阳", "长炼", ("机电", "工程", "技术"), "有限"),
        ("帝斯曼工程塑料(江阴)", "江阴", "帝斯曼", ("工程", "塑料"), ""),
        ("河北朝阳化工", "河北", "朝阳", ("化工",), ""),
        ("延长石油集团", "", "延长", ("石油", "集团"), ""),
        ("湖南石化", "湖南", "", ("石油化工",), ""),
        ("小米有限责任公司", "", "小米", (), "有限"),
    ],
)
def test_a_name_is_taken_apart(
    name: str, place: str, brand: str, trade: tuple[str, ...], form: str
) -> None:
    found = parts_of(name)
    assert (found.place, found.brand, found.trade, found.form) == (place, brand, trade, form)


@pytest.mark.parametrize(
    ("a", "b", "answer", "code"),
    [
        ("小米股份有限公司", "小米有限公司", "unsure", "form"),
        ("小米有限公司", "小米有限责任公司", "unsure", "parts"),
        ("湖南中创化工有限公司", "湖南 中创化工有限公司", "same", "spelling"),
        ("湖南中创化工有限公司", "湖北中创化工有限公司", "different", "place"),
        ("湖南中创化工有限公司", "岳阳中创化工有限公司", "unsure", "place_within"),
        ("湖南中创化工有限公司", "中创化工有限公司", "unsure", "place_lacking"),
        ("湖南中创化工有限公司", "湖南中创贸易有限公司", "different", "trade"),
        ("湖南中创化工有限公司", "湖南中创化工有限公司岳阳分公司", "different", "branch"),
        ("海科斯维奇有限公司", "海科思惟奇有限公司", "unsure", "brand_sound"),
        ("海科斯维奇有限公司", "海科斯韦德有限公司", "different", "brand"),
        ("海科斯维奇有限公司", "海科达维奇有限公司", "unsure", "brand_typo"),
        ("湖南东映碳材料科技有限公司", "湖南东映炭材料科技有限公司", "unsure", "brand_sound"),
        ("華大化工有限公司", "华大化工有限公司", "unsure", "brand_sound"),
        ("BASF SE", "basf se", "same", "spelling"),
        ("BASF", "巴斯夫(中国)有限公司", "unsure", "script"),
        ("中国石化", "中石化", "unsure", "short"),
        ("巴陵石化", "中国石油化工股份有限公司巴陵分公司", "unsure", "short"),
        ("湖南石化", "中石化湖南石油化工有限公司", "unsure", "short"),
        ("湖南石化", "中石化巴陵石油化工有限公司", "different", "brand"),
        ("中石化股份有限公司", "中国石化股份有限公司", "different", "brand"),
        ("中国石油化工股份有限公司", "中国石油化工集团有限公司", "different", "trade"),
        ("聚仁新材", "湖南聚仁新材料股份公司", "unsure", "place_lacking"),
        ("万华化学", "恒力石化", "different", "brand"),
    ],
)
def test_names_alone(a: str, b: str, answer: str, code: str) -> None:
    for found in (compare(a, b), compare(b, a)):
        assert (found.answer, found.code) == (answer, code)
        assert verdict_text(found)


def test_two_spellings_of_one_state_firm_resolve_with_dates() -> None:
    now = known().match("巴陵石化", "中石化巴陵石油化工有限公司", DAY)
    assert (now.answer, now.code) == ("same", "record_renamed")
    merged = known().match("巴陵石化", "湖南石化", DAY)
    assert verdict_text(merged) == (
        "中石化巴陵石油化工有限公司 已并入 中石化湖南石油化工有限公司,"
        "2024-01-01 起算一家,之前是两家"
    )
    before = known().match("湖南石化", "巴陵石化", "2023-12-31")
    assert (before.answer, before.code) == ("different", "record_before_merger")
    sisters = known().match("巴陵石化", "长岭炼化", DAY)
    assert sisters.answer == "different"
    assert "都已并入 中石化湖南石油化工有限公司" in verdict_text(sisters)


def test_a_merger_by_steps_counts_from_its_last_step() -> None:
    firms = [
        make(Firm, id="a", name_zh="岳阳甲化工有限公司", merged_into_id="b"),
        make(Firm, id="b", name_zh="岳阳乙化工有限公司", merged_into_id="c"),
        make(Firm, id="c", name_zh="湖南丙化工有限公司"),
    ]
    ended = {"a": "2010-06-01", "b": "2024-01-01"}
    rows = [
        make(FirmName, id=i, firm_id=i, name=i, name_type="法定", until=day)
        for i, day in ended.items()
    ]
    small = KnownNames(Facts.of([*firms, *rows]))
    whole, between = (small.match(firms[0].name_zh, firms[2].name_zh, d) for d in (DAY, "2015-01"))
    assert (whole.code, whole.values[-1]) == ("record_merged", "2024-01-01")
    assert between.code == "record_before_merger"
    first = small.match(firms[0].name_zh, firms[1].name_zh, "2015-01")
    assert (first.code, first.values[-1]) == ("record_merged", "2010-06-01")


def test_a_name_of_a_firm_that_is_not_on_record_is_nobodys() -> None:
    firm = make(Firm, id="a", name_zh="岳阳甲化工有限公司")
    name = make(FirmName, id="n", firm_id="gone", name="岳阳乙化工有限公司", name_type="曾用")
    small = KnownNames(Facts.of([firm, name]))
    assert small.match(name.name, firm.name_zh, DAY).answer == "different"
    assert small.match(name.name, "岳阳乙化工厂", DAY).code == "form"
    assert alike(small, name.name, DAY, ["a"]) == {}


def test_a_foreign_name_on_record_does_not_put_every_chinese_name_in_doubt() -> None:
    firm = make(Firm, id="a", name_zh="万华化学集团股份有限公司", aliases=("Wanhua Chemical",))
    small = KnownNames(Facts.of([firm]))
    found = {
        name: small.match(name, "万华化学集团股份有限公司", DAY).answer
        for name in ("恒力石化", "Hengli", "Wanhua Chemical Group", "Wanhua chemical")
    }
    assert list(found.values()) == ["different", "different", "unsure", "same"]


def test_a_judgement_comes_before_everything() -> None:
    a, b = "小米股份有限公司", "小米有限公司"
    rows = [
        JudgedName("1", a, b, "different", None, "王五", "2026-11-01 09:00"),
        JudgedName("2", b, a, "same", "2026 年改制", "李四", "2026-11-02 09:00"),
    ]
    found = KnownNames(facts(), tuple(rows)).match(a, b, DAY)
    assert (found.answer, verdict_text(found)) == (
        "same",
        "李四 2026-11-02 09:00 判断过:2026 年改制",
    )


@given(names, names)
def test_order_does_not_matter_and_names_alone_never_merge(a: str, b: str) -> None:
    one, two = known().match(a, b, DAY), known().match(b, a, DAY)
    assert (one.answer, verdict_text(one)) == (two.answer, verdict_text(two))
    alone = compare(a, b)
    assert (alone.answer == "same") == (parts_of(a).text == parts_of(b).text)
    assert alone.answer == compare(b, a).answer


def test_no_two_firms_on_record_have_one_name() -> None:
    whole = [f.name_zh for f in facts().firms.values()]
    pairs = itertools.combinations(whole, 2)
    assert [p for p in pairs if known().match(*p, DAY).code == "record"] == []


def test_candidates_hold_the_firm_and_leave_out_the_others() -> None:
    ids = ["hunan-petrochemical", "baling-petrochemical", "zhongchuang-chemical"]
    found = alike(known(), "湖南中创化工", DAY, ids)
    assert {id: v.answer for id, v in found.items()} == {"zhongchuang-chemical": "unsure"}


def test_the_command_gives_every_pair(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    asked = ["match", "巴陵石化", "湖南石化", "小米有限公司", "--as-of", DAY, "--json"]
    main(asked, standalone_mode=False)
    rows = json.loads(capfdbinary.readouterr().out)
    assert [(r["a"], r["b"], r["verdict"]) for r in rows] == [
        ("巴陵石化", "湖南石化", "same"),
        ("巴陵石化", "小米有限公司", "different"),
        ("湖南石化", "小米有限公司", "different"),
    ]
    assert all(set(r) == {"a", "b", "verdict", "reason"} for r in rows)
