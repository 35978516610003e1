"""Finals in order, what is shown, and where the next attempt reads from."""

from qwen_dictate.core.transcript import Transcript


def test_the_partial_is_replaced_and_ends_with_its_final():
    text = Transcript().partial("Good", " mor").partial("Good morning", "")
    assert text.shown("smart") == ("Good morning", "")
    text = text.committed(0, 1.5)
    assert text.shown("smart") == ("Good morning", "")
    assert not text.complete
    text = text.final(0, "Good morning.")
    assert text.complete
    assert text.text("smart") == "Good morning."
    assert text.upto_s == 1.5


def test_a_partial_behind_an_unanswered_commit_belongs_to_that_segment():
    text = Transcript().committed(0, 1.0).partial("late", " words")
    assert text.shown("smart") == ("late words", "")
    assert text.final(0, "late words.").shown("smart") == ("late words.", "")


def test_settled_and_tentative_are_told_apart_behind_finals():
    text = Transcript().committed(0, 1.0).final(0, "One.").partial("Two", " three")
    assert text.shown("smart") == ("One. Two", " three")
    assert text.shown("none") == ("One.Two", " three")


def test_only_the_first_answer_to_a_known_commit_counts():
    text = Transcript().committed(0, 1.0).final(0, "a").final(0, "b").final(5, "c")
    assert text.text("smart") == "a"
    assert text.committed(7, 9.0) == text


def test_the_next_attempt_reads_from_the_end_of_the_unbroken_row():
    text = Transcript()
    for segment in range(3):
        text = text.committed(segment, segment + 1.0)
    text = text.final(0, "one").final(2, "three").partial("", "four")
    again = text.restarted()
    assert again.upto_s == 1.0
    assert again.text("smart") == "one"
    assert again.complete
    again = again.committed(0, 4.0).final(0, "two three four")
    assert again.text("smart") == "one two three four"
    assert again.restarted().upto_s == 4.0


def test_what_was_shown_stays_while_an_attempt_is_replaced():
    text = Transcript().partial("still", " here").restarted()
    assert "".join(text.shown("smart")) == "still here"
