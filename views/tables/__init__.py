"""Rows and cards the pages show: words and 万吨/年, ready to print; no Streamlit here."""
