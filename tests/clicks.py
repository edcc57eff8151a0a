"""What tests of pages do with Streamlit's own runner, where nothing may break."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def fine(app: AppTest) -> AppTest:
    """The page, which has not broken."""
    assert not app.exception, app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    """The page after a click on a button."""
    return fine(app.button(key=key).click().run())
