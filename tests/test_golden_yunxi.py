"""Headline numbers of 云溪, worked out again by hand from the CSV rows.

No code of the product takes part in the hand calculation: the rows are read with the
csv module and multiplied as one would on paper.  The literals are changed on purpose only.
"""

import csv
from pathlib import Path

import pytest

from graph.reason import Evaluation
from views.reports.results import document, shipped

DATE = "2026-11-24"
ROOT = Path(__file__).resolve().parents[1]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


T = {(r["process_id"], r["product_id"]): float(r["t_per_t"]) for r in rows("chain/flows.csv")}
KT = {
    r["unit_id"]: float(r["capacity_kt_a"])
    for r in rows("regions/yunxi/capacities.csv")
    if r["is_driver"] == "1" and r["capacity_kt_a"]
}


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DATE)


def caprolactam_site() -> dict[str, float]:
    """600 kt/a caprolactam walked back to what the site buys and sells, kt/a."""
    oxime = KT["hnsh-caprolactam"] * T["beckmann-liquid", "cyclohexanone-oxime"]
    anone = oxime * T["ammoximation", "cyclohexanone"]
    anol = anone * T["cyclohexanol-dehydrogenation", "cyclohexanol"]
    route = "cyclohexene-esterification-hydrogenation"
    cyclohexene = anol * T[route, "cyclohexene"]
    oleum = KT["hnsh-caprolactam"] * T["beckmann-liquid", "oleum"]
    return {
        "benzene": cyclohexene * T["benzene-partial-hydrogenation", "benzene"],
        "acetic-acid": anol * T[route, "acetic-acid"],
        "sulfur": oleum * T["oleum-sulfur", "sulfur"],
        "ethanol": anol * T[route, "ethanol"],
        "ammonium-sulfate": KT["hnsh-caprolactam"] * T["beckmann-liquid", "ammonium-sulfate"],
    }


def test_the_caprolactam_site_by_hand(found: Evaluation) -> None:
    site = caprolactam_site()
    rounded = {p: round(v, 1) for p, v in site.items()}
    assert rounded == {
        "benzene": 548.4,
        "acetic-acid": 336.9,
        "sulfur": 237.4,
        "ethanol": 251.2,
        "ammonium-sulfate": 960.0,
    }
    assert found.balances["acetic-acid"].demand.low == pytest.approx(site["acetic-acid"])
    assert found.balances["ethanol"].supply.low == pytest.approx(site["ethanol"])
    assert found.balances["ammonium-sulfate"].supply.low == pytest.approx(960.0)
    assert found.balances["sulfur"].demand.low >= site["sulfur"]


def test_benzene_by_hand(found: Evaluation) -> None:
    cumene = KT["hnsh-phenol-acetone"] * T["phenol-acetone-cumene", "cumene"]
    cumene += KT["hnsh-chppo"] * T["po-chp", "cumene"]
    phenol_side = cumene * T["cumene-alkylation", "benzene"]
    demand = caprolactam_site()["benzene"] + phenol_side
    extracted = (
        KT["hnsh-aromatics-extraction"]
        / T["aromatics-extraction-hydrogenated-pygas", "hydrogenated-pygas"]
    )
    balance = found.balances["benzene"]
    assert balance.demand.low == pytest.approx(demand, rel=0.01)
    assert balance.supply.low == pytest.approx(extracted + KT["hnsh-benzene"])
    assert balance.supply.high is None  # the refinery hides its reformer aromatics
    assert balance.state == "未知"


def test_methanol_shortfall_by_hand(found: Evaluation) -> None:
    mtbe = KT["xingchang-mtbe"] + KT["hnsh-mtbe"]
    need = mtbe * T["mtbe-etherification", "methanol"]
    need += KT["xinling-o-cresol"] * T["o-cresol-phenol-methylation", "methanol"]
    (gap,) = [g for g in found.gaps if g.kind == "补链" and g.product_id == "methanol"]
    assert need == pytest.approx(91.6075)
    assert (gap.gap.low, gap.gap.likely, gap.gap.high) == pytest.approx((need, need, need))


def test_acetone_surplus_by_hand(found: Evaluation) -> None:
    made = KT["hnsh-phenol-acetone"] * T["phenol-acetone-cumene", "acetone"]
    used = KT["hnsh-bpa"] * T["bpa-condensation", "acetone"]
    balance = found.balances["acetone"]
    assert (made, used) == pytest.approx((132.0, 69.6))
    assert balance.net.likely == pytest.approx(made - used)
    assert balance.state == "富余"
    stated = [u.capacity_kt_a for u in balance.units if not u.computed]
    assert 130.0 in stated  # the page's own figure, a check on the computed 132


