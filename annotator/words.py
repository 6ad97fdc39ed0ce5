"""The sentences on screen for the codes of problems and steps, from one table for each language."""

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from annotator import resources
from annotator.core.problems import Parameter, Problem

Template = str | Mapping[str, str]


def sentence(problem: Problem, language: str = "en") -> str:
    """Return a problem in a sentence, with where it is in front: `file.jsonl, line 12: …`."""
    said = _said("problems", problem.code, problem.parameters, language)
    return f"{problem.where}: {said}" if problem.where else said


def step_name(code: str, parameters: Mapping[str, Parameter], language: str = "en") -> str:
    """Return what a step did, as history and Undo name it."""
    return _said("steps", code, parameters, language)


def templates(section: str, language: str = "en") -> Mapping[str, Template]:
    """Return the templates of a section, `problems` or `steps`, by code.

    A template names its parameters in braces; `{step:code}` says a code in plain words. One that differs by
    number is a table with `one` and `other`, chosen by the parameter `count`.
    """
    return _table(language).get(section, {})


def fields(template: Template) -> set[str]:
    """Return the names of the parameters that a template uses."""
    forms = [template] if isinstance(template, str) else list(template.values())
    parsed = [part for form in forms for part in string.Formatter().parse(form)]
    return {name for _, name, _, _ in parsed if name is not None} | ({"count"} if len(forms) > 1 else set())


@lru_cache(maxsize=4)
def _table(language: str) -> Mapping[str, Mapping[str, Template]]:
    return tomllib.loads(resources.path("words", f"{language}.toml").read_text(encoding="utf-8"))


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return _plain(str(value)).lower() if format_spec == "code" else str(value)


def _said(section: str, code: str, parameters: Mapping[str, Parameter], language: str) -> str:
    template = templates(section, language).get(code)
    if template is None or not fields(template) <= parameters.keys():
        details = ", ".join(f"{name}: {value}" for name, value in parameters.items())
        return _plain(code) + (f" ({details})" if details else "")
    if isinstance(template, Mapping):
        template = template["one" if parameters["count"] == 1 else "other"]
    return _Formatter().vformat(template, (), parameters)


def _plain(code: str) -> str:
    """Return a code as words: `unknown-format` → `Unknown format`."""
    words = code.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Unknown"
