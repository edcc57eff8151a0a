"""The forms of a fund and of a team or platform."""

from __future__ import annotations

from graph.model import Fund, Talent
from views.pages.context import View
from views.pages.record.form import Form, open_form
from views.texts import BASIS

PROVENANCE = "出处(网页上看到的选来源;本单位掌握的,依据类型选“本单位填报”)"
FUND_GROUPS = {
    "资金": ("name_zh", "holder", "size_yi", "stage", "date"),
    "投向": ("focus", "terms", "product_ids"),
    PROVENANCE: ("basis", "source_id", "as_of", "note"),
}
TALENT_GROUPS = {
    "团队、平台或机构(不记个人)": ("name_zh", "talent_type", "organisation", "date"),
    "方向": ("field", "product_ids", "process_ids"),
    PROVENANCE: ("basis", "source_id", "as_of", "note"),
}


def edit_fund(seen: View, id: str | None = None) -> None:
    """Ask for the form of a fund; a new one is the office's own statement."""
    _open(seen, Fund.kind, "资金", FUND_GROUPS, {"stage": "未核"}, id)


def edit_talent(seen: View, id: str | None = None) -> None:
    """Ask for the form of a team, platform or institution."""
    _open(seen, Talent.kind, "人才", TALENT_GROUPS, {}, id)


def _open(
    seen: View,
    kind: str,
    title: str,
    groups: dict[str, tuple[str, ...]],
    start: dict[str, str],
    id: str | None,
) -> None:
    form = Form(
        kind,
        title,
        groups,
        fixed={"region_id": seen.question.region_id, "grade": None},
        start={"basis": "user", "as_of": seen.date, **start},
        words={"basis": BASIS},
    )
    open_form(seen, form, id)
