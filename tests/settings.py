"""The product's own settings, in a data folder that goes away with the process."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="habitue-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["HABITUE_DATA_DIR"] = _folder

from habitue.site.settings import *  # noqa: E402, F403
from habitue.site.settings import DATA_DIR, DATABASES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"] and "HABITUE_TEST_MEMORY" not in os.environ:
    # a real file: write-ahead logging, the way money is kept, does not exist in memory
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["tests.hashers.Cheapest"]  # tests/kit/test_slow_hashes.py holds the product's
