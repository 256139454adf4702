"""`python -m tests.faults F1 --full`: one programme, on SQLite or on HABITUE_DATABASE_URL."""

import sys

from tests.faults.frame import main

sys.exit(main(sys.argv[1:]))
