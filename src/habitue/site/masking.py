"""Whoever reads a log must not get the link of a bill or of an invitation with it."""

import logging
import re

SECRET = re.compile(r"(/b/|/me/join/)[^/\s]+")


def masked(path: str) -> str:
    return SECRET.sub(r"\1…", path)


class Access(logging.Filter):
    """For the server's own line about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "path" in record.args:
            record.args = {**record.args, "path": masked(str(record.args["path"]))}
        return True


class Links(logging.Filter):
    """For what Django writes of a request it refuses before, or fails in, one of our views."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(masked(a) if isinstance(a, str) else a for a in record.args)
        return True
