"""The least a Streamlit page can be: what first paint is measured against."""

import streamlit as st

st.title("Trivial")
st.write("first paint")
