"""Weights of users: revisions in a real store that outlive restarts, newer facts and rivals."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_edits import is_edited
from stores import filled_store_url, forget

from graph.errors import BadRequest, UnknownName
from graph.model import Feature
from graph.store import open_store
from graph.store.protocol import Change
from loaders.schema import read_schema
from loaders.seed import ensure_store_at
from loaders.weighted import user_weights
from views.tables.weights import log_rows, reordered
from views.weight_log import history
from views.weights import (
    LISTS,
    Stale,
    default_weights,
    preview,
    restore_defaults,
    save_weights,
    weight_rows,
)
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
QUESTION = Question(date="2026-11-24")
RULES = Path("rules", "features.csv")
DEFAULT = default_weights(SCHEMA)
LATER = 0.17


@pytest.fixture
def url(tmp_path: Path) -> str:
    return filled_store_url(tmp_path)


@pytest.fixture
def workspace(url: str) -> Iterator[Workspace]:
    opened = Workspace.open(url)
    yield opened
    opened.close()


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Shipped facts of a later version: one more source, another default for two weights."""
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "数据"))
    with (data / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("S0000000,新公报,,2026,,A,,\n")
    with (data / RULES).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] in ("bu-feed", "bu-train"):
            row["weight"] = str(LATER)
    with (data / RULES).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return data


def weights(workspace: Workspace) -> dict[str, float]:
    return {w.feature.id: w.feature.weight for w in weight_rows(workspace)}


def revs(workspace: Workspace) -> dict[str, int]:
    return {w.feature.id: w.rev for w in weight_rows(workspace)}


def save(workspace: Workspace, **wanted: float) -> None:
    named = {i.replace("_", "-"): w for i, w in wanted.items()}
    save_weights(workspace, named, actor="小王", reason="有原料的先谈")


def test_a_fresh_store_has_the_shipped_weights(workspace: Workspace) -> None:
    rows = weight_rows(workspace)
    assert {w.feature.list_name for w in rows} == set(LISTS)
    assert weights(workspace) == default_weights(workspace.schema)
    for name in LISTS:
        part = [w for w in rows if w.feature.list_name == name]
        assert sum(w.share for w in part) == pytest.approx(1.0)
    assert history(workspace.store) == ()


def test_a_saved_weight_reorders_at_once_and_survives_a_restart(url: str) -> None:
    shipped = (ROOT / "data" / RULES).read_bytes()
    first = Workspace.open(url)
    before = first.evaluation(QUESTION)
    save(first, bu_feed=0.9, bu_shortfall=0.0)
    after = first.evaluation(QUESTION)
    first.close()
    assert [g.product_id for g in after.gaps] != [g.product_id for g in before.gaps]
    ensure_store_at(url, ROOT / "data", SCHEMA)
    again = Workspace.open(url)
    assert weights(again)["bu-feed"] == 0.9
    assert again.evaluation(QUESTION).gaps == after.gaps
    again.close()
    assert (ROOT / "data" / RULES).read_bytes() == shipped


def test_weights_change_the_order_and_no_amount(workspace: Workspace) -> None:
    before = workspace.evaluation(QUESTION)
    save(workspace, bu_feed=0.9, yan_absorbed=0.0, qiang_single=1.0)
    after = workspace.evaluation(QUESTION)
    assert after.balances == before.balances
    old = {(g.kind, g.product_id, g.from_product_id): g for g in before.gaps}
    assert len(old) == len(after.gaps)
    for gap in after.gaps:
        was = old[gap.kind, gap.product_id, gap.from_product_id]
        assert (gap.gap, gap.state, gap.certain) == (was.gap, was.state, was.certain)


def test_only_what_a_user_changed_holds_against_newer_facts(url: str, newer: Path) -> None:
    first = Workspace.open(url)
    save(first, bu_feed=0.4, yan_share=0.2)
    restore_defaults(first, actor="小李", list_name="延链")
    first.close()
    with open_store(url, SCHEMA) as store:
        assert user_weights(store) == {"bu-feed": 0.4}
        assert not is_edited(store)
    report = ensure_store_at(url, newer, SCHEMA)
    assert report.action == "renewed"
    with open_store(url, SCHEMA) as store:
        assert store.get("source", ["S0000000"]).records
        stands = {r.id: r.weight for r in store.scan("feature") if isinstance(r, Feature)}
    assert (stands["bu-feed"], stands["bu-train"]) == (0.4, LATER)
    assert ensure_store_at(url, newer, SCHEMA).action == "current"
    ensure_store_at(url, ROOT / "data", SCHEMA)  # renewed once more, in the other direction
    with open_store(url, SCHEMA) as store:
        stands = {r.id: r.weight for r in store.scan("feature") if isinstance(r, Feature)}
    assert (stands["bu-feed"], stands["bu-train"]) == (0.4, DEFAULT["bu-train"])


