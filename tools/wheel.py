"""Look into a built wheel: does it carry what a machine without this repository needs?"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

SOURCE = Path("src")


def needed() -> set[str]:
    """Every template, static file, migration and compiled catalogue of the source tree."""
    wanted = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".po", ".mo")
    }
    return wanted | {
        path.with_suffix(".mo").relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("locale/*/LC_MESSAGES/*.po")
    }


def main(folder: str) -> int:
    (wheel,) = Path(folder).glob("*.whl")
    lacking = sorted(needed() - set(zipfile.ZipFile(wheel).namelist()))
    for name in lacking:
        print(f"{wheel.name} lacks {name}", file=sys.stderr)
    if not lacking:
        print(f"{wheel} carries everything.")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
