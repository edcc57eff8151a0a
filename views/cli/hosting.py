"""Where the page server listens: this machine alone, or a network with people signing in."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Sequence

from graph.errors import BadRequest
from views.accounts import Accounts

LOOPBACK = "127.0.0.1"
_HERE = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - told apart, not listened on by itself


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_users(host: str, allowed: Sequence[str], url: str) -> None:
    """Refuse to be reached from a network before somebody can sign in.

    Raises
    ------
    BadRequest
        In one sentence that says how to make the first account.
    """
    if is_open(host, allowed) and not Accounts.here(url).is_ready:
        raise BadRequest(
            "要让别的电脑也能打开,先建至少一个管理员:运行 liantu users add 名字 --role admin,"
            "或在这台电脑上打开“备份与用户”页建一个;没有用户就只能在本机用。"
        )


def is_open(host: str, allowed: Sequence[str]) -> bool:
    """Whether others than this machine are to reach the pages, themselves or through a gateway."""
    return not is_loopback(host) or any(not is_loopback(name) for name in allowed)


def flags(host: str, allowed: Sequence[str]) -> list[str]:
    """What the page server is told: which address, and which names in a browser lead to it.

    Where nobody signs in a name it was not told is refused, so that no page elsewhere can reach
    it through the browser of somebody here (DNS rebinding).  On a network people sign in, and
    names are many: they are held to only when some were told.
    """
    known: list[str] = []
    if allowed or is_loopback(host):
        known = [*_HERE, *allowed, *(_own_addresses() if host in _EVERYWHERE else [host])]
    shown = next(iter(_own_addresses()), LOOPBACK) if host in _EVERYWHERE else host
    return [
        f"--server.address={host}",
        f"--browser.serverAddress={shown}",  # else it asks a server outside what its address is
        "--server.enableCORS=true",
        "--server.enableXsrfProtection=true",
        *(f"--server.allowedHosts={name}" for name in dict.fromkeys(known)),
    ]


def page_address(host: str, port: int) -> str:
    """What to type into a browser on this machine.

    Examples
    --------
    >>> page_address("0.0.0.0", 8501), page_address("::1", 80)
    ('http://127.0.0.1:8501', 'http://[::1]:80')
    """
    shown = LOOPBACK if host in _EVERYWHERE else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def told_addresses(host: str, port: int) -> list[str]:
    """What others type into theirs."""
    if is_loopback(host):
        return []
    found = _own_addresses() if host in _EVERYWHERE else [host]
    return [page_address(name, port) for name in found]


def check_port(port: int, host: str = LOOPBACK) -> None:
    """See that the address is of this machine and nobody listens on the port.

    Raises
    ------
    BadRequest
        In one sentence that names a way out.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":  # there it would let a busy port pass
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise _not_ours(host) from error
        except OSError as error:
            if error.errno in (errno.EADDRNOTAVAIL, errno.EINVAL, errno.ENODEV):
                raise _not_ours(host) from error
            if error.errno in (errno.EACCES, errno.EPERM):
                raise BadRequest(
                    f"没有权限用端口 {port};换一个大于 1024 的,例如 liantu serve --port 8501。"
                ) from error
            raise BadRequest(
                f"端口 {port} 已被别的程序占用;换一个,例如 liantu serve --port {port + 1}。"
            ) from error


def _not_ours(host: str) -> BadRequest:
    return BadRequest(
        f"这台电脑没有地址“{host}”;写 0.0.0.0 让所有网卡都能连,或写这台电脑自己的地址"
        f"({'、'.join(_own_addresses()) or LOOPBACK})。"
    )


def _own_addresses() -> list[str]:
    """Numbers and names others may reach this machine by; nothing is sent to find out."""
    name = socket.gethostname()
    found = [name]
    try:
        for _, _, _, _, address in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM):
            found.append(str(address[0]).partition("%")[0])
    except OSError:
        pass
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # a datagram socket only looks up its own address
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    return [a for a in dict.fromkeys(found) if not is_loopback(a) and a not in _EVERYWHERE]
