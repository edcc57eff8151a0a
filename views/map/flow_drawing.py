"""物料图 and 全国布局, ready to go out: pieces, places to click, the same as a table."""

from __future__ import annotations

from collections.abc import Iterator

from graph.reason import Evaluation
from graph.reason.material import MaterialFlows, material_flows
from graph.reason.material_parts import UnitNode
from graph.reason.nation.provinces import by_province, nationwide
from views.map.drawing import Drawing, Info, Twin, keys_of, product_info, spots_of
from views.map.kinds import MATERIAL, NATIONAL
from views.map.node import node_states
from views.map.notes import footer, notes
from views.map.sankey.sankey import sankey
from views.map.tile.tiles import foot_told, tiles
from views.tables import provinces
from views.tables.material import TWIN_COLUMNS, said, twin_rows, unit_lines


def material(evaluation: Evaluation) -> Drawing:
    """What every plant takes and gives, what is bought in, what leaves unprocessed."""
    facts, about = evaluation.chain.facts, notes(evaluation, evaluation.chain.facts)
    flows = material_flows(evaluation)
    scene = sankey(flows, facts, about)
    states = node_states(evaluation, facts)
    infos = {
        node.product_id: product_info(
            facts.products[node.product_id], states[node.product_id].tooltip_lines
        )
        for node in flows.products
        if node.product_id in states
    }
    infos |= dict(_units(evaluation, flows))
    twin = Twin(TWIN_COLUMNS, tuple(twin_rows(flows, facts)))
    told = said(flows, facts)
    return Drawing(MATERIAL, scene, spots_of(scene), (), infos, (), footer(about), twin, said=told)


def _units(evaluation: Evaluation, flows: MaterialFlows) -> Iterator[tuple[str, Info]]:
    for unit in flows.units:
        yield unit.node_id, _unit(evaluation, unit)


def _unit(evaluation: Evaluation, unit: UnitNode) -> Info:
    name, *lines = unit_lines(unit, evaluation.chain.facts)
    return Info(name, (name, *lines), keys_of([name]))


def national(evaluation: Evaluation, product_id: str) -> Drawing:
    """Who makes a product where in the nation, a tile a province."""
    facts, about = evaluation.chain.facts, notes(evaluation, evaluation.chain.facts)
    shares = by_province(evaluation, product_id)
    whole = nationwide(evaluation, product_id, shares)
    scene = tiles(shares, facts.products[product_id], about, whole)
    twin = Twin(
        tuple(provinces.COLUMNS),
        tuple(tuple(str(cell) for cell in row) for row in provinces.rows(shares)),
    )
    return Drawing(NATIONAL, scene, spots_of(scene), (), {}, (), foot_told(about, whole), twin)
