"""The heartbeat beats at once and again, and never two at a time."""

import threading
from datetime import timedelta

from bot.schedule import heartbeat


def test_it_beats_at_once_and_again() -> None:
    beats = threading.Semaphore(0)
    scheduler = heartbeat(beats.release, every=timedelta(milliseconds=20))
    scheduler.start()
    for _ in range(3):
        assert beats.acquire(timeout=10)
    scheduler.shutdown()


def test_a_beat_that_failed_is_not_the_last() -> None:
    beats = threading.Semaphore(0)

    def fail() -> None:
        beats.release()
        raise ValueError("a bad beat")

    scheduler = heartbeat(fail, every=timedelta(milliseconds=20))
    scheduler.start()
    assert beats.acquire(timeout=10)
    assert beats.acquire(timeout=10)
    scheduler.shutdown()


def test_a_slow_beat_is_not_overtaken() -> None:
    begun, ended, other = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        if begun.is_set() and not ended.is_set():
            other.set()
        begun.set()
        other.wait(0.2)
        ended.set()

    scheduler = heartbeat(slow, every=timedelta(milliseconds=10))
    scheduler.start()
    assert ended.wait(10)
    scheduler.shutdown()
    assert not other.is_set()