def test_naphtha_by_hand(found: Evaluation) -> None:
    made = KT["hnsh-refinery"] / T["fuel-refinery-average", "crude-oil"]
    made *= T["fuel-refinery-average", "naphtha"]
    made += KT["hnsh-hydrocracker"] / T["hydrocracking-vgo", "vacuum-gas-oil"]
    used = KT["hnsh-ethylene"] * T["steam-cracking-naphtha", "naphtha"]
    balance = found.balances["naphtha"]
    assert balance.supply.likely == pytest.approx(made)
    assert balance.demand.likely == pytest.approx(used)
    assert (round(made, 1), round(used, 1)) == (1572.6, 2680.0)


def test_headlines(found: Evaluation) -> None:
    """The first twenty lines, as printed in docs/results.md."""
    assert [(g.kind, g.product_id, g.from_product_id) for g in found.gaps[:20]] == [
        ("延链", "isobutylene", "mtbe"),
        ("延链", "calcined-petroleum-coke", "petroleum-coke"),
        ("强链", "ethylene", None),
        ("延链", "polyether-polyol", "propylene-oxide"),
        ("强链", "benzene", None),
        ("延链", "methyl-methacrylate", "acetone"),
        ("延链", "ethylbenzene", "refinery-dry-gas"),
        ("补链", "methanol", None),
        ("强链", "butadiene", None),
        ("延链", "polypropylene-carbonate", "propylene-oxide"),
        ("延链", "propylene-carbonate", "propylene-oxide"),
        ("补链", "acetic-acid", None),
        ("延链", "pentane", "c5-raffinate"),
        ("延链", "1-4-butanediol", "propylene-oxide"),
        ("延链", "isooctane", "mtbe"),
        ("强链", "1-butene", None),
        ("延链", "c9-petroleum-resin", "cracked-c9"),
        ("延链", "liquid-paraffin", "jet-kerosene"),
        ("延链", "meta-xylene", "mixed-xylenes"),
        ("强链", "propylene", None),
    ]


def test_the_cracker_may_run_on_either_feed(found: Evaluation) -> None:
    """Which share is naphtha and which tail oil nobody has said: neither is certain."""
    tail = KT["hnsh-hydrocracker"] / T["hydrocracking-vgo", "vacuum-gas-oil"]
    tail *= T["hydrocracking-vgo", "hydrocracking-tail-oil"]
    balance = found.balances["hydrocracking-tail-oil"]
    assert balance.supply.likely == pytest.approx(tail)
    assert balance.demand.high == pytest.approx(
        KT["hnsh-ethylene"] * T["steam-cracking-heavy", "hydrocracking-tail-oil"]
    )
    assert balance.state == found.balances["naphtha"].state == "未知"
    assert not found.gaps_of("base-oil")
    assert not found.gaps_of("naphtha")


def test_polyether_by_hand(found: Evaluation) -> None:
    """The largest usual train takes 300 kt/a × 0.856 of the 400 kt/a of propylene oxide."""
    (gap,) = found.gaps_of("polyether-polyol")
    takes = T["polyether-polyol-ppg", "propylene-oxide"]
    spare = KT["hnsh-chppo"] + KT["hnsh-hppo"]
    assert gap.gap.likely == pytest.approx(300.0 * takes)
    assert gap.group_cap is not None
    assert gap.group_cap.likely == pytest.approx(spare)
    assert dict(gap.outputs)["polyether-polyol"] == pytest.approx(300.0)
    (other,) = found.gaps_of("propylene-carbonate")
    assert other.left_kt_a == pytest.approx(spare - 300.0 * takes)


def test_what_the_cracker_takes_with_it(found: Evaluation) -> None:
    """HDPE stands on ethylene alone: nothing made and nothing bought leaves nothing."""
    stop = found.stops[0]
    lost = dict(stop.lost)
    ethylene = KT["hnsh-ethylene"]
    used = sum(
        t.amount.likely or 0.0 for t in found.balances["ethylene"].terms if t.side == "demand"
    )
    bought = max(0.0, used - ethylene)
    assert stop.node_id == "hnsh-ethylene"
    assert lost["hdpe"] == pytest.approx(KT["hnsh-hdpe"] * (1.0 - bought / used))


def test_what_counts(found: Evaluation) -> None:
    """Interior, hub, primary and captive products are nobody's 补链."""
    for gap in found.gaps:
        product = found.chain.product(gap.product_id)
        assert not product.is_hub
        assert product.trade != "captive"
        if gap.kind == "补链":
            assert not product.is_primary
            assert product.trade == "merchant"
            assert not found.balances[product.id].interior


def test_the_150_of_2022_is_not_counted(found: Evaluation) -> None:
    assert found.balances["ethylene"].supply.likely == 1000.0


def test_results_page_is_what_the_data_say() -> None:
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert page == document()
