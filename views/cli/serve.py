"""``liantu serve``: fill the store if new, start the page, open the browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser

import click

from graph.errors import BadRequest
from views import settings
from views.cli.common import one_sentence, progress_bar, say
from views.workspace import Workspace

DEFAULT_PORT = 8501
HOST = "127.0.0.1"
START_SECONDS = 60

STREAMLIT_FLAGS = (
    "--server.headless=true",
    f"--server.address={HOST}",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--client.showErrorDetails=none",
    "--client.showErrorLinks=false",
    "--theme.base=light",
    "--theme.primaryColor=#124a86",
    "--theme.textColor=#1f2933",
    "--theme.baseRadius=4px",
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True)
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器")
@click.option("--store", default=None, help="数据文件或地址;不填用 LIANTU_STORE 或用户文件夹")
@click.option("--region", default="yunxi", show_default=True, help="地区编号或名称")
@click.option("--as-of", "as_of", default="", help="看哪一天;不填为今天")
def serve(port: int, no_browser: bool, store: str | None, region: str, as_of: str) -> None:
    """启动链图,在浏览器里用;按 Ctrl+C 停。"""
    with one_sentence():
        check_port(port)
        url = settings.store_url(store)
        Workspace.open(url, progress_bar()).close()
        command = [sys.executable, "-m", "views.pages.server", "run"]
        command += [str(settings.home() / "app.py")]
        command += [f"--server.port={port}", *STREAMLIT_FLAGS]
        env = {**os.environ, settings.STORE_VARIABLE: url, "PYTHONUTF8": "1"}
        env |= {"LIANTU_REGION": region, "LIANTU_AS_OF": as_of}
        page = f"http://{HOST}:{port}"
        say(f"链图正在启动:{page} (按 Ctrl+C 停止)")
        process = subprocess.Popen(command, env=env, cwd=settings.home())
        if not no_browser:
            threading.Thread(target=open_when_ready, args=(page,), daemon=True).start()
        wait(process)


def wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the server; Ctrl+C ends it and us quietly."""
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return
    if code:
        raise BadRequest(f"页面服务意外停止(代码 {code});请看上面的提示。")


def check_port(port: int) -> None:
    """See that nobody listens on the port.

    Raises
    ------
    BadRequest
        In one sentence that names a way out.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise BadRequest(
                f"端口 {port} 已被别的程序占用;换一个,例如 liantu serve --port {port + 1}。"
            ) from error


def open_when_ready(page: str) -> None:
    """Open the browser once the page answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{page}/_stcore/health", timeout=1):  # noqa: S310
                webbrowser.open(page)
                return
        except OSError:
            time.sleep(0.2)
