from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.ui.captions_boxes import Boxes
from qwen_dictate.ui.meeting_state import LineView

WIDTH = 20


def wrap(text):
    """Rows of at most 20 characters, broken at spaces."""
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > WIDTH:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def line(number, text, source="microphone", **more):
    speaker = {"microphone": "Me", "system": "Them"}[source]
    return LineView(number, source, speaker, 0.0, 1.0, text, **more)


def words(boxes):
    return [(box.speaker, box.text) for box in boxes.shown()]


def test_lines_stand_below_each_other_with_their_speakers():
    boxes = Boxes(wrap, 4)
    boxes.show([line(1, "Good morning."), line(2, "Morning, all of you.", "system")])
    assert words(boxes) == [("Me", "Good morning."), ("Them", "Morning, all"), ("", "of you.")]


def test_what_does_not_fit_leaves_at_the_top_row_by_row():
    boxes = Boxes(wrap, 2)
    boxes.show([line(1, "one two three four five six seven eight")])
    assert words(boxes) == [("", "four five six seven"), ("", "eight")]


def test_a_line_that_grows_below_others_goes_on_at_the_bottom_and_moves_nothing():
    boxes = Boxes(wrap, 6)
    mine, theirs = line(1, "I think that we", tentative=2), line(2, "Yes, yes.", "system")
    boxes.show([mine, theirs])
    before = words(boxes)
    boxes.show([replace(mine, text="I think that we should go home now"), theirs])
    assert words(boxes) == [*before, ("Me", "should go home now")]


def test_only_the_end_of_an_open_line_is_tentative():
    boxes = Boxes(wrap, 6)
    boxes.show([line(1, "one two three four five six", tentative=len("five six"))])
    assert [(box.text, box.tentative) for box in boxes.shown()] == [
        ("one two three", 0),
        ("four five six", len("five six")),
    ]


def test_an_echo_that_is_dropped_leaves_its_room_where_others_stand_below():
    boxes = Boxes(wrap, 6)
    echo, answer = line(1, "Hello all."), line(2, "Hello.", "system", closed=True)
    boxes.show([echo, answer])
    boxes.show([replace(echo, dropped="echo"), answer])
    assert words(boxes) == [("", ""), ("Them", "Hello.")]
    boxes = Boxes(wrap, 6)
    boxes.show([answer, echo])
    boxes.show([answer, replace(echo, dropped="echo")])
    assert words(boxes) == [("Them", "Hello.")]


def test_the_place_that_is_read_holds_until_one_scrolls_to_the_end():
    boxes = Boxes(wrap, 2)
    lines = [line(number, f"line {number}", closed=True) for number in range(6)]
    boxes.show(lines)
    boxes.scroll(-3)
    read = words(boxes)
    assert read == [("Me", "line 1"), ("Me", "line 2")]
    boxes.show([*lines, *(line(number, f"line {number}") for number in range(6, 9))])
    assert words(boxes) == read
    assert boxes.scrolled
    boxes.scroll(99)
    assert not boxes.scrolled
    assert words(boxes) == [("Me", "line 7"), ("Me", "line 8")]


@given(
    st.lists(
        st.tuples(st.sampled_from(["microphone", "system"]), st.integers(1, 12), st.booleans()),
        max_size=40,
    )
)
def test_whatever_is_said_a_box_of_a_closed_line_never_changes_or_moves(steps):
    boxes, lines, open_lines = Boxes(wrap, 10_000), {}, {}
    fixed = {}
    for source, count, closes in steps:
        number = open_lines.get(source, len(lines))
        said = lines[number].text if number in lines else ""
        text = f"{said} {'word ' * count}".strip()
        lines[number] = line(number, text, source, closed=closes, tentative=0 if closes else 3)
        open_lines.pop(source, None)
        if not closes:
            open_lines[source] = number
        boxes.show(list(lines.values()))
        shown = boxes.shown()
        assert all(shown[place] == box for place, box in fixed.items())
        fixed = {place: box for place, box in enumerate(shown) if lines[box.line].closed}
    for number, said in lines.items():
        assert " ".join(b.text for b in boxes.shown() if b.line == number) == said.text
