"""Files that ship with the program are found however it was installed."""

import sys
from pathlib import Path

import pytest

from annotator import resources


def test_a_resource_is_found_in_a_checkout() -> None:
    assert resources.path("words", "en.toml").read_text(encoding="utf-8")


def test_a_folder_of_resources_is_found() -> None:
    assert resources.path("samples").is_dir()


def test_a_resource_is_found_in_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "schemes").mkdir(parents=True)
    (tmp_path / "resources" / "schemes" / "default.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    expected = tmp_path / "resources" / "schemes" / "default.toml"
    assert resources.path("schemes", "default.toml") == expected


def test_a_resource_is_found_in_an_installed_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "annotator" / "_resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "annotator" / "resources.py"))
    assert resources.path("icons") == tmp_path.resolve() / "annotator" / "_resources" / "icons"


def test_a_missing_resource_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"lacks resources/schemes/none\.toml .* install it again"):
        resources.path("schemes", "none.toml")
