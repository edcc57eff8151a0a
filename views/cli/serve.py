"""``liantu serve``: fill the store if new, start the page, open the browser."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser

import click

from graph.errors import BadRequest, LianTuError, StoreUnavailable
from views import keeping, settings, signing
from views.cli import hosting
from views.cli.common import Session, say, shared
from views.workspace import Question

DEFAULT_PORT = 8501
START_SECONDS = 60
LOOK_SECONDS, LATER_SECONDS = 600.0, 20.0
"""How often to see whether today's backup is still to be made; how long that of a server waits."""

STREAMLIT_FLAGS = (
    "--server.headless=true",
    f"--server.address={hosting.LOOPBACK}",
    "--server.fileWatcherType=none",
    "--runner.postScriptGC=false",  # a tenth of a second after every click; Python's own goes on
    "--runner.magicEnabled=false",  # a text that stands by itself in a page is no output
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
@click.option(
    "--host",
    default=hosting.LOOPBACK,
    show_default=True,
    help="在哪个地址上听;0.0.0.0 让别的电脑也能打开,要先建用户",
)
@click.option(
    "--allow-host",
    "allowed",
    multiple=True,
    help="浏览器里可以用的名字(前面有网关时写网关的域名),可写多次;要先建用户",
)
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器")
@shared
def serve(
    session: Session, port: int, host: str, allowed: tuple[str, ...], no_browser: bool
) -> None:
    """启动链图,在浏览器里用;按 Ctrl+C 停。"""
    url = settings.store_url(session.store)  # with its password, which info().url lacks
    hosting.check_users(host, allowed, url)
    hosting.check_port(port, host)
    page = hosting.page_address(host, port)
    fill(session, url)
    session.give({"url": page, "store": settings.shown_url(url)}, list)
    others = hosting.told_addresses(host, port)
    say(f"链图正在启动:{page} (按 Ctrl+C 停止)")
    if others:
        say(f"别的电脑用:{' 或 '.join(others)}")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "views.pages.server",
            "run",
            str(settings.home() / "app.py"),
            f"--server.port={port}",
            *STREAMLIT_FLAGS,
            *hosting.flags(host, allowed),
        ],
        env={
            **os.environ,
            **question_variables(session.asked, url),
            signing.REQUIRED_VARIABLE: "1" if hosting.is_open(host, allowed) else "",
            "PYTHONUTF8": "1",
        },
        cwd=settings.home(),
    )
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    threading.Thread(target=back_up_daily, args=(url,), daemon=True).start()
    if not no_browser:
        threading.Thread(target=open_when_ready, args=(page,), daemon=True).start()
    wait(process)


def fill(session: Session, url: str) -> None:
    """Fill the store if it is new, and see that it can be used; the page mends a lost one."""
    try:
        session.workspace.close()  # the page server opens it for itself
    except StoreUnavailable:
        if not keeping.is_lost(url):
            raise
        say(f"数据文件 {settings.store_path(url)} 不见了或已损坏;有备份,在页面上可以放回。")


def back_up_daily(url: str) -> None:
    """Make today's backup, and tomorrow's while this goes on; the page shows what came of it.

    Copying a server takes its time: the first page comes first.
    """
    if settings.store_path(url) is None:
        time.sleep(LATER_SECONDS)
    while True:
        with contextlib.suppress(LianTuError):
            keeping.daily(url)
        time.sleep(LOOK_SECONDS)


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
