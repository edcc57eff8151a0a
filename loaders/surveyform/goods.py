"""The tables of materials and plans of a returned form, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.desk.survey.answers import FeedAnswer, PlanAnswer, SupplyAnswer
from loaders.surveyform import cells
from loaders.surveyform.row import OneRow
from loaders.surveyform.tables import Form, flow, new_size


def supplies(rows: Iterable[OneRow], form: Form) -> Iterator[SupplyAnswer]:
    """Answers about supplies on record."""
    known = {supply.id: supply for supply in form.known.supplies}
    for row in rows:
        supply = known.get(str(row.cells.get("supply_id")))
        giver = row.text("giver") if supply is None or supply.from_firm_id is None else None
        if row.is_blank("amount") and giver is None:
            continue
        if supply is None:
            row.tell("supply_id", "没有这个编号的供料关系;编号不要改,新的写到第七张表")
            continue
        text = row.text("amount")
        gone = text is not None and cells.is_gone(text)
        size = None if gone else _confirmed(row)
        yield SupplyAnswer(
            place=row.place,
            supply_id=supply.id,
            amount_kt_a=size,
            giver_id=form.names.firm(giver) if giver else None,
            giver_text=giver,
            is_gone=gone,
        )


def _confirmed(row: OneRow) -> float | None:
    """The amount; 确认 of a supply whose amount nobody knows confirms the supply alone."""
    text = row.text("amount")
    if text and cells.is_confirm(text) and cells.said(row.cells.get("amount_known")) is None:
        return None
    found = row.checked("amount", "amount_known", cells.flow)
    return found[0] if found else None


def feeds(rows: Iterable[OneRow], form: Form) -> Iterator[FeedAnswer]:
    """Raw materials and who gives them."""
    for row in rows:
        if row.was_cleared("product") or row.is_blank("supplier", "amount", "used_for", "note"):
            continue
        product_id = row.get("product", form.names.product)
        size, used_for = flow(row, "amount"), row.get("used_for", form.names.product)
        supplier, note = row.text("supplier"), row.text("note")
        if row.text("product") is None:
            row.tell("product", "写了供应商没有写原料;请补上原料,或清空整行")
        if product_id is not None:
            giver = form.names.firm(supplier) if supplier else None
            yield FeedAnswer(row.place, product_id, giver, supplier, size, used_for, note)


def plans(rows: Iterable[OneRow], form: Form) -> Iterator[PlanAnswer]:
    """What the firm means to build; a product not on the chain stays a text."""
    names = ("product", "capacity", "investment", "land", "time", "note")
    for row in rows:
        if row.is_blank(*names):
            continue
        product = row.text("product")
        product_id = form.names.product_or_none(product) if product else None
        size = new_size(row, form, product_id)
        yield PlanAnswer(
            place=row.place,
            product_id=product_id,
            product_text=product,
            capacity_kt_a=size[0] if size else None,
            capacity_text=size[1] if size else None,
            investment_yi=row.get("investment", cells.number),
            land_mu=row.get("land", cells.number),
            time=row.text("time"),
            note=row.text("note"),
        )
