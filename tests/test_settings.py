"""Where the program keeps things, and the sentences it says when it cannot."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadRequest, StoreUnavailable
from graph.store.neo4j_address import address
from views import settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.STORE_VARIABLE, raising=False)


def test_home_is_the_repository_here() -> None:
    assert settings.home() == ROOT
    assert settings.data_dir() == ROOT / "data"
    assert settings.schema_dir() == ROOT / "data" / "schema"


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = folder / "lib" / "site-packages" / "views" / "settings.py"
    monkeypatch.setattr(settings, "__file__", str(site))
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder / "share" / "liantu"


def test_home_is_the_share_of_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = installed(tmp_path, monkeypatch)
    (share / "data" / "schema").mkdir(parents=True)
    (share / "app.py").write_text("", encoding="utf-8")
    assert settings.home() == share


def test_an_incomplete_installation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch)
    with pytest.raises(BadRequest, match=r"安装不完整.*请重新安装"):
        settings.home()


def test_the_store_stands_in_the_users_data_folder() -> None:
    url = settings.store_url()
    path = settings.store_path(url)
    assert path == settings.default_store_path()
    assert path.name == "liantu.db"
    assert "liantu" in path.parent.name
    assert path.is_absolute()


def test_the_variable_and_the_option_name_another_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.STORE_VARIABLE, str(tmp_path / "甲.db"))
    assert settings.store_path(settings.store_url()) == tmp_path / "甲.db"
    assert settings.store_path(settings.store_url(str(tmp_path / "乙.db"))) == tmp_path / "乙.db"
    url = f"sqlite:///{(tmp_path / '丙.db').as_posix()}"
    assert settings.store_url(url) == url
    monkeypatch.chdir(tmp_path)
    assert settings.store_path(settings.store_url("sqlite:///丁.db")) == tmp_path / "丁.db"
    assert settings.store_path(settings.store_url("neo4j://host:7687")) is None


@pytest.mark.parametrize("bad", ["sqlite://", "sqlite:///", "http://a.cn/x", "neo4j://"])
def test_an_address_that_means_nothing(bad: str) -> None:
    with pytest.raises(BadRequest, match="存储地址"):
        settings.store_url(bad)


SERVERS = [
    ("neo4j://wang:p%40ss%2F1@10.0.0.5:7687/chain", "neo4j://10.0.0.5:7687/chain"),
    ("neo4j+s://abc.databases.neo4j.io", "neo4j+s://abc.databases.neo4j.io:7687/neo4j"),
    ("bolt://u:geheim@[::1]:9/x", "bolt://[::1]:9/x"),
    ("bolt+ssc://u@h", "bolt+ssc://h:7687/neo4j"),
]


@pytest.mark.parametrize(("url", "shown"), SERVERS)
def test_the_address_of_a_server_is_passed_on_and_shown_without_its_password(
    url: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.store_url(f" {url} ") == url
    monkeypatch.setenv(settings.STORE_VARIABLE, url)
    assert settings.store_url() == url
    assert settings.store_path(url) is None
    assert settings.shown_url(url) == shown
    assert settings.store_label(url) == f"Neo4j:{shown.partition('://')[2]}"


def test_a_file_is_shown_as_it_is(tmp_path: Path) -> None:
    url = settings.store_url(str(tmp_path / "链图@甲.db"))
    assert settings.shown_url(url) == url
    assert settings.store_label(url) == f"数据文件:{tmp_path / '链图@甲.db'}"


SECRET = "geheim"


@pytest.mark.parametrize(
    "bad",
    [
        f"neo5j://wang:{SECRET}@h:7687/x",
        f"neo4j://wang:{SECRET}@h:port/x",
        f"neo4j://wang:{SECRET}@h:7687/x/y",
        f"neo4j://wang:{SECRET}@h:7687/x?password={SECRET}",
        f"neo4j://wang:12/{SECRET}@h",
        f"neo4j://wang:{SECRET}/1@h:7687/x",
        f"neo4j://wang:{SECRET}#1@h:7687/x",
        f"neo4j://wang:{SECRET}?1@h:7687/x",
        f"neo4j://wang:{SECRET}@:7687",
    ],
)
def test_no_refusal_says_a_password(bad: str) -> None:
    with pytest.raises(BadRequest, match="地址") as caught:
        settings.store_url(bad)
    assert SECRET not in str(caught.value)
    assert SECRET not in settings.shown_url(bad)


@given(st.text(min_size=1, max_size=12), st.text(min_size=8, max_size=16))
def test_any_user_and_password_escaped_come_through_and_stay_unseen(user: str, word: str) -> None:
    word = f"{SECRET}{word}"
    try:
        url = f"neo4j://{quote(user, safe='')}:{quote(word, safe='')}@h:7687/x"
    except UnicodeEncodeError:  # half a character; nobody's password
        return
    assert settings.store_url(url) == url
    found = address(url)
    assert (found.user, found.password) == (user, word)
    assert settings.shown_url(url) == "neo4j://h:7687/x"
    assert SECRET not in repr(found)


@given(st.text("ab:/@#?%[]", max_size=12))
def test_a_malformed_address_shows_no_password(word: str) -> None:
    url = f"neo4j://wang:{SECRET}{word}{SECRET}@h:7687/x"
    assert SECRET not in settings.shown_url(url)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"是文件夹;请写上存储文件的名字"):
        settings.store_url(str(tmp_path))


def test_a_folder_that_can_be_written_is_made(tmp_path: Path) -> None:
    path = tmp_path / "新" / "夹" / "链图.db"
    settings.prepare_store_folder(path)
    assert list(path.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("", encoding="utf-8")
    with pytest.raises(
        StoreUnavailable, match=r"不能写入文件夹 .*请换一个有写权限的位置"
    ) as caught:
        settings.prepare_store_folder(tmp_path / "占用" / "链图.db")
    assert "\n" not in str(caught.value)
    assert settings.STORE_VARIABLE in str(caught.value)


def test_today() -> None:
    assert settings.today() == dt.date.today().isoformat()
