# One command each. `make up` runs Etalase, `make test` proves it, `make check` is what CI asks for.
# Everything lands in this folder: .tools (uv), .venv (Python packages), node_modules (what pages are built from).

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help up test check screenshots chaos bench bench-full lock format clean setup setup-dev chromium

ARGS ?=
HOST ?=
LONG ?=
PORT ?=
TESTS ?= tests
# Most of a test is waiting, for a browser, a database or a clock: half as many again as there are cores.
WORKERS ?= $(shell expr \( $$(getconf _NPROCESSORS_ONLN) \* 3 + 1 \) / 2)

# The first Python that is new enough, whatever its name.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	{ echo $$name; break; }; done)

export UV_PYTHON_DOWNLOADS := never
UV := .tools/bin/uv
BIN := .venv/bin
# pyvips is published as source only. It is pure Python, and stays so: no compiler, no libvips of the system.
# localstripe, a Stripe to test against, is source too.
SOURCES := --no-binary pyvips --no-binary localstripe
WHEELS := --only-binary :all: $(SOURCES)
SYNC := PKG_CONFIG=false $(UV) pip sync --python $(BIN)/python --require-hashes $(SOURCES)
ITSELF := $(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
LOCK := $(UV) pip compile pyproject.toml --group assets --python-version 3.11 --universal --generate-hashes $(WHEELS) \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --upgrade

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

up: setup ## Run Etalase on http://127.0.0.1:8000 (PORT=, HOST=, ARGS='--sandbox --workers 2')
	@ETALASE_WITH_PARENT=1 exec $(BIN)/etalase up $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT)) $(ARGS)

test: setup-dev chromium ## Every test (TESTS=tests/base, WORKERS=2, LONG=1 for the longest proofs at full length)
	@ETALASE_TEST_LONG=$(LONG) $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(TESTS)

check: setup-dev ## Format, lint, types, floors, tests: what CI asks for
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

screenshots: setup-dev chromium ## Take the pictures of docs/screenshots anew, of the demo world
	@$(BIN)/python -m tests.browser.screenshots

chaos: setup-dev ## Kill, cut off, fill up and starve a running Etalase in the middle of a checkout storm (ARGS='--only kills')
	@exec $(BIN)/python -m tests.chaos $(ARGS)

bench: setup-dev ## Measure against the limit of this machine, 15 minutes at most
	@ETALASE_WITH_PARENT=1 exec $(BIN)/etalase bench $(ARGS)

bench-full: setup-dev ## The same at full size; the large shops are built once and kept
	@ETALASE_WITH_PARENT=1 exec $(BIN)/etalase bench --full $(ARGS)

format: setup-dev ## Write every file as `make check` wants it
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: $(UV) ## Resolve the newest versions that fit into requirements/, with hashes
	@$(LOCK) --output-file requirements/runtime.txt
	@$(LOCK) --group dev --constraints requirements/runtime.txt --output-file requirements/dev.txt
	@echo "uv" | $(UV) pip compile - --universal --generate-hashes --only-binary :all: --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --quiet --upgrade --output-file requirements/uv.txt

clean: ## Remove what set-up made; data in .etalase stays
	rm -rf .tools .venv node_modules etalase/web/static/built etalase/base/fonts .pytest_cache .ruff_cache .hypothesis .import_linter_cache

setup: .venv/.runtime etalase/web/static/built/.done

setup-dev: .venv/.dev etalase/web/static/built/.done

chromium: setup-dev
	@sh .ci/chromium

$(UV): requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found."; exit 1; }
	@echo "[1/4] Fetching uv into .tools"
	@rm -rf .tools
	@sh .ci/uv "$(PYTHON)"
	@touch $@

.venv/.made: | $(UV)
	@test -x $(BIN)/python && $(BIN)/python -c '' 2>/dev/null || $(UV) venv --quiet --clear --python "$(PYTHON)" .venv
	@touch $@

.venv/.runtime: .venv/.made requirements/runtime.txt pyproject.toml
	@echo "[2/4] Installing Python packages"
	@$(SYNC) requirements/runtime.txt
	@$(ITSELF)
	@touch $@

.venv/.dev: .venv/.made requirements/dev.txt pyproject.toml
	@echo "[2/4] Installing Python packages and tools"
	@$(SYNC) requirements/dev.txt
	@$(ITSELF)
	@touch .venv/.runtime $@

node_modules/.done: package-lock.json package.json
	@echo "[3/4] Fetching what pages are built from"
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

ASSETS := $(wildcard etalase/web/assets/*.py) $(shell find etalase/web/styles etalase/web/modules -type f 2>/dev/null)

etalase/web/static/built/.done: node_modules/.done $(ASSETS)
	@echo "[4/4] Building styles, scripts and icons"
	@$(BIN)/python -m etalase.web.assets > .venv/assets.log || { cat .venv/assets.log; exit 1; }
	@touch $@
