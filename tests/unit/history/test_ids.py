"""history/ids: sortable, unique, safe as file names."""

from datetime import UTC, datetime, timedelta, timezone

from qwen_dictate.history.ids import iso, new_id

NOW = datetime(2026, 11, 25, 2, 21, 12, 345_678, tzinfo=UTC)


def test_an_id_tells_the_time_of_key_down_in_utc():
    assert new_id(NOW, 7) == "20261125-022112-345-0007"
    assert new_id(NOW.astimezone(timezone(timedelta(hours=8))), 7) == new_id(NOW, 7)


def test_ids_sort_as_the_key_downs_came():
    ids = [new_id(NOW + timedelta(milliseconds=ms), n) for ms, n in ((0, 2), (0, 10), (1, 1))]
    assert ids == sorted(ids)
    assert len(set(ids)) == 3


def test_a_moment_is_shown_in_utc_with_milliseconds():
    assert iso(NOW) == "2026-11-25T02:21:12.345Z"
