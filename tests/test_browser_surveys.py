"""企业摸底表 in Chromium: two forms sent, taken back mixed, one cell put right, loaded."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect
from served import browser, fetched, page, part, press, server, settled, shoot
from survey_fill import fill_docx, fill_xlsx

from views import settings

__all__ = ["browser", "page", "server"]
XINLING, YUHONG = "新岭化工", "东方雨虹岳阳"


def send(page: Page, folder: Path) -> dict[str, bytes]:
    """Choose two firms, make their forms, and open the zip that is handed out."""
    part(page, "发表")
    shoot(page, "surveys_send")
    press(page, "清空")
    for name in (XINLING, YUHONG):
        page.get_by_role("combobox", name=re.compile("给哪些企业发")).click()
        page.keyboard.type(name, delay=20)
        page.get_by_role("option", name=name, exact=True).click()
        page.keyboard.press("Escape")
        settled(page)
    page.get_by_role("button", name="生成 2 家的摸底表并登记发出").click()
    button = page.get_by_role("button", name="下载 2 家的表(.zip)")
    expect(button).to_be_visible()
    shoot(page, "surveys_made")
    target = fetched(page, button, folder)
    assert target.name.startswith("企业摸底表_岳阳市云溪区_")
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert len(files) == 4
    return files


def filled(files: dict[str, bytes]) -> list[FilePayload]:
    """One firm answers in Excel with a slip, the other in Word; the phone sent a photo too."""
    day = settings.today()
    one = next(d for n, d in files.items() if XINLING in n and n.endswith(".xlsx"))
    two = next(d for n, d in files.items() if YUHONG in n and n.endswith(".docx"))
    coating = [
        ("unit", "yuhong-coating", "status", "在产"),
        ("unit", "yuhong-coating", "capacity", "6"),
        ("unit", "yuhong-membrane", "status", "在产"),
        ("unit", "yuhong-membrane", "capacity", "12"),
        ("unit", "yuhong-hdpe-membrane", "status", "停产"),
    ]
    cresol = [
        ("unit", "xinling-m-cresol", "status", "在产"),
        ("unit", "xinling-m-cresol", "capacity", "大约1.5"),
        ("year", "税收", "answer", 321),
    ]
    return [
        _payload("扫描.pdf", b"%PDF-1.7 photo"),
        _payload("新岭交的.xlsx", fill_xlsx(one, cresol, date=day)),
        _payload("雨虹.docx", fill_docx(two, coating, date=day)),
    ]


def _payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": io.BytesIO(data).read()}


def test_two_forms_go_out_and_come_back(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/surveys")
    expect(page.get_by_role("radio", name="进度", exact=True)).to_be_visible()
    settled(page)
    files = send(page, tmp_path)
    part(page, "进度")
    expect(page.locator(".lt-five")).to_contain_text("未到期")
    shoot(page, "surveys_status")

    part(page, "收表")
    page.locator("input[type=file]").set_input_files(filled(files))
    expect(page.get_by_text("1 个文件没有读", exact=False)).to_be_visible()
    settled(page)
    expect(page.get_by_text("只写数字", exact=False)).to_be_visible()
    shoot(page, "surveys_take")
    box = page.get_by_role("textbox", name="第 1 处改成")
    expect(box).to_have_value("大约1.5")
    box.fill("1.5")
    page.get_by_role("button", name="按右边的再核对").click()
    button = page.get_by_role("button", name="载入 2 家")
    expect(button).to_be_visible()
    settled(page)
    shoot(page, "surveys_mended")
    button.click()
    expect(page.get_by_text("供需判断变了", exact=False).first).to_be_visible()
    settled(page)
    shoot(page, "surveys_effects")
    expect(page.get_by_text("企业摸底表:新岭化工", exact=False).first).to_be_visible()
    assert fetched(page, "下载 Excel", tmp_path).name.startswith("摸底后变了的结论_岳阳市云溪区_")
    part(page, "进度")
    shoot(page, "surveys_back")
    expect(page.locator(".lt-five")).to_contain_text("已交回")


def test_the_survey_list_leads_to_the_form_of_its_firm(page: Page, server: str) -> None:
    page.goto(f"{server}/asks")
    button = page.get_by_role("button", name="发企业摸底表(全套)")
    expect(button).to_be_visible()
    settled(page)
    button.scroll_into_view_if_needed()
    shoot(page, "surveys_asks")
    button.click()
    expect(page.get_by_role("button", name="生成 1 家的摸底表并登记发出")).to_be_visible()
    expect(page).to_have_url(re.compile("/surveys"))
