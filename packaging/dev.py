"""Sets the program up from a checkout and runs it, its checks or its tests, with nothing but Python.

    python3 packaging/dev.py demo     set up, then the program's main job on the sample articles
    python3 packaging/dev.py test     set up, then linters, types, import rules and tests
    python3 packaging/dev.py check    the same without the tests
    python3 packaging/dev.py run      set up, then open the window
    python3 packaging/dev.py translate de     set up, then make or update that translation of the window; without a
                                              language all there are; what is translated is compiled

It works in the virtual environment `.venv` of the checkout, or in the one that ANNOTATOR_VENV names.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
STAMP = "annotator-setup.txt"

# Shared libraries that Qt opens, and the Debian and Ubuntu packages that bring them.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
ON_A_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# Programs with which the tests make a screen of their own; without them those tests are skipped.
SCREEN_OF_THE_TESTS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool"}

# Texts that functions outside classes say through a function of their own are found too.
LUPDATE = ("-no-obsolete", "-locations", "none", "-tr-function-alias", "QT_TR_NOOP+=_tr")


class Stop(Exception):  # noqa: N818  not a fault of this script
    """Why it cannot go on, in sentences that say what to do."""


def main() -> int:
    """Do what the command line says and return the exit status."""
    command, extra = _command_line()
    try:
        return _do(command, extra)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _do(command: str, extra: list[str]) -> int:
    if sys.version_info[:2] < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise Stop(f"This needs Python {wanted} or newer; {sys.executable} is {platform.python_version()}.")
    if command not in {"check", "translate"}:
        see_to_system_libraries(screen=has_screen() or command == "test", tests=command == "test")
    python = environment()
    install(python, extras={"dev"} if command in {"test", "check"} else set())
    if command == "check":
        return checks(python)
    if command == "test":
        return max(checks(python), tests(python, extra))
    if command == "translate":
        return translate(python, extra)
    return program(python, ["demo", *extra] if command == "demo" else extra)


def _command_line() -> tuple[str, list[str]]:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("command", choices=("demo", "test", "check", "run", "translate"))
    parser.add_argument("--quick", action="store_true", help="test: leave out the slow tests")
    parser.add_argument("--slow", action="store_true", help="test: the slow tests only")
    parser.add_argument("--bench", action="store_true", help="test: the measurements of speed only")
    known, extra = parser.parse_known_args()
    if known.command == "test":
        chosen = [name for name in ("slow", "bench") if getattr(known, name)]
        if chosen:
            extra = ["-m", " or ".join(chosen), *extra]
        elif "-m" not in extra:
            extra = ["-m", "not slow and not bench" if known.quick else "not bench", *extra]
    return known.command, extra


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    return platform.system() != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def see_to_system_libraries(*, screen: bool, tests: bool) -> None:
    """Install what Qt needs of the system where that is allowed, and say the exact line where it is not.

    Only what nothing works without stops the set-up; the rest is a warning.
    """
    if platform.system() != "Linux":
        return
    needed = [name for name in ALWAYS if not _opens(name)]
    wished = [name for name in ON_A_SCREEN if screen and not _opens(name)]
    programs = [name for name in SCREEN_OF_THE_TESTS if tests and not shutil.which(name)]
    if not (needed or wished or programs):
        return
    packages = [{**ALWAYS, **ON_A_SCREEN, **SCREEN_OF_THE_TESTS}[name] for name in needed + wished + programs]
    try:
        apt_install(packages, why=f"The system lacks {', '.join(needed + wished + programs)}.")
    except Stop as reason:
        if needed:
            raise
        print(f"{reason}\nIt goes on without.", file=sys.stderr)


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str], *, why: str) -> None:
    """Install Debian or Ubuntu packages as root; otherwise raise Stop with the exact line to run."""
    if not shutil.which("apt-get"):
        raise Stop(f"{why} Install that with the system's own tools (on Debian: {' '.join(packages)}).")
    line = ["apt-get", "install", "-y", "--no-install-recommends"]
    if getattr(os, "geteuid", int)() != 0:
        command = shlex.join([*line, *map(_package_here, packages)])
        raise Stop(f"{why} Please run this line, then try again:\n\n    sudo apt-get update && sudo {command}\n")
    print(f"{why} Installing {', '.join(packages)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    updated = subprocess.run(["apt-get", "update"], env=quiet, check=False, stdout=subprocess.DEVNULL)
    line += map(_package_here, packages)
    if subprocess.run(line, env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
        blame = " (“apt-get update” failed as well: is there a network?)" if updated.returncode else ""
        raise Stop(f"{why} Installing them failed{blame}. The line was:\n\n    {shlex.join(line)}\n")


def _package_here(package: str) -> str:
    """Return the package's name in this release; 64-bit times renamed some (`libglib2.0-0t64`)."""
    renamed = f"{package}t64"
    known = subprocess.run(["apt-cache", "show", renamed], check=False, capture_output=True)
    return renamed if known.returncode == 0 and known.stdout else package


