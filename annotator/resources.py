"""Files that ship with the program: schemes, entities, icons, themes, samples, help and words."""

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """Return the path of a file or folder of `resources/`; raise FileNotFoundError where it is missing."""
    folder = _folder()
    found = folder.joinpath(*parts)
    if not found.exists():
        name = "/".join(("resources", *parts))
        message = f"The installed program lacks {name} (looked in {folder}). Please install it again."
        raise FileNotFoundError(message)
    return found


def _folder() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)  # where a frozen program has unpacked itself
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    wheel = package / "_resources"
    return wheel if wheel.is_dir() else package.parent / "resources"
