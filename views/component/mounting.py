"""How our components are mounted: their files made known to the running server."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

HERE = Path(__file__).resolve().parent
PROJECT, FOLDER = "liantu", "assets"
COMPONENTS = ("chain_map", "firm_search", "links", "cell_keys")
"""As ``pyproject.toml`` beside this module has them."""


def renderer(name: str, script: str) -> Callable[..., Any]:
    """The mounting command of one component, with our files known to the running server.

    Streamlit finds the files of an installed wheel by itself (``pyproject.toml`` beside
    this module); for an editable install it does not look there, so we tell it.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(name) is None:
        parts = [ComponentConfig(component, FOLDER) for component in COMPONENTS]
        manager.register_from_manifest(ComponentManifest(PROJECT, "0", parts), HERE)
    return _mount(name, script)


@cache
def _mount(name: str, script: str) -> Callable[..., Any]:
    return cast(
        Callable[..., Any],
        st.components.v2.component(name, js=script, isolate_styles=False),
    )


def nothing() -> None:
    """Streamlit keeps a state value only when somebody listens to it."""
