# What a developer does here; `make help` lists it. Every target sets up what it needs in .venv, which is made
# once and renewed when pyproject.toml changes.

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO := fixtures/arc/page.html
# What a set-up prints goes to standard error, so that `make demo | jq` works.
INSTALL := @echo "Setting up $(VENV), which takes a minute and is done once" >&2; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-browser check soak fuzz floors bench train crossval new-case reference clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

demo: $(VENV)/command ## Print the JSON of a fixture page
	@echo "\$$ cleancopy $(DEMO)" >&2
	@$(BIN)/cleancopy $(DEMO)

test: $(VENV)/dev ## Run the tests; ARGS="-k name" chooses some
	$(BIN)/python -m pytest -q -n auto --dist worksteal $(ARGS)

test-browser: $(VENV)/browser ## Test the page of explain in a headless Chromium
	$(BIN)/python -m pytest -q tests/browser_explain.py $(ARGS)

check: $(VENV)/dev $(VENV)/train ## Format, lint, types, tests and quality, as a change must pass them
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto --dist worksteal
	$(BIN)/python -m training.gate $(if $(CORPUS),"$(CORPUS)")

floors: $(VENV)/train ## Raise the floors that check holds the quality to; ARGS=--lower lowers them
	$(BIN)/python -m training.gate --write $(if $(CORPUS),"$(CORPUS)") $(ARGS)

soak: $(VENV)/dev ## The long tests: workers and runs killed, a full disk, memory, and the largest pages
	$(BIN)/python -m fuzz.floods
	$(BIN)/python -m tests.soak $(ARGS)

fuzz: $(VENV)/dev ## Mutated pages for TIME=60 seconds; finds go to build/fuzz
	$(BIN)/python -m fuzz.run --time $(or $(TIME),60) $(ARGS)

bench: need-CORPUS $(VENV)/train ## Quality and cost on the labelled pages in CORPUS=DIR
	$(BIN)/python -m training.bench "$(CORPUS)" $(ARGS)

train: need-CORPUS $(VENV)/train ## Make the weights that ship from the labelled pages in CORPUS=DIR
	$(BIN)/python -m training.train "$(CORPUS)"

crossval: need-CORPUS need-OUT $(VENV)/train ## Extract CORPUS=DIR by weights that never saw the site, into OUT=DIR
	$(BIN)/python -m training.crossval "$(CORPUS)" "$(OUT)"

new-case: need-NAME need-FROM $(VENV)/command ## Make the fixture NAME=word from the page FROM=FILE (and URL=ADDRESS)
	@$(BIN)/python -m tests.new_case "$(NAME)" "$(FROM)" $(if $(URL),--url "$(URL)")

reference: $(VENV)/command ## Make docs/reference.md from the JSON Schema and the rules
	$(BIN)/python docs/make_reference.py

clean: ## Remove the environment and all caches
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

need-%:
	@[ -n "$($*)" ] || { echo "make: $* is missing; give it like $*=…" >&2; exit 2; }

$(VENV)/command: pyproject.toml $(VENV)/made
	$(INSTALL) .
	@touch $@

$(VENV)/dev: pyproject.toml $(VENV)/made
	$(INSTALL) '.[dev]'
	@touch $@ $(VENV)/command

# Chromium from the system where it has one, or Playwright's own.
$(VENV)/browser: pyproject.toml $(VENV)/made
	$(INSTALL) '.[dev,browser]'
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(BIN)/python -m playwright install --with-deps chromium
	@touch $@ $(VENV)/dev $(VENV)/command

$(VENV)/train: pyproject.toml $(VENV)/made
	$(INSTALL) '.[train]'
	@touch $@ $(VENV)/command

# The first of the names that is new enough, and has what Debian and Ubuntu ship in a package of its own.
$(VENV)/made:
	@found=; \
	for name in $(PYTHON); do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "make: Python 3.11 or newer is needed, and none of these is: $(PYTHON)" >&2; \
		echo "make: install one (on Debian and Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=…" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		version=$$("$$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "make: $$found has no venv; on Debian and Ubuntu: apt install python$$version-venv" >&2; \
		exit 1; \
	fi; \
	rm -rf $(VENV) && "$$found" -m venv $(VENV)
	@touch $@
