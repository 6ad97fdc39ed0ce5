"""The rules of the house, as tests."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator import resources, words
from annotator.core.problems import Problem

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "annotator").rglob("*.py"))
TREES = {file.relative_to(ROOT).as_posix(): ast.parse(file.read_bytes()) for file in SOURCES}

LINES_OF_A_FILE, METHODS_OF_A_CLASS, LINES_OF_A_FUNCTION = 400, 25, 50
VAGUE = {"util", "utils", "helper", "helpers", "common", "base", "manager", "handler", "misc", "tools"}
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".ci", ".git", ".gitignore"),
    *("annotator", "resources", "tests", "packaging"),
}
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|DROP\s+\w+"
    r"|CREATE\s+(TABLE|VIEW|TRIGGER|INDEX)|ALTER\s+TABLE|PRAGMA\s+\w+|ATTACH\s)",
    re.DOTALL,
)
# What `Project.edit` is given beside the parameters of the step's name.
OF_THE_STEP = {"article", "kind", "target"}


@dataclass(frozen=True, slots=True)
class Use:
    """A code in the source, and the parameters it is given there; None where that is not plain to see."""

    code: str
    given: frozenset[str] | None
    place: str


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield name, node


def literals(node: ast.expr) -> list[str]:
    """Return the texts that an expression can be: a literal, or a choice between some."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def keys_of(node: ast.expr | None) -> frozenset[str] | None:
    if node is None:
        return frozenset()
    if not isinstance(node, ast.Dict):
        return None
    names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(names) if len(names) == len(node.keys) else None


def keywords_of(call: ast.Call, *, but: set[str]) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name and name not in but)


def problem_uses() -> list[Use]:
    found = []
    for name, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if called not in {"Problem", "Refused", "say"}:
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        code = node.args[0] if node.args else named.get("code")
        if called != "Problem":
            given = keywords_of(node, but={"code", "where"})
        else:
            given = keys_of(node.args[2] if len(node.args) > 2 else named.get("parameters"))
        found += [Use(text, given, f"{name}:{node.lineno}") for text in (literals(code) if code else [])]
    return found


def step_uses() -> list[Use]:
    found = []
    for name, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"edit", "long_edit"} and node.args:
            given = keywords_of(node, but=OF_THE_STEP)
            found += [Use(text, given, f"{name}:{node.lineno}") for text in literals(node.args[0])]
    return found


def unsaid(uses: list[Use], templates: Mapping[str, words.Template]) -> list[str]:
    lacking = [f"{use.place}: {use.code} has no sentence" for use in uses if use.code not in templates]
    for use in uses:
        template = templates.get(use.code)
        if template is not None and use.given is not None and not words.fields(template) <= use.given:
            missing = ", ".join(sorted(words.fields(template) - use.given))
            lacking.append(f"{use.place}: the sentence of {use.code} needs {missing}")
    return sorted(lacking)


def test_files_classes_and_functions_stay_small() -> None:
    lines = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in TREES}
    large = [f"{name} has {count} lines" for name, count in lines.items() if count > LINES_OF_A_FILE]
    for name, node in nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
        if len(methods) > METHODS_OF_A_CLASS:
            large.append(f"{name}:{node.lineno} {node.name} has {len(methods)} methods")
    for name, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LINES_OF_A_FUNCTION:
            large.append(f"{name}:{node.lineno} {node.name} has {length} lines")
    assert large == []


def test_modules_have_names_that_say_something() -> None:
    assert [name for name in TREES if VAGUE & set(Path(name).stem.split("_"))] == []


def test_imports_point_one_way() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_top_level_holds_only_what_belongs_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout, so what is tracked is not known")
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip(f"git does not list the files: {listed.stderr}")
    assert {name.split("/")[0] for name in listed.stdout.splitlines()} - TOP_LEVEL == set()


def test_every_problem_has_a_sentence_with_the_parameters_it_needs() -> None:
    assert "\n".join(unsaid(problem_uses(), words.templates("problems"))) == ""


