"""The `habitue` command: runs the subcommand, and says in a sentence what went wrong."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from habitue.site.commands import COMMANDS

DESCRIPTION = "Habitué: the regulars' book for restaurants."
SETTINGS_HELP = """\
Settings come from the environment: HABITUE_DATA_DIR (default ./habitue-data),
HABITUE_DATABASE_URL (default SQLite in the data folder, or postgresql://…).
`habitue COMMAND --help` explains each command."""
REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


class Stop(Exception):
    """A command cannot go on: the sentence for whoever typed it."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where to read more."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        self.exit(MISUSED, f"{sentence.rstrip('.')}. See: {self.prog} --help\n")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habitue.site.settings")
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    parser, module = parser_for(words)
    options = parser.parse_args(words)
    if module is None:
        parser.print_help()
        return MISUSED
    try:
        code: int = module.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as problem:
        sentence = explained(problem)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return REFUSED
    return code


def parser_for(words: Sequence[str]) -> tuple[Parser, ModuleType | None]:
    """The parser, with the arguments of the one command that is asked for."""
    parser = Parser(
        prog="habitue",
        description=DESCRIPTION,
        epilog=SETTINGS_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=version())
    _for_all(parser, default=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
    asked = _asked(words)
    module = None
    for name, (module_name, help_) in COMMANDS.items():
        one = commands.add_parser(name, help=help_, description=_sentence(help_))
        _for_all(one, default=argparse.SUPPRESS)
        if name == asked:
            module = importlib.import_module(f"habitue.site.commands.{module_name}")
            one.formatter_class = argparse.RawDescriptionHelpFormatter
            one.epilog = getattr(module, "HELP", None)
            module.arguments(one)
    return parser, module


def _asked(words: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of one."""
    before = ""
    for word in words:
        if not word.startswith("-") and before not in ("--house", "--as"):
            return word
        before = word
    return None


def _for_all(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--house", metavar="SLUG", default=default, help="which house, where there are several"
    )
    parser.add_argument(
        "--as",
        dest="as_email",
        metavar="EMAIL",
        default=default,
        help="act with this person's rights; without it the console acts, with all rights",
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def version() -> str:
    from importlib.metadata import version

    return f"habitue {version('habitue')}"


def explained(problem: Exception) -> str | None:
    """The sentence for `problem`, or None: a mistake of ours wants its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from habitue.kit.refusals import Refusal

    if isinstance(problem, Stop):
        return str(problem)
    if isinstance(problem, Refusal):
        return problem.sentence
    if isinstance(problem, DatabaseError):
        return _database(problem)
    if isinstance(problem, OSError):
        return (
            f"{problem.strerror or problem}{f': {problem.filename}' if problem.filename else ''}."
        )
    if isinstance(problem, ImproperlyConfigured):
        return str(problem)
    return None


def _database(problem: Exception) -> str:
    said = str(problem).strip().splitlines()
    first = said[0] if said else type(problem).__name__
    if "no such table" in first or "does not exist" in first:
        return f"The database is not ready for this version ({first}). Do: habitue migrate"
    return f"The database says: {first}"
