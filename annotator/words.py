"""The sentences on screen for the codes of problems and steps, from one table for each language."""

import locale
import os
import string
import sys
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from annotator import resources
from annotator.core.problems import Parameter, Problem

Template = str | Mapping[str, str]

ENGLISH = "en"
"""The language that is complete: what another lacks is said in it."""


def spoken() -> str:
    """Return the language of this computer as its two or three letters, English where that is not known."""
    if sys.platform == "win32":
        import ctypes

        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    else:
        name = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None) or ""
    code = name.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code.isalpha() and code not in {"c", "posix"} else ENGLISH


def sentence(problem: Problem, language: str = "") -> str:
    """Return a problem in a sentence, with where it is in front: `file.jsonl, line 12: …`."""
    said = _said("problems", problem.code, problem.parameters, language)
    return f"{problem.where}: {said}" if problem.where else said


def step_name(code: str, parameters: Mapping[str, Parameter], language: str = "") -> str:
    """Return what a step did, as history and Undo name it."""
    return _said("steps", code, parameters, language)


def templates(section: str, language: str = "") -> Mapping[str, Template]:
    """Return the templates of a section, `problems`, `steps` or `fields`, by code; what the language lacks, in English.

    A template names its parameters in braces; `{step:code}` says a code in plain words, `{field:fields}` the names
    of an article's fields. One that differs by
    number is a table with `one` and `other`, chosen by the parameter `count`.
    """
    return _table(language or spoken()).get(section, {})


def fields(template: Template) -> set[str]:
    """Return the names of the parameters that a template uses."""
    forms = [template] if isinstance(template, str) else list(template.values())
    parsed = [part for form in forms for part in string.Formatter().parse(form)]
    return {name for _, name, _, _ in parsed if name is not None} | ({"count"} if len(forms) > 1 else set())


@lru_cache(maxsize=4)
def _table(language: str) -> Mapping[str, Mapping[str, Template]]:
    english: dict[str, dict[str, Template]] = _read(ENGLISH)
    if language == ENGLISH:
        return english
    try:
        own = _read(language)
    except FileNotFoundError:
        return english
    return {section: {**said, **own.get(section, {})} for section, said in english.items()}


def _read(language: str) -> dict[str, dict[str, Template]]:
    return tomllib.loads(resources.path("words", f"{language}.toml").read_text(encoding="utf-8"))


class _Formatter(string.Formatter):
    def __init__(self, fields: Mapping[str, Template]) -> None:
        self._fields = fields

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "fields":
            return ", ".join(str(self._fields.get(code, _plain(code).lower())) for code in str(value).split())
        return _plain(str(value)).lower() if format_spec == "code" else str(value)


def _said(section: str, code: str, parameters: Mapping[str, Parameter], language: str) -> str:
    template = templates(section, language).get(code)
    if template is None or not fields(template) <= parameters.keys():
        details = ", ".join(f"{name}: {value}" for name, value in parameters.items())
        return _plain(code) + (f" ({details})" if details else "")
    if isinstance(template, Mapping):
        template = template["one" if parameters["count"] == 1 else "other"]
    return _Formatter(templates("fields", language)).vformat(template, (), parameters)


def _plain(code: str) -> str:
    """Return a code as words: `unknown-format` → `Unknown format`."""
    words = code.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Unknown"
