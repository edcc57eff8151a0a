"""The command that says what it takes to make a product here."""

from __future__ import annotations

import click

from views import route_json, route_texts
from views.cli.common import Session, shared
from views.tables.routes import lines, plan_cards


@click.command()
@click.argument("product")
@click.option(
    "--kt-a",
    "kt_a",
    type=click.FloatRange(min=0.0, min_open=True),
    help="要做多大,kt/a(10 = 1 万吨/年);不填按最小的一套算",
)
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="算几种走法")
@shared
def route(session: Session, product: str, kt_a: float | None, top: int) -> None:
    """怎么做出来:要新建几套、用本地什么、外购什么、原料够不够。"""
    product_id = session.workspace.names.find(product)
    evaluation = session.evaluation()
    router = evaluation.router
    plans = router.routes_to(product_id, kt_a=kt_a, top=top)

    def told() -> list[str]:
        name = evaluation.chain.product(product_id).name_zh
        out = [name]
        for number, card in enumerate(plan_cards(router, plans), 1):
            first, *rest = lines(card)
            out += [f"{number}. {first}", *(f"   {line}" for line in rest)]
        if all(p.stands for p in plans):
            out.append(route_texts.no_plan(router, product_id))
        return out

    session.give(route_json.routes(router, product_id, plans), told)
