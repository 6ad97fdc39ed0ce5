"""What the program remembers about this user on this computer: folders, settings, device and person."""

import base64
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import appdirs

from annotator import jsonfile
from annotator.core.problems import Problem, Refused
from annotator.core.translation import QT_TR_NOOP

T = TypeVar("T")

_NAME = "treaty-annotator"
_MOST_RECENT = 12


@dataclass(frozen=True, slots=True, eq=False)
class Setting(Generic[T]):
    """One setting: its name in the file, its default, and the title and sentence that explain it.

    A setting without a `page` of the preferences is remembered without being asked for. Title and sentence are
    translated where they are shown.
    """

    name: str
    default: T
    sentence: str
    page: str = ""
    choices: tuple[T, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    title: str = ""


THEME = Setting(
    "theme",
    "system",
    QT_TR_NOOP("Light, dark, or as the computer is set."),
    "reading",
    choices=("system", "light", "dark"),
    title=QT_TR_NOOP("Theme"),
)
WINDOW_SCALE = Setting(
    "window_scale",
    1.0,
    QT_TR_NOOP("Size of everything around the article: lists, menus, buttons."),
    "reading",
    lowest=1.0,
    highest=2.0,
    title=QT_TR_NOOP("Window"),
)
TEXT_ZOOM = Setting(
    "text_zoom",
    1.0,
    QT_TR_NOOP("Size of the article's text."),
    "reading",
    lowest=0.6,
    highest=3.0,
    title=QT_TR_NOOP("Text"),
)
LINE_SPACING = Setting(
    "line_spacing",
    1.88,
    QT_TR_NOOP("From line to line, in sizes of the text."),
    "reading",
    lowest=1.3,
    highest=3.0,
    title=QT_TR_NOOP("Line spacing"),
)
READING_FONT = Setting(
    "reading_font", "", QT_TR_NOOP("The letters that the article is set in."), "reading", title=QT_TR_NOOP("Typeface")
)
MEASURE = Setting(
    "measure",
    72,
    QT_TR_NOOP("About how many characters a line has."),
    "reading",
    (),
    50,
    100,
    QT_TR_NOOP("Line length"),
)
LABEL_CHIPS = Setting(
    "label_chips",
    "always",
    QT_TR_NOOP("Letters of labels above the marks: always, under the pointer, or never."),
    "reading",
    ("always", "hover", "never"),
    title=QT_TR_NOOP("Letters"),
)
PARAGRAPH_NUMBERS = Setting(
    name="paragraph_numbers",
    default=True,
    sentence=QT_TR_NOOP("Number the paragraphs."),
    page="reading",
    title=QT_TR_NOOP("Paragraphs"),
)
SHOW_SUGGESTIONS = Setting(
    name="show_suggestions",
    default=True,
    sentence=QT_TR_NOOP("Show what a pipeline suggests."),
    page="annotating",
    title=QT_TR_NOOP("Suggestions"),
)
KEY_BINDINGS: Setting[Mapping[str, str]] = Setting(
    "key_bindings", {}, QT_TR_NOOP("Own keys, by action."), "keys", title=QT_TR_NOOP("Keys")
)
RECENT_PROJECTS: Setting[tuple[str, ...]] = Setting("recent_projects", (), "The projects opened last.")
RECENT_CHOICES: Setting[tuple[str, ...]] = Setting("recent_choices", (), "What was chosen last in the palette.")
QUEUE_ORDERS: Setting[Mapping[str, str]] = Setting("queue_orders", {}, "In which order each project's queue stands.")
WINDOW_GEOMETRY = Setting("window_geometry", b"", "Where the window stood, and how large it was.")
PANEL_WIDTHS = Setting("panel_widths", b"", "How wide the queue, the article and the inspector were.")
PANELS_HIDDEN: Setting[tuple[str, ...]] = Setting("panels_hidden", (), "Which of queue and inspector were hidden.")

SETTINGS: tuple[Setting[Any], ...] = (
    THEME,
    WINDOW_SCALE,
    TEXT_ZOOM,
    LINE_SPACING,
    READING_FONT,
    MEASURE,
    LABEL_CHIPS,
    PARAGRAPH_NUMBERS,
    SHOW_SUGGESTIONS,
    KEY_BINDINGS,
    RECENT_PROJECTS,
    RECENT_CHOICES,
    QUEUE_ORDERS,
    WINDOW_GEOMETRY,
    PANEL_WIDTHS,
    PANELS_HIDDEN,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at this computer: an id that never changes and a name that may."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they were when read; saving one gives new Settings."""

    file: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    """As in the file, names of other versions of the program included."""
    problems: tuple[Problem, ...] = ()

    def get(self, setting: Setting[T]) -> T:
        """Return the value, or the default where the file has none or one that cannot be used."""
        stored = self.values.get(setting.name)
        value = None if stored is None else _read(setting, stored)
        return setting.default if value is None or not _allowed(setting, value) else value

    def save(self, setting: Setting[T], value: T) -> "Settings":
        """Write one setting, leave the others as they are in the file by now, and return the new Settings.

        Raise Refused when the value is not allowed or the file cannot be written.
        """
        if not _allowed(setting, value):
            raise Refused("setting-not-allowed", setting=setting.name, value=str(value))
        return self._save_with(setting, lambda _: value)

    def reset(self, setting: Setting[T]) -> "Settings":
        """Write that one setting has its default again, and return the new Settings."""
        return self.save(setting, setting.default)

    def recent(self) -> tuple[Path, ...]:
        """Return the projects opened last, the latest first; some may be gone by now."""
        return tuple(Path(name) for name in self.get(RECENT_PROJECTS))

    def remember(self, project: Path) -> "Settings":
        """Put a project first in the list of recent ones."""
        name = str(project.absolute())
        return self._save_with(RECENT_PROJECTS, lambda old: (name, *_without(old, name))[:_MOST_RECENT])

    def forget(self, project: Path) -> "Settings":
        """Take a project off the list of recent ones."""
        return self._save_with(RECENT_PROJECTS, lambda old: _without(old, str(project.absolute())))

    def _save_with(self, setting: Setting[T], change: Callable[[T], T]) -> "Settings":
        try:
            with jsonfile.alone(self.file):
                known, problems = jsonfile.read(self.file)
                value = change(replace(self, values=known).get(setting))
                values = {**known, setting.name: _stored(value)}
                jsonfile.write(self.file, values)
        except OSError as error:
            raise Refused("settings-not-saved", str(self.file), reason=error.strerror or str(error)) from error
        return Settings(self.file, values, problems)


def load(folder: Path | None = None) -> Settings:
    """Return the settings kept in a folder, by default the user's.

    A file that cannot be read is kept aside under another name and said in `problems`; the defaults hold.
    """
    file = (folder or config_folder()) / "settings.json"
    try:
        values, problems = jsonfile.read(file)
    except OSError as error:
        reason = error.strerror or str(error)
        return Settings(file, problems=(Problem("settings-unreadable", str(file), {"reason": reason}),))
    return Settings(file, values, problems)


def config_folder() -> Path:
    """Return the folder of the user's settings; it may not exist yet."""
    return _home("config") or Path(appdirs.user_config_dir(_NAME, appauthor=False))


def data_folder() -> Path:
    """Return the folder for what must be kept (identity, reports of bugs); it may not exist yet."""
    return _home("data") or Path(appdirs.user_data_dir(_NAME, appauthor=False))


def cache_folder() -> Path:
    """Return the folder for what can be made again; it may not exist yet."""
    return _home("cache") or Path(appdirs.user_cache_dir(_NAME, appauthor=False))


def device(folder: Path | None = None) -> str:
    """Return the random id of this computer, made at the first call and kept.

    Where a home folder is shared over a network, each computer has its own. Where nothing can be kept, the id
    is made from the names of computer and user, so that it is the same at the next call.
    """
    devices = _identity(folder).get("devices")
    known = devices.get(_computer()) if isinstance(devices, dict) else None
    return str(known or _derived("device"))


def person(folder: Path | None = None) -> Person:
    """Return who works here, made at the first call with the login name and kept."""
    known = _identity(folder).get("person")
    if not isinstance(known, dict) or not known.get("id"):
        return Person(_derived("person"), _login())
    return Person(str(known["id"]), str(known.get("name") or _login()))


def keep_person(somebody: Person, folder: Path | None = None) -> None:
    """Keep who works here from now on, renamed or somebody else; raise Refused when that cannot be kept."""
    _identity(folder)
    file = _identity_file(folder)
    try:
        with jsonfile.alone(file):
            known, _ = jsonfile.read(file)
            jsonfile.write(file, {**known, "person": {"id": somebody.id, "name": somebody.name}})
    except OSError as error:
        raise Refused("settings-not-saved", str(file), reason=error.strerror or str(error)) from error


def _identity_file(folder: Path | None) -> Path:
    # Not in the settings: who loses those must not become somebody else.
    return (folder or data_folder()) / "identity.json"


def _identity(folder: Path | None) -> Mapping[str, Any]:
    """Return who and where this is, completed where it was not known; empty where nothing can be kept."""
    file, computer = _identity_file(folder), _computer()
    try:
        known, _ = jsonfile.read(file)
        if _is_complete(known, computer):
            return known
        with jsonfile.alone(file):
            known, _ = jsonfile.read(file)  # another process may have been first
            if not _is_complete(known, computer):
                known = _completed(known, computer)
                jsonfile.write(file, known)
    except OSError:
        return {}
    return known


def _is_complete(known: Mapping[str, Any], computer: str) -> bool:
    devices = known.get("devices")
    return "person" in known and isinstance(devices, dict) and computer in devices


def _completed(known: Mapping[str, Any], computer: str) -> Mapping[str, Any]:
    import uuid

    devices = known.get("devices")
    return {
        "person": {"id": str(uuid.uuid4()), "name": _login()},
        **known,
        "devices": {computer: str(uuid.uuid4()), **(devices if isinstance(devices, dict) else {})},
    }


def _derived(kind: str) -> str:
    import uuid

    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{kind}.{_computer()}.{_login()}"))


def _computer() -> str:
    import platform  # not at the top: the bare window needs only the settings, and is to show at once

    return platform.node() or "computer"


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name in the environment, and the system knows none
        return "annotator"


def _home(kind: str) -> Path | None:
    """Return a folder under ANNOTATOR_HOME, which holds everything where it is set (tests, portable use)."""
    home = os.environ.get("ANNOTATOR_HOME")
    return Path(home).absolute() / kind if home else None


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _allowed(setting: Setting[T], value: T) -> bool:
    if setting.choices and value not in setting.choices:
        return False
    if isinstance(value, int | float):
        low, high = setting.lowest, setting.highest
        return (low is None or value >= low) and (high is None or value <= high)
    return True


def _stored(value: object) -> object:
    """Return what JSON can hold of a value."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _read(setting: Setting[T], stored: object) -> T | None:
    """Return a value of the setting's type from what JSON held, or None."""
    default = setting.default
    value: object = None
    if isinstance(default, bytes):
        value = _bytes(stored)
    elif isinstance(default, tuple):
        value = tuple(stored) if isinstance(stored, list) and _all_text(stored) else None
    elif isinstance(default, Mapping):
        value = stored if isinstance(stored, dict) and _all_text(stored.values()) else None
    elif isinstance(default, float):
        value = float(stored) if isinstance(stored, int | float) and not isinstance(stored, bool) else None
    elif type(stored) is type(default):
        value = stored
    return cast("T | None", value)


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _bytes(stored: object) -> bytes | None:
    try:
        return base64.b64decode(stored, validate=True) if isinstance(stored, str) else None
    except ValueError:
        return None
