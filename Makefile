# What a developer does here. Every target makes its own virtual environment: python3, git and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# An environment of its own: torch is large, and no part of the lock files (docs/decisions/0008-florence-optional.md)
FLORENCE_VENV := .venv-florence
FLORENCE_READY := $(FLORENCE_VENV)/ready
FLORENCE_PACKAGES := torch==2.13.0 transformers==5.23.0

LOCK := pip-compile --quiet --generate-hashes --strip-extras --no-header --no-allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
# actions-toolkit declares these for its GitHub client, which is never imported (docs/decisions/0002-actions-toolkit.md)
UNUSED := pygithub requests pyjwt pynacl cryptography cffi pycparser urllib3 charset-normalizer
# of these, what Azure's own client needs, which is a yardstick for tests (docs/decisions/0006-azure-without-its-sdk.md)
YARDSTICK := requests urllib3 charset-normalizer

.PHONY: help demo test test-florence second-opinions check format bench lock docs clean

help:  ## what there is to do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(READY): requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r requirements.lock -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## run the action offline on a small repository made for it; results in build/demo
	$(BIN)/python examples/demo.py

test: $(READY)  ## all tests that need no root and no container
	$(BIN)/python -m pytest

$(FLORENCE_READY): requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv --clear $(FLORENCE_VENV)
	$(FLORENCE_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r requirements.lock -r requirements-dev.lock
	$(FLORENCE_VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(FLORENCE_PACKAGES)
	$(FLORENCE_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test-florence: $(FLORENCE_READY)  ## the florence engine with a made-up model; installs torch (1.2 GB for CPUs, several GB with CUDA)
	$(FLORENCE_VENV)/bin/python -m pytest tests/contract/test_florence.py

second-opinions:  ## what some tests ask beside our own code: a SARIF validator, axe, GitHub's artifact client; needs Node.js, they are skipped without
	npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund

check: $(READY)  ## style, types, generated files up to date, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m pytest -q tests/test_architecture.py

format: $(READY)  ## mend what the tools can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)  ## write the generated pages again
	$(BIN)/python docs/generate.py

bench: $(READY)  ## measure, side by side with a reference
	$(BIN)/python bench/startup.py

lock: $(READY)  ## resolve the dependencies again
	$(BIN)/$(LOCK) $(foreach name,$(UNUSED),--unsafe-package $(name)) --extra offline --output-file requirements.lock pyproject.toml
	$(BIN)/$(LOCK) $(foreach name,$(filter-out $(YARDSTICK),$(UNUSED)) pip,--unsafe-package $(name)) --output-file requirements-dev.lock requirements-dev.in
	@sed -i '/^# WARNING/,$$d' requirements.lock requirements-dev.lock

clean:  ## remove what the targets made
	rm -rf $(VENV) $(FLORENCE_VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
