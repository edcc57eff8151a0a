"""``liantu serve``: fill the store if new, start the page, open the browser."""

from __future__ import annotations

import os
import signal
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
from views.cli.common import Session, say, shared
from views.workspace import Question

DEFAULT_PORT = 8501
HOST = "127.0.0.1"
START_SECONDS = 60

STREAMLIT_FLAGS = (
    "--server.headless=true",
    f"--server.address={HOST}",
    "--server.fileWatcherType=none",
    "--runner.postScriptGC=false",  # a tenth of a second after every click; Python's own goes on
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
@shared
def serve(session: Session, port: int, no_browser: bool) -> None:
    """启动链图,在浏览器里用;按 Ctrl+C 停。"""
    check_port(port)
    page = f"http://{HOST}:{port}"
    url = settings.store_url(session.store)  # with its password, which info().url lacks
    session.workspace.close()  # the page server opens it for itself
    session.give({"url": page, "store": settings.shown_url(url)}, list)
    say(f"链图正在启动:{page} (按 Ctrl+C 停止)")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "views.pages.server",
            "run",
            str(settings.home() / "app.py"),
            f"--server.port={port}",
            *STREAMLIT_FLAGS,
        ],
        env={**os.environ, **question_variables(session.asked, url), "PYTHONUTF8": "1"},
        cwd=settings.home(),
    )
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    if not no_browser:
        threading.Thread(target=open_when_ready, args=(page,), daemon=True).start()
    wait(process)


def question_variables(question: Question, url: str) -> dict[str, str]:
    """The question the pages start with, as environment variables."""
    return {
        settings.STORE_VARIABLE: url,
        settings.REGION_VARIABLE: question.region_id,
        settings.DATE_VARIABLE: question.date,
        settings.STATUS_VARIABLE: ",".join(question.statuses),
        settings.NEARBY_VARIABLE: "1" if question.with_nearby else "",
    }


def wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the server; Ctrl+C ends it and us quietly."""
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return
    if code > 0:
        raise BadRequest(f"页面服务意外停止(代码 {code});请看上面的提示。")


def check_port(port: int) -> None:
    """See that nobody listens on the port.

    Raises
    ------
    BadRequest
        In one sentence that names a way out.
    """
    with socket.socket() as probe:
        if os.name != "nt":  # there it would let a busy port pass
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
