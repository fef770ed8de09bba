# Plain `make` prints the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WITH_SERVICES := eval "$$(.ci/services start)"; trap '.ci/services stop' EXIT;

.PHONY: help demo test check e2e races bench lighthouse services stop-services pins messages migrations format screenshots clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/site  ## the whole shop with demo data on http://127.0.0.1:$(PORT), no keys needed
	@DEMO=1 PORT=$(PORT) $(BIN)/python manage.py demo

test: .venv/checks  ## the suite, on SQLite
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/checks  ## linters, types, import contracts, pending migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

races: .venv/checks  ## the suite and the races on PostgreSQL, with Redis and a real Celery worker
	@$(WITH_SERVICES) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder tests

e2e: .venv/checks  ## whole trips in Chromium, and axe on every public template
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder tests/journeys --override-ini addopts="-q" -p no:cacheprovider

bench: .venv/checks  ## requests/s, CPU, queries beside a bare Django view (N=10000 listings); the admin with 100,000 orders; 1,000,000 licences
	@$(WITH_SERVICES) $(BIN)/python -m tests.bench --listings $${N:-10000} && $(BIN)/python -m tests.bench.desk && $(BIN)/python -m tests.bench.licences

lighthouse: .venv/checks tests/lighthouse/node_modules  ## Lighthouse on eleven pages, phone and desk (needs node and npm; SHOP names a shop that stands)
	@$(BIN)/python -m tests.lighthouse $${SHOP:+--shop $$SHOP}

tests/lighthouse/node_modules: tests/lighthouse/package-lock.json
	@cd tests/lighthouse && npm ci --no-audit --no-fund && touch node_modules

services:  ## start PostgreSQL and Redis on private ports with throw-away data; prints the variables to export
	@.ci/services start

stop-services:  ## stop them and remove their data
	@.ci/services stop

pins: .venv/checks  ## compile requirements*.in to the pinned requirements*.txt
	$(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links requirements.in
	$(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links requirements-dev.in

messages: .venv/checks  ## collect the texts into locale/, compile what is translated; needs no gettext tools
	$(BIN)/python manage.py messages

migrations: .venv/checks  ## write the migrations that the models need
	$(BIN)/python manage.py makemigrations

format: .venv/checks  ## let ruff tidy the code
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:  ## remove the demo's data and the test databases (not .venv)
	rm -rf .data

.venv/bin/python:
	@.ci/python $(PYTHON)

.venv/site: .venv/bin/python requirements.txt
	@echo "Installing what the shop runs on (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/checks: .venv/site requirements-dev.txt
	@echo "Installing what checks it (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
