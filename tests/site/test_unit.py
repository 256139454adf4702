"""The unit for systemd: made for this installation, and one systemd accepts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def unit(habitue: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("HABITUE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HABITUE_BACKUP_TO", "/mnt/copies")
    said = habitue("unit", "--user", "root", "--port", "8123")
    assert said.code == 0, said.err
    return str(said.out)


def test_it_names_this_installation(unit: str, tmp_path: Path) -> None:
    assert f"Environment=HABITUE_DATA_DIR={tmp_path}" in unit
    assert "habitue serve --host 127.0.0.1 --port 8123" in unit
    assert "Restart=always" in unit
    assert "ReadWritePaths=-/mnt/copies" in unit


def test_it_serves_https_where_that_is_asked(habitue: Any, unit: str) -> None:
    secure = habitue("unit", "--user", "root", "--port", "443", "--tls").out

    assert "habitue serve --host 127.0.0.1 --port 443 --tls\n" in secure
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE\n" in secure
    assert "AF_NETLINK" in secure  # the kernel is asked which addresses there are
    assert "CAP_NET" not in unit
    assert "NETLINK" not in unit


@pytest.mark.parametrize("more", [[], ["--tls", "--port", "443"]], ids=["plain", "https"])
def test_systemd_accepts_it(habitue: Any, unit: str, tmp_path: Path, more: list[str]) -> None:
    unit = habitue("unit", "--user", "root", *more).out
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine: the unit was not checked")
    file = tmp_path / "habitue.service"
    file.write_text(unit)

    done = subprocess.run([analyze, "verify", str(file)], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_place_must_be_named(habitue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HABITUE_DATA_DIR")

    assert "HABITUE_DATA_DIR=/var/lib/habitue" in habitue("unit").err


def test_a_path_with_a_space_is_refused(habitue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABITUE_DATA_DIR", "/srv/the book")

    assert "without spaces" in habitue("unit").err
