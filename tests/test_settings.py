"""Where the program keeps things, and the sentences it says when it cannot."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from graph.errors import BadRequest, StoreUnavailable
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
