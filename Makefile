# Two commands for a fresh machine with Python 3.10+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help venv test services soak lint format demo clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

venv: $(VENV)/ready
$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q -e . --group dev
	touch $@

lint: venv ## format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

format: venv ## let ruff format and mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

demo: venv ## the main job on a sample project, with its proof
	$(BIN)/python sample_projects/demo.py

test: venv ## the whole suite
	$(BIN)/pytest -n auto

services: venv ## start private PostgreSQL and MariaDB servers for the tests
	$(BIN)/python -m tests.services start

soak: services ## the long run: every Django on every database, every place to be interrupted at
	USERSHIFT_SERVICES=required $(BIN)/pytest -n auto -m ""
