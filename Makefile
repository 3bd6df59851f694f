# Two commands for a fresh machine with Python 3.10+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help venv test lint format demo clean

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
