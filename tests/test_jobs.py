"""Work beside the pages: how far it is, stopped, refused, broken, pressed twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from graph.errors import BadRequest, StoreUnavailable
from views.jobs import UNEXPECTED, Heard, Job, Jobs

SECONDS = 60
BUSY = "正在备份;等它做完再点。"


class Work:
    """Tells how far it is and goes on when told to, until it is asked to end."""

    def __init__(self) -> None:
        self.arrived, self.go = threading.Event(), threading.Event()

    def __call__(self, heard: Heard) -> str:
        assert heard(1, 4, "复制数据")
        self.arrived.set()
        assert self.go.wait(SECONDS)
        return "做完" if heard(4, 4, "核对") else "停下"


@pytest.fixture
def jobs() -> Jobs[str]:
    return Jobs(BUSY)


def ended(job: Job[str]) -> Job[str]:
    job.wait(SECONDS)
    assert not job.is_running
    return job


def test_it_tells_how_far_it_is_and_what_came_of_it(jobs: Jobs[str]) -> None:
    work = Work()
    job = jobs.start("backup", work)
    assert work.arrived.wait(SECONDS)
    assert (job.what, job.share, job.label, job.is_running) == ("backup", 0.25, "复制数据", True)
    assert (job.result, job.error) == (None, "")
    work.go.set()
    ended(job)
    assert (job.result, job.error, job.share) == ("做完", "", 1.0)
    assert jobs.last is job


def test_it_is_asked_to_end_and_ends_by_itself(jobs: Jobs[str]) -> None:
    work = Work()
    job = jobs.start("搬", work)
    assert work.arrived.wait(SECONDS)
    assert not job.is_stopping
    job.stop()
    assert job.is_stopping
    work.go.set()
    assert ended(job).result == "停下"


def test_of_two_presses_one_begins_and_the_other_is_told(jobs: Jobs[str]) -> None:
    works = [Work() for _ in range(8)]
    told: list[str] = []

    def press(work: Work) -> None:
        try:
            jobs.start("backup", work)
        except BadRequest as error:
            told.append(str(error))

    presses = [threading.Thread(target=press, args=(work,)) for work in works]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(SECONDS)
    assert told == [BUSY] * 7
    for work in works:
        work.go.set()
    assert jobs.last is not None
    assert ended(jobs.last).result == "做完"
    assert [work.arrived.is_set() for work in works].count(True) == 1
    assert ended(jobs.start("backup", works[0])).result == "做完", "afterwards one may begin again"


def raising(error: Exception) -> Callable[[Heard], str]:
    def work(_: Heard) -> str:
        raise error

    return work


def test_what_went_wrong_is_one_sentence(jobs: Jobs[str]) -> None:
    job = ended(jobs.start("backup", raising(StoreUnavailable("磁盘已满。"))))
    assert (job.result, job.error) == (None, "磁盘已满。")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_does_not_pass_for_done(jobs: Jobs[str]) -> None:
    job = ended(jobs.start("restore", raising(KeyError("x"))))
    assert (job.result, job.error) == (None, UNEXPECTED)
