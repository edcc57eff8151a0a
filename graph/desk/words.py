"""Local words for the stages of firms gone after and of projects: edited in the store.

Records keep the standard stage, which reasoning needs; people see and may type the local word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Record, StageWord
from graph.store.protocol import Change

LEAD_STAGES = ("线索", "已联系", "已拜访", "来访考察", "洽谈", "意向", "签约", "暂缓", "放弃")
PROJECT_STAGES = (
    *("谋划", "在谈", "签约", "注册", "开工", "投产", "达产", "入规"),
    *("中止", "流失"),
)
STANDARD = {"lead_stage": LEAD_STAGES, "project_stage": PROJECT_STAGES}


def stage_words(rows: Iterable[Record], vocabulary: str) -> dict[str, str]:
    """Standard stage → local word, in the local order; stages without a word keep their own.

    Parameters
    ----------
    rows
        Records of kind stage_word; others are passed over.
    vocabulary
        lead_stage or project_stage.

    Examples
    --------
    >>> rows = [StageWord("a", "lead_stage", "洽谈", "在谈", 1, None)]
    >>> list(stage_words(rows, "lead_stage").items())[:2]
    [('洽谈', '在谈'), ('线索', '线索')]
    """
    own = sorted(
        (r for r in rows if isinstance(r, StageWord) and r.vocabulary == vocabulary),
        key=lambda r: (r.order, r.id),
    )
    said = {r.canonical: r.shown for r in own}
    return said | {stage: stage for stage in STANDARD[vocabulary] if stage not in said}


def local_words(facts: Facts, vocabulary: str) -> dict[str, str]:
    """The same out of facts."""
    return stage_words(facts.all(StageWord).values(), vocabulary)


def words_changed(
    rows: Iterable[StageWord], vocabulary: str, given: Mapping[str, str]
) -> list[Change]:
    """What to write so that each standard stage is called as ``given`` says.

    Parameters
    ----------
    rows
        The words that stand, of this vocabulary.
    given
        Standard stage → local word; an empty word is the standard one.

    Raises
    ------
    BadRequest
        Two stages would be called the same.
    """
    words = {stage: given.get(stage, "").strip() or stage for stage in STANDARD[vocabulary]}
    taken: dict[str, str] = {}
    for stage, word in words.items():
        if word in taken:
            raise BadRequest(f"“{taken[word]}”和“{stage}”不能都叫“{word}”。")
        taken[word] = stage
    held = {row.canonical: row for row in rows}
    changes = []
    for order, (stage, word) in enumerate(words.items(), 1):
        fresh = StageWord(f"{vocabulary}-{order}", vocabulary, stage, word, order, None)
        row = replace(held[stage], shown=word) if stage in held else fresh
        if held.get(stage) != row and (stage in held or word != stage):
            changes.append(Change.put(row))
    return changes
