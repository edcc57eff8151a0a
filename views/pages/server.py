"""The page server: Streamlit, with the first answer made while the browser still loads.

``python -m views.pages.server run app.py [flags]`` takes what ``streamlit run`` takes.
"""

from __future__ import annotations

import contextlib
import gc
import threading

from streamlit.web.cli import main as streamlit

from graph.errors import LianTuError


def main() -> None:
    """Start making the first answer, and the server."""
    threading.Thread(target=warm, name="warm", daemon=True).start()
    streamlit(prog_name="liantu")


def warm() -> None:
    """Open the store, answer the first question, lay out the map, for every session to use."""
    from views.map.outlets import plain_view
    from views.pages.context import answered, first_question
    from views.pages.map.drawing import map_text
    from views.pages.map.finder import known

    with contextlib.suppress(LianTuError):  # the page asks the same and says what is wrong
        seen = answered(first_question())
        map_text(seen, plain_view())
        known(seen)
    gc.freeze()  # what stays for good is not looked through again


if __name__ == "__main__":
    main()
