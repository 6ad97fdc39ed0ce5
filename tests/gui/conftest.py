"""What the tests of the window share: the windows of one test are gone before the next begins."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def windows_are_gone() -> Iterator[None]:
    """Delete what a test has closed: no event loop runs between tests that would."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
