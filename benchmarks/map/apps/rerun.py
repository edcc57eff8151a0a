"""The least a Streamlit page can do: a button, and a text that changes when it is clicked."""

import streamlit as st

st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.title("Trivial")
st.button("again")
st.write(f"run {st.session_state['runs']}")
