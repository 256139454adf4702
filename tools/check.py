"""`make check`: what a machine can judge without running the product. A line each, all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(sys.executable).parent
SOURCE = Path("src/habitue")
CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "floors": ["lint-imports", "--no-cache"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "templates": ["djlint", str(SOURCE), "--lint", "--quiet"],
    "translations": ["python", "-m", "tools.catalogues", "check"],
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="habitue-check-") as folder:
        settings = {"HABITUE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "habitue.site.settings"}
        failed = [name for name, command in CHECKS.items() if not _passes(name, command, settings)]
    print(f"NOT passed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _passes(name: str, command: list[str], settings: dict[str, str]) -> bool:
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"{name:13}{'no' if done.returncode else 'ok'}", flush=True)
    if done.returncode:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
