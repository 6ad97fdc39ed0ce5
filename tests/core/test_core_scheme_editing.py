"""A scheme while it is edited: its ids, its order, its differences, its faults, and hostile words in it."""

from dataclasses import replace

import pytest

from annotator import resources, words
from annotator.core import scheme_draft as draft
from annotator.core.scheme import Attribute, Choice, Label, Scheme
from annotator.core.scheme_faults import faults
from annotator.core.scheme_sample import DECIDED, SUGGESTED, sample
from annotator.core.scheme_toml import MOST, MOST_ITEMS, parse_scheme

SHIPPED = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
STANCE, VALUE = ("label", "STANCE"), ("label", "STANCE", "attribute", "value")
HOSTILE = ("a\u202eb", "a\nb", "a\u2066b", "a\x07b", "x" * 10_000, "a\u2028b")


def read(toml: str = SHIPPED) -> Scheme:
    scheme, problems = parse_scheme(toml)
    assert scheme is not None, problems
    return scheme


@pytest.mark.parametrize(
    ("name", "identity"),
    [("Collective agreement", "collective_agreement"), ("Łódź é", "odz_e"), ("Договор", "choice"), ("12 %", "choice"),
     ("👍", "choice"), ("x" * 500, "x" * 50)],
)  # fmt: skip
def test_an_id_is_made_from_a_name(name: str, identity: str) -> None:
    assert draft.id_from(name, set(), fallback="choice") == identity
    assert draft.id_from(name, {identity}, fallback="choice") == f"{identity}_2"


def test_the_id_of_a_new_item_follows_its_name_and_that_of_one_in_force_never_does() -> None:
    scheme = read()
    made, place = draft.added(scheme, (), "label")
    made = draft.changed(made, ("label", "STANCE", "role", "actor"), labels=("ACTOR", place[-1]))
    made, place = draft.named(made, place, "Union", in_force=scheme)
    assert place == ("label", "UNION")
    role = draft.item_at(made, ("label", "STANCE", "role", "actor"))
    assert getattr(role, "labels", ()) == ("ACTOR", "UNION")
    made, kept = draft.named(made, ("label", "ACTOR"), "Agent", in_force=scheme)
    assert kept == ("label", "ACTOR")
    assert [label.name for label in made.labels] == ["Agent", "Treaty", "Date", "Stance", "Union"]
    assert [label.letter for label in made.labels] == ["A", "T", "D", "S", "U"]
    assert made.labels[-1].key == "5"


def test_order_changes_among_those_that_are_in_use() -> None:
    scheme = draft.changed(read(), ("label", "TREATY"), retired=True)
    made = draft.shifted(scheme, ("label", "DATE"), -1)
    assert [label.id for label in made.current] == ["DATE", "ACTOR", "STANCE"]
    assert draft.shifted(made, ("label", "DATE"), -1) == made
    assert [found.change for found in draft.differences(scheme, made)] == ["moved"]


def test_differences_name_each_item_once() -> None:
    scheme = read()
    made = draft.changed(scheme, ("label", "ACTOR"), name="Agent")
    made = draft.changed(made, ("label", "DATE"), colour="pink")
    made = draft.changed(made, (*VALUE, "choice", "oppose"), retired=True)
    made, place = draft.added(made, (), "question")
    made = draft.changed(made, place, type="choice", choices=(Choice("x", "x"),))
    assert [(found.change, found.place[-1], found.before) for found in draft.differences(scheme, made)] == [
        ("renamed", "ACTOR", "Actor"),
        ("changed", "DATE", "Date"),
        ("retired", "oppose", "oppose"),
        ("added", place[-1], ""),
    ]
    assert (
        draft.differences(made, draft.changed(made, (*VALUE, "choice", "oppose"), retired=False))[0].change
        == "restored"
    )


def test_a_new_item_that_is_deleted_leaves_the_roles_too() -> None:
    made, place = draft.added(read(), (), "label")
    made = draft.changed(made, ("label", "STANCE", "role", "date"), labels=("DATE", place[-1]))
    assert replace(draft.removed_at(made, place), toml="") == replace(read(), toml="")


def codes(scheme: Scheme, taken: dict[str, str] | None = None) -> set[tuple[str, str, str]]:
    return {(fault.problem.code, fault.place[-1] if fault.place else "", fault.field) for fault in faults(scheme, taken or {}) if not fault.advice}  # fmt: skip


def test_the_shipped_scheme_has_nothing_to_mend() -> None:
    assert codes(read(), {"x": "Reject"}) == set()


def test_everything_to_mend_is_said_at_its_field() -> None:
    scheme = draft.changed(read(), ("label", "ACTOR"), name="  ", key="X", letter="S", colour="red")
    scheme = draft.changed(scheme, ("label", "TREATY"), name="date", key="3")
    scheme = draft.changed(scheme, (*STANCE, "role", "treaty"), labels=("TREATY",), minimum=3, maximum=2)
    scheme = draft.changed(scheme, (*STANCE, "role", "date"), labels=())
    scheme = draft.changed(scheme, (*VALUE, "choice", "oppose"), key="UU", help="\x00")
    scheme, place = draft.added(scheme, STANCE, "attribute")
    scheme = draft.changed(scheme, place, name="Empty", type="choice")
    assert codes(scheme, {"x": "Reject"}) == {
        ("scheme-name-empty", "ACTOR", "name"),
        ("scheme-key-taken", "ACTOR", "key"),
        ("scheme-look-shared", "ACTOR", "letter"),
        ("scheme-look-shared", "STANCE", "letter"),
        ("scheme-name-twice", "TREATY", "name"),
        ("scheme-name-twice", "DATE", "name"),
        ("scheme-key-twice", "TREATY", "key"),
        ("scheme-key-twice", "DATE", "key"),
        ("scheme-role-counts", "treaty", "maximum"),
        ("scheme-role-without-labels", "date", "labels"),
        ("scheme-one-character", "oppose", "key"),
        ("scheme-hidden-characters", "oppose", "help"),
        ("scheme-without-choices", "attribute", "type"),
    }
    assert all("{" not in words.sentence(fault.problem) for fault in faults(scheme, {"x": "Reject"}))


