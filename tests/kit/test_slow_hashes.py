"""What the suite makes cheap for itself (tests/conftest.py) costs its price in the program."""

from __future__ import annotations

import subprocess
import sys

from tests.serving import Installation

PINS = "from habitue.kit.pins import hashed; print(hashed('chez-marthe alice', '7391'))"


def test_a_password_costs_what_it_should(prepared: Installation) -> None:
    """As Django lays down for Argon2id: 100 MiB, two passes, eight lanes."""
    [[stored]] = prepared.asked("SELECT password FROM staff_login")
    assert stored.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


def test_a_pin_costs_what_it_should(prepared: Installation) -> None:
    """The least that OWASP accepts for Argon2id: 19 MiB and two passes."""
    django = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'habitue.site.settings'"
    done = subprocess.run(
        [sys.executable, "-c", f"{django}; django.setup(); {PINS}"],
        env=prepared.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
