"""What all tests share: no screen, a home of their own, and where the examples are."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt, and before anything asks for the user's folders.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["ANNOTATOR_HOME"] = tempfile.mkdtemp(prefix="annotator-tests-")

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test empty folders for settings, data and cache."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of example articles and files beside the project, or skip the test."""
    folder = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the folder of examples {folder}; ANNOTATOR_SHARED names another")
    return folder
