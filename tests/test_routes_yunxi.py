"""Routes on the shipped chain and park: what a process engineer would answer."""

from __future__ import annotations

import pytest

from graph.reason.routes import Plan, Router, routes_to
from graph.results import Interval
from views.reports.results import shipped
from views.route_texts import no_plan
from views.tables.routes import lines, plan_cards


@pytest.fixture(scope="module")
def router() -> Router:
    found = shipped()
    return Router(found.chain, found.balances)


def the(plans: tuple[Plan, ...], *new: str) -> Plan:
    """The plan with these plants."""
    return next(p for p in plans if set(p.new) == set(new))


def test_mma_from_the_local_mtbe(router: Router) -> None:
    plans = router.routes_to("methyl-methacrylate")
    c4 = the(plans, "isobutylene-mtbe-cracking", "mma-isobutylene")
    assert c4.new == ("isobutylene-mtbe-cracking", "mma-isobutylene")
    assert (c4.feeds_here, c4.bought_in) == (("mtbe",), ("methanol",))
    assert c4.from_here
    assert c4.on_front
    assert c4.enough is True
    need = dict(c4.amounts)
    per_t = router.chain.net["mma-isobutylene"]["isobutylene"]
    cracking = router.chain.net["isobutylene-mtbe-cracking"]["mtbe"]
    assert c4.kt_a == router.chain.facts.processes["mma-isobutylene"].scale_low_kt_a
    assert need["mtbe"] == pytest.approx(c4.kt_a * per_t * cracking)
    everything_bought = the(plans, "mma-isobutylene")
    assert everything_bought.bought_in == ("isobutylene", "methanol")
    assert not everything_bought.from_here


def test_polycarbonate_from_the_local_bisphenol_a(router: Router) -> None:
    melt = router.routes_to("polycarbonate")[0]
    assert (melt.new, melt.feeds_here) == (("pc-melt-dpc",), ("bisphenol-a",))
    assert melt.bought_in == ("diphenyl-carbonate",)
    exact = router.fewest_plants("polycarbonate")
    assert exact is not None
    assert {"phosgene-synthesis", "pc-interfacial-phosgene"} <= set(exact)  # phosgene: never bought


def test_adiponitrile_from_propylene_or_butadiene(router: Router) -> None:
    plans = router.routes_to("adiponitrile")
    butadiene = the(plans, "hcn-andrussow", "adn-butadiene-hydrocyanation")
    assert butadiene.new[0] == "hcn-andrussow"
    assert "butadiene" in butadiene.feeds_here
    assert "natural-gas" in butadiene.bought_in
    propylene = the(plans, "acrylonitrile-sohio", "adn-acrylonitrile-electrolysis")
    assert "propylene" in propylene.feeds_here
    assert "ammonia" in propylene.bought_in  # the site's own ammonia is not to be had
    assert router.ground.held["ammonia"] == "interior"


def test_nylon_66_with_adipic_acid_from_cyclohexane(router: Router) -> None:
    plans = router.routes_to("polyamide-66")
    local = next(p for p in plans if p.from_here)
    assert {"cyclohexane-oxidation-ka-oil", "adipic-acid-from-ka-oil"} < set(local.new)
    assert "cyclohexane" in local.feeds_here
    assert local.new[-1] == "pa66-polymerization"
    assert plans[0].new == ("pa66-polymerization",)
    assert set(plans[0].bought_in) == {"adipic-acid", "hexamethylenediamine"}


def test_caprolactam_stands_and_is_never_got_back_from_nylon(router: Router) -> None:
    first, *more = router.routes_to("caprolactam", top=20)
    assert (first.stands, first.new, first.feeds_here) == (True, (), ("caprolactam",))
    assert len(more) == 20
    assert not any("pa6-depolymerization" in p.new for p in more)
    assert not any("polyamide-6" in (*p.bought_in, *p.feeds_here) for p in more)


def test_polystyrene_asks_for_more_styrene_than_is_to_spare(router: Router) -> None:
    plans = router.routes_to("polystyrene", kt_a=100.0)
    alone = plans[0]
    spare = router.ground.supply["styrene"]
    assert isinstance(spare, Interval)
    assert spare.likely is not None
    per_t = -router.chain.net["polystyrene-bulk"]["styrene"]
    assert (alone.new, alone.enough) == (("polystyrene-bulk",), False)
    assert dict(alone.short)["styrene"] == pytest.approx(100.0 * per_t - spare.likely)
    topped = next(p for p in plans if p.topped_up)
    assert topped.new == alone.new
    assert dict(topped.topped_up)["styrene"] == dict(alone.short)["styrene"]
    assert "styrene" in topped.bought_in
    assert router.routes_to("polystyrene", kt_a=1.0)[0].short == ()


def test_a_coproduct_has_no_plan_and_says_why(router: Router) -> None:
    (plan,) = router.routes_to("acetone")
    assert plan.stands
    assert "phenol-acetone-cumene" in router.yielded_by("acetone")
    assert "联产或副产" in no_plan(router, "acetone")


def test_every_plan_is_closed_and_in_building_order(router: Router) -> None:
    ways = {w.process_id: w for w in router.ways.written}
    for product_id in list(router.chain.facts.goods)[::4]:
        for plan in router.routes_to(product_id):
            outside = {*plan.bought_in, *plan.missing, *plan.feeds_here, *plan.utilities}
            for process_id in plan.new:
                assert outside.issuperset(ways[process_id].needs), (product_id, plan.new)
                outside.add(ways[process_id].product_id)
            assert product_id in outside | set(plan.feeds_here)
            assert product_id not in (*plan.bought_in, *plan.missing)
            for q in plan.bought_in:
                assert router.ways.buyable(q) or q in plan.auxiliary


def test_distances_are_exact_for_nine_in_ten_and_never_too_low(router: Router) -> None:
    told = exact = 0
    for product_id in router.ways.makers:
        if product_id in router.ground.supply or router.ways.given(product_id):
            continue
        fewest = router.fewest_plants(product_id)
        assert (fewest is None) == (product_id not in router.steps)
        if fewest is not None:
            told += 1
            exact += router.steps[product_id] == len(fewest)
            assert router.steps[product_id] >= len(fewest)
    assert told > 200
    assert exact / told >= 0.85


def test_steps_from_here_follow_main_feeds_that_stand_here(router: Router) -> None:
    for product_id in list(router.chain.facts.goods)[::6]:
        if product_id in router.ground.supply:
            continue
        local = [len(p.new) for p in router.routes_to(product_id) if p.from_here and not p.stands]
        if local and product_id not in router.ground.made:
            assert min(local) <= router.steps_from_here[product_id]
    assert "polyoxymethylene" not in router.steps_from_here  # methanol comes from coal or gas
    assert router.steps_from_here["methyl-methacrylate"] == 2


def test_one_question_and_many_give_the_same(router: Router) -> None:
    once = routes_to(router.chain, router.balances, "polycarbonate", kt_a=260.0)
    assert once == router.routes_to("polycarbonate", kt_a=260.0)
    assert [p.kt_a for p in once] == [260.0] * len(once)


def test_plans_read_as_chinese(router: Router) -> None:
    cards = plan_cards(router, router.routes_to("methyl-methacrylate"))
    text = "\n".join(line for card in cards for line in lines(card))
    assert "新建 2 套,外购 1 种原料,主原料在本地(按 5 万吨/年算)" in text
    assert "用本地:甲基叔丁基醚:要用" in text
    assert "外购:甲醇" in text
    (first, *_) = plan_cards(router, router.routes_to("caprolactam"))
    assert lines(first) == ["本地已有,不用新建"]
