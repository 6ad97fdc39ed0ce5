import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.text import normalise
from annotator.gui.text.display import LONGEST, Display
from annotator.gui.text.folds import Outside, outside_of
from annotator.gui.text.look import Look
from annotator.gui.text.sheet import Sheet
from annotator.gui.theme import load

NASTY = [
    "a",
    "Ž",
    "e\u0301",
    "\u0301",
    "\u00a0",
    "\u200b",
    "\u200f",
    "\u2028",
    "\u2029",
    "\r",
    "\n",
    "\t",
    "\x00",
    "\x07",
]
NASTY += ["\x0b", "\x0c", "\x7f", "\x85", "\x9f", "\ufeff", "\ufffc", "\ufdd0", "\uffff", "\ufffe", "\U0001fffe", "𝔘"]
NASTY += ["😀", "👩‍👩‍👧", "🇵🇱", "ا", "ש", "中", " ", "  "]
texts = st.lists(st.sampled_from(NASTY), max_size=60).map(lambda pieces: normalise("".join(pieces)).text)


def held_by_qt(sheet: Sheet, start: int, end: int) -> str:
    cursor = QTextCursor(sheet.document)
    cursor.setPosition(sheet.display.position(start))
    cursor.setPosition(sheet.display.end_position(end), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n")


def sheet_of(text: str) -> Sheet:
    return Sheet(Display(text), Outside(), Look(load("light")))


@given(text=texts, data=st.data())
def test_qt_holds_the_display_text_of_any_span_at_its_translated_positions(
    qapp: object, text: str, data: st.DataObject
) -> None:
    sheet = sheet_of(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert held_by_qt(sheet, start, end) == sheet.display.shown(start, end)
    assert sheet.document.characterCount() - 1 == sheet.display.end_position(len(text))


@given(texts)
def test_positions_come_back_from_the_document_as_they_went(text: str) -> None:
    display = Display(text)
    for position in range(len(text) + 1):
        assert display.code_point(display.position(position)) == position
        assert display.code_point(display.end_position(position)) == position


@given(texts)
def test_what_is_shown_has_the_length_of_the_article_and_leaves_ordinary_characters_alone(text: str) -> None:
    shown = Display(text).shown(0, len(text))
    assert len(shown.encode("utf-16-le")) == len(text.encode("utf-16-le"))
    kept = {"a", "Ž", "\u0301", "\u00a0", "\u200b", "\u200f", "\u2028", "\t", "\n", "😀", "ا", "ש", "中", " "}
    assert all(ours == theirs for ours, theirs in zip(text, shown, strict=True) if ours in kept)


@pytest.mark.parametrize("word", ["word ", "Sentence. ", "語", "😀", "e\u0301", "س "])
def test_a_monster_paragraph_is_broken_for_display_and_its_offsets_still_agree(qapp: object, word: str) -> None:
    text = "start\n" + word * (30_000 // len(word)) + "\nend 😀"
    sheet = sheet_of(text)
    display = sheet.display
    assert max(line.end - line.start for line in display.lines) <= LONGEST
    assert sheet.document.blockCount() == len(display.lines)
    for start in range(0, len(text), 997):
        end = min(start + 5_003, len(text))
        assert held_by_qt(sheet, start, end) == display.shown(start, end)
        assert display.code_point(display.position(start)) == start
        assert display.code_point(display.end_position(end)) == end


def test_a_monster_paragraph_is_broken_at_a_space_after_a_sentence_where_it_has_one() -> None:
    display = Display("Poland left. Then it " + "went on " * 400 + "home. " + "And on " * 600)
    assert display.shown(0, 10_000).splitlines()[0].endswith("home.")
    assert [line.first for line in display.lines][:2] == [True, False]


def test_a_display_break_never_parts_a_letter_from_its_accent() -> None:
    display = Display("e\u0301" * 20_000)
    assert not any(display.shown(line.start, line.end).startswith("\u0301") for line in display.lines)


def test_lines_of_a_stretch_are_those_that_show_some_of_it() -> None:
    display = Display("one\n\ntwo 😀\nthree")
    assert list(display.lines_of(0, 3)) == [0]
    assert list(display.lines_of(0, 6)) == [0, 1, 2]
    assert list(display.lines_of(5, 5)) == [2]
    assert display.line_at(4) == 1


def test_whole_lines_outside_the_body_fold_and_parts_of_lines_are_only_dimmed() -> None:
    text = "menu\nshare 😀\n\nBy Ann. The treaty holds. More\nads\nfooter"
    start, end = text.index("The treaty"), text.index(" More")
    found = outside_of(Article("a", text, body=((start, end),)), Display(text))
    assert [(fold.first, fold.last, fold.count) for fold in found.folds] == [(0, 2, 2), (4, 5, 2)]
    assert found.dimmed == ((0, start), (end, len(text)))
    assert found.folds[0].sentence(folded=True) == "▸ 2 lines outside the article"


def test_without_a_body_all_is_body() -> None:
    assert outside_of(Article("a", "one\ntwo"), Display("one\ntwo")) == Outside()
    assert outside_of(Article("a", "one\n\ntwo", body=((4, 5),)), Display("one\n\ntwo")) == Outside()


def test_blank_lines_between_two_stretches_of_the_body_do_not_fold() -> None:
    text = "one\n\n\ntwo"
    assert outside_of(Article("a", text, body=((0, 3), (6, 9))), Display(text)).folds == ()


def test_the_sheet_takes_another_look_without_losing_text(qtbot: QtBot) -> None:
    sheet = sheet_of("one\n\ntwo 😀")
    sheet.set_look(Look(load("dark"), zoom=200))
    assert held_by_qt(sheet, 0, 10) == "one\n\ntwo 😀"
