"""The language of the window: Qt's own translations, where there are any for this computer's language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from annotator import resources, words

_CALLED = ("", "window", "session", "parent", "page", "marks")
"""Where a text is not said inside a class, lupdate calls its context as the variable that says it."""


def translated(text: str) -> str:
    """Return a text of one of the tables (actions, menus, settings …) in the language of the window."""
    return QCoreApplication.translate("", text)


class Translator(QTranslator):
    """Translates what is said by a class, by one of its parents, or by a function outside any class."""

    def translate(self, context: str, text: str, about: str | None = None, n: int = -1) -> str | None:
        for name in (context, *_CALLED):
            if found := super().translate(name, text, about or "", n):
                return found
        return None


def install(application: QCoreApplication, language: str = "") -> bool:
    """Speak a language, by default this computer's, if there is a translation of it; tell whether there is."""
    language = language or words.spoken()
    if language == words.ENGLISH:
        return False
    own = Translator(application)
    if not own.load(f"annotator_{language}", str(resources.path("translations"))):
        return False
    qt = QTranslator(application)
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)
    application.installTranslator(own)
    _set_direction(application, language)
    return True


def _set_direction(application: QCoreApplication, language: str) -> None:
    from PySide6.QtWidgets import QApplication

    if isinstance(application, QApplication):
        application.setLayoutDirection(QLocale(language).textDirection())
