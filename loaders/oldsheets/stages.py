"""What other offices call the stages of a lead or a project, and which of ours each means."""

from __future__ import annotations

from collections.abc import Iterable

from graph.desk.words import LEAD_STAGES, PROJECT_STAGES
from graph.model import Record, StageWord
from loaders.reader import Words

_LEAD_ELSEWHERE = {
    "新增在谈": "洽谈",
    "在谈": "洽谈",
    "对接": "已联系",
    "已对接": "已联系",
    "联系": "已联系",
    "走访": "已拜访",
    "拜访": "已拜访",
    "上门拜访": "已拜访",
    "来访": "来访考察",
    "考察": "来访考察",
    "达成意向": "意向",
    "意向签约": "意向",
    "已签约": "签约",
    "暂停": "暂缓",
    "停止谈判": "放弃",
    "流失": "放弃",
    "已流失": "放弃",
}
_PROJECT_ELSEWHERE = {
    "新增在谈": "在谈",
    "停止谈判": "流失",
    "启动": "开工",
    "建设": "开工",
    "竣工验收": "投产",
    "谋划/策划": "谋划",
    "中止/流失": "中止",
}
STAGE_COLUMNS = {
    ("lead", "stage"): ("lead_stage", LEAD_STAGES, _LEAD_ELSEWHERE),
    ("project", "stage"): ("project_stage", PROJECT_STAGES, _PROJECT_ELSEWHERE),
}


def stage_spellings(local: Iterable[Record], words: Words) -> dict[tuple[str, str], dict[str, str]]:
    """(kind, column) of a stage → every spelling and the standard stage it means.

    Parameters
    ----------
    local
        Records of kind stage_word: the words of this place; a standard stage means itself.
    words
        Spellings of the store (kind word).
    """
    shown: dict[str, dict[str, str]] = {}
    for record in local:
        if isinstance(record, StageWord):
            shown.setdefault(record.vocabulary, {})[record.shown] = record.canonical
    return {
        at: {
            **elsewhere,
            **words.get(vocabulary, {}),
            **shown.get(vocabulary, {}),
            **{stage: stage for stage in stages},
        }
        for at, (vocabulary, stages, elsewhere) in STAGE_COLUMNS.items()
    }
