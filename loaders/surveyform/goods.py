"""The tables of materials and plans of a returned form, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.desk.survey.answers import FeedAnswer, PlanAnswer, SupplyAnswer
from graph.model import Supply
from loaders.cells import CellError, plain
from loaders.surveyform import cells
from loaders.surveyform.printed import wan_t
from loaders.surveyform.row import OneRow
from loaders.surveyform.tables import Form, flow, new_size, one_flow

MOST_YI = 1000.0


def supplies(rows: Iterable[OneRow], form: Form) -> Iterator[SupplyAnswer]:
    """Answers about supplies on record."""
    known = {supply.id: supply for supply in form.known.supplies}
    for row in rows:
        supply = known.get(str(row.cells.get("supply_id")))
        is_open = supply is None or supply.from_firm_id is None
        giver = row.words("giver") if is_open else None
        if supply is not None:
            _check_printed(row, supply, form)
        if row.is_blank("amount") and giver is None:
            continue
        if supply is None:
            row.tell("supply_id", "没有这个编号的供料关系;编号不要改,新的写到第七张表")
            continue
        if not row.is_first("supply_id", supply.id):
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


def _check_printed(row: OneRow, supply: Supply, form: Form) -> None:
    """Amount and giver as they are printed: what another one gives is another supply."""
    row.check_printed("amount", "amount_known", wan_t(supply.amount_kt_a))
    giver, stands, facts = row.text("giver"), supply.from_firm_id, form.names.facts
    if giver is None or stands is None:
        return
    name = facts.firm_name(stands)
    if plain(giver) != plain(name) and form.names.firm(giver) != facts.owner(stands):
        row.tell(
            "giver",
            f"库里这一条的供方是“{name}”;换了供方就在数量一格写“没有”,新供方写到第七张表,"
            "没换就把这一格清空",
        )


def _confirmed(row: OneRow) -> float | None:
    """The amount; 确认 of a supply whose amount nobody knows confirms the supply alone."""
    text = row.text("amount")
    if text and cells.is_confirm(text) and cells.said(row.cells.get("amount_known")) is None:
        return None
    return row.checked("amount", "amount_known", one_flow)


def feeds(rows: Iterable[OneRow], form: Form) -> Iterator[FeedAnswer]:
    """Raw materials and who gives them."""
    for row in rows:
        names = ("supplier", "amount", "used_for", "note")
        if row.was_cleared("product") or row.is_none("product", *names):
            continue
        if row.is_none(*names):
            _bare(row, form)
            continue
        product_id = row.get("product", form.names.product)
        size, used_for = flow(row, "amount"), row.get("used_for", form.names.product)
        supplier, note = row.words("supplier"), row.words("note")
        if row.text("product") is None:
            row.tell("product", "写了供应商没有写原料;请补上原料,或清空整行")
        if product_id is not None:
            giver = form.names.firm(supplier) if supplier else None
            yield FeedAnswer(row.place, product_id, giver, supplier, size, used_for, note)


def _bare(row: OneRow, form: Form) -> None:
    """A material with neither supplier nor amount: no statement, unless it is as printed."""
    product, supplier = row.text("product"), row.text("supplier")
    told = (*form.known.feeds, *(supply.product_id for supply in form.known.supplies))
    is_printed = form.names.product_or_none(product or "") in told
    if supplier or not is_printed:
        row.remark(
            f"原料{product}", f"供应商写的是“{supplier}”" if supplier else "没写供应商和数量"
        )


def _investment(text: str) -> float:
    """亿元; more than anybody ever put into one plant is a slip of unit."""
    found = cells.number(text)
    if found > MOST_YI:
        raise CellError("比哪里的项目都大,请核对单位:表里是亿元")
    return found


def plans(rows: Iterable[OneRow], form: Form) -> Iterator[PlanAnswer]:
    """What the firm means to build; a product not on the chain stays a text."""
    names = ("product", "capacity", "investment", "land", "time", "note")
    for row in rows:
        if row.is_none(*names):
            continue
        product, note = row.words("product"), row.words("note")
        if row.is_none(*names[:-1]):
            row.remark("扩产、新建打算", note)
            continue
        product_id = form.names.product_or_none(product) if product else None
        size = new_size(row, form, product_id)
        yield PlanAnswer(
            place=row.place,
            product_id=product_id,
            product_text=product,
            capacity_kt_a=size[0] if size else None,
            capacity_text=size[1] if size else None,
            investment_yi=row.get("investment", _investment),
            land_mu=row.get("land", cells.number),
            time=row.words("time"),
            note=note,
        )
