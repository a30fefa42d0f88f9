# Needs GNU make and Python 3.11; everything else is fetched into this folder by `make setup`.

NPM := PATH="$$PWD/.venv/bin:$$PATH" npm --prefix web/ui run --silent
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check setup bench bench-missions reset

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: setup ## start the whole platform on this machine (HOST=… PORT=… to choose its address)
	@exec env $(if $(HOST),ONEDOOR_HOST='$(HOST)') $(if $(PORT),ONEDOOR_PORT='$(PORT)') .venv/bin/python -m core.run

test: WISHES = --browser
test: setup ## run all tests (ARGS='-k wire' to choose among those in Python)
	@failed=0; \
	$(NPM) test || failed=1; \
	.venv/bin/pytest -n auto --maxprocesses 4 --dist loadfile -q -rs $(ARGS) || failed=1; \
	exit $$failed

check: setup ## check format, types, style and the direction of imports
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	$(NPM) typecheck
	$(NPM) lint
	.venv/bin/python tools/audit.py

setup: ## make the checkout ready; the others call it, and it does only what is stale
	@for name in python3.11 python3 python; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then \
	    exec "$$name" tools/setup.py $(WISHES); \
	  fi; \
	done; \
	found=$$(python3 --version 2>/dev/null || python --version 2>/dev/null || echo none); \
	echo "Python 3.11 is needed (as python3.11 or python3 on PATH); found: $$found." >&2; exit 1

bench: setup ## measure how fast it is (ARGS='--quick locate' for parts): docs/performance.md
	@exec .venv/bin/python -m bench $(ARGS)

bench-missions: WISHES = --peers
bench-missions: setup ## plan missions against other solvers (ARGS='hz-60 --seeds 1' for parts)
	@exec .venv/bin/python -m bench.missions $(ARGS)

reset: ## remove all local data in var/, to start anew
	@if [ -x .venv/bin/python ]; then exec .venv/bin/python tools/reset.py; \
	else echo "There is nothing to remove: OneDoor has not run here."; fi
