# Two commands for a fresh machine with Python 3.10+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help venv demo test bare lint format docs site services soak fuzz audit lock bench clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-10s %s\n", $$1, $$2 }'

venv: $(VENV)/ready
$(VENV)/ready: pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "This needs Python 3.10 or newer, with venv: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install -q -e . --group dev
	touch $@

demo: venv ## the main job on a sample project, with its proof
	$(BIN)/python sample_projects/demo.py

test: venv ## the whole suite
	@echo "This takes about six minutes on eight cores, twenty on two, and makes environments the first time."
	$(BIN)/pytest -n auto

bare: venv ## a short selection, as on a machine with one Python and nothing else
	$(BIN)/python -m tests.bare

lint: venv ## format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

format: venv ## let ruff format and fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: venv ## write the generated pages of the documentation anew
	$(BIN)/python -m docs.generate

site: venv ## the documentation as a site, in site/html/
	$(BIN)/python -m pip install -q --group site
	$(BIN)/python -m docs.site

services: venv ## start private PostgreSQL and MariaDB servers for the tests
	$(BIN)/python -m tests.services start

soak: services ## the long run: every Django on every database, every place to be interrupted at
	USERSHIFT_RECORD=1 USERSHIFT_SERVICES=required USERSHIFT_EXAMPLES=2000 $(BIN)/pytest -n auto -m ""
	USERSHIFT_RECORD=1 $(MAKE) fuzz

fuzz: venv ## a million files that are changed at random, through every parser and all passes
	$(BIN)/python -m tests.fuzz
	$(BIN)/python -m pip install -q --group fuzz && $(BIN)/python -m tests.fuzz.guided

audit: venv ## known vulnerabilities of what is locked, where their data can be reached
	$(BIN)/python -m pip install -q --group audit
	$(BIN)/python -m tests.audit

lock: venv ## write requirements-dev.txt anew, with the newest versions and their hashes
	$(BIN)/python -m pip install -q --group lock
	$(BIN)/uv pip compile -q --universal --python-version 3.10 --generate-hashes --no-annotate \
		--no-header --upgrade --group dev pyproject.toml -o requirements-dev.txt

bench: services ## what usershift costs beside other tools, and an adoption with 1,000,000 users
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/python -m benchmarks.speed --all --write
	$(BIN)/python -m benchmarks.adoption
	$(BIN)/python -m benchmarks.rehearsal

clean: ## remove what the other targets made
	if test -d .services; then $(BIN)/python -m tests.services stop; fi
	rm -rf $(VENV) .venvs .services .demo site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
