# Wangge: one command each. `make help` lists them.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
# Cities have certificate authorities of their own: trust those of the system.
export UV_SYSTEM_CERTS := true
export PYTHON
# A machine that keeps no bytecode would compile every library anew at each start.
unexport PYTHONDONTWRITEBYTECODE

catalogue := src/wangge/locale/zh_Hans/LC_MESSAGES/django
screens := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
installed := pyproject.toml tools/build_hook.py $(screens)
uv = $$(tools/uv.sh)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-zA-Z%-]*\):.*## /\1\t/p' Makefile | expand -t 16

# --- environments ------------------------------------------------------------------------------------

.PHONY: env
env: $(BIN)/.ready $(catalogue).mo ## the development environment in .venv; run it again as often as you like

# What the product needs to run, from the lock; then the product itself, whose build hook makes the screens.
$(BIN)/.runs: requirements/run.txt $(installed) | $(BIN)/python
	@$(uv) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@echo "Building Wangge (front end and translations); the first time takes a minute."
	@$(uv) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(BIN)/.ready: requirements/dev.txt $(BIN)/.runs
	@$(uv) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(BIN)/python:
	@$(uv) venv --quiet --allow-existing --python $(PYTHON) .venv

$(catalogue).mo: $(catalogue).po $(BIN)/.ready
	@$(BIN)/python tools/messages.py compile

# --- the product -------------------------------------------------------------------------------------

.PHONY: demo
demo: $(BIN)/.runs ## build what is needed, fill a city with a day of work, open it in a browser
	$(BIN)/wangge demo $(DEMO)

# --- the tests ---------------------------------------------------------------------------------------

.PHONY: test test-system test-sqlite test-postgres test-browser
test: test-system lint types test-sqlite test-postgres test-browser ## everything: law, types, SQLite, PostgreSQL, Chromium

test-system:
	@tools/system.sh

test-sqlite: env ## the tests on SQLite
	$(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

test-postgres: env ## the tests that touch the database, on a PostgreSQL of their own
	$(BIN)/python tools/postgres.py -- $(BIN)/pytest -n 2 --dist loadgroup --only-database $(TESTS)

test-browser: env ## the journeys in a real Chromium
	$(BIN)/pytest -m browser $(TESTS)

.PHONY: lint types
lint: env ## style and structure
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: env ## strict types
	$(BIN)/mypy

bench-plan bench-city bench-districts bench-towns: .venv-bench/.ready # the other planners that they are compared with
.venv-bench/.ready: requirements/bench.txt
	@$(uv) venv --quiet --allow-existing --python $(PYTHON) .venv-bench
	@$(uv) pip install --quiet --python .venv-bench/bin/python --require-hashes -r requirements/bench.txt
	@touch $@

bench-%: env ## one bench, such as bench-intake; prints its baseline beside it
	$(BIN)/python -m benches.$*

# --- what is written by a command --------------------------------------------------------------------

.PHONY: acceptance messages architecture golden lock
acceptance: env ## which rows of the acceptance table are shown by a passing test
	$(BIN)/python tools/acceptance.py

messages: env ## gather what the sources say into the catalogue of translations
	$(BIN)/python tools/messages.py update

architecture: env ## draw docs/architecture.svg from the imports
	$(BIN)/python tools/architecture.py

golden: env ## rewrite the golden files, so that their differences can be reviewed
	WANGGE_GOLDEN=write $(BIN)/pytest --quiet -n 2 -m golden

lock: ## pin every dependency by hash, whatever the platform
	@$(uv) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet -o requirements/run.txt
	@$(uv) pip compile pyproject.toml --group dev -c requirements/run.txt --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/dev.txt
	@$(uv) pip compile --group pyproject.toml:bench --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/bench.txt
