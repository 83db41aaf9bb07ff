# Everything runs in the virtual environment .venv, which .ci/bootstrap.py makes and keeps up to date.
PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
SUITES ?= ../shared/suites

VENV_PYTHON := .venv/bin/python
PYTEST := $(VENV_PYTHON) -m pytest

.DEFAULT_GOAL := help
.PHONY: help run test score lint types imports check bench conformance clean environment environment-dev

help: ## show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: environment ## build the knowledge graph from data/ into build/ and print its account
	.venv/bin/kg build data/ -o build --account

test: environment-dev ## run the tests, which need no system package
	$(PYTEST) -n auto --dist loadfile

score: environment-dev ## read the invented corpus: right, missed, needs review, silently wrong (must be 0)
	$(VENV_PYTHON) tests/corpus/score.py

lint: environment-dev ## look for lint and wrong formatting
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check

types: environment-dev ## check the types
	$(VENV_PYTHON) -m mypy --strict src

imports: environment-dev ## check which module may import which
	.venv/bin/lint-imports

check: environment-dev ## run the slow checks, installing the Debian packages they need
	@bash .ci/run packages
	$(PYTEST) -m check tests

bench: environment-dev ## run the comparisons in benchmarks/, one after the other
	@for program in benchmarks/*.py; do echo "== $$program"; $(VENV_PYTHON) "$$program" || exit 1; done

conformance: environment-dev ## run the conformance suites in SUITES=../shared/suites
	@test -d "$(SUITES)" || { echo "error: there is no folder $(SUITES) with the suites; name it: make conformance SUITES=..." >&2; exit 1; }
	KG_SUITES="$$(cd "$(SUITES)" && pwd)" $(PYTEST) -m conformance tests

clean: ## remove all that make made, .venv too
	rm -rf .venv build dist .benchmarks .coverage htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment environment-dev:
	@command -v "$(PYTHON)" >/dev/null || { echo "error: there is no $(PYTHON) here; install python3.11 or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" .ci/bootstrap.py $(if $(findstring dev,$@),dev)
