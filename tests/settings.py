"""Settings of the tests: a data folder of their own, a database file thrown away, quick passwords."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="wangge-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "static").mkdir()  # its middleware warns where it is missing
os.environ["WANGGE_DATA"] = str(_folder)

os.environ["WANGGE_INTAKE_PER_MINUTE"] = "0"  # stories send more in a minute than people do

from wangge.config.settings import *  # noqa: E402, F403 - these are its settings, but for the lines below
from wangge.config.settings import DATABASES  # noqa: E402 - the data folder has to be named first

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the threads of a live server each need a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # it would keep the database from going

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # quick; the fixture `real_passwords` restores Argon2
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
