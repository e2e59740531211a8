# ptassist: `make help` lists what can be made. PYTHON=python3.12 chooses the interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.DEFAULT_GOAL := help
.PHONY: help install dev build serve format lint types unit slow browser test screenshots clean bench

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

install: $(VENV)/installed ## set up .venv with what ptassist needs

dev: $(VENV)/installed-dev ## the same, with what the tests need

build: $(VENV)/installed ## build the index from corpus/articles (an unchanged corpus costs nothing)
	$(BIN)/ptassist build

serve: build ## serve the demo page with the widget on http://127.0.0.1:8000
	$(BIN)/ptassist serve

format: $(VENV)/installed-dev ## put the code in form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: $(VENV)/installed-dev ## check form and style
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(VENV)/installed-dev ## check types
	$(BIN)/mypy

unit: $(VENV)/installed-dev ## the quick tests
	$(RUN) pytest

slow: $(VENV)/installed-dev ## tests with the real encoder, and of the wheel
	$(RUN) pytest -m slow

browser: $(VENV)/installed-dev chromium ## tests in a real browser
	$(RUN) pytest -m browser

.PHONY: chromium
chromium:
	@tests/e2e/ensure_chromium.sh

test: lint types unit slow browser ## everything

bench: $(VENV)/installed-dev ## measure beside four peers and under load: make bench BEIR=FOLDER
	$(RUN) bench.compare $(or $(BEIR),$(error name a BEIR folder: make bench BEIR=FOLDER))

screenshots: $(VENV)/installed-dev chromium ## pictures of every state, for a person to look at
	$(RUN) bench.screenshots

clean: ## remove the virtual environment and the built index
	rm -rf $(VENV) index/current index/versions index/cache index/reports index/.lock

$(VENV)/bin/python:
	@./.ci/make_venv $(PYTHON) $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt pip
	$(RUN) pip install --quiet -c constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(RUN) pip install --quiet -c constraints.txt --group dev
	@touch $@
