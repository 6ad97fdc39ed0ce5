"""What the keys and buttons of the Annotate workspace do: from what is selected to one call of `edits`."""

from annotator import edits
from annotator.core import edges, tokens
from annotator.core.article import Article, Range
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.gui import ahead, meaning
from annotator.gui.marks import Marks
from annotator.gui.session import Session
from annotator.store import comments, statuses


def front(session: Session, *, reading: bool = False) -> tuple[Article, Marks]:
    """Return the article in front with its marks; raise Refused where there is none, or where it is of the past.

    Who only reads may read the past too.
    """
    if session.article is None or session.marks is None:
        raise Refused("no-article")
    if session.past is not None and not reading:
        raise Refused("reading-the-past")
    return session.article, session.marks


def label(session: Session, label_id: str) -> None:
    """Label the selected stretch, or give the selected mark this label; a suggestion that has it is accepted."""
    article, marks = front(session)
    mark = session.mark
    if mark is not None:
        kinds = session.scheme.label(mark.label), session.scheme.label(label_id)
        if bool(kinds[0] and kinds[0].roles) != bool(kinds[1] and kinds[1].roles):
            raise Refused("stance-not-relabelled", "")
        if marks.is_own(mark.id) or mark.label != label_id:
            # Another label asks for another kind of name: what the words were as the old one is not kept.
            new = kinds[1] is not None and not kinds[1].roles and mark.label != label_id
            meant = meaning.attributes(session, article, mark.start, mark.end, label_id) if new else None
            changed = edits.change_span(
                session.file, session.person.id, mark, label=label_id, attributes=meant,
                milliseconds=session.milliseconds(),
            )  # fmt: skip
            session.last_labelled = label_id
            _go_on(session, marks.is_own(mark.id), mark, changed.id)
        else:
            accept(session)
            session.last_labelled = label_id
        return
    # With nothing selected, the word at the caret is meant.
    start, end = tokens.trimmed(article.text, session.stretch or _word_at_caret(article.text, session.caret))
    if start == end:
        raise Refused("nothing-selected")
    meant = meaning.attributes(session, article, start, end, label_id)
    made = edits.add_span(session.file, session.person.id, article.id, start, end, label_id, meant)
    session.last_labelled = label_id
    session.select(made.id)


def _word_at_caret(text: str, caret: int) -> Range:
    """Return the word that the caret stands in or at the end of, rather than a comma or "'s" that it is before."""
    before, after = text[caret - 1 : caret], text[caret : caret + 1]
    at_end = before.isalnum() and not after.isalnum()
    return tokens.word_at(text, caret - 1 if at_end else caret)


def _go_on(session: Session, own: bool, mark: Span, changed: str) -> None:  # noqa: FBT001  one word of the sentence
    """After a decision on a suggestion go to the next undecided one; after a change of an own mark stay with it."""
    if own:
        session.select(changed)
    else:
        next_undecided(session, mark)


def accept(session: Session) -> None:
    """Accept the selected suggestion and go on to the next undecided one; on an own mark, just go on."""
    _article, marks = front(session)
    mark = session.mark
    if mark is None:
        raise Refused("nothing-selected")
    if not marks.is_own(mark.id):
        edits.accept(session.file, session.person.id, [mark], milliseconds=session.milliseconds())
    next_undecided(session, mark)


def accept_all(session: Session) -> None:
    """Accept all suggestions that are left in the article, as one step."""
    _article, marks = front(session)
    left = marks.suggestions
    if not left:
        raise Refused("nothing-left")
    made = edits.accept(session.file, session.person.id, left, bulk=True)
    _article, marks = front(session)  # read anew, where there were many
    refused = len(marks.suggestions)
    text = session.tr("Accepted: {:,}.").format(len(made))
    if refused:
        text += " " + session.tr("Left, because they would overlap own marks: {:,}.").format(refused)
    session.said.emit(text, "done")
    session.select(marks.suggestions[0].id if refused else None)


def reject(session: Session) -> None:
    """Reject the selected suggestion and go on; delete an own mark."""
    _article, marks = front(session)
    mark = session.mark
    if mark is None:
        raise Refused("nothing-selected")
    if marks.is_own(mark.id):
        neighbour = _neighbour(marks, mark)
        edits.remove_span(session.file, session.person.id, mark)
        session.select(neighbour)
        return
    edits.reject(session.file, session.person.id, [mark], milliseconds=session.milliseconds())
    next_undecided(session, mark)


def _neighbour(marks: Marks, mark: Span) -> str | None:
    every = marks.ordered()
    index = next((number for number, span in enumerate(every) if span.id == mark.id), -1)
    after = every[index + 1 :] or every[:index]
    return after[0].id if after else None


