"""How fast the page is. Budgets are asserted threefold, so that a busy machine does not fail them."""

import random
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.gui import theme
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown

pytestmark = pytest.mark.bench

Say = Callable[[str], None]
WORDS = [
    "Poland",
    "said",
    "on",
    "Friday",
    "that",
    "it",
    "would",
    "leave",
    "the",
    "Ottawa",
    "Convention",
    "while",
    "Finland",
]
WORDS += [
    "and",
    "Baltic",
    "states",
    "weigh",
    "same",
    "step",
    "after",
    "years",
    "of",
    "debate",
    "🇵🇱",
    "Šakalienė",
    "landmines",
]
VALUES = ("red", "amber", "teal", "blue", "purple", "grey")


def prose(length: int, paragraph: int, seed: int = 1) -> str:
    """Return text of this length, with an empty line after about every `paragraph` characters."""
    chance = random.Random(seed)  # noqa: S311 - the same text each time
    pieces: list[str] = []
    size = since = 0
    while size < length:
        word = chance.choice(WORDS)
        size, since = size + len(word) + 1, since + len(word) + 1
        pieces.append(word + (".\n\n" if since > paragraph else " "))
        since = 0 if since > paragraph else since
    return "".join(pieces)[:length]


def marks_on(text: str, entities: int, evidences: int, seed: int = 2) -> list[Shown]:
    chance = random.Random(seed)  # noqa: S311 - the same text each time
    made: list[Shown] = []
    for number in range(entities):
        start = chance.randrange(len(text) - 40)
        span = Span(f"e{number}", "a", "p", "ACTOR", start, start + chance.randrange(4, 24))
        made.append(
            Shown(span, number % 2 == 0, "A", chance.choice(("blue", "amber", "green")), evidence=False, chip="")
        )
    for number in range(evidences):
        start = chance.randrange(len(text) - 260)
        span = Span(f"s{number}", "a", "p", "STANCE", start, start + chance.randrange(60, 240))
        made.append(Shown(span, number % 2 == 0, "S", chance.choice(VALUES), evidence=True, chip="W"))
    return made


def article(text: str) -> Article:
    return Article("a", text, "en", (), (Publication("p", "A long article", "Wire", "", "2025-03-13"),))


def percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what writes a line past pytest, which would keep it to itself."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}")

    return write


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    made = Page(theme.load("light"))
    qtbot.addWidget(made)
    made.resize(900, 1000)
    made.show()
    yield made
    made.show_article(None, ())


def measured(times: int, work: Callable[[int], None]) -> tuple[float, float]:
    taken: list[float] = []
    for number in range(times):
        before = perf_counter()
        work(number)
        taken.append(perf_counter() - before)
    return percentiles(taken)


def paint(page: Page) -> None:
    QApplication.processEvents()
    page.viewport().repaint()


@pytest.mark.parametrize(
    ("name", "length", "paragraph"),
    [("paragraphs of 600", 200_000, 600), ("paragraphs of 50,000", 200_000, 50_000), ("one paragraph", 200_000, 10**9)],
)
def test_one_mark_changes_on_screen_within_its_budget(
    page: Page, say: Say, name: str, length: int, paragraph: int
) -> None:
    text = prose(length, paragraph)
    marks = marks_on(text, 2_000, 200)
    page.show_article(article(text), marks)
    paint(page)
    page.select_mark("e7")
    paint(page)
    middle = page.caret
    near = sorted((mark for mark in marks if not mark.evidence), key=lambda mark: abs(mark.span.start - middle))[:20]

    def change(number: int) -> None:
        mark = near[number % len(near)]
        page.update_marks([Shown(mark.span, number % 3 == 0, "T", VALUES[number % 6], evidence=False, chip="")], [])
        QApplication.processEvents()

    def change_and_repaint_all(number: int) -> None:
        change(number)
        page.viewport().repaint()

    half, most = measured(200, change)
    half_all, most_all = measured(100, change_and_repaint_all)
    say(f"page, {name}: one mark changed in {half:.1f} / {most:.1f} ms (median / p95)")
    say(f"page, {name}: one mark changed, all repainted in {half_all:.1f} / {most_all:.1f} ms")
    assert most < 3 * 8
    assert most_all < 3 * 16


@pytest.mark.parametrize(
    ("name", "length", "entities", "paragraph", "budget"),
    [
        ("an ordinary article", 6_000, 120, 500, 50),
        ("200,000 characters", 200_000, 2_000, 600, 150),
        ("200,000 characters, 4,000 spans", 200_000, 4_000, 600, 150),
        ("200,000 characters in one paragraph", 200_000, 2_000, 10**9, 150),
    ],
)
def test_an_article_opens_within_its_budget(
    page: Page, say: Say, name: str, length: int, entities: int, paragraph: int, budget: float
) -> None:
    texts = [prose(length, paragraph, seed) for seed in range(5)]
    articles = [(article(text), marks_on(text, entities, entities // 10)) for text in texts]

    def show(number: int) -> None:
        page.show_article(*articles[number % len(articles)])
        QApplication.processEvents()
        page.viewport().repaint()

    half, most = measured(15, show)
    say(f"page, {name}: opened in {half:.1f} / {most:.1f} ms (median / p95)")
    assert most < 3 * budget


def test_a_far_mark_is_reached_within_its_budget(page: Page, say: Say) -> None:
    text = prose(200_000, 600)
    marks = marks_on(text, 2_000, 200)
    page.show_article(article(text), marks)
    paint(page)

    def jump(number: int) -> None:
        page.select_mark(f"e{number * 37 % 2_000}")
        QApplication.processEvents()
        page.viewport().repaint()

    half, most = measured(100, jump)
    say(f"page, jump to a far mark: {half:.1f} / {most:.1f} ms (median / p95)")
    assert most < 3 * 16
