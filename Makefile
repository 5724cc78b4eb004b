# What a person or a machine does with this package. `make run` and `make test` fetch what they need first.

# Carries the Swift runtime inside the executable: it starts faster, takes less memory and runs without Swift.
RELEASE = -c release --static-swift-stdlib --product creel
# Warnings are errors where the tests run. The manifest reads it, so build and tests must agree on it.
STRICT = CREEL_STRICT=1
FUZZ_SECONDS ?= 60
PREFIX ?= /usr/local
# Tests that talk over sockets, and so wait for each other: not beside those that keep every core busy.
TALKING = 'EndToEnd|HTTPAPITests|MailServerTests'
# So many at a time: if all of them shared a slow machine, none would be done in its time limit.
A_FEW = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8

.DEFAULT_GOAL = build
.PHONY: run build install test browser-test clients bench crash-test fuzz fuzz-server format check

## Build a release and start it; ARGS="--smtp 127.0.0.1:2525" passes settings.
run: build
	@scripts/run .build/release/creel $(ARGS)

build:
	@scripts/require build
	swift build $(RELEASE)

## Put the executable where shells look for it: `sudo make install`, or `make install PREFIX=~/.local`.
install:
	@test -x .build/release/creel || { echo "'make build' comes first, without sudo" >&2; exit 1; }
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 .build/release/creel $(DESTDIR)$(PREFIX)/bin/creel

## Everything that a change must pass; CI runs only this.
test: check
	$(STRICT) swift build --build-tests
	$(STRICT) $(A_FEW) swift test --skip-build --disable-xctest --skip $(TALKING)
	$(STRICT) $(A_FEW) swift test --skip-build --disable-xctest --filter $(TALKING)
	$(STRICT) CREEL_BROWSER_TESTS=brief swift test --skip-build --disable-xctest --filter BrowserTests

## The part of `test` that needs no build.
check:
	@scripts/require test
	swift format lint --recursive --strict Sources Tests Package.swift
	scripts/check-web
	scripts/check-layers --self-test
	scripts/check-layers

## ARGS chooses experiments; each explains itself with --help.
bench: build
	@scripts/require test
	scripts/bench/run $(ARGS)

crash-test: build
	@scripts/require test
	scripts/crash/run $(ARGS)

## Mail programs of the world outside, in the clear and over TLS; ARGS names some.
clients: build
	@scripts/require clients
	Tests/EndToEnd/Clients/run $(ARGS)

## The page in Chromium, with what `test` leaves out because it is timed or takes long; pictures of every view go to .build/pictures.
browser-test: build
	@scripts/require test
	$(STRICT) CREEL_BROWSER_TESTS=all CREEL_BINARY=$(CURDIR)/.build/release/creel swift test --disable-xctest --filter BrowserTests

## FUZZ_SECONDS=600 for each of the two.
fuzz:
	@scripts/require test
	scripts/fuzz/run $(FUZZ_SECONDS)
	$(STRICT) CREEL_FUZZ_SECONDS=$(FUZZ_SECONDS) swift test --disable-xctest --filter SessionFuzz

## The whole server through loopback, TLS records cut anywhere: `make fuzz-server FUZZ_SECONDS=1800`.
fuzz-server: build
	@scripts/require test
	scripts/fuzz/server.py --seconds $(FUZZ_SECONDS)

format:
	swift format --in-place --recursive Sources Tests Package.swift
