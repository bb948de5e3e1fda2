# Everything needed is Python 3.11 or newer and make; the rest is brought by the first target used.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run test lint format types screenshots bench machines faults bench-growth coverage mutants audit messages docs migration clean upgrade-test

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore
PYBABEL := $(PY) -m babel.messages.frontend
PACKAGES := service credit workflows scoring
CATALOGUES := $(wildcard $(PACKAGES:%=%/translations/*/LC_MESSAGES/*.po))
MUTMUT := $(CURDIR)/.bench/mutmut
TEST_WORKERS ?= 2
ARGS ?=
# Images of containers often forbid it, and every process would compile a thousand modules again.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-18s %s\n' "  $$name" "$$text"; done

run: $(VENV)/run.stamp $(VENV)/messages.stamp ## Set up and run the whole service (PORT=8000); Ctrl-C stops it
	@$(PY) -m service.supervise run --tied

test: setup-dev ## Run all tests (ARGS="-k name" chooses, TEST_WORKERS=2 at a time)
	$(PY) -m pytest -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup-dev ## Check style, format, types and the direction of imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

format: setup-dev ## Put the code into its one format
	$(PY) -m ruff check --fix --select I .
	$(PY) -m ruff format .

types: setup-dev ## Check types alone
	$(PY) -m mypy

bench: setup-dev ## Measure, side by side with the bare statements
	$(PY) -m bench $(ARGS)

bench-growth: setup-dev ## Let the data grow to 10,000,000 and see what becomes slower (ARGS="--largest 1000000")
	$(PY) -m bench.growth $(ARGS)

machines: setup-dev ## Fail the database and Redis over under load, there and back (ROUNDS=5)
	MACHINES_ROUNDS=$(or $(ROUNDS),5) $(PY) -m pytest -n0 -s tests/machines/test_fail_over.py

faults: setup-dev ## Break what can break under load, then count promises (SECONDS=180, SEED="1 2", ARGS="--kinds postgres")
	FAULTS=all $(PY) -m pytest -n0 tests/faults tests/contract/test_processes.py
	$(PY) -m tests.faults --seconds $(or $(SECONDS),180) $(if $(SEED),--seed $(SEED)) $(ARGS)

coverage: setup-dev ## Demand that the tests go through every branch of the pure cores
	@$(PY) -m tools.cores.branches $(ARGS)

mutants: setup-dev ## Let one line after another of the pure cores be wrong: do tests notice? (ARGS="--folder ../mutants rules")
	@$(PIP_INSTALL) --no-deps --upgrade --target $(MUTMUT) -r tools/cores/requirements.txt
	@PYTHONPATH=$(MUTMUT) nice -n 15 $(PY) -m tools.cores.mutants $(ARGS)

audit: setup-dev ## Ask the public advisories about every pinned library (ARGS=--strict: or fail)
	@$(PY) tools/audit_dependencies.py $(ARGS)

upgrade-test: setup-dev ## Let the old code (UPGRADE_FROM=commit) work on the new schema, with the whole demonstration in it
	OLD_WORK=long $(PY) -m pytest -n0 tests/upgrade $(ARGS)

screenshots: setup-dev ## Take the pictures of guides and READMEs of a demonstration of its own (PORT=8000: of one that runs)
	@$(PY) -m tools.screenshots $(if $(PORT),--address http://127.0.0.1:$(PORT)) $(ARGS)

messages: setup-dev ## Collect new texts into the English catalogues
	@$(PY) tools/messages.py $(PACKAGES)

docs: setup-dev ## Draw the documents and the client's operations, which follow from the code
	@$(PY) -m service.access.permissions_table
	@$(PY) -m workflows.engine.drawing
	@$(PY) -m tools.openapi.client
	@$(PY) -m tools.database_drawing
	@$(PY) -m tools.licences

migration: setup-dev ## Draft the next migration from the tables (NAME="what it does"); read it before use
	@folder=$$(mktemp -d) && export CREDIT_VAR=$$folder && trap 'rm -rf "$$folder"' EXIT && \
	    number=$$(printf '%04d' $$(($$(ls migrations/versions/*.py | wc -l) + 1))) && \
	    $(PY) -m flask --app wsgi db upgrade >/dev/null && \
	    $(PY) -m flask --app wsgi db migrate --rev-id "$$number" --message "$(NAME)" && \
	    $(PY) -m ruff format --quiet migrations

setup: $(VENV)/run.stamp $(VENV)/messages.stamp ## Install what the service needs, no more

setup-dev: $(VENV)/dev.stamp $(VENV)/messages.stamp

clean: ## Remove the virtual environment and caches; data in var/ stay
	rm -rf $(VENV) .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "Python 3.11 or newer is needed and '$(PYTHON)' is not: install it, or name one: make PYTHON=python3.12 …"; exit 1; }
	@echo "Creating $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV) >$(VENV).log 2>&1 || \
	    { rm -rf $(VENV); tail -n 5 $(VENV).log; rm -f $(VENV).log; echo "'$(PYTHON)' cannot create virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@rm -f $(VENV).log
	@touch $@

$(VENV)/run.stamp: requirements.txt | $(VENV)/made.stamp
	@echo "Installing what the service needs: some 370 MB, a few minutes …"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp | $(VENV)/made.stamp
	@echo "Installing what checks and tests need: a few minutes …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/messages.stamp: $(CATALOGUES) $(VENV)/run.stamp
	@for catalogue in $(CATALOGUES); do \
	    $(PYBABEL) --quiet compile --input-file $$catalogue --output-file $${catalogue%.po}.mo || exit 1; \
	done
	@touch $@
