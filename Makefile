# Everything a person or a machine does here is one of these. `make demo` and `make test` set
# themselves up from a bare Debian or Ubuntu: git, make, python3 with venv.

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
UV := .tools/bin/uv
CATALOGUES := $(wildcard src/habitue/locale/*/LC_MESSAGES/*.po)

export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-all fast bench faults check fix words books shots build release

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: .venv/ready ## install everything into .venv, nothing outside this folder

demo: setup ## open the demo house in your browser
	@$(BIN)/habitue demo

test: setup ## the suite: SQLite, PostgreSQL, a real browser
	@$(BIN)/python -m tools.suite

test-all: setup ## every test on both databases, slow ones too: an hour
	@$(BIN)/python -m tools.suite --all

fast: setup ## the quick tests on SQLite, for between two edits
	@$(BIN)/pytest -q -x -n 2 -m "not browser and not races and not slow"

bench: setup ## how fast this machine is at what a till does
	@$(BIN)/habitue bench

faults: setup ## kill, race and starve it at length, on both databases
	@$(BIN)/python -m tools.faults --full
	@$(BIN)/pytest -q -m "faults or hypothesis" --faults
	@$(BIN)/python -m tools.mutants

check: setup ## format, lint, types, floors, migrations, templates, translations
	@$(BIN)/python -m tools.check

fix: setup ## put right what a tool can put right
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m tools.catalogues update

books: setup ## recompute every balance of the house in the data folder
	@$(BIN)/habitue verify

shots: setup ## photograph the screens of the demo house into shots/
	@$(BIN)/python -m tools.shots

build: setup ## the wheel and the source archive, into dist/
	@rm -rf dist
	@$(UV) build --quiet
	@$(BIN)/python -m tools.wheel dist

release: check test-all build ## everything a release must pass, then how to publish it
	@echo "Built dist/: tag v$$($(BIN)/habitue --version | awk '{print $$NF}'), then publish with: $(UV) publish"

.venv/ready: pyproject.toml uv.lock hatch_build.py $(UV) $(CATALOGUES)
	@$(UV) sync --frozen --quiet --python $(PYTHON)
	@$(BIN)/python -m tools.catalogues compile
	@touch $@

$(UV): Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Habitué needs Python 3.11 or newer. Do: sudo apt-get install python3 python3-venv, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. Do: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up, once…"
	@test -x .tools/bin/pip || $(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
