# make serve: the app on this computer. make test: everything that is checked. `make help` lists the rest.
PORT ?= 8080
PREFIX ?= /
export SHOUWEN_TOOLS ?= $(HOME)/.cache/shouwen/tools
export PATH := $(SHOUWEN_TOOLS)/bin:$(SHOUWEN_TOOLS)/node_modules/.bin:$(PATH)
unexport NO_COLOR

.PHONY: help serve dist draft test bench shots clean

serve: dist ## build for release and serve on 127.0.0.1:8080 (PORT=, PREFIX=)
	@node .make/serve.mjs dist $(PORT) $(PREFIX)

dist: ## leave in dist/ the static folder that any host can serve
	@.make/setup build
	@trunk --skip-version-check build --release --features split

draft: ## a quick build into dist/, unoptimised, to look at while working
	@.make/setup build
	@trunk --skip-version-check build --release false

test: ## install what is missing and run every check
	@.make/setup test
	@node .make/test.mjs

bench: dist ## measure in Chromium beside its peers (QUICK=1: a tenth of the tickets)
	@.make/setup bench
	@cargo test --quiet --test bench

shots: dist ## screenshots of the built app into target/shots, in three sizes, light and dark
	@.make/setup test
	@cargo test --quiet --test e2e -- --shots

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

clean:
	rm -rf dist target node_modules
