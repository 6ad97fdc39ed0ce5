from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.core.scheme_toml import parse_scheme
from annotator.gui import theme

TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
LINE = 3.0  # success criterion 1.4.11, for what is not text


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


def test_the_accent_shows_on_every_tint(look: theme.Theme) -> None:
    assert theme.contrast(look.accent, look.page) >= LINE
    assert theme.contrast(look.accent, look.window) >= LINE


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
