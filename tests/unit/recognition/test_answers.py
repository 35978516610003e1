import itertools

import pytest

from qwen_dictate.recognition.qwen.answers import Answer, Answers


def answers(commits: int = 0, *ids: str) -> Answers:
    result = Answers()
    for _ in range(commits):
        result.commit()
    for item_id in ids:
        result.announced(item_id)
    return result


def test_an_answer_goes_to_the_commit_with_its_id() -> None:
    known = answers(2, "a", "b")
    assert known.completed("a", "one", "en") == [Answer(0, "one", "en")]
    assert known.completed("b", "two", "en") == [Answer(1, "two", "en")]
    assert (known.outstanding, known.count) == (0, 2)


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_answers_come_in_the_order_of_the_commits(order: tuple[str, ...]) -> None:
    known = answers(3, "a", "b", "c")
    told = [answer for item in order for answer in known.completed(item, item, "")]
    assert told == [Answer(0, "a", ""), Answer(1, "b", ""), Answer(2, "c", "")]


def test_without_ids_first_in_is_first_out() -> None:
    known = answers(2, "", "")
    assert known.completed("", "one", "") == [Answer(0, "one", "")]
    assert known.completed("", "two", "") == [Answer(1, "two", "")]
    assert known.completed("", "three", "") == []


def test_an_id_that_comes_with_the_answer_alone_is_first_in_first_out() -> None:
    known = answers(2)
    assert known.completed("a", "one", "") == [Answer(0, "one", "")]
    assert known.completed("a", "one", "") == []
    assert known.completed("b", "two", "") == [Answer(1, "two", "")]


def test_a_double_is_dropped() -> None:
    known = answers(2, "a", "b")
    known.completed("a", "one", "")
    assert known.completed("a", "again", "") == []
    assert known.outstanding == 1


def test_an_answer_to_no_commit_is_dropped() -> None:
    assert answers().completed("a", "ghost", "") == []
    assert answers(1, "a").completed("z", "ghost", "") == []


def test_an_answer_without_id_goes_to_the_oldest_that_waits() -> None:
    known = answers(2, "a", "b")
    assert known.completed("", "one", "") == [Answer(0, "one", "")]


def test_an_item_may_be_announced_before_its_commit_and_twice() -> None:
    known = answers(0, "a", "a")
    known.commit()
    known.announced("a")
    known.commit()
    known.announced("b")
    assert known.completed("b", "two", "") == []
    assert len(known.completed("a", "one", "")) == 2


def test_a_partial_speaks_of_the_oldest_segment_without_an_answer() -> None:
    known = answers(0)
    assert known.is_current("new")
    known.commit()
    known.announced("a")
    assert known.is_current("a")
    assert known.is_current("")
    assert not known.is_current("of the next one")
    known.completed("a", "one", "")
    assert not known.is_current("a")
    assert known.is_current("b")


def test_a_partial_with_a_new_id_is_current_while_ids_are_missing() -> None:
    assert answers(1).is_current("a")


def test_a_failure_concerns_only_commits_without_an_answer() -> None:
    known = answers(1, "a")
    assert known.concerns("a")
    assert known.concerns("")
    assert not known.concerns("z")
    known.completed("a", "one", "")
    assert not known.concerns("a")
    assert not known.concerns("")