def environment() -> Path:
    """Return the Python of the virtual environment, which is made where it is missing or no longer works."""
    folder = Path(os.environ.get("ANNOTATOR_VENV") or ROOT / ".venv").absolute()
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if (folder / STAMP).exists() and python.exists():
        return python
    if _works(python):
        return python
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise Stop(f"{folder} is not a virtual environment and is not empty. Name another with ANNOTATOR_VENV.")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_install([package], why="This Python cannot make virtual environments.")
    print(f"Making the virtual environment {folder} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
    if made.returncode or not _works(python):
        raise Stop(f"The virtual environment {folder} could not be made; the lines above say why.")
    return python


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0


def install(python: Path, *, extras: set[str]) -> None:
    """Install the checkout and its libraries, unless done already with the same `pyproject.toml`."""
    stamp = python.parent.parent / STAMP
    now = _fingerprint()
    before, *had = stamp.read_text(encoding="utf-8").split() if stamp.exists() else [""]
    if before == now and extras <= set(had):
        return
    print("Installing the program and its libraries (some minutes at the first time) …", flush=True)
    wanted = sorted(extras | set(had))
    target = f"{ROOT}[{','.join(wanted)}]" if wanted else str(ROOT)
    line = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--editable", target]
    stamp.unlink(missing_ok=True)
    if subprocess.run(line, cwd=ROOT, check=False).returncode:
        raise Stop(
            "The libraries could not be installed; the lines above say why. Without a network, pip needs a\n"
            f"folder of wheels: set PIP_FIND_LINKS to it. The line was:\n\n    {shlex.join(line)}\n"
        )
    stamp.write_text("\n".join([now, *wanted, ""]), encoding="utf-8")


def _fingerprint() -> str:
    """Return what an installation depends on, as one word."""
    return hashlib.sha256(str(ROOT).encode() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def checks(python: Path) -> int:
    """Run linter, types and import rules, all of them whatever fails, and return 1 when one did."""
    lines = {
        "ruff": [str(python), "-m", "ruff", "check", "."],
        "mypy": [str(python), "-m", "mypy"],
        "import-linter": [_script(python, "lint-imports")],
    }
    return max([_timed(name, line) for name, line in lines.items()])


def tests(python: Path, extra: list[str]) -> int:
    """Run pytest and return 1 when a test failed."""
    return _timed("pytest", [str(python), "-m", "pytest", *extra])


def translate(python: Path, languages: list[str]) -> int:
    """Bring the translations of the window up to date with its texts, and compile them; return 1 when one failed."""
    folder = ROOT / "resources" / "translations"
    files = [folder / f"annotator_{language}.ts" for language in languages] or sorted(folder.glob("annotator_*.ts"))
    if not files:
        raise Stop("There is no translation yet. Name a language: python3 packaging/dev.py translate de")
    sources = sorted(str(file) for file in (ROOT / "annotator").rglob("*.py"))
    update = [_script(python, "pyside6-lupdate"), *LUPDATE, *sources, "-ts", *map(str, files)]
    compiled = [[_script(python, "pyside6-lrelease"), str(file), "-qm", str(file.with_suffix(".qm"))] for file in files]
    return max(_timed(Path(line[-1]).name, line) for line in [update, *compiled])


def program(python: Path, arguments: list[str]) -> int:
    """Run the installed program and return its exit status."""
    variables = dict(os.environ)
    if not has_screen():
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.run([_script(python, "annotator"), *arguments], env=variables, check=False).returncode


def _script(python: Path, name: str) -> str:
    return str(python.with_name(f"{name}.exe" if sys.platform == "win32" else name))


def _timed(name: str, line: list[str]) -> int:
    print(f"\n── {name} ──", flush=True)
    start = time.monotonic()
    status = subprocess.run(line, cwd=ROOT, check=False).returncode
    seconds = time.monotonic() - start
    print(
        f"{name}: {'passed' if status == 0 else f'failed (exit status {status})'} in {seconds:.0f} s",
        flush=True,
    )
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
