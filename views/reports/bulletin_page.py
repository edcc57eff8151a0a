"""A paper laid out as GB/T 9704-2012 asks, without a red head: a draft for internal use.

Fonts are named, not shipped; ``altName`` tells a word processor what to take where one is
missing.  Lengths are in points unless a name says otherwise.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from views.reports.bulletin_marks import wide_marks

SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
LATIN = "Times New Roman"
FALLBACK = {SONG: "宋体", FANG: "仿宋", KAI: "楷体", HEI: "SimHei"}
TWO, THREE, FOUR, SMALL_FOUR, FIVE, SIX = 22.0, 16.0, 14.0, 12.0, 10.5, 7.5
"""二号, 三号, 四号, 小四, 五号, 六号."""
LINE = 28.95
"""Fixed line height: twenty-two lines of 225 mm."""
GRID_LINE, TIGHTER = 579, -4
"""The same as a grid, and how much closer characters stand, in twentieths of a point: 28 to a
line of 156 mm.  A grid of characters would do it too, but not every program draws one."""
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
SHEET_MM, SHEET_SIDE_MM = 20, 27


def new_paper(*, is_sheet: bool = False) -> Paper:
    """An empty paper: A4, margins, fonts, page numbers left and right.

    ``is_sheet``: single sheets with narrow margins and no page numbers.
    """
    paper = Document()
    _own(paper)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(THREE)
    east(normal.element.get_or_add_rPr(), FANG)
    _tighten(normal.element.get_or_add_rPr())
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    lay_out(section, wide=False)
    if is_sheet:
        section.top_margin = section.bottom_margin = Mm(SHEET_MM)
        section.left_margin = section.right_margin = Mm(SHEET_SIDE_MM)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        if not is_sheet:
            _page_number(footer.paragraphs[0], side)
    _name_fallbacks(paper)
    return paper


def _own(paper: Paper) -> None:
    """Chinese text, and nothing of whoever made the template."""
    told = paper.core_properties
    told.author, told.comments, told.language = "链图", "", "zh-CN"
    told.created = told.modified = dt.datetime.now(dt.UTC)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def lay_out(section: Any, *, wide: bool) -> None:
    """Size, margins and grid of a section; on a wide page the binding edge is on top."""
    width, height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    upright = (TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM)
    sides = (LEFT_MM, RIGHT_MM, BOTTOM_MM, TOP_MM) if wide else upright
    section.top_margin, section.bottom_margin = Mm(sides[0]), Mm(sides[1])
    section.left_margin, section.right_margin = Mm(sides[2]), Mm(sides[3])
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    if not wide:
        grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{GRID_LINE}"/>'
        section._sectPr.append(parse_xml(grid))


def _tighten(properties: Any) -> None:
    """Set characters a little closer; the size must come after it in the file."""
    spacing = parse_xml(f'<w:spacing {nsdecls("w")} w:val="{TIGHTER}"/>')
    properties.find(qn("w:sz")).addprevious(spacing)


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character in from the edge."""
    paragraph.alignment = side
    form = paragraph.paragraph_format
    indent = Pt(FOUR)
    form.right_indent, form.left_indent = (
        (indent, None) if side == WD_ALIGN_PARAGRAPH.RIGHT else (None, indent)
    )
    run(paragraph, "— ", "宋体", FOUR)
    field = run(paragraph, "", "宋体", FOUR)
    for inner in (
        f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"/>',
        f'<w:instrText {nsdecls("w")} xml:space="preserve">PAGE</w:instrText>',
        f'<w:fldChar {nsdecls("w")} w:fldCharType="separate"/>',
        f"<w:t {nsdecls('w')}>1</w:t>",
        f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>',
    ):
        field._r.append(parse_xml(inner))
    run(paragraph, " —", "宋体", FOUR)


def _name_fallbacks(paper: Paper) -> None:
    """Say in the font table what stands in for a font that is not installed."""
    part = next(
        (p for p in paper.part.package.iter_parts() if str(p.partname).endswith("fontTable.xml")),
        None,
    )
    if part is None:
        return
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACK.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", told.encode() + b"</w:fonts>")


def east(properties: Any, font: str) -> None:
    """Name the font of Chinese characters."""
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)


def run(paragraph: Paragraph, text: str, font: str, size: float) -> Any:
    """Text in one font and size at the end of a paragraph; its marks become full width."""
    made = paragraph.add_run(wide_marks(text))
    made.font.size = Pt(size)
    east(made._r.get_or_add_rPr(), font)
    return made


def set_lines(paragraph: Paragraph, height: float = LINE, indent: int = 0) -> None:
    """Fixed line height, nothing between paragraphs, first line in by ``indent`` characters."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
    if height != LINE:
        off_grid(paragraph)
    if indent:
        form.first_line_indent = Pt(indent * THREE)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(
            qn("w:firstLineChars"), str(indent * 100)
        )


def off_grid(paragraph: Paragraph) -> None:
    """Let the lines stand as high as they are told, not as high as the lines of the page."""
    snap = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
    paragraph._p.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc")
