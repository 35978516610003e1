import pytest

from qwen_dictate.recognition.local.repetition import ends_again, looped, said_again, without_loop


@pytest.mark.parametrize("run", [[7], [1, 2], [1, 2, 3, 4, 5], list(range(20))])
def test_a_run_said_over_and_over_is_a_loop_and_is_cut_to_one_round(run: list[int]):
    tokens = [90, 91, *run * 20]
    assert looped(tokens)
    assert without_loop(tokens) == [90, 91, *run]


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        list(range(100)),
        [5] * 15,  # "no no no …"
        [1, 2, 3, 4, 5, 6, 7, 8] * 3,
        # "it was the … of …, it was the … of …"
        [token for noun in range(50, 60) for token in (1, 2, 3, noun, 4, noun + 100)],
    ],
)
def test_what_people_say_is_no_loop(tokens: list[int]):
    assert not looped(tokens)
    assert without_loop(tokens) == tokens


@pytest.mark.parametrize("times", [2, 3])
def test_a_text_that_is_one_run_repeated_was_perhaps_said_once(times: int):
    assert said_again([1, 2, 3, 4, 5] * times)


@pytest.mark.parametrize("tokens", [[], [1, 2, 1, 2], [1, 2, 3, 4, 1, 2, 3, 5], [1, 2, 3, 4]])
def test_short_or_different_runs_are_taken_as_said(tokens: list[int]):
    assert not said_again(tokens)


def test_an_end_that_comes_twice_is_found():
    assert ends_again([9, 8, 1, 2, 3, 1, 2, 3])
    assert ends_again([1, 2, 3, 4, 1, 2, 3, 4])
    assert not ends_again([9, 1, 2, 1, 2])
    assert not ends_again([1, 2, 3, 4, 5, 6])
    assert not ends_again([])
