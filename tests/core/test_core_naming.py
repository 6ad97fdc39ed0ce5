"""A step says the scheme's names, and the id of what the scheme does not know."""

from annotator import resources
from annotator.core.naming import named
from annotator.core.scheme_toml import parse_scheme


def test_ids_become_names_and_what_is_unknown_stays() -> None:
    scheme, _problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert scheme is not None
    given = {"label": "ACTOR", "value": "considers_withdrawal", "role": "treaty", "words": "ACTOR", "count": 3}
    said = {"label": "Actor", "value": "considers withdrawal", "role": "Treaty", "words": "ACTOR", "count": 3}
    assert named(scheme, given) == said
    assert named(scheme, {"label": "gone", "question": "gone"}) == {"label": "gone", "question": "gone"}