def test_another_edit_of_a_rule_stays_and_the_new_weight_comes_in(url: str, newer: Path) -> None:
    with open_store(url, SCHEMA) as store:
        (record,) = store.get("feature", ["bu-feed"])
        assert isinstance(record, Feature)
        mine = replace(record, meaning="我的说法")
        store.write([Change.put(mine)], actor="小王", reason="改")
    assert ensure_store_at(url, newer, SCHEMA).action == "merged"
    with open_store(url, SCHEMA) as store:
        assert list(store.get("feature", ["bu-feed"])) == [replace(mine, weight=LATER)]


def test_a_store_of_an_older_program_gets_the_direction(url: str, newer: Path) -> None:
    """A column added later is empty in old rows; a store people edited is given it as well."""
    forget(url, "feature", "direction")
    opened = Workspace.open(url)
    save(opened, bu_feed=0.4)  # even before it is given
    (source,) = opened.store.scan("source", limit=1)
    opened.store.write([Change.delete("source", source.id)], actor="小王", reason="删")  # type: ignore[attr-defined]
    opened.close()
    assert ensure_store_at(url, newer, SCHEMA).action == "merged"
    with open_store(url, SCHEMA) as store:
        rows = [r for r in store.scan("feature") if isinstance(r, Feature)]
    shipped = {row["id"]: row["direction"] for row in csv_rows(newer / RULES)}
    assert {r.id: r.direction for r in rows} == {r.id: shipped[r.id] for r in rows}
    assert {r.id: r.weight for r in rows}["bu-feed"] == 0.4


def test_an_edited_store_loses_features_nobody_computes_any_more(url: str, newer: Path) -> None:
    """Those the program gave; one that a user loaded stays."""
    with open_store(url, SCHEMA) as store:
        (record,) = store.get("feature", ["bu-feed"])
        assert isinstance(record, Feature)
        retired, mine = replace(record, id="bu-old"), replace(record, id="bu-mine")
        store.write([Change.put(retired)], actor="系统", reason="旧版程序")
        store.write([Change.put(mine)], actor="小王", reason="自己的")
    assert ensure_store_at(url, newer, SCHEMA).action == "merged"
    with open_store(url, SCHEMA) as store:
        found = store.get("feature", ["bu-old", "bu-mine", "bu-feed"]).records
    assert found == (mine, replace(record, weight=LATER))


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ({"bu-feed": -0.1}, "0 到 1"),
        ({"bu-feed": 1.01}, "0 到 1"),
        ({"bu-feed": math.nan}, "0 到 1"),
        ({"bu-feed": math.inf}, "0 到 1"),
        ({}, "没有要保存的"),
        ({"bu-fed": 0.5}, "bu-feed"),
    ],
)
def test_what_is_no_weight_is_refused(
    workspace: Workspace, wanted: dict[str, float], hint: str
) -> None:
    seq = workspace.store.info().last_seq
    with pytest.raises((BadRequest, UnknownName), match=hint):
        save_weights(workspace, wanted, actor="小王", reason="试")
    assert workspace.store.info().last_seq == seq


def test_a_list_keeps_some_weight(workspace: Workspace) -> None:
    none = {w.feature.id: 0.0 for w in weight_rows(workspace) if w.feature.list_name == "强链"}
    with pytest.raises(BadRequest, match="强链的权重不能全是 0"):
        save_weights(workspace, none, actor="小王", reason="试")
    with pytest.raises(BadRequest, match="强链"):
        preview(workspace, QUESTION, none)


@pytest.mark.parametrize(("actor", "reason"), [("小王", " "), ("", "试")])
def test_who_and_why_are_required(workspace: Workspace, actor: str, reason: str) -> None:
    with pytest.raises(BadRequest, match="请写明"):
        save_weights(workspace, {"bu-feed": 0.5}, actor=actor, reason=reason)


def test_two_people_at_once(url: str, workspace: Workspace) -> None:
    """Who was slower in the same list saves nothing and is told; another list is free."""
    begun = revs(workspace)
    other = Workspace.open(url)
    save_weights(other, {"bu-train": 0.4}, actor="小李", reason="先看规模")
    with pytest.raises(Stale) as caught:
        save_weights(workspace, {"bu-feed": 0.5}, actor="小王", reason="试", revs=begun)
    said = str(caught.value)
    assert "补链的“够不够一套装置”刚被小李改成 0.4" in said
    assert "先看规模" in said
    assert weights(workspace)["bu-feed"] == DEFAULT["bu-feed"]
    save_weights(workspace, {"yan-share": 0.3}, actor="小王", reason="试", revs=begun)
    save_weights(workspace, {"bu-feed": 0.5}, actor="小王", reason="试", revs=revs(workspace))
    assert (weights(other)["bu-feed"], weights(other)["yan-share"]) == (0.5, 0.3)
    other.close()


