# What a checkout can do. Needs Python 3.11 or newer with pip, and make; everything else is installed in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# Whoever forbids Python to keep what it has compiled waits for 175 modules of ours at every start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint lock bench load soak faults screenshots catalog sbom audit clean

help:  ## what can be made (this list)
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

run: $(VENV)/runtime  ## set up what is missing and start the dashboard on http://localhost:8501
	@$(BIN)/vsv-metrics serve

test: lint  ## set up what is missing, check the code and run all tests
	@sh tools/ensure-chromium
	@sh tools/ensure-nginx
	$(PY) -m pytest -n 2 --dist worksteal

lint: $(VENV)/dev  ## style, types and import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright --warnings --pythonpath $(PY)
	$(BIN)/lint-imports --no-logo

lock: $(VENV)/dev  ## write both lock files anew after a change in pyproject.toml; UPGRADE=1 takes the newest versions allowed
	$(UV_COMPILE) --group build --output-file requirements.lock > /dev/null
	$(UV_COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock > /dev/null

bench: $(VENV)/dev  ## measure speed, size and growth, also of other products, write docs/figures.md
	@failed=0; for part in benchmarks benchmarks.beside benchmarks.growth; do $(PY) -m $$part || failed=1; done; exit $$failed

load: $(VENV)/dev  ## put two processes behind nginx under load, write benchmarks/load.json
	@sh tools/ensure-nginx
	$(PY) -m benchmarks.load

soak: $(VENV)/dev  ## have visitors come and go for SECONDS (600) and watch the memory
	@sh tools/ensure-nginx
	$(PY) -m benchmarks.load soak --seconds $(or $(SECONDS),600)

faults: $(VENV)/dev  ## try every fault a thousand times and more, write benchmarks/faults.json; takes about an hour
	$(PY) -m pytest tests/faults --long -n 2 --dist worksteal --timeout 7200

screenshots: $(VENV)/dev  ## picture every page in screenshots/
	@sh tools/ensure-chromium
	$(PY) -m tools.screenshots

catalog: $(VENV)/dev  ## describe the data for data portals anew, after a change in data/
	$(PY) -m tools.catalog

sbom: $(VENV)/dev  ## write the bill of materials of what runs, dist/sbom.cdx.json (CycloneDX)
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-format JSON --output-file dist/sbom.cdx.json

audit: $(VENV)/dev  ## compare the packages of requirements.lock with known weaknesses; needs the network
	@$(PY) -m tools.audit

clean:  ## remove the environment and everything that was made
	rm -rf $(VENV) .store dist screenshots .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@sh tools/make-venv "$(PYTHON)" $(VENV)

$(VENV)/runtime: requirements.lock pyproject.toml | $(PY)
	@echo "Installing the packages of requirements.lock in $(VENV). This takes a minute or two, once."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/runtime
	@echo "Installing the packages of requirements-dev.lock in $(VENV)."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
