# Everything one does with this project. `make help` lists it; nothing has to be prepared by hand.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
PAGES := src/luisterlijn/pages
CROWD ?= 0
UPGRADE ?=
ARGS ?=
JOBS ?= 2

export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
NET := is the package registry reachable? Run the same command again

.PHONY: help demo test check static bench pages protocol lock setup browser clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1#/p' $(MAKEFILE_LIST) | awk -F'#' '{ printf "%-16s%s\n", $$1, $$2 }'

demo: setup ## a line of your own with volunteers in it, until Ctrl-C (CROWD=30: and thirty callers)
	@exec luisterlijn demo --crowd $(CROWD)

test: setup browser static ## every check and every test, the ones in a browser too (ARGS: passed to pytest; JOBS=0: one by one)
	@echo "- tests"
	@python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

check: setup static ## style, types, floors, pages, rules of the house: all that needs no server
	@python -m pytest -q tests/house

bench: setup .venv/.bench ## measures the budgets; prints them and writes build/bench.json
	@mkdir -p build
	@python -m loadtests $(ARGS)

pages: setup ## builds the three pages (done by every other target too, when their source changed)

protocol: setup ## writes pages/shared/protocol.ts anew from the frames in Python
	@mkdir -p build && luisterlijn protocol > build/protocol.json
	@npm --prefix $(PAGES) run --silent protocol -- $(CURDIR)/build/protocol.json

lock: .venv/.python ## compiles the lock files anew (UPGRADE=--upgrade: to the newest versions)
	@echo "- compiling the locks"
	@$(COMPILE) --extra dev -o requirements.txt
	@$(COMPILE) -c requirements.txt -o deploy/requirements.txt
	@$(COMPILE) --extra bench -c requirements.txt -o loadtests/requirements.txt
	@cd $(PAGES) && npm install --package-lock-only --ignore-scripts --silent

COMPILE = uv pip compile pyproject.toml --quiet --python-version 3.11 --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(UPGRADE)

clean: ## removes what setup and runs have made
	rm -rf .venv build dist .luisterlijn .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf $(PAGES)/node_modules $(PAGES)/dist

# --- the steps behind them: each leaves a file and runs again only when what it came from is newer --------------------

setup: .venv/.project $(PAGES)/dist/.built

static: setup
	@echo "- style";  ruff check --quiet . && ruff format --check --quiet .
	@echo "- types";  mypy
	@echo "- floors"; lint-imports --no-logo
	@echo "- pages";  npm --prefix $(PAGES) run --silent check

browser: .venv/.project
	@.ci/browser

.venv/.python: requirements.txt
	@python=$$(.ci/python) && .ci/step venv "making .venv with $$python" "is the disk full?" "$$python" -m venv .venv
	@.ci/step packages "installing the Python packages of requirements.txt" "$(NET)" \
		.venv/bin/python -m pip install --require-hashes -r requirements.txt
	@touch $@

.venv/.project: .venv/.python pyproject.toml
	@.ci/step project "installing luisterlijn itself" "does pyproject.toml parse?" \
		.venv/bin/python -m pip install --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/.bench: .venv/.project loadtests/requirements.txt
	@.ci/step bench "installing what the figures are measured against" "$(NET)" \
		.venv/bin/python -m pip install --require-hashes -r loadtests/requirements.txt
	@touch $@

$(PAGES)/node_modules/.installed: .venv/.python $(PAGES)/package.json $(PAGES)/package-lock.json
	@.ci/step npm "installing the npm packages of the pages" "$(NET)" npm --prefix $(PAGES) ci --no-audit --no-fund
	@touch $@

SOURCES := $(shell find $(PAGES) -type f \( -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' \
	-o -name '*.svg' \) -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

$(PAGES)/dist/.built: $(PAGES)/node_modules/.installed $(SOURCES)
	@.ci/step pages "building the pages" "see above" npm --prefix $(PAGES) run build
	@touch $@
