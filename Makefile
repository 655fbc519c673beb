# The one command surface. `make demo` and `make test` each work as the only command in a fresh clone.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DEFAULT_GOAL := help

# ------------------------------------------------------------------------------------------- which Python

# The first that runs, is new enough and can make a virtual environment; `make test PYTHON=...` names another.
PYTHON ?=
NEW_ENOUGH := import ensurepip, venv, sys; sys.version_info >= (3, 11) or sys.exit(1); print("%d.%d" % sys.version_info[:2])
FOUND := $(shell \
  for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
    version=$$("$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null) && { echo "$$candidate $$version"; break; }; \
  done)
HOST_PYTHON := $(word 1,$(FOUND))
VERSION := $(word 2,$(FOUND))

# One environment for each Python version, so that testing on another one disturbs nothing.
VENV := .venv/py$(VERSION)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-warn-script-location

# ------------------------------------------------------------------------------------------- what is run

# `make test PYTEST_ARGS=...`; loadfile because the examples of one document share a namespace
PYTEST_ARGS ?= -q --numprocesses=auto --dist=loadfile
# `make bench ONLY=hours OUT=bench.json`
ONLY ?=
OUT ?=
WORLD := examples/world
DEMO := $(BIN)/python -m leadmodel run $(WORLD)/model.toml --leads $(WORLD)/leads.csv --reps $(WORLD)/reps.csv \
  --events $(WORLD)/events.csv --at $$(cat $(WORLD)/AT) \
  --explain italian-speaker-in-switzerland
EXAMPLES = $(sort $(wildcard examples/*.py))

.PHONY: help demo test check fmt format lint types layers docs examples statements bench race fuzz clean python

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name text; do \
	  printf '  make %-11s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.demo ## a made-up company's day, start to end
	@$(DEMO)

test: check docs examples ## everything that has to hold: format, lint, types, layers, docs, examples, tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: format lint types layers

format: $(VENV)/.all
	$(BIN)/ruff format --check --quiet .

fmt: $(VENV)/.all ## format, fix what can be fixed, and write docs/features.md anew
	$(BIN)/ruff check --fix --exit-zero --silent .
	$(BIN)/ruff format .
	$(BIN)/python tools/statements.py

lint: $(VENV)/.all ## ruff, with the bans on clocks, chance and I/O
	$(BIN)/ruff check --quiet .

types: $(VENV)/.all ## mypy --strict
	$(BIN)/mypy

layers: $(VENV)/.all ## which room may import which
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.all ## the pages, into docs/_build/html; a warning is an error
	$(BIN)/sphinx-build -W -n -q -b html docs docs/_build/html

examples: $(VENV)/.all ## every file of examples/, each as a program of its own
	@set -e; for example in $(EXAMPLES); do echo "$(BIN)/python $$example"; $(BIN)/python -W error $$example >/dev/null; done

statements: $(VENV)/.all ## the numbered statements that no test shows yet
	@$(BIN)/python tools/statements.py --missing

bench: $(VENV)/.bench ## ours against the plain way; ONLY=hours for one file, OUT=file.json to keep the figures
	$(BIN)/python benchmarks/run.py $(if $(ONLY),--only $(ONLY)) $(if $(OUT),--json $(OUT))

race: $(VENV)/.all ## sixteen workers and a hundred thousand leads on SQLite and PostgreSQL; it takes long
	$(BIN)/python benchmarks/race.py

fuzz: $(VENV)/.all ## the property tests, with thousands of examples each
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest $(PYTEST_ARGS) tests

clean: ## everything that was made here, the environments too
	rm -rf .venv docs/_build build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools examples benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------- environments

python:
	@test -n "$(HOST_PYTHON)" || { \
	  echo "no Python 3.11 or newer with venv found; install one, or name it: make test PYTHON=/path/to/python3" >&2; exit 1; }

$(VENV)/.pip: | python
	@test -x $(BIN)/python || $(HOST_PYTHON) -m venv $(VENV)
	@$(PIP) --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.demo: pyproject.toml $(VENV)/.pip
	@$(PIP) --editable '.[cli]'
	@touch $@

# Only the benchmarks need the peers that they compare with.
$(VENV)/.bench: $(VENV)/.all
	@$(PIP) --group bench
	@touch $@

$(VENV)/.all: pyproject.toml $(VENV)/.pip
	@$(PIP) --editable '.[cli]' --group dev
	@touch $@ $(VENV)/.demo
