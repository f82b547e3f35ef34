# Each target works on a fresh machine with Python 3.11+ and make.
# PYTHON chooses the interpreter that makes the environment: make serve PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: serve graph test bench check format lock vendored clean

serve: graph
	$(BIN)/consulaire serve --host $(HOST) --port $(PORT)

graph: $(VENV)/.run
	$(BIN)/consulaire build
	$(BIN)/consulaire validate

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

# Ratios, not tests: see benchmarks/README.md. Each runs even when one before it misses its target.
# Fewer rounds: make bench SHORT=--short
BENCHMARKS := build validate obligations library networks small_select twelve export unchanged endpoint residence hop wsgi
bench: $(VENV)/.dev $(VENV)/.peers
	failed=0; for one in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$one $(SHORT) || failed=1; done; exit $$failed

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test
	$(BIN)/python tests/wheel_in_a_bare_environment.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What it needs to run: the locked run-time packages, then this project.
$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Consulaire needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

# What it needs to be worked on: the locked tools besides.
$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# What the benchmarks compare with, in an environment of its own.
$(VENV)/.peers: $(VENV)/.dev requirements-peers.lock
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	touch $@

# Make the locks anew, with uv: after a change of the dependencies in pyproject.toml.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra notebooks --group dev -o requirements-dev.lock
	$(LOCK) --group peers --no-annotate -o requirements-peers.lock

# Write the vendored front-end libraries anew, with Node and npm: after a change of server/vendoring/package.json.
vendored:
	cd server/vendoring && npm ci --silent --no-audit --no-fund && npm run --silent vendor
