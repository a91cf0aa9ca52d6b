# `make demo` and `make test` each work from a clean clone as the only command.
# .venv is made with plain venv and pip, and again only when the requirements change.

SHELL := /bin/bash
PYTHONS := python3.12 python3.11 python3.13 python3
USABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
MISSING := Python 3.11, 3.12 or 3.13 with its venv module is missing; this adds it: apt-get install python3 python3-venv
BIN := .venv/bin
STAMP := .venv/installed
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"

.PHONY: install demo demo-reset test test-alone check bench chaos requirements secrets

install: $(STAMP)

$(STAMP): requirements-dev.txt pyproject.toml
	@for python in $(PYTHONS); do \
	  if $$python -c "$(USABLE)" >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "$(MISSING)" >&2; exit 1; fi; \
	$(BIN)/python -c "$(USABLE)" >/dev/null 2>&1 || $$found -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	$(BIN)/hub demo

demo-reset:
	rm -rf var/demo

test: install
	$(BIN)/python tests/components.py
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Only what failed in the last run, one test at a time; it ends with 5 when nothing is known to have failed.
test-alone: install
	$(BIN)/python -m pytest --last-failed --last-failed-no-failures none -n 0

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

bench: install
	$(BIN)/hub bench

# The crash tests with 20 rounds each, where `make test` takes 3.
chaos: install
	CHAOS_ROUNDS=20 $(BIN)/python -m pytest -m chaos

requirements: install
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-build.in --output-file requirements-build.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

# The secrets of docker-compose.yml; an existing one is kept.
secrets:
	@mkdir -p -m 700 secrets
	@for name in secret_key database_password broker_password; do \
	  [ -s secrets/$$name ] || openssl rand -hex 32 > secrets/$$name; \
	done