def test_every_step_has_a_name_with_the_parameters_it_needs() -> None:
    assert "\n".join(unsaid(step_uses(), words.templates("steps"))) == ""


def test_sql_stands_only_in_the_store() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
        if not name.startswith(("annotator/store/", "annotator/hub/"))
    ]
    assert found == []


def test_a_sentence_says_where_in_front_and_fills_in_its_parameters() -> None:
    problem = Problem("span-outside-text", "wire.jsonl, line 12", {"start": 40, "end": 52, "length": 45})
    assert words.sentence(problem) == (
        "wire.jsonl, line 12: The stretch 40–52 lies outside the text, which has 45 characters."
    )


def test_a_sentence_follows_the_number() -> None:
    names = [words.step_name("accept-all", {"count": count}) for count in (1, 2)]
    assert names == ["Accept one suggestion", "Accept 2 suggestions at once"]


@pytest.mark.parametrize(
    ("code", "parameters", "said"),
    [
        ("of-the-future", {}, "Of the future"),
        ("of-the-future", {"format": "x{y}"}, "Of the future (format: x{y})"),
        ("span-outside-text", {"start": 1}, "Span outside text (start: 1)"),
        ("", {}, "Unknown"),
    ],
)
def test_a_code_without_a_fitting_sentence_is_readable(code: str, parameters: dict[str, str], said: str) -> None:
    assert words.sentence(Problem(code, "", parameters)) == said


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert words.step_name("skip", {"reason": "{0} {reason} 🦀"}) == "Skip the article: {0} {reason} 🦀"


def test_a_code_inside_a_sentence_is_said_in_words() -> None:
    said = words.sentence(Problem("changed-since", "", {"person": "Zoë", "step": "add-span", "made": "2025-03-07"}))
    assert said == "This cannot be undone: Zoë changed it since (add span, 2025-03-07). Undo that first."


@pytest.mark.parametrize("folder", ["samples", "help", "words"])
def test_the_texts_that_ship_name_nobodys_home(folder: str) -> None:
    homes = re.compile(r"/(root|home|Users)/")
    files = [file for file in resources.path(folder).rglob("*") if file.is_file()]
    assert files
    assert [file.name for file in files if homes.search(file.read_text(encoding="utf-8"))] == []


def test_the_set_up_needs_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "packaging" / "dev.py").read_bytes())
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == set()


@pytest.mark.skipif(sys.platform != "linux", reason="apt")
@pytest.mark.parametrize(
    ("root", "said"),
    [
        (False, "sudo apt-get install -y --no-install-recommends libglib2.0-0t64 libgl1"),
        (True, "Installing them failed"),
    ],
)
def test_the_set_up_says_which_line_installs_what_the_system_lacks(tmp_path: Path, *, root: bool, said: str) -> None:
    scripts = {"apt-get": "exit 100", "apt-cache": 'if [ "$2" = libglib2.0-0t64 ]; then echo Package; fi'}
    for name, script in scripts.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    code = (
        "import os, runpy, sys\n"
        f"os.geteuid = lambda: {0 if root else 1000}\n"
        "dev = runpy.run_path('packaging/dev.py')\n"
        "try: dev['apt_install'](['libglib2.0-0', 'libgl1'], why='It lacks something.')\n"
        "except dev['Stop'] as reason: sys.exit(str(reason))\n"
    )
    variables = {**os.environ, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert said in done.stderr


def test_every_icon_is_drawn() -> None:
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    icons = sorted(resources.path("icons").glob("*.svg"))
    assert icons
    for icon in icons:
        assert QSvgRenderer(QByteArray(icon.read_bytes())).isValid(), icon.name


def test_qt_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 on CPython 3.11 aborts after some thousand calls that return None."""
    code = (
        "import sys; from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument\n"
        "application = QGuiApplication([]); document = QTextDocument('a' * 200)\n"
        "cursor = QTextCursor(document); cursor.setPosition(0); before = sys.getrefcount(None)\n"
        "for position in range(100): cursor.setPosition(position)\n"
        "sys.exit(sys.getrefcount(None) < before - 10 if sys.version_info < (3, 12) else 0)\n"
    )
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