def next_undecided(session: Session, after: Span | None = None) -> None:
    """Select the next suggestion to decide, from the beginning again at the end; none when all are decided."""
    _article, marks = front(session)
    left = marks.suggestions
    position = (after.start, -after.end) if after else (-1, 0)
    later = [span for span in left if (span.start, -span.end) > position]
    chosen = (later or left)[:1]
    session.select(chosen[0].id if chosen else (after.id if after and marks.is_own(after.id) else None))
    if not left:
        session.said.emit(session.tr("Every suggestion is decided."), "done")


def step(session: Session, *, forward: bool) -> None:
    """Select the next or previous mark or suggestion, round the article."""
    _article, marks = front(session, reading=True)
    every = marks.ordered()
    if not every:
        raise Refused("no-marks")
    ids = [span.id for span in every]
    if session.selected in ids:
        index = ids.index(session.selected) + (1 if forward else -1)
    else:
        at = session.stretch[0] if session.stretch else session.caret
        after = [number for number, span in enumerate(every) if span.start >= at]
        index = (after[0] if after else 0) if forward else ((after[0] if after else len(every)) - 1)
    session.select(ids[index % len(ids)])


def overlapping(session: Session) -> None:
    """Select the next mark that shares a character with the selected one: the way to marks under marks."""
    _article, marks = front(session, reading=True)
    mark = session.mark
    if mark is None:
        raise Refused("nothing-selected")
    cluster = [span.id for span in marks.ordered() if span.start < mark.end and mark.start < span.end]
    session.select(cluster[(cluster.index(mark.id) + 1) % len(cluster)])


def resize(session: Session, *, edge: str, forward: bool, character: bool = False) -> None:
    """Move the start or end of the selected mark, or stretch, by a word or a character."""
    article, _marks = front(session)
    mark = session.mark
    extent = (mark.start, mark.end) if mark else session.stretch
    if extent is None:
        raise Refused("nothing-selected")
    moved = edges.moved(article.text, extent, edge=edge, forward=forward, character=character)
    if moved == extent:
        return  # an edge stops before the other
    resize_to(session, mark, moved)


def resize_to(session: Session, mark: Span | None, extent: Range) -> None:
    """Give a mark (or the selected stretch) this extent, without white space at its edges."""
    article, _marks = front(session)
    extent = tokens.trimmed(article.text, extent)
    if mark is None:
        session.select_stretch(extent)
        return
    meant = meaning.moved(session, article, mark, *extent)
    changed = edits.change_span(
        session.file, session.person.id, mark, extent=extent, attributes=meant, milliseconds=session.milliseconds()
    )
    session.select(changed.id)


def done(session: Session) -> None:
    """Say that the article is done and put the next one that is still to do in front."""
    article, marks = front(session)
    passed = len(marks.suggestions)
    edits.finish(session.file, session.person.id, article.id)
    if _go_to_next_open(session, article) and passed:
        session.said.emit(session.tr("Done. Suggestions passed over: {:,}.").format(passed), "done")


def reopen(session: Session) -> None:
    """Take an article that was done or skipped up again."""
    article, _marks = front(session)
    edits.reopen(session.file, session.person.id, article.id)
    session.said.emit(session.tr("The article is to do again."), "done")


def skip(session: Session, reason: str) -> None:
    """Put the article aside with a reason, and the next one in front."""
    article, _marks = front(session)
    edits.skip(session.file, session.person.id, article.id, reason)
    _go_to_next_open(session, article)


def _go_to_next_open(session: Session, article: Article) -> bool:
    """Put the next article to do in front, in the order of the queue as it is shown; tell whether there is one."""
    following = ahead.next_open(session, after=article.id)
    if following is not None:
        session.show_article(following)
        return True
    if session.listed is not None and statuses.next_open(session.file, session.person.id) is not None:
        said = session.tr("Nothing is left to do in this list. Show the whole queue (Ctrl+Shift+F) to go on.")
    else:
        said = session.tr("That was the last article to do.")
    session.said.emit(said, "done")
    return False


def toggle_flag(session: Session) -> None:
    """Flag the article to come back to it, or take the flag away."""
    article, _marks = front(session)
    flagged = not comments.is_flagged(session.file, article.id, session.person.id)
    edits.flag(session.file, session.person.id, article.id, flagged=flagged)
    session.said.emit(session.tr("Flagged.") if flagged else session.tr("The flag is taken away."), "done")


def neighbour(session: Session, *, forward: bool) -> None:
    """Put the next or previous article in front, done or not."""
    article, _marks = front(session, reading=True)
    following = ahead.beside(session, article.id, forward=forward)
    if following is None:
        raise Refused("no-more-articles")
    session.show_article(following)


def toggle_suggestions(session: Session) -> None:
    """Show or hide what pipelines suggest."""
    session.set_show_suggestions(show=not session.show_suggestions)
    shown = session.show_suggestions
    session.said.emit(session.tr("Suggestions are shown.") if shown else session.tr("Suggestions are hidden."), "note")
