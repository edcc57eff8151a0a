"""Where things stand and what counts when nothing is said: folders, store, region, date."""

from __future__ import annotations

import datetime as dt
import os
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import platformdirs

from graph.errors import BadRequest, StoreUnavailable
from graph.store.neo4j_address import PASSWORD_VARIABLE, USER_VARIABLE, address, is_neo4j

APP_NAME = "liantu"
STORE_VARIABLE = "LIANTU_STORE"
STORE_FILE = "liantu.db"
REGION_VARIABLE = "LIANTU_REGION"
DATE_VARIABLE = "LIANTU_AS_OF"
STATUS_VARIABLE = "LIANTU_STATUS"
NEARBY_VARIABLE = "LIANTU_NEARBY"
_SQLITE = "sqlite:///"


def home() -> Path:
    """Folder that holds ``app.py`` and ``data/``: the repository, or the installed share.

    Raises
    ------
    BadRequest
        Neither place has them; the installation is incomplete.
    """
    places = (Path(__file__).resolve().parents[1], Path(sys.prefix) / "share" / APP_NAME)
    for place in places:
        if (place / "app.py").is_file() and (place / "data" / "schema").is_dir():
            return place
    raise BadRequest(f"安装不完整:在 {places[0]} 和 {places[1]} 都找不到 data;请重新安装。")


@cache
def version() -> str:
    """Version of the program as it is installed."""
    try:
        return metadata.version(APP_NAME)
    except metadata.PackageNotFoundError:  # run from a copied folder
        return "未安装"


def data_dir() -> Path:
    """The read-only default facts."""
    return home() / "data"


def schema_dir() -> Path:
    """The schema tables."""
    return data_dir() / "schema"


def store_url(given: str | None = None) -> str:
    """URL of the store: ``given``, else ``LIANTU_STORE``, else the user's data folder.

    Parameters
    ----------
    given
        A file path or a URL (``sqlite:///…``, ``neo4j://…``, ``bolt://…``); that of a server
        is passed on as it is, so it may hold a password: show it with :func:`shown_url`.

    Raises
    ------
    BadRequest
        The path is a folder, or the URL is empty, malformed or of an unknown kind.

    Examples
    --------
    >>> store_url("neo4j://localhost:7687")
    'neo4j://localhost:7687'
    """
    text = (given or os.environ.get(STORE_VARIABLE) or "").strip()
    if not text:
        return _SQLITE + default_store_path().as_posix()
    scheme, mark, rest = text.partition("://")
    if not mark:
        return _SQLITE + _file(text).as_posix()
    if scheme == "sqlite":
        if not text.startswith(_SQLITE) or not text[len(_SQLITE) :]:
            raise BadRequest(f"存储地址 {text} 缺少文件名;写成 sqlite:///文件路径。")
        return _SQLITE + _file(text[len(_SQLITE) :]).as_posix()
    if not is_neo4j(text) or not rest:
        shown = _without_user(text)
        raise BadRequest(f"不认识存储地址 {shown};可用文件路径、sqlite:/// 或 neo4j://。")
    _check_server(text)
    return text


def shown_url(url: str) -> str:
    """``url`` as it may be shown and logged: that of a server without user and password.

    Examples
    --------
    >>> shown_url("neo4j+s://wang:p%40ss@10.0.0.5/chain")
    'neo4j+s://10.0.0.5:7687/chain'
    """
    if not is_neo4j(url):
        return url if url.startswith(_SQLITE) else _without_user(url)
    try:
        found = address(url).shown
    except BadRequest:
        return _without_user(url)
    return _without_user(url) if "@" in found else found


def store_label(url: str) -> str:
    """What the store is, for the bar of a page.

    Examples
    --------
    >>> store_label("neo4j://wang:geheim@10.0.0.5:7687")
    'Neo4j:10.0.0.5:7687/neo4j'
    """
    path = store_path(url)
    return f"数据文件:{path}" if path else f"Neo4j:{shown_url(url).partition('://')[2]}"


def store_path(url: str) -> Path | None:
    """File of an embedded store; None when ``url`` names a server.

    Examples
    --------
    >>> store_path("sqlite:///a/b.db").name
    'b.db'
    """
    return Path(url[len(_SQLITE) :]) if url.startswith(_SQLITE) else None


def default_store_path() -> Path:
    """The store file in the user's data folder."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / STORE_FILE


def prepare_store_folder(path: Path) -> None:
    """Make the folder of ``path`` and see that it can be written.

    Raises
    ------
    StoreUnavailable
        In one sentence that says which folder and what to do.
    """
    folder = path.parent
    probe = folder / f".{path.name}.{os.getpid()}.probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(
            f"不能写入文件夹 {folder}({reason});请换一个有写权限的位置,"
            f"用 --store 或环境变量 {STORE_VARIABLE} 指定。"
        ) from error


def today() -> str:
    """Today as an ISO date, local time."""
    return dt.date.today().isoformat()


def _check_server(url: str) -> None:
    if "@" in address(url).shown:  # an unescaped / or @ of the password stands in the path
        raise BadRequest(
            f"存储地址 {_without_user(url)} 里的用户名或密码含有特殊字符;"
            "请把它们写成百分号编码(如 @ 写成 %40、/ 写成 %2F),"
            f"或放在环境变量 {USER_VARIABLE} 和 {PASSWORD_VARIABLE} 里。"
        )


def _without_user(url: str) -> str:
    """A URL that may be malformed, without what stands before its last ``@`` or after ``?``."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2].partition('?')[0]}"


def _file(text: str) -> Path:
    path = Path(text).expanduser()
    path = path if path.is_absolute() else Path.cwd() / path
    if path.is_dir():
        raise BadRequest(f"{path} 是文件夹;请写上存储文件的名字,如 {path / STORE_FILE}。")
    return path
