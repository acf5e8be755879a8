# make demo   sets up and runs the main job on a small portal that ships with the project
# make test   sets up and runs every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test test-slow lint bench bench-scans bench-warehouse fuzz lock clean

setup: $(VENV)/.ready

# Pinned and hashed; no index address, so pip uses whatever index the machine is set up with.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "gongkai needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "setting up $(VENV): pinned, hashed libraries, then gongkai itself (a minute or so)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: setup
	@$(BIN)/python -m tests.portal demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest

# Fifty kills of a crawl, a hundred of a publish; ten minutes.
test-slow: lint
	$(BIN)/pytest -m slow

# Measures; they take minutes and assert nothing (the tests do).
bench: setup
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.statistics
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.crawl

# Needs Chinese fonts (apt-get install fonts-noto-cjk fonts-wqy-zenhei) and LibreOffice; ten minutes.
bench-scans: setup
	$(BIN)/python -m benchmarks.accuracy --formats "doc,pictured html,pictured pdf,scan150,scan200,scan300"

# Two minutes; a million reports take a quarter of an hour: --reports 1000000.
bench-warehouse: setup
	$(BIN)/python -m benchmarks.warehouse

# Half an hour.
fuzz: setup
	$(BIN)/python -m benchmarks.fuzz --inputs 20000

# Resolves again for Python 3.11 and newer; releases younger than a week are left out on purpose.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile pyproject.toml --extra dev --extra ocr --extra stata --extra examples --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --emit-build-options --no-emit-index-url \
	  --exclude-newer "$$($(PYTHON) -c 'import datetime as d; print(d.date.today() - d.timedelta(7))')" --upgrade -o requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) data/archive data/state data/export data/warehouse.duckdb
