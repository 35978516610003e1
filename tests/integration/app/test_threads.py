"""Bridge, lanes, timers and workers on a real Qt event loop."""

import threading
import time

import pytest
from PySide6.QtCore import QThread

from qwen_dictate.app.bridge import Bridge
from qwen_dictate.app.jobs import JobDone, Jobs
from qwen_dictate.app.timers import Timers
from qwen_dictate.app.workers import Workers
from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import TimerFired


def test_events_are_handled_on_the_gui_thread_in_order(qtbot):
    seen: list[tuple[object, bool]] = []
    gui = QThread.currentThread()
    bridge = Bridge(lambda event: seen.append((event, QThread.currentThread() is gui)))

    def post_many() -> None:
        for number in range(1000):
            bridge.post(number)

    thread = threading.Thread(target=post_many)
    thread.start()
    qtbot.waitUntil(lambda: len(seen) == 1000, timeout=5000)
    thread.join()
    assert seen == [(number, True) for number in range(1000)]


def jobs_on(bridge_box: list[Bridge]) -> Jobs:
    jobs: Jobs

    def handle(event: object) -> None:
        assert isinstance(event, JobDone)
        jobs.done(event)

    bridge_box.append(Bridge(handle))
    jobs = Jobs(bridge_box[0].post)
    return jobs


def test_a_lane_keeps_its_order_and_two_lanes_do_not_wait_for_each_other(qtbot):
    box: list[Bridge] = []
    jobs = jobs_on(box)
    gate, seen = threading.Event(), []
    jobs.run("slow", lambda: gate.wait(5), lambda _r: seen.append("slow 1"))
    jobs.run("slow", lambda: 2, lambda _r: seen.append("slow 2"))
    jobs.run("quick", lambda: 3, lambda _r: seen.append("quick"))
    qtbot.waitUntil(lambda: seen == ["quick"], timeout=3000)
    gate.set()
    qtbot.waitUntil(lambda: seen == ["quick", "slow 1", "slow 2"], timeout=3000)


def test_a_job_that_fails_tells_so_and_the_lane_goes_on(qtbot):
    box: list[Bridge] = []
    jobs = jobs_on(box)
    seen: list[object] = []

    def broken() -> None:
        raise DiskError("The disk is full.")

    jobs.run("lane", broken, seen.append, lambda error: seen.append(str(error)))
    jobs.run("lane", lambda: "next", seen.append)
    qtbot.waitUntil(lambda: seen == ["The disk is full.", "next"], timeout=3000)


def test_flush_waits_for_what_is_in_the_lane_but_not_for_ever():
    jobs = Jobs(lambda _event: None)
    gate = threading.Event()
    assert jobs.flush("lane", 0.1)
    jobs.run("lane", lambda: gate.wait(5))
    assert not jobs.flush("lane", 0.05)
    gate.set()
    assert jobs.flush("lane", 3.0)


def test_timers_fire_once_restart_and_can_be_forgotten(qtbot):
    fired: list[TimerFired] = []
    timers = Timers(fired.append)
    timers.start(1, "retry", 0.02)
    timers.start(1, "retry", 0.04)
    timers.start(1, "keep", 0.02)
    timers.stop(1, "keep")
    timers.stop(1, "never")
    before = time.monotonic()
    qtbot.waitUntil(lambda: bool(fired), timeout=3000)
    qtbot.wait(60)
    assert [(event.utterance, event.name) for event in fired] == [(1, "retry")]
    assert fired[0].at - before >= 0.03


@pytest.mark.usefixtures("qapp")
def test_workers_run_in_threads_of_their_own_and_are_waited_for():
    workers, names = Workers(), []
    gate = threading.Event()
    worker = workers.start("stream-1", lambda: names.append(threading.current_thread().name))
    assert worker.wait(3000)
    workers.start("stream-2", lambda: gate.wait(5))
    assert not workers.wait(20)
    gate.set()
    assert workers.wait(3000)
    assert names == ["stream-1"]
