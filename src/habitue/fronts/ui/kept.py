"""What a browser keeps of a front: the worker that does it, told which files a kept page needs."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.templatetags.static import static

from habitue.fronts.ui import styles

SHARED = ("ui/icons.svg", "ui/drawings.svg", "ui/favicon.svg", "django_htmx/htmx-2.min.js")
FOLDERS = ("ui/js/",)


def worker(*scripts: str, looks: Iterable[str], folders: Iterable[str]) -> HttpResponse:
    """The scripts of a worker; the sheets its pages are drawn with, and folders of its own."""
    names = [*SHARED, *_listed((*FOLDERS, *folders))]
    needed = json.dumps([*map(styles.url, looks), *map(static, names)])
    asked = ", ".join(json.dumps(static(name)) for name in scripts)
    answer = HttpResponse(
        f"self.NEEDED = {needed};\nimportScripts({asked});\n", content_type="text/javascript"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _listed(folders: Iterable[str]) -> list[str]:
    """Every script and style of `folders`."""
    found = []
    for folder in folders:
        where = finders.find(folder)
        if where:
            found += [f"{folder}{one.name}" for one in sorted(Path(where).iterdir())]
    return [name for name in found if name.endswith((".css", ".js"))]
