"""``liantu serve`` and the network: nobody else gets in before somebody can sign in."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chromium import free_port
from served import end, wait_for
from stores import SERVER, filled_store_url, shared_store_url
from test_pages_apptest import DATE, ROOT

from graph.errors import BadRequest
from graph.store.sqlite_backup import look_through
from views.accounts import Accounts
from views.cli import hosting

GOOD = "Chang-an 88!"


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    return Accounts.here()


@pytest.mark.parametrize(
    ("host", "allowed", "is_open"),
    [
        ("127.0.0.1", (), False),
        ("127.8.0.1", (), False),
        ("localhost", (), False),
        ("::1", (), False),
        ("127.0.0.1", ("localhost",), False),
        ("0.0.0.0", (), True),
        ("::", (), True),
        ("10.0.0.5", (), True),
        ("liantu.example.gov.cn", (), True),
        ("127.0.0.1", ("liantu.example.gov.cn",), True),
        ("127.0.0.1.nip.io", (), True),
        ("", (), True),
    ],
)
def test_what_others_can_reach_needs_somebody_who_can_sign_in(
    accounts: Accounts, host: str, allowed: tuple[str, ...], is_open: bool
) -> None:
    assert hosting.is_open(host, allowed) is is_open
    url = shared_store_url()
    if not is_open:
        hosting.check_users(host, allowed, url)
        return
    with pytest.raises(BadRequest, match="liantu users add"):
        hosting.check_users(host, allowed, url)
    accounts.add("王芳", "admin", by="x", password=GOOD)
    hosting.check_users(host, allowed, url)


def test_only_names_of_this_machine_are_known_where_nobody_signs_in() -> None:
    """No page elsewhere reaches it under a name of its own."""
    told = hosting.flags("127.0.0.1", ())
    names = [flag.partition("=")[2] for flag in told if flag.startswith("--server.allowedHosts")]
    assert names == ["localhost", "127.0.0.1", "::1"]
    assert "--server.enableXsrfProtection=true" in told
    assert "--server.enableCORS=true" in told
    told = hosting.flags("127.0.0.1", ("liantu.example.gov.cn",))
    assert "--server.allowedHosts=liantu.example.gov.cn" in told


def test_nobody_outside_is_asked_for_our_address() -> None:
    for host in ("0.0.0.0", "::", "127.0.0.1"):
        (shown,) = (f for f in hosting.flags(host, ()) if f.startswith("--browser.serverAddress="))
        assert shown.partition("=")[2] not in ("", "0.0.0.0", "::")


@pytest.mark.parametrize("host", ["10.255.254.253", "2001:db8::1", "没有的主机"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    with pytest.raises(BadRequest, match="没有地址"):
        hosting.check_port(free_port(), host)


def test_a_port_taken_on_any_address_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0"):
            with pytest.raises(BadRequest, match=str(port)):
                hosting.check_port(port, host)


def serve(url: str, *args: str, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "views.cli.main", "serve", "--no-browser", "--as-of", DATE, *args],
        env={**os.environ, "PYTHONUTF8": "1", "LIANTU_STORE": url, **env},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@contextmanager
def serving(url: str, port: int, *args: str, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    process = serve(url, "--port", str(port), *args, **env)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield process
    finally:
        end(process)
        for pipe in (process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()


def test_a_network_without_users_is_refused_at_the_start(
    accounts: Accounts, tmp_path: Path
) -> None:
    url = shared_store_url()
    for args in (["--host", "0.0.0.0"], ["--allow-host", "liantu.example.gov.cn"]):
        process = serve(url, "--port", str(free_port()), *args)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            pytest.fail("it was not refused")
        text = err.decode("utf-8")
        assert (process.returncode, out) == (2, b"")
        assert "liantu users add" in text
        assert "Traceback" not in text
        assert len(text.strip().splitlines()) == 1


def opens(port: int, host: str, origin: str) -> bool:
    """Whether the server lets a browser in that believes it is at ``host``."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(
            (
                f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
                "Sec-WebSocket-Protocol: streamlit\r\n\r\n"
            ).encode()
        )
        return b"101" in line.recv(64)


def test_a_page_elsewhere_does_not_get_in_through_a_browser_here(
    accounts: Accounts, tmp_path: Path
) -> None:
    port = free_port()
    with serving(filled_store_url(tmp_path), port) as process:
        assert opens(port, f"127.0.0.1:{port}", f"http://127.0.0.1:{port}")
        assert opens(port, f"localhost:{port}", f"http://localhost:{port}")
        assert not opens(port, f"rebound.example:{port}", f"http://rebound.example:{port}")
        assert not opens(port, f"127.0.0.1:{port}", "http://evil.example")
        assert process.stdout is not None


def test_with_users_a_network_is_served_and_the_day_s_backup_made(
    accounts: Accounts, tmp_path: Path
) -> None:
    accounts.add("王芳", "admin", by="x", password=GOOD)
    port, folder = free_port(), tmp_path / "备份"
    args = ("--host", "0.0.0.0", "--allow-host", "liantu.example.gov.cn", "--json")
    with serving(filled_store_url(tmp_path), port, *args, LIANTU_BACKUPS=str(folder)) as process:
        name = f"liantu.example.gov.cn:{port}"
        assert opens(port, name, f"http://{name}")
        assert not opens(port, "other.example", "http://other.example")
        for address in hosting.told_addresses("0.0.0.0", port):
            if address.startswith("http://" + socket.gethostname()):
                continue  # a name may lead anywhere
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as answer:
                assert answer.read() == b"ok"
        assert process.stdout is not None
        told = json.loads(b"".join(process.stdout.readline() for _ in range(4)))
        assert told["url"] == f"http://127.0.0.1:{port}"
        if SERVER is None:  # that of a server waits until the first page is there
            made = wait_until(lambda: list(folder.glob("*-daily.db")))
            assert look_through(made[0]).records > 0


def wait_until(look: Callable[[], list[Path]]) -> list[Path]:
    last = time.monotonic() + 60
    while time.monotonic() < last:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("no backup was made")
