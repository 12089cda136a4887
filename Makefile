# Dispatch from a clean checkout: `make run`, `make test`. Needs Python 3.11 or newer, make, and once the network.
# Every step leaves a stamp in .venv, so that the second time nothing is installed again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := $(PYTHON) -m pip --disable-pip-version-check --quiet --no-input
LOCKED := install --require-hashes
SOURCE := services shared tests
ARGS   ?=
MINUTES ?= 30

# A checkout that was moved or copied has an environment that still points to its old place.
ifneq ($(shell cat $(VENV)/.place 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.project
endif

.PHONY: help install run test check audit licences bench bench-quick chaos soak lock clean

help: ## show the targets
	@echo 'Dispatch: which model answers which request.'
	@echo
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
	  printf '%-20s %s\n' "$$name" "$$words"; done

install: $(VENV)/.run $(VENV)/.project ## make .venv with what Dispatch needs to run

run: install ## start Valkey, classifiers and gateway; Ctrl-C stops them (more: make run ARGS="--gateways 2")
	@exec $(PYTHON) -P -m services.cli.main up --auto $(ARGS)

test: $(VENV)/.dev $(VENV)/.project ## run all tests (some of them: make test ARGS="-k splice")
	@$(PYTHON) -m pytest $(ARGS)

check: $(VENV)/.dev $(VENV)/.project ## format, lint, types, import contracts, secrets, licences, advisories
	@$(PYTHON) -m ruff format --check --quiet $(SOURCE) || { echo 'not formatted; mend it with: $(PYTHON) -m ruff format $(SOURCE)' >&2; exit 1; }
	@$(PYTHON) -m ruff check $(SOURCE)
	@$(PYTHON) -m mypy
	@$(PYTHON) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo
	@$(PYTHON) -m tests.audit.secret_scan
	@$(PYTHON) -m tests.audit.licence_list
	@$(PYTHON) -m tests.audit.dependency_audit

audit: $(VENV)/.dev $(VENV)/.project ## look up advisories for what Dispatch runs with; fails when nobody can be asked
	@$(PYTHON) -m tests.audit.dependency_audit --strict

licences: $(VENV)/.dev $(VENV)/.project ## write docs/licences.md anew
	@$(PYTHON) -m tests.audit.licence_list --write

bench: $(VENV)/.dev $(VENV)/.project ## measure what Dispatch adds to a request, in full
	@$(PYTHON) -m tests.benchmarks.run $(ARGS)

bench-quick: $(VENV)/.dev $(VENV)/.project ## the same in under two minutes
	@$(PYTHON) -m tests.benchmarks.run --quick $(ARGS)

chaos: $(VENV)/.dev $(VENV)/.project ## break a fleet in every way under load and count what becomes of each request (7 minutes; needs nginx)
	@$(PYTHON) -m tests.chaos.run $(ARGS)

soak: $(VENV)/.dev $(VENV)/.project ## does anything grow under load? half an hour, or: make soak MINUTES=2
	@$(PYTHON) -m tests.soak.run --minutes $(MINUTES) $(ARGS)

lock: $(VENV)/.dev ## renew requirements/*.lock from pyproject.toml
	@for kind in run build dev; do \
	  case $$kind in run) from='pyproject.toml' ;; *) from="--group pyproject.toml:$$kind" ;; esac; \
	  if [ $$kind = dev ]; then from="pyproject.toml $$from --group pyproject.toml:build --constraint requirements/run.lock"; fi; \
	  $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements/$$kind.lock $$from; \
	  echo "requirements/$$kind.lock"; done

clean: ## remove .venv, caches and build output (config/ and .env stay)
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find services shared tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$("$$python" -V)"; "$$python" -m venv $(VENV); touch $@; exit 0; fi; done; \
	echo 'Dispatch needs Python 3.11 or newer with its venv module (Debian and Ubuntu: python3-venv), and none was found.' >&2; \
	echo "Found: $$(python3 -V 2>&1 || true)" >&2; exit 1

$(VENV)/.run: requirements/run.lock requirements/build.lock | $(VENV)/.made
	@echo 'installing what Dispatch needs to run'
	@$(PIP) $(LOCKED) -r requirements/run.lock -r requirements/build.lock
	@touch $@

$(VENV)/.dev: requirements/dev.lock requirements/build.lock | $(VENV)/.made
	@echo 'installing what its tests need'
	@$(PIP) $(LOCKED) -r requirements/dev.lock -r requirements/build.lock
	@touch $@

$(VENV)/.project: pyproject.toml | $(VENV)/.made
	@[ -e $(VENV)/.run ] || [ -e $(VENV)/.dev ] || $(MAKE) --no-print-directory $(VENV)/.run
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@printf '%s' '$(CURDIR)' > $(VENV)/.place
	@touch $@
