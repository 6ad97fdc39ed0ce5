import math
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.core.scheme_toml import parse_scheme
from annotator.gui import theme

TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
LINE = 3.0  # success criterion 1.4.11, for what is not text
APART = 6.0  # CIE 1976 colour difference; 2.3 is just noticeable side by side

# Machado, Oliveira & Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# severity 1.0; they apply to linear RGB.
SIGHTS = {
    "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour as it is seen, in CIE L*a*b* (sRGB, D65)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        min(max(sum(one * other for one, other in zip(row, linear, strict=True)), 0), 1) for row in SIGHTS[sight]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    x, y, z = ((part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116) for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, sight: str) -> float:
    return math.dist(seen(one, sight), seen(other, sight))


@pytest.fixture(params=theme.NAMES)
def look(request: pytest.FixtureRequest) -> theme.Theme:
    return theme.load(request.param)


@pytest.fixture
def restored_application(qapp: QApplication) -> Iterator[QApplication]:
    palette = qapp.palette()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


def test_contrast_is_that_of_the_standard() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#ffffff", "#777777") == theme.contrast("#777777", "#ffffff")


def test_every_text_reads_on_every_ground_it_stands_on(look: theme.Theme) -> None:
    grounds = {name: getattr(look, name) for name in ("window", "panel", "page", "field", "hover", "accent_tint")}
    pairs = [
        (f"{text} on {name}", getattr(look, text), ground)
        for text in ("ink", "dim")
        for name, ground in grounds.items()
    ]
    pairs += [
        (f"{text} on {name}", getattr(look, text), grounds[name])
        for text in ("accent", "danger", "ok")
        for name in ("window", "panel", "page", "field")
    ]
    pairs += [
        ("ink on hit", look.ink, look.hit),
        ("ink on selection", look.ink, look.selection),
        ("on_accent on accent", look.on_accent, look.accent),
        ("page on ink", look.page, look.ink),
        ("danger on danger_tint", look.danger, look.danger_tint),
        ("ok on ok_tint", look.ok, look.ok_tint),
    ]
    assert {name: round(theme.contrast(*pair), 2) for name, *pair in pairs if theme.contrast(*pair) < TEXT} == {}


def test_every_tint_reads_on_itself_and_on_the_page(look: theme.Theme) -> None:
    for name, tint in look.tints.items():
        assert theme.contrast(tint.ink, tint.fill) >= TEXT, name
        assert theme.contrast(tint.ink, look.page) >= TEXT, name
        assert theme.contrast(look.ink, tint.fill) >= TEXT, name
        assert theme.contrast(tint.line, look.page) >= LINE, name
        assert theme.contrast(tint.line, tint.fill) >= LINE, name


def test_dimmed_text_reads_under_marks_and_search_hits(look: theme.Theme) -> None:
    for ground in (look.hit, *(tint.fill for tint in look.tints.values())):
        assert theme.contrast(look.dim, ground) >= TEXT, ground


def test_rings_carets_and_frames_show_on_all_that_they_stand_on(look: theme.Theme) -> None:
    for line in ("accent", "ok", "hit_line", "ink"):
        assert theme.contrast(getattr(look, line), look.page) >= LINE, line
    assert theme.contrast(look.accent, look.window) >= LINE
    assert theme.contrast(look.hit_line, look.hit) >= LINE
    for name, tint in look.tints.items():
        assert theme.contrast(look.accent, tint.fill) >= LINE, name  # the ring of a selected mark
        assert theme.contrast(look.hit_line, tint.fill) >= LINE, name


@pytest.mark.parametrize("sight", SIGHTS)
def test_labels_and_values_look_different_to_every_eye(look: theme.Theme, sight: str) -> None:
    scheme, problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert scheme is not None, problems
    values = [label.value for label in scheme.labels if label.value is not None]
    groups = [{label.colour for label in scheme.labels if not label.evidence}]
    groups += [{choice.colour for choice in value.choices} for value in values]
    near = {
        (one, other): round(difference(look.tint(one).line, look.tint(other).line, sight), 1)
        for group in groups
        for one, other in combinations(sorted(group), 2)
    }
    assert {pair: apart for pair, apart in near.items() if apart < APART} == {}


def test_no_label_and_no_value_is_told_by_its_colour_alone() -> None:
    for file in resources.path("schemes").glob("*.toml"):
        scheme, problems = parse_scheme(file.read_text(encoding="utf-8"))
        assert scheme is not None, problems
        letters = [label.letter for label in scheme.labels]
        assert all(letters)
        assert len(set(letters)) == len(letters), file.name
        for label in scheme.labels:
            if label.evidence and label.value is not None:
                keys = [choice.key for choice in label.value.choices]
                assert all(keys)
                assert len(set(keys)) == len(keys), label.id


def test_every_colour_of_the_shipped_schemes_is_in_the_palette(look: theme.Theme) -> None:
    for file in resources.path("schemes").glob("*.toml"):
        scheme, problems = parse_scheme(file.read_text(encoding="utf-8"))
        assert scheme is not None, problems
        named = {label.colour for label in scheme.labels}
        named |= {choice.colour for label in scheme.labels for item in label.attributes for choice in item.choices}
        assert named - {""} <= set(look.tints)


def test_a_colour_that_no_theme_has_is_grey(look: theme.Theme) -> None:
    assert look.tint("ultraviolet") == look.tints["grey"]


def test_the_style_sheet_and_the_palette_are_taken_by_the_application(
    look: theme.Theme, restored_application: QApplication, qtbot: QtBot
) -> None:
    restored_application.setPalette(theme.palette(look))
    restored_application.setStyleSheet(theme.stylesheet(look))
    label, button = QLabel("dim"), QPushButton("Save")
    label.setProperty("role", "dim")
    button.setProperty("role", "primary")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.show()
    assert label.palette().windowText().color().name() == look.dim
    assert button.palette().button().color().name() == look.accent
