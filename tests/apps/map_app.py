"""A page with nothing but the map, for the browser test."""

from pathlib import Path

import streamlit as st

from graph.asof import AsOf
from graph.facts import Facts
from graph.reason import evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.component import MapText, chain_map
from views.map.network import network_data
from views.map.outlets import drawn, plain_view

DATA = Path(__file__).resolve().parents[2] / "data"

st.set_page_config(layout="wide")


@st.cache_data
def data_of(kind: str) -> dict[str, object]:
    """Data of one map."""
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    evaluation = evaluate(facts, Rules.of(facts), AsOf("2026-11-23"))
    return network_data(drawn(evaluation, plain_view(kind)))


kind = st.radio("图", ("全景图", "现状图"), horizontal=True)
wanted = st.text_input("产品编号") or None
event = chain_map(MapText.of(data_of(kind)), selected=wanted, focus=wanted, key="map", height=760)
st.write(f"选中产品={event.node}")
st.write(f"选中连线={event.edge}")
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.write(f"运行次数={st.session_state['runs']}")
st.button("再运行一次")
