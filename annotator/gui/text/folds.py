"""What lies outside an article's body: whole lines fold into one quiet line, parts of a line are only dimmed."""

from dataclasses import dataclass

from annotator.core.article import Article, Range, outside
from annotator.gui.text.display import Display


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines first … last (inclusive) that are outside the body; `count` of them hold text."""

    first: int
    last: int
    count: int

    def sentence(self, *, folded: bool) -> str:
        """Return the quiet line that stands for them."""
        lines = "1 line" if self.count == 1 else f"{self.count} lines"
        return f"{'▸' if folded else '▾'} {lines} outside the article"


@dataclass(frozen=True, slots=True)
class Outside:
    """The folds of an article, and every stretch that is dimmed."""

    folds: tuple[Fold, ...] = ()
    dimmed: tuple[Range, ...] = ()


def outside_of(article: Article, display: Display) -> Outside:
    """Return what is outside the body of an article; nothing where it has no body or the body shows nothing."""
    body = tuple(stretch for stretch in article.body if article.text[slice(*stretch)].strip())
    if not body:
        return Outside()
    dimmed = tuple(stretch for stretch in outside(body, len(article.text)) if article.text[slice(*stretch)].strip())
    folds: list[Fold] = []
    for start, end in dimmed:
        whole = [number for number in display.lines_of(start, end) if _within(display, number, start, end)]
        if not whole:
            continue
        shown = [display.lines[number] for number in whole]
        count = sum(line.first and bool(article.text[line.start : line.end].strip()) for line in shown)
        if count:
            folds.append(Fold(whole[0], whole[-1], count))
    return Outside(tuple(folds), dimmed)


def _within(display: Display, number: int, start: int, end: int) -> bool:
    line = display.lines[number]
    return start <= line.start and line.end <= end
