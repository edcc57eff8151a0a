"""客商库 as a table to type into: what is next, by when, by whom, for many firms at once."""

from __future__ import annotations

import streamlit as st

from graph.desk.client.listing import Wish, listed
from graph.model import Lead
from views import settings
from views.pages.client.filters import words_of
from views.pages.client.listing import MOST, empty_text, head
from views.pages.context import View
from views.pages.grid.table import editable_grid
from views.pages.markup import show

COLUMNS = (
    *("firm_id", "product_id", "stage", "rating", "owner", "next_action", "next_due"),
    *("intent_investment_yi", "intent_land_mu", "is_chemical", "intent", "verdict", "note"),
)
LOCKED = ("firm_id", "product_id", "stage")
"""A stage is changed with 改进度 alone: the step goes on record with it."""


def client_grid(seen: View, wish: Wish) -> None:
    """The rows of the list, as they stand in the store."""
    found = listed(seen.store, wish, settings.today(), MOST)
    if not found.rows:
        st.info(empty_text())
        return
    show(f'<p class="lt-note">{head(found)}企业、产品和进度在“列表”里改。</p>')
    editable_grid(
        seen,
        Lead.kind,
        [lead for lead, _ in found.rows],
        [rev for _, rev in found.rows],
        COLUMNS,
        key="client-grid",
        words={"stage": words_of(seen)},
        locked=LOCKED,
        options=lambda column: {},
        reason="改客商(表格)",
    )
