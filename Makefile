# The portal's commands. `make` alone lists them; README.md says more.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
UV := .tools/bin/uv
RUN_UV := UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true $(UV)
# pip says nothing of newer versions of itself or of root, and never asks
PIP := PIP_ROOT_USER_ACTION=ignore python3 -m pip --disable-pip-version-check --no-input

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
APPS := portal activities articles publishing members tests bench deploy docs manage.py

# settings that a real site might have, for checking them
KEY = $$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')
FERNET_KEY = $$($(PYTHON) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')
REAL_SITE = DEBUG=0 SECRET_KEY=$(KEY) AUDIT_KEYS=$(KEY) PRIVATE_KEYS=$(FERNET_KEY) \
	ALLOWED_HOSTS=portal.invalid DATABASE_URL=sqlite:///var/check.sqlite3

.PHONY: help run test lint format bench messages translations lock docs-screenshots clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26
	@echo
	@echo '  Variables: PORT HOST DATABASE_URL CACHE_URL DEMO_PASSWORD DEBUG … (deploy/README.md)'

run: .venv/runtime $(CATALOGUES) ## prepare what is missing and serve on http://127.0.0.1:8000/
	@exec $(MANAGE) serve

test: .venv/development $(CATALOGUES) ## run every test (DATABASE_URL chooses the database)
	$(PYTHON) -m pytest --numprocesses=3 --dist=loadfile $(ARGS)

lint: .venv/development $(CATALOGUES) ## check style, import directions, migrations, assets and translations
	.venv/bin/ruff check $(APPS)
	.venv/bin/ruff format --check $(APPS)
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) build_assets --check
	$(MANAGE) check_translations
	$(REAL_SITE) $(MANAGE) check --deploy --fail-level WARNING

format: .venv/development ## format the Python code
	.venv/bin/ruff check --fix $(APPS)
	.venv/bin/ruff format $(APPS)

bench: .venv/development $(CATALOGUES) ## measure the pages; writes bench/RESULTS.md
	$(PYTHON) -m bench

messages: .venv/development ## collect the translatable words (needs gettext) and list what lacks Chinese
	$(MANAGE) makemessages --locale zh_Hans --no-location --no-wrap --ignore '.venv' --ignore '.tools' --ignore 'var' --ignore 'tests'
	$(MANAGE) makemessages --domain djangojs --locale zh_Hans --no-location --no-wrap --ignore '.venv' --ignore '.tools' --ignore 'var' --ignore 'staticfiles' --ignore 'static/js/*'
	$(MANAGE) check_translations

translations: $(CATALOGUES) ## compile the translations that have changed

lock: $(UV) ## resolve the indirect requirements anew into constraints.txt
	$(RUN_UV) pip compile --quiet --upgrade --no-annotate --no-header --strip-extras requirements-dev.txt --output-file constraints.txt

docs-screenshots: .venv/development $(CATALOGUES) ## take the pictures of docs/ and README.md again
	$(PYTHON) -m docs.screenshots

clean: ## remove what these commands made, except the database and uploads in var/
	rm -rf .venv .tools staticfiles .pytest_cache .ruff_cache .import_linter_cache
	rm -f $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the commands stand on ---

# Debian's python3 has neither ensurepip nor leave to install beside itself: uv goes into a folder of our own.
$(UV):
	$(PIP) install --quiet --target .tools uv || echo 'uv is not to be had: going on with pip.'

# Each stamp is newer than what it was made from, so a second start has nothing to do.
.venv/pyvenv.cfg:
	@$(MAKE) --no-print-directory --silent $(UV)
	@{ [ -x $(UV) ] && $(UV) venv --quiet --allow-existing --python "$$(command -v python3)" .venv; } || \
		python3 -m venv --without-pip .venv

.venv/runtime: requirements.txt constraints.txt | .venv/pyvenv.cfg
	@echo 'Installing the requirements (once) …'
	@$(call install,requirements.txt)
	@touch $@

.venv/development: requirements-dev.txt requirements.txt constraints.txt | .venv/pyvenv.cfg
	@echo 'Installing the requirements for development (once) …'
	@$(call install,requirements-dev.txt)
	@touch $@ .venv/runtime

%.mo: %.po | .venv/runtime
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@

# uv takes seconds, pip half a minute; where uv is missing or fails, pip says what is wrong.
define install
{ [ -x $(UV) ] && $(RUN_UV) pip install --quiet --python $(PYTHON) -r $(1) -c constraints.txt; } || \
$(PIP) --python $(PYTHON) install --quiet -r $(1) -c constraints.txt
endef
