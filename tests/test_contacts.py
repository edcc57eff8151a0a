"""Persons to call at firms: masked until asked for, and in nothing the product hands out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from stores import SCHEMA
from streamlit.testing.v1 import AppTest
from test_clients import lead
from test_pages_apptest import DATE, ROOT, opened

from graph.desk.client.contacts import mask_mail, mask_name, mask_phone
from graph.desk.client.listing import Wish
from graph.model import Contact
from graph.store import open_store
from graph.store.protocol import Change
from loaders.out.everything import export_all
from views.cli.main import main
from views.pages.client.listing import client_workbook
from views.pages.context import answered, first_question
from views.pages.markup import PRESENTING
from views.tables.client.clients import SHEET_COLUMNS
from views.tables.client.contacts import masked

NAME, PHONE, MAIL, NOTE = "欧阳测试", "13812345678", "ouyang@example.com", "周三下午方便"
PERSON = Contact("p1", "hengli", NAME, "总经理", PHONE, MAIL, NOTE, None, "2026-11-24 09:00")
SECRETS = (NAME, PHONE, MAIL, NOTE)


@pytest.fixture
def url(url: str) -> str:
    with open_store(url, SCHEMA) as store:
        changes = [Change.put(PERSON), Change.put(lead("l1"))]
        store.write(changes, actor="测试", reason="测试")
    return url


@pytest.fixture
def app(url: str) -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def everything_said(app: AppTest) -> str:
    """All that a browser is sent: every element's protobuf, and the address."""
    sent = [repr(element.proto) for element in app.main] + [repr(app.query_params)]
    for kind in ("html", "button", "caption", "text_input", "markdown", "info"):
        sent += [repr(e.proto) for e in app.get(kind)]
    return "\n".join(sent)


def secrets_in(text: str) -> list[str]:
    return [s for s in SECRETS if s in text or s.encode("unicode_escape").decode() in text]


# masks


@given(st.text(max_size=12))
def test_a_masked_name_shows_one_character(name: str) -> None:
    assert len(mask_name(name).removesuffix("**")) <= 1


@given(st.text("0123456789-转() +张", max_size=40))
def test_a_masked_number_keeps_its_middle(phone: str) -> None:
    shown = mask_phone(phone)
    assert "张" not in shown
    for part in shown.split("、"):
        assert re.fullmatch(r"(\d{3}\*{4}\d{4}|\*{4}(\d{2})?|\*\*)", part)


@given(st.text(max_size=20))
def test_a_masked_address_shows_one_letter_of_who(mail: str) -> None:
    shown = mask_mail(mail)
    assert shown == "**" or shown.index("**@") <= 1


def test_the_post_may_be_seen_and_nothing_else() -> None:
    told = masked(PERSON)
    assert (told.name, told.post, told.phone) == ("欧**", "总经理", "138****5678")
    assert secrets_in(repr(told)) == []


# on the page


def test_nothing_is_sent_before_the_click_and_one_person_after_it(app: AppTest) -> None:
    opened(app, "clients", client="l1")
    said = everything_said(app)
    assert "138****5678" in said
    assert secrets_in(said) == []
    app.button(key="contact-see-p1").click().run()
    assert set(secrets_in(everything_said(app))) == set(SECRETS)
    app.button(key="contact-see-p1").click().run()
    assert secrets_in(everything_said(app)) == []


def test_a_meeting_sees_no_person_not_even_masked(app: AppTest) -> None:
    opened(app, "clients", client="l1")
    app.button(key="contact-see-p1").click().run()
    app.toggle(key=PRESENTING).set_value(True).run()
    said = everything_said(app)
    assert secrets_in(said) == []
    assert "138****" not in said
    assert "企业联系人" not in said
    assert not [b for b in app.button if b.key and b.key.startswith("contact-")]


def test_a_person_is_added_and_changed_in_the_form(app: AppTest, url: str) -> None:
    opened(app, "clients", client="l1")
    app.button(key="contact-add").click().run()
    turn = app.session_state["record-turn"]
    app.text_input(key=f"rf-{turn}-name").set_value("李测试")
    app.text_input(key=f"rf-{turn}-phone").set_value("0730-8412345")
    app.button(key="record-save").click().run()
    assert not app.exception
    with open_store(url, SCHEMA) as store:
        made = [c for c in store.scan("contact") if isinstance(c, Contact) and c.id != "p1"]
    assert [(c.firm_id, c.name, c.phone) for c in made] == [("hengli", "李测试", "0730-8412345")]


# in no file


def unpacked(path: Path) -> str:
    """All text of a file; of packed files that of all their parts."""
    if path.is_dir():
        return "\n".join(unpacked(part) for part in sorted(path.rglob("*")) if part.is_file())
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["全部.xlsx", "全部.zip", "全部", "全部.json", "全部.graphml"])
def test_no_export_holds_a_person(url: str, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with open_store(url, SCHEMA) as store:
        counts = export_all(store, path, SCHEMA, as_of=DATE, region="岳阳市云溪区")
        assert store.count("contact") == 1
    assert counts["contact"] == 0
    assert counts["lead"] == 1
    text = unpacked(path)
    assert "hengli" in text
    assert [s for s in SECRETS if s in text] == []


@pytest.mark.parametrize(
    "command",
    [
        ["export", "--out", "全部.xlsx"],
        ["export", "--out", "测算.xlsx", "--results"],
        ["map", "--segment", "乙烯链", "--out", "图.html"],
        ["map", "--segment", "乙烯链", "--out", "图.pptx"],
    ],
    ids=["records", "results", "html", "pptx"],
)
def test_no_command_writes_a_person(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*command, "--json"])
    assert done.exit_code == 0, done.output
    out = tmp_path / command[command.index("--out") + 1]
    assert out.stat().st_size > 0
    assert [s for s in SECRETS if s in unpacked(out) + done.output] == []


def test_the_workbook_of_the_list_holds_no_person(url: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(client_workbook(answered(first_question()), Wish("yunxi"), "没有筛选"))
    )
    rows = list(book["客商库"].iter_rows(values_only=True))
    assert rows[0] == SHEET_COLUMNS
    assert len(rows) == 2
    told = "\n".join(
        str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row
    )
    assert secrets_in(told) == []


def test_no_search_finds_a_person(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        for text in (NAME, "欧阳", PHONE, MAIL):
            assert [h for h in store.search(text) if h.ref[0] == "contact"] == []