def test_a_colour_that_two_have_is_advice_only() -> None:
    scheme = draft.changed(read(), ("label", "TREATY"), colour="blue")
    told = [fault for fault in faults(scheme, {}) if fault.field == "colour"]
    assert {fault.place[-1] for fault in told} == {"ACTOR", "TREATY"}
    assert all(fault.advice for fault in told)


def test_what_is_retired_need_not_be_mended() -> None:
    scheme = draft.changed(read(), STANCE, retired=True)
    assert codes(draft.changed(scheme, (*VALUE, "choice", "oppose"), name="")) == set()
    assert codes(draft.changed(read(), ("label", "DATE"), retired=True)) == {
        ("scheme-role-without-labels", "date", "labels")
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_do_not_come_through_the_gate_and_are_said_in_the_editor(name: str) -> None:
    escaped = name.encode("unicode_escape").decode("ascii").replace("\\x", "\\u00")
    scheme, problems = parse_scheme(SHIPPED.replace('"Actor"', f'"{escaped}"'))
    assert scheme is None
    assert {problem.code for problem in problems} <= {"scheme-text-too-long", "scheme-hidden-characters"}
    found = codes(draft.changed(read(), ("label", "ACTOR"), name=name))
    assert {field for _code, _place, field in found} == {"name"}


@pytest.mark.parametrize("name", ["Бельгія", "מדינה", "👩‍🌾", "می‌خواهد", "日本"])
def test_names_of_all_scripts_come_through(name: str) -> None:
    assert read(SHIPPED.replace('"Actor"', f'"{name}"')).labels[0].name == name


@pytest.mark.parametrize("key", ["\\n", " ", "\\u0301", "\\u202e", "ab"])
def test_a_key_is_one_character_that_is_seen(key: str) -> None:
    scheme, problems = parse_scheme(SHIPPED.replace('key = "1"', f'key = "{key}"'))
    assert scheme is None
    assert {problem.code for problem in problems} == {"scheme-one-character"}


def test_lists_without_end_are_refused() -> None:
    labels = "".join(f'[[label]]\nid = "L{number}"\nname = "L"\nkey = ""\n' for number in range(MOST["label"] + 1))
    _scheme, problems = parse_scheme(f'id = "s"\nname = "S"\n{labels}')
    assert [problem.code for problem in problems if problem.code != "scheme-no-labels"] == ["scheme-too-many"]
    choices = "".join(f'[[label.attribute.choice]]\nid = "c{number}"\n' for number in range(MOST["choice"]))
    wide = "".join(f'[[label.attribute]]\nid = "a{number}"\ntype = "choice"\n{choices}' for number in range(8))
    _scheme, problems = parse_scheme(f'id = "s"\nname = "S"\n[[label]]\nid = "L"\nname = "L"\nkey = ""\n{wide}')
    assert [(problem.code, problem.parameters["limit"]) for problem in problems] == [("scheme-too-many", MOST_ITEMS)]
    many = "9" * 4_000
    _scheme, problems = parse_scheme(SHIPPED.replace("minimum = 0", f"minimum = {many}"))
    assert [problem.code for problem in problems] == ["scheme-role-counts"]


def test_the_sample_shows_each_label_each_value_and_suggestions() -> None:
    article, spans = sample(read(), "Sample")
    decided = [span for span in spans if span.author == DECIDED]
    assert {span.label for span in decided} == {"ACTOR", "TREATY", "DATE", "STANCE"}
    assert {span.label for span in spans if span.author == SUGGESTED} == {"ACTOR", "TREATY", "DATE", "STANCE"}
    assert [span.attributes.get("value") for span in decided if span.label == "STANCE"] == ["support", "joins", "considers_withdrawal", "withdraw", "oppose", "neutral"]  # fmt: skip
    assert all(article.text[span.start : span.end].strip() for span in spans)
    assert any(
        one.start < other.start and other.end <= one.end
        for one in decided
        for other in decided
        if "STANCE" not in {one.label, other.label}
    )


def test_a_sample_of_nothing_and_of_nasty_names_is_an_article() -> None:
    for scheme in (
        Scheme("", "", ()),
        Scheme(
            "s",
            "S",
            (
                Label(
                    "A",
                    "\n\u202e" + "x" * 10_000,
                    "",
                    "?",
                    "blue",
                    evidence=True,
                    attributes=(Attribute("v", "", "choice"),),
                ),
            ),
        ),
    ):
        article, spans = sample(scheme, "")
        assert article.body[0][1] <= len(article.text)
        assert all(span.end <= len(article.text) for span in spans)
        assert "\u202e" not in article.text
