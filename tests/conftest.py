"""What every test may ask for: the real data, real passwords, a real Chromium."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from tests import migrated
from tests.cast import Cast, assemble
from tests.once import Standing
from wangge.web.known import faces

gc.set_threshold(20_000, 20, 20)  # modules, models and tests stay: to look through them often finds nothing
CAST = Standing(assemble)
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only the tests whose outcome the database has a say in (for the pass on PostgreSQL)",
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test says what it is by what it asks for."""
    asked = getattr(item, "fixturenames", ())
    for fixture, mark in {"chromium": "browser", "golden": "golden"}.items():
        if fixture in asked:
            item.add_marker(mark)
    if _shares_with_its_file(item):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


@pytest.hookimpl(tryfirst=True)  # then pytest-django puts those first that are undone by a rollback
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests run only when asked for by mark; `--only-database` leaves out what needs no second one.

    The rule: a test runs on PostgreSQL too, unless it does not touch the database at all, or says by
    `any_database` that what it looks at (words, forms, drawings, the same question put by one more person)
    comes after the answers of the database, which other tests ask for on both: actions, queries, locks,
    migrations, statements and one look at every page.
    """
    dropped = [item for item in items if not _wanted(item, config)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]
    items.sort(key=lambda item: (not _in_the_cast(item), "slow" not in item.keywords))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whoever did not ask for the cast finds an empty house."""
    if not _in_the_cast(item):
        CAST.end()


def _shares_with_its_file(item: pytest.Item) -> bool:
    """Whether it asks for something built once for its file: then one process runs the whole file."""
    known = getattr(item, "_fixtureinfo", None)
    return known is not None and any(
        each.scope == "module" for found in known.name2fixturedefs.values() for each in found
    )


def _in_the_cast(item: pytest.Item) -> bool:
    """Whether the cast may stand around a test: it asks for it, and is undone by a rollback."""
    asked = set(getattr(item, "fixturenames", ()))
    return "cast" in asked and not asked & {"transactional_db", "live_server"}


def _wanted(item: pytest.Item, config: pytest.Config) -> bool:
    if "browser" in item.keywords and "browser" not in config.option.markexpr and not _named(config):
        return False
    if not config.getoption("--only-database"):
        return True
    if "any_database" in item.keywords:
        return False
    return "django_db" in item.keywords or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def _named(config: pytest.Config) -> bool:
    """Whether somebody asked for one file or one test by name."""
    return any(Path(arg.partition("::")[0]).suffix == ".py" for arg in config.args)


@pytest.fixture(autouse=True)
def nobody_known() -> None:
    """Accounts of the test before are not remembered: a rollback gives their numbers to others."""
    faces.forget()


@pytest.fixture(autouse=True)
def house_language() -> None:
    """Every test begins in the language of the house, whatever the one before it spoke."""
    translation.deactivate()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden("urls.txt", text)`: the text is what tests/golden holds; `make golden` rewrites it."""

    def compare(name: str, text: str) -> None:
        file = Path(__file__).parent / "golden" / name
        if os.environ.get("WANGGE_GOLDEN") == "write":
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"no golden file {name}; `make golden` writes it"
        assert text == file.read_text(encoding="utf-8"), f"{name} differs; review what `make golden` changes"

    return compare


@pytest.fixture
def real_passwords(settings) -> None:
    """Argon2 as in the house itself; the other tests hash quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker) -> bool:
    """The test's database stands already, with its tables, when pytest-django comes to set it up."""
    with django_db_blocker.unblock():
        migrated.furnish(connection, connection.creation._get_test_db_name())
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path | None]:
    """The test's database; the value is a copy of its file while it was empty, where it is a file."""
    if connection.vendor != "sqlite":
        yield None
        with django_db_blocker.unblock():
            connection.close()
            connection.creation._destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        return
    copy = tmp_path_factory.mktemp("empty") / "wangge.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    yield copy


@pytest.fixture(scope="session")
def empty_house(django_db_setup: Path | None) -> Callable[[Path], Path]:
    """`empty_house(folder)`: a data folder whose database has its tables already, so nothing to migrate."""

    def furnish(folder: Path) -> Path:
        folder.mkdir(mode=0o700)
        if django_db_setup:
            shutil.copy(django_db_setup, folder)
        return folder

    return furnish


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, where this machine has it."""
    folder = Path(os.environ.get("WANGGE_SHARED", Path(__file__).parents[2] / "shared/data"))
    if not folder.is_dir():
        pytest.skip("no folder of real data here (WANGGE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The system's Chromium, driven by Playwright: `page = chromium.new_context(...).new_page()`."""
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    # Django takes Playwright's event loop for an asynchronous caller of the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def _django_db_helper(request, _cast_stands, _django_db_helper) -> None:
    """The transaction of each test, as pytest-django begins it; the cast's is begun before."""


@pytest.fixture
def _cast_stands(request, django_db_setup, django_db_blocker) -> None:
    if _in_the_cast(request.node):
        CAST.begin(django_db_blocker)


@pytest.fixture(scope="session", autouse=True)
def _cast_leaves() -> Iterator[None]:
    yield
    CAST.end()


@pytest.fixture
def cast(request, db) -> Cast:
    """The named cast of the stories, each test's own."""
    return CAST.copy() if _in_the_cast(request.node) else assemble()
