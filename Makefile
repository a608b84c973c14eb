# The two commands: `make run` opens the chat, `make test` passes the tests. Each sets up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test check eval bench soak licences audit clean
.DELETE_ON_ERROR:

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 -c constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' -c constraints.txt
	touch $@

run: setup
	$(BIN)/python app.py

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: setup
	$(BIN)/python -m eval
	$(BIN)/python -m eval.understanding --gates

# Over an hour of faults on purpose; `make soak CHECKS="killed-builds load"` runs some of them.
soak: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[soak]' -c constraints.txt
	$(BIN)/python -m soak $(CHECKS)

licences: setup
	$(BIN)/python -m soak.licences

# Known vulnerabilities of the pinned libraries; skipped in words without a network.
audit: setup
	$(BIN)/python -m soak.audit

# The shipped corpus, or an outside set: make bench DATA=FOLDER PART=dev
bench: setup
	$(BIN)/python -m bench $(if $(DATA),--data "$(DATA)" --part $(or $(PART),dev)) $(BENCH)

clean:
	rm -rf $(VENV)
