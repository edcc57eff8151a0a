"""The real Chromium of this machine: it finds no host but this machine's own address."""

from __future__ import annotations

import os
import shutil
import socket

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# where a product's box stands in the window
AT = """id => {
  const box = liantu.boxes.get(id), frame = liantu.container.getBoundingClientRect();
  const at = liantu.network.canvasToDOM({x: box.x + box.w / 2, y: box.y + box.h / 2});
  return [frame.left + at.x, frame.top + at.y];
}"""
# whether a product's box stands in the middle of the map
CENTRED = """id => {
  const box = liantu.boxes.get(id), at = liantu.network.getViewPosition(), was = globalThis.wasAt;
  globalThis.wasAt = at;  // the same as a frame before: it has come to rest
  const off = Math.hypot(box.x + box.w / 2 - at.x, box.y + box.h / 2 - at.y);
  return was && was.x === at.x && was.y === at.y && off < 3;
}"""


def chromium_path() -> str:
    """The browser to drive: ``LIANTU_CHROMIUM``, else the system's own."""
    for name in (os.environ.get("LIANTU_CHROMIUM", ""), "chromium", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise SystemExit("no Chromium found; set LIANTU_CHROMIUM")


def launch(playwright: Playwright) -> Browser:
    """A fresh headless browser."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
