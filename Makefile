# `make` builds the virtual environment; `make demo` and `make test` are all that most people need.
.DEFAULT_GOAL := install
.PHONY: install demo test coverage model lock clean
PYTHON ?= python3
BIN := .venv/bin

install: .venv/installed

.venv/installed: requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Good Clients needs Python 3.11 or newer: set PYTHON=…")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: install
	$(BIN)/good-clients demo

test: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	# Real processes, browsers and clocks: what loses a race on a busy machine has a second chance, alone.
	$(BIN)/python -m pytest --numprocesses auto || $(BIN)/python -m pytest --last-failed --last-failed-no-failures none

# Apart from the tests, whose time it adds half to; below 95 % it fails.
coverage: install
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Run it after changing the lexicon, the examples or how words are read: the model learns them anew, in a minute.
model: install
	$(BIN)/python -m bot.questions.learning

# Needs uv; run it after changing a dependency in pyproject.toml.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml --group dev --group benchmarks -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
