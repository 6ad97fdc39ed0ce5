"""Which articles the queue shows, in which order, and how many there are of each kind."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from annotator import edits
from annotator.core.article import Article, Publication
from annotator.core.marks import Span, random_id
from annotator.core.text import article_id
from annotator.store import articles, filters, history, people, runs, statuses
from annotator.store.filters import ORDERS, Filter
from annotator.store.people import Person
from annotator.store.project import Project

ME = "ann"
NEWS = {
    "first": ("Élan over mines", "Wire", "2025-03-13T10:00", "en", "Poland 😀 leaves the convention at once."),
    "second": ("“Zagreb signs", "Gazette", "2024-12-01", "hr", "Zagreb stays, said nobody; and more of it, and more."),
    "third": ("albania waits", "", "", "en", "Albania waits. 波兰退出渥太华条约。"),
    "fourth": (
        "",
        "Wire",
        "2025-04-02",
        "en",
        "Über allem steht der Vertrag, and so on, a long text it is, a very long one.",
    ),
}


@pytest.fixture
def ids(project: Project) -> dict[str, str]:
    made = {}
    with project.edit("import", ME, count=1, file="x"):
        for name, (title, source, published, language, text) in NEWS.items():
            publication = Publication(f"p {name}", title, source, "", published)
            made[name] = article_id(text)
            articles.add(project, Article(made[name], text, language, (), (publication,)))
            articles.add_publication(project, made[name], publication)
    return made


@pytest.fixture
def shown(project: Project, ids: dict[str, str]) -> Callable[..., list[str]]:
    """Return the names of the articles that a filter leaves, in an order."""
    names = {articles.number_of(project, identity): name for name, identity in ids.items()}

    def made(order: str = "came", person: str = ME, **asked: object) -> list[str]:
        found = filters.numbers(project, person, Filter(**asked), order)  # type: ignore[arg-type]
        return [names[number] for number in found]

    return made


def suggest(project: Project, article: str, *places: tuple[int, int]) -> list[Span]:
    made = [Span(random_id(), article, "model:a", "ACTOR", *place) for place in places]
    with project.run("model:a", "1") as run:
        runs.replace(project, run, "model:a", [(article, made, [])])
    return made


def test_nothing_asked_shows_all_as_they_came(shown: Callable[..., list[str]]) -> None:
    assert shown() == list(NEWS)


def test_every_field_asks_something_and_every_order_shows_everything(
    shown: Callable[..., list[str]],
) -> None:
    values = {bool: True, str: "nowhere"}
    for field in fields(Filter):
        expected = list(NEWS) if field.name == "without_label" else []
        value = "1900" if field.name == "until" else values[type(field.default)]
        assert shown(**{field.name: value}) == expected, field.name
    for order in ORDERS:
        assert sorted(shown(order)) == sorted(NEWS)


def test_statuses_are_each_persons_own(shown: Callable[..., list[str]], project: Project, ids: dict[str, str]) -> None:
    edits.finish(project, ME, ids["first"])
    edits.skip(project, ME, ids["second"], "A duplicate")
    edits.add_span(project, ME, ids["third"], 0, 7, "ACTOR")
    assert shown(status="done") == ["first"]
    assert shown(status="skipped") == ["second"]
    assert shown(status="started") == ["third"]
    assert shown(status="todo") == ["fourth"]
    assert shown(status="open") == ["third", "fourth"]
    assert shown(status="open", person="bob") == list(NEWS)
    assert shown("status") == ["third", "fourth", "second", "first"]


def test_labels_count_among_own_marks(shown: Callable[..., list[str]], project: Project, ids: dict[str, str]) -> None:
    suggest(project, ids["second"], (0, 6))
    edits.add_span(project, ME, ids["first"], 0, 6, "ACTOR")
    assert shown(with_label="ACTOR") == ["first"]
    assert shown(without_label="ACTOR") == ["second", "third", "fourth"]
    assert shown(with_label="ACTOR", person="bob") == []


def test_suggestions_are_left_until_each_is_decided(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    one, two = suggest(project, ids["first"], (0, 6), (9, 15))
    assert shown(suggested=True) == ["first"]
    edits.accept(project, ME, [one])
    assert shown(suggested=True) == ["first"]
    edits.reject(project, ME, [two])
    assert shown(suggested=True) == []
    assert shown(suggested=True, person="bob") == ["first"]


def test_passed_over_suggestions_are_still_left_and_blind_ones_are_not(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    suggest(project, ids["first"], (0, 6))
    edits.finish(project, ME, ids["first"])
    assert shown(suggested=True) == ["first"]
    edits.work_blind(project, ME, ids["first"], blind=True)
    assert shown(suggested=True) == []
    assert shown(blind=True) == ["first"]


def test_questions_are_asked_until_they_are_resolved(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    edits.comment(project, ME, ids["second"], "A note 😀")
    asked = edits.comment(project, ME, ids["first"], "Is it?", question=True)
    assert shown(commented=True) == ["first", "second"]
    assert shown(asked=True) == ["first"]
    edits.reply(project, ME, asked.id, "", kind="resolved")
    assert shown(asked=True) == []
    edits.reply(project, ME, asked.id, "", kind="reopened")
    assert shown(asked=True) == ["first"]


def test_flags_are_each_persons_own(shown: Callable[..., list[str]], project: Project, ids: dict[str, str]) -> None:
    edits.flag(project, ME, ids["third"])
    assert shown(flagged=True) == ["third"]
    assert shown(flagged=True, person="bob") == []


def test_source_language_and_dates_are_those_that_were_corrected(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    assert shown(source="Wire") == ["first", "fourth"]
    assert shown(language="hr") == ["second"]
    assert shown(since="2025") == ["first", "fourth"]
    assert shown(until="2025-03") == ["first", "second"]
    assert shown(since="2025-03-13", until="2025-03-13") == ["first"]
    edits.correct(project, ME, ids["third"], {"published": "2025-03-20"})
    edits.correct(project, ME, ids["third"], {"source": "Wire"})
    assert shown(since="2025-03", until="2025-03") == ["first", "third"]
    assert shown(source="Wire") == ["first", "third", "fourth"]


def test_a_leads_correction_wins_in_the_queue_too(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    with project.edit("join", "lea", name="Lea"):
        people.put(project, Person("aaa", "Lea", duty="lead"))
        people.put(project, Person(ME, "Ann", duty="annotator"))
    edits.correct(project, "aaa", ids["third"], {"source": "Lead's"})
    edits.correct(project, ME, ids["third"], {"source": "Mine"})
    assert shown(source="Lead's") == ["third"]
    assert shown(source="Mine") == []


def test_all_that_is_asked_must_be_met(shown: Callable[..., list[str]], project: Project, ids: dict[str, str]) -> None:
    edits.flag(project, ME, ids["first"])
    edits.flag(project, ME, ids["second"])
    assert shown(words="stays OR", flagged=True) == []
    assert shown(words="zagreb", flagged=True, status="open", language="hr") == ["second"]
    assert shown(words="渥太华") == ["third"]
    assert shown(words='";') == []


def test_orders(shown: Callable[..., list[str]]) -> None:
    assert shown("title") == ["third", "first", "fourth", "second"]  # albania, Élan, Über …, Zagreb
    assert shown("source") == ["second", "first", "fourth", "third"]
    assert shown("newest") == ["fourth", "first", "second", "third"]
    assert shown("oldest") == ["second", "first", "fourth", "third"]
    assert shown("longest") == ["fourth", "second", "first", "third"]
    assert shown("shortest") == ["third", "first", "second", "fourth"]


def test_the_length_of_an_article_is_that_of_its_body(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    edits.correct_body(project, ME, ids["fourth"], [(0, 4), (5, 7)])
    assert shown("shortest")[0] == "fourth"


def test_the_tally_counts_what_the_filters_find(
    shown: Callable[..., list[str]], project: Project, ids: dict[str, str]
) -> None:
    edits.finish(project, ME, ids["first"])
    edits.skip(project, ME, ids["second"], "A duplicate")
    edits.add_span(project, ME, ids["third"], 0, 7, "ACTOR")
    edits.flag(project, ME, ids["third"])
    edits.comment(project, ME, ids["third"], "Is it?", question=True)
    edits.comment(project, ME, ids["third"], "And this?", question=True)
    tally = filters.tally(project, ME)
    assert (tally.total, tally.done, tally.skipped, tally.started, tally.left) == (4, 1, 1, 1, 2)
    assert (tally.flagged, tally.asked) == (1, 1)
    assert [article for _made, article in tally.steps if article] == [ids["second"], ids["first"]]


def test_what_was_made_is_counted_once_all_is_done(project: Project, ids: dict[str, str]) -> None:
    edits.add_span(project, ME, ids["third"], 0, 7, "ACTOR")
    assert filters.tally(project, ME).marks == 0
    for identity in ids.values():
        edits.finish(project, ME, identity)
    assert filters.tally(project, ME).marks == 1


def test_sources_and_languages_that_there_are(project: Project, ids: dict[str, str]) -> None:
    assert filters.sources(project) == ["Wire", "Gazette"]
    assert filters.languages(project) == ["en", "hr"]


def test_lines_say_what_a_person_has_noted(project: Project, ids: dict[str, str]) -> None:
    edits.flag(project, ME, ids["first"])
    edits.skip(project, ME, ids["first"], "A duplicate")
    edits.comment(project, ME, ids["first"], "Is it?", question=True)
    edits.work_blind(project, ME, ids["first"], blind=True)
    number = articles.number_of(project, ids["first"])
    (line,) = articles.queue(project, ME, [number])
    assert (line.flagged, line.asked, line.blind, line.reason) == (True, True, True, "A duplicate")
    (line,) = articles.queue(project, "bob", [number])
    assert (line.flagged, line.asked, line.blind, line.reason, line.status) == (False, True, False, "", "todo")


def test_the_next_to_do_follows_the_order_that_is_shown(project: Project, ids: dict[str, str]) -> None:
    number = {name: articles.number_of(project, identity) for name, identity in ids.items()}
    listed = [number[name] for name in ("fourth", "second", "first")]

    def following(name: str | None) -> str | None:
        return statuses.next_open(project, ME, ids[name] if name else None, listed)

    assert following("fourth") == ids["second"]
    assert following("first") == ids["fourth"]
    assert following("third") == ids["fourth"]  # it is not in the list
    assert following(None) == ids["fourth"]
    edits.finish(project, ME, ids["second"])
    edits.skip(project, ME, ids["fourth"], "")
    assert following("fourth") == ids["first"]
    assert following("first") is None
    assert statuses.next_open(project, ME, ids["first"]) == ids["third"]


def test_the_next_to_do_is_found_behind_very_many_that_are_done(project: Project) -> None:
    made = []
    with project.edit("import", ME, count=1, file="x"):
        for count in range(600):
            text = f"Article {count}"
            made.append(article_id(text))
            articles.add(project, Article(made[-1], text))
    with project.edit("done", ME):
        for identity in made[1:599]:
            statuses.put(project, identity, ME, "done")
    listed = [articles.number_of(project, identity) for identity in made]
    assert statuses.next_open(project, ME, made[0], listed) == made[599]
    assert statuses.next_open(project, ME, made[599], listed) == made[0]
    assert statuses.next_open(project, ME, made[0], listed[:599]) is None


def test_an_article_is_unchanged_until_something_about_it_is_written(project: Project, ids: dict[str, str]) -> None:
    since = history.last_change(project)
    edits.add_span(project, ME, ids["first"], 0, 6, "ACTOR")
    assert articles.unchanged_since(project, ids["second"], since)
    assert not articles.unchanged_since(project, ids["first"], since)
    edits.undo(project, ME)
    assert not articles.unchanged_since(project, ids["first"], since)
    assert articles.unchanged_since(project, ids["first"], history.last_change(project))
