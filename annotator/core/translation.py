"""How a text is marked that is shown, where it stands in a table and is translated later."""


def QT_TR_NOOP(text: str) -> str:  # noqa: N802  by this name Qt's lupdate finds it; Qt's own has no types
    """Return a text as it is."""
    return text
