"""Two people who talk about an article, played by hypothesis: every step can be taken back, or says why not.

What they say, flag, assign and name is read as rows; each step is what it did to them. At the end the steps are sent
to an empty project, which then is equal.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from annotator import edits, resources
from annotator.core.article import Article
from annotator.core.problems import Refused
from annotator.core.text import article_id
from annotator.store import articles, assignments, comments, digest, entities, exchange
from annotator.store.people import Person
from annotator.store.project import Project, create_project, open_project

TEXT = "Zoë 😀 of Polska leaves e\u0301 the\u00a0Ottawa بولندا Convention 波兰.\n"
TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
PEOPLE = ("ann", "ben")
SAID = st.sampled_from(["Why?", " 😀 So. ", "e\u0301\n波兰", "بولندا", "\udce9 x"])
PLACES = st.none() | st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda drawn: (drawn[0], sum(drawn)))
WHO = st.sampled_from(PEOPLE)
TABLES = ("comment", "flag", "assignment", "entity")

Key = tuple[str, str]
Rows = dict[Key, tuple[object, ...]]


@dataclass
class Done:
    """A step: what each row that it touched was before and after, and whether somebody else touched one since."""

    was: dict[Key, tuple[object, ...] | None]
    now: dict[Key, tuple[object, ...] | None]
    disturbed: bool = False


class Talk(RuleBasedStateMachine):
    """Ann at a desk and Ben at a laptop, in one file."""

    said: Bundle[str] = Bundle("said")
    named: Bundle[str] = Bundle("named")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "p.annot"
        desk = edits.create(path, TOML, Person("ann", "Ann", duty="lead"), device="desk")
        self.article = article_id(TEXT)
        with desk.edit("import", "ann", kind="setup"):
            articles.add(desk, Article(self.article, TEXT))
        laptop = open_project(path, device="laptop")
        edits.join(laptop, Person("ben", "Ben", duty="annotator"))
        self.files: dict[str, Project] = {"ann": desk, "ben": laptop}
        self.past: dict[str, list[Done]] = {"ann": [], "ben": []}
        self.future: dict[str, list[Done]] = {"ann": [], "ben": []}
        self.rows = self.read()

    def teardown(self) -> None:
        if hasattr(self, "files"):
            self.send_to_an_empty_project()
            for project in self.files.values():
                project.close()
            self.folder.cleanup()

    def read(self) -> Rows:
        desk = self.files["ann"]
        return {(table, row[0]): row for table in TABLES for row in desk.rows(f"SELECT * FROM {table}")}

    def did(self, who: str, act: Callable[[], object], *refusals: str) -> bool:
        """Do something, and keep what it did to the rows; a refusal changes nothing."""
        try:
            act()
        except Refused as why:
            self.refused(why, why.problem.code in refusals)
            return False
        after = self.read()
        keys = [key for key in {**self.rows, **after} if self.rows.get(key) != after.get(key)]
        if keys:
            done = Done({key: self.rows.get(key) for key in keys}, {key: after.get(key) for key in keys})
            self.past[who].append(done)
            self.future[who] = []
            self.disturb(who, keys)
        self.rows = after
        return True

    def refused(self, why: Refused, expected: bool) -> None:  # noqa: FBT001  whether it had to be
        """See that what was refused had to be, and changed nothing."""
        assert expected, why
        assert self.read() == self.rows

    def disturb(self, who: str, keys: list[Key]) -> None:
        other = PEOPLE[1 - PEOPLE.index(who)]
        for done in (*self.past[other], *self.future[other]):
            done.disturbed |= bool(done.now.keys() & set(keys))

    def latest(self, before: Rows) -> str:
        (made,) = [key[1] for key in self.rows.keys() - before.keys()]
        return made

    @rule(target=said, who=WHO, text=SAID, about=PLACES, question=st.booleans())
    def comment(self, who: str, text: str, about: tuple[int, int] | None, question: bool) -> str:  # noqa: FBT001  drawn
        before, project = self.rows, self.files[who]
        assert self.did(who, lambda: edits.comment(project, who, self.article, text, about, question=question))
        made = comments.get(project, self.latest(before))
        assert made is not None
        assert (made.author, made.extent, made.kind) == (who, about, "question" if question else "note")
        assert made.text == text.encode("utf-8", "replace").decode().strip()
        return made.id

    @rule(target=said, who=WHO, first=said, text=SAID, kind=st.sampled_from(["reply", "resolved", "reopened"]))
    def answer(self, who: str, first: str, text: str, kind: comments.Kind) -> str:
        before, project = self.rows, self.files[who]
        asked = comments.get(project, first)
        if not self.did(who, lambda: edits.reply(project, who, first, text, kind=kind), "comment-gone"):
            assert asked is None or asked.thread is not None
            return ""
        (thread,) = [thread for thread in comments.of(project, self.article) if thread.first.id == first]
        assert thread.answers[-1].text == text.encode("utf-8", "replace").decode().strip()
        assert kind == "reply" or thread.is_open == (kind == "reopened")
        assert comments.count_waiting(project) == len(comments.waiting(project))
        return self.latest(before)

    @rule(who=WHO, identity=said, text=SAID, question=st.sampled_from([None, True, False]))
    def reword(self, who: str, identity: str, text: str, question: bool | None) -> None:  # noqa: FBT001  drawn
        project, before = self.files[who], comments.get(self.files[who], identity)
        done = self.did(
            who,
            lambda: edits.reword(project, who, identity, text, question=question),
            "comment-gone",
            "comment-of-another",
        )
        assert done == (before is not None and before.author == who)

    @rule(who=WHO, identity=said)
    def remove(self, who: str, identity: str) -> None:
        project, before = self.files[who], comments.get(self.files[who], identity)
        others = [answer for answer in comments.answers_to(project, identity) if answer.author != who]
        refusals = ("comment-gone", "comment-of-another", "comment-answered")
        done = self.did(who, lambda: edits.remove_comment(project, who, identity), *refusals)
        assert done == (before is not None and before.author == who and not others)
        assert not done or comments.answers_to(project, identity) == []

    @rule(who=WHO, flagged=st.booleans())
    def flag(self, who: str, flagged: bool) -> None:  # noqa: FBT001  drawn
        project = self.files[who]
        self.did(who, lambda: edits.flag(project, who, self.article, flagged=flagged))
        assert comments.is_flagged(project, self.article, who) == flagged

    @rule(whom=WHO, blind=st.booleans(), takes=st.booleans())
    def assign(self, whom: str, blind: bool, takes: bool) -> None:  # noqa: FBT001  drawn
        project = self.files["ann"]
        if takes:
            self.did("ann", lambda: edits.unassign(project, "ann", self.article, whom))
        else:
            self.did("ann", lambda: edits.assign(project, "ann", self.article, whom, blind=blind))
        assert assignments.is_blind(project, self.article, whom) == (blind and not takes)

    @rule(who=WHO, blind=st.booleans())
    def work_blind(self, who: str, blind: bool) -> None:  # noqa: FBT001  drawn
        project = self.files[who]
        giver = assignments.giver(project, self.article, who)
        done = self.did(who, lambda: edits.work_blind(project, who, self.article, blind=blind), "blind-by-lead")
        assert done == (blind or who == "ann" or giver in (None, who))
        assert not done or assignments.is_blind(project, self.article, who) == blind

    @rule(target=named, who=WHO, name=st.sampled_from(["Harbour League", " harbour  league", "波兰", "\udce9"]))
    def name(self, who: str, name: str) -> str:
        project = self.files[who]
        made: list[entities.Entity] = []
        assert self.did(who, lambda: made.append(edits.add_entity(project, who, "actor", name)))
        return made[0].id

    @rule(who=WHO, identity=named, name=st.sampled_from(["A League", "e\u0301 😀"]), alias=SAID)
    def rename(self, who: str, identity: str, name: str, alias: str) -> None:
        project, before = self.files[who], entities.get(self.files[who], identity)
        done = self.did(who, lambda: edits.change_entity(project, who, identity, name, [alias]), "no-such-entity")
        assert done == (before is not None)

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        self.walk(who, edits.undo, self.past[who], self.future[who], "nothing-to-undo", back=True)

    @rule(who=WHO)
    def redo(self, who: str) -> None:
        self.walk(who, edits.redo, self.future[who], self.past[who], "nothing-to-redo", back=False)

    def walk(
        self, who: str, act: Callable[..., object], source: list[Done], target: list[Done], none: str, *, back: bool
    ) -> None:
        """Take the last step back, or do it again: its rows are then as they were before it, or after it."""
        try:
            act(self.files[who], who)
        except Refused as why:
            self.refused(why, why.problem.code == none if not source else self.in_the_way(source[-1], back=back))
            return
        done = source.pop()
        expected = {**self.rows, **(done.was if back else done.now)}
        self.rows = {key: row for key, row in expected.items() if row is not None}
        assert self.read() == self.rows
        self.disturb(who, list(done.now))
        target.append(done)

    def in_the_way(self, done: Done, *, back: bool) -> bool:
        """Tell whether somebody else has changed a row of a step, or said something that hangs on one."""
        wanted = {key for key, row in (done.was if back else done.now).items() if row is None}
        threads = {(row[5]) for key, row in self.rows.items() if key[0] == "comment" and key not in wanted}
        gone = any(identity in threads for table, identity in wanted if table == "comment")
        hanging = [row for row in (done.was if back else done.now).values() if row is not None and row[0] is not None]
        orphaned = any(len(row) > 10 and row[5] and ("comment", str(row[5])) not in self.rows for row in hanging)
        return done.disturbed or gone or orphaned

    @invariant()
    def nothing_refers_to_what_is_gone(self) -> None:
        if hasattr(self, "files"):
            assert self.files["ann"].rows("PRAGMA foreign_key_check") == []

    def send_to_an_empty_project(self) -> None:
        desk = self.files["ann"]
        steps = list(exchange.steps(desk, {}))
        with create_project(Path(self.folder.name) / "bare.annot", device="other") as other:
            assert exchange.receive(other, steps, exchange.texts(desk, steps)) == []
            assert digest.of(other) == digest.of(desk)
            assert comments.of(other, self.article) == comments.of(desk, self.article)


Talk.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestTalk = Talk.TestCase