def test_history_tells_each_saving_newest_first(workspace: Workspace) -> None:
    save(workspace, bu_feed=0.4, yan_share=0.2)
    save(workspace, bu_feed=0.5)
    restore_defaults(workspace, actor="小李")
    log = history(workspace.store)
    assert [(r.actor, r.reason) for r in log] == [
        ("小李", "恢复默认权重"),
        ("小王", "有原料的先谈"),
        ("小王", "有原料的先谈"),
    ]
    assert [(c.feature_id, c.before, c.after) for c in log[1].changes] == [("bu-feed", 0.4, 0.5)]
    assert {c.feature_id for c in log[2].changes} == {"bu-feed", "yan-share"}
    assert weights(workspace) == default_weights(workspace.schema)
    assert log[0].time >= log[1].time >= log[2].time
    assert log_rows(log)[1][1:] == ("小王", "有原料的先谈", "补链·本地有无原料 0.4→0.5")


def test_one_list_can_be_put_back_alone(workspace: Workspace) -> None:
    save(workspace, bu_feed=0.4, yan_share=0.2)
    restore_defaults(workspace, actor="小李", list_name="补链")
    assert (weights(workspace)["bu-feed"], weights(workspace)["yan-share"]) == (
        DEFAULT["bu-feed"],
        0.2,
    )
    with pytest.raises(BadRequest, match="没有要保存的"):
        restore_defaults(workspace, actor="小李", list_name="补链")


def test_a_trial_is_what_saving_gives_and_saves_nothing(workspace: Workspace) -> None:
    before, seq = workspace.evaluation(QUESTION), workspace.store.info().last_seq
    wanted = {"bu-feed": 0.9, "yan-absorbed": 0.0}
    tried = preview(workspace, QUESTION, wanted)
    assert workspace.store.info().last_seq == seq
    save_weights(workspace, wanted, actor="小王", reason="试")
    assert workspace.evaluation(QUESTION).gaps == tried.gaps
    shown = reordered(before, tried)
    assert [row[0] for row in shown.rows] == list(range(1, 21))
    assert 0 < shown.moved == sum(row[0] != row[1] for row in shown.rows)
    assert len(shown.fallen) == sum((row[1] or 99) > 20 for row in shown.rows)
    assert reordered(before, before).moved == 0


# liantu weights


def liantu(store: str, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "views.cli.main", "weights", "--store", store, *args]
    env = {k: v for k, v in os.environ.items() if not k.startswith("LIANTU_")}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=env | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def told(store: str, *args: str) -> Any:
    done = liantu(store, *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_command_shows_sets_and_puts_back(url: str) -> None:
    shown = told(url, "--list", "补链")
    assert (shown["changed"], shown["history"]) == ([], [])
    assert {w["list"] for w in shown["weights"]} == {"补链"}
    assert set(shown["weights"][0]) == {
        *("id", "list", "name", "label_zh", "meaning", "direction", "weight", "default", "share")
    }
    args = ("--set", "bu-feed=0.5", "--set", "yan-share=0.2", "--reason", "试", "--actor", "小王")
    assert {c["id"]: (c["from"], c["to"]) for c in told(url, *args)["changed"]} == {
        "bu-feed": (DEFAULT["bu-feed"], 0.5),
        "yan-share": (DEFAULT["yan-share"], 0.2),
    }
    back = told(url, "--reset", "--list", "延链", "--history")
    assert [(c["id"], c["to"]) for c in back["changed"]] == [("yan-share", DEFAULT["yan-share"])]
    assert [h["actor"] for h in back["history"]][1:] == ["小王"]
    now = {w["id"]: w["weight"] for w in told(url)["weights"]}
    assert (now["bu-feed"], now["yan-share"]) == (0.5, DEFAULT["yan-share"])
    assert f"本地有无原料\t权重 0.5\t默认 {DEFAULT['bu-feed']:g}" in liantu(url, "--history").stdout


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("--set", "bu-feed=0.5"), "原因"),
        (("--set", "bu-feed=2", "--reason", "试"), "0 到 1"),
        (("--set", "bu-feed=nan", "--reason", "试"), "0 到 1"),
        (("--set", "bu-feed", "--reason", "试"), "编号=权重"),
        (("--set", "=1", "--reason", "试"), "编号=权重"),
        (("--set", "bu-fed=0.5", "--reason", "试"), "bu-feed"),
        (("--set", "bu-feed=0.5", "--reset"), "不能同时用"),
    ],
)
def test_a_wrong_command_is_one_sentence(url: str, args: tuple[str, ...], hint: str) -> None:
    done = liantu(url, *args, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert hint in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
