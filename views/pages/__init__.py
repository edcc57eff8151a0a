"""The pages a clerk uses; the only rooms, with the component and app.py, that know Streamlit.

``home``, ``maps``, ``gaps``, ``firms`` and ``origins`` are scripts Streamlit runs from the
top each time, so they hold functions only; classes live in :mod:`views.tables`.
"""
