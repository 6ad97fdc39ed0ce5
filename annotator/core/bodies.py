"""Which stretches of a text are the article: what happens when a person takes one in or leaves one out."""

from collections.abc import Sequence

from annotator.core.article import Range, outside


def taken_in(text: str, body: Sequence[Range], stretch: Range) -> tuple[Range, ...]:
    """Return the body with this stretch in it; stretches that only white space parts become one."""
    made: list[Range] = []
    for start, end in sorted((*body, stretch)):
        if made and not text[made[-1][1] : start].strip():
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return tuple(made)


def left_out(text: str, body: Sequence[Range], stretch: Range) -> tuple[Range, ...]:
    """Return the body without this stretch; empty where no words are left. Without a body, all of the text is it."""
    start, end = stretch
    parts = (
        part
        for first, last in (body or ((0, len(text)),))
        for part in ((first, min(last, start)), (max(first, end), last))
    )
    return tuple((first, last) for first, last in parts if first < last and text[first:last].strip())


def lies_inside(text: str, body: Sequence[Range], stretch: Range) -> bool:
    """Tell whether all words of a stretch belong to the body."""
    return not any(
        text[max(first, stretch[0]) : min(last, stretch[1])].strip()
        for first, last in (outside(tuple(body), len(text)) if body else ())
    )


def outside_at(text: str, body: Sequence[Range], position: int) -> Range | None:
    """Return the stretch outside the body that a position lies in, or None."""
    left = outside(tuple(body), len(text)) if body else []
    return next(((start, end) for start, end in left if start <= position < end and text[start:end].strip()), None)


def lines_around(text: str, stretch: Range) -> Range:
    """Return a stretch widened to the whole lines that it touches."""
    start, end = stretch
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(end - 1, start))
    return first, len(text) if last < 0 else last
