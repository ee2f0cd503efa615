# make run        set everything up, then open netviz
# make test       set everything up, then run all checks, and all tests but the long ones; no screen is needed
# make test-long  the tests that take minutes each: whole trainings, damaged files by the thousand, packages
# make fuzz       files of every format damaged at random, 10,000 each (FUZZ="--cases 500 --only png --seed 7")
# make monkey     random events in the real window for an hour (MONKEY="--seconds 600 --seed 7")
# make lint       the checks alone: ruff, mypy, import-linter
# make bench      measure this machine
# make wheel      build dist/netviz-*.whl
# make clean      remove what was built; make distclean removes the virtual environment too
#
# Another Python: make run PYTHON=python3.13

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv
PINS   := packaging/requirements.txt packaging/requirements-build.txt
XVFB   := env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1920x1080x24 +extension GLX"
# A process for each core, and no more than memory has room for; each takes tests from the others when its own end.
# One whose test hangs, before a question that nobody answers perhaps, is ended, and another goes on.
# Hundreds of Pythons start in them: what one has compiled the others need not compile again.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal -o timeout_method=thread

.DEFAULT_GOAL := help
.PHONY: help run test test-long fuzz monkey lint bench wheel clean distclean

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

run: $(VENV)/ready-to-run
	@$(BIN)/netviz

# The checks run beside the tests: they would leave the other cores idle.
test: $(VENV)/ready-to-test
	@if command -v xvfb-run >/dev/null && command -v xauth >/dev/null; then \
		echo "The tests run on virtual screens (xvfb-run), one for each of their processes."; \
	else \
		echo "The tests run without a screen (offscreen), so those of the GPU canvas are skipped." \
			"With xvfb-run they run too; on Debian: sudo apt install xvfb xauth"; \
	fi
	@$(MAKE) --no-print-directory lint > $(VENV)/lint.log 2>&1 & lint=$$!; \
		$(PYTEST) -m "not long"; tested=$$?; \
		wait $$lint; linted=$$?; cat $(VENV)/lint.log; \
		if [ $$tested -ne 0 ]; then exit $$tested; fi; exit $$linted

test-long: $(VENV)/ready-to-test
	@$(PYTEST) -m long

fuzz: $(VENV)/ready-to-test
	@$(BIN)/python -m tests.fuzz $(or $(FUZZ),--cases 10000)

monkey: $(VENV)/ready-to-test
	@if command -v xvfb-run >/dev/null; then \
		$(XVFB) $(BIN)/python -m tests.monkey $(or $(MONKEY),--seconds 3600); \
	else \
		QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.monkey $(or $(MONKEY),--seconds 3600); \
	fi

lint: $(VENV)/ready-to-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/ready-to-run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ] || ! command -v xvfb-run >/dev/null; then \
		$(BIN)/netviz bench; \
	else \
		$(XVFB) $(BIN)/netviz bench; \
	fi

wheel: $(VENV)/ready-to-run
	@$(PIP) wheel --quiet --no-build-isolation --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find netviz tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)

# The two stamps: installed again only when the locked versions or the project's metadata changed.
$(VENV)/ready-to-run: $(PINS) pyproject.toml | $(BIN)/pip
	@echo "Installing what netviz needs into $(VENV) (about 110 MB to download, once)."
	@$(PIP) install --quiet --no-deps $(PINS:%=-r %)
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-to-test: packaging/requirements-dev.txt $(VENV)/ready-to-run
	@echo "Installing what checks and tests netviz into $(VENV)."
	@$(PIP) install --quiet --no-deps -r packaging/requirements-dev.txt
	@$(PIP) check
	@touch $@

# Nothing but pip tells a finished environment from one whose creation was interrupted.
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) was not found; on Debian and Ubuntu: sudo apt install python3 python3-venv" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "netviz needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1);" \
			"name a newer one: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) can't make virtual environments here;" \
			"on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV)
