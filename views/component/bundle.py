"""Writes the one JavaScript file the browser loads: vis-network, our drawing, the mounts.

Run ``python -m views.component.bundle`` after a change to any of them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUNDLE = HERE / "assets" / "chain_map.js"
MOUNTS = ("mount.js", "present.js", "net.js", "index.js")
VIS = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def bundle() -> str:
    """The text of ``assets/chain_map.js``; the licence header of vis-network stays on top."""
    vis = files("pyvis").joinpath(*VIS).read_text(encoding="utf-8")
    core = files("views.map").joinpath("assets", "map_core.js").read_text(encoding="utf-8")
    mounts = "\n".join((HERE / "js" / name).read_text(encoding="utf-8") for name in MOUNTS)
    return "\n".join((vis.rstrip(), core.rstrip(), mounts))


def main() -> None:
    """Write the file."""
    BUNDLE.write_text(bundle(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
