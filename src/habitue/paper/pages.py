"""Pages: a typst template and the values in it become a PDF or pictures.

What people typed reaches a template as JSON through `sys.inputs` and is never read as markup:
a guest named `#panic()` is printed as that. Templates begin with `#import "/paper/ground.typ": *`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from os.path import commonpath
from pathlib import Path
from typing import Any, Literal

import typst

ROOT = Path(__file__).parents[1]
# The first that is here sets the page; the others stand in for letters it has not.
SANS = (
    "Inter",
    "Noto Sans",
    "Source Sans 3",
    "Liberation Sans",
    "Arial",
    "Helvetica",
    "DejaVu Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans JP",
    "Noto Sans SC",
    "IPAGothic",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Color Emoji",
    "Libertinus Serif",
)
SERIF = ("Iowan Old Style", "Palatino", "Georgia", "Noto Serif", "Libertinus Serif", *SANS)


def pdf(
    template: Path, data: Mapping[str, Any], *, at: datetime | None = None, lasting: bool = False
) -> bytes:
    """`template` filled with `data`. `at` is the moment it says it was made: same in, same out.

    `lasting` asks for PDF/A-2b, the archives' form. It cannot show a letter no font here has;
    then the page is an ordinary PDF rather than none.
    """
    if lasting:
        try:
            return _compiled(template, data, "pdf", at=at, standard="a-2b")[0]
        except typst.TypstError:
            pass  # a fault of the template itself comes again, and goes up, in the next line
    return _compiled(template, data, "pdf", at=at)[0]


def pictures(template: Path, data: Mapping[str, Any], ppi: int) -> list[bytes]:
    """The same pages as PNG, one each."""
    return _compiled(template, data, "png", ppi=ppi)


def _compiled(
    template: Path,
    data: Mapping[str, Any],
    format: Literal["pdf", "png"],
    *,
    ppi: int | None = None,
    at: datetime | None = None,
    standard: Literal["a-2b"] | None = None,
) -> list[bytes]:
    made = typst.compile(
        template,
        root=Path(commonpath([ROOT, template])),
        font_paths=_fonts(),
        sys_inputs={
            "data": _plain(data),
            "sans": _plain(_present(SANS)),
            "serif": _plain(_present(SERIF)),
        },
        format=format,
        ppi=ppi,
        pdf_standards=[standard] if standard else [],
        timestamp=int(at.timestamp()) if at else None,
    )
    return [made] if isinstance(made, bytes) else made  # a list where it is pictures


def _plain(data: object) -> str:
    """JSON typst can read whatever was typed: no halves of letters, no control characters."""
    return json.dumps(_printable(data), ensure_ascii=False, allow_nan=False)


def _printable(value: object) -> object:
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode()
        return "".join(c for c in whole if (c >= " " and c != "\x7f") or c in "\n\t")
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    """The system's and typst's own, looked for once: it takes longer than a page."""
    return typst.Fonts()


@cache
def _present(wanted: tuple[str, ...]) -> tuple[str, ...]:
    here = set(_fonts().families())
    return tuple(family for family in wanted if family in here)
