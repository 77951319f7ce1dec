# Everything here needs Go and nothing else, unless it says so.

GO      ?= go
BIN     ?= interdict
DATA    ?= $(if $(INTERDICT_TESTDATA),$(INTERDICT_TESTDATA),../shared/data)
BENCH    = $(DATA)/bench/dev
LISTS    = --list us_ofac_sdn=$(DATA)/lists/ofac/2023-12-28 --list un_sc_sanctions=$(DATA)/lists/un/un_consolidated_2026-02-27.xml

.PHONY: build test race check fmt vet staticcheck vuln fuzz eval bench demo clean

build:
	$(GO) build -o $(BIN) ./cmd/interdict

demo:
	$(GO) run ./cmd/interdict demo

# All tests. Those on real lists are skipped, with a line, without the data.
test:
	$(GO) test ./...

race:
	$(GO) test -race ./...

fmt:
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# Needs the vulnerability database on the network.
vuln:
	$(GO) run golang.org/x/vuln/cmd/govulncheck@latest ./...

check: fmt vet staticcheck race

# A minute of fuzzing for every fuzz target.
FUZZTIME ?= 60s
fuzz:
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "== $$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

# Quality and speed on the labelled development data, written to docs.
eval: build
	./$(BIN) version > /dev/null
	$(GO) run ./cmd/evalreport -bin ./$(BIN) -data $(DATA) -quality docs/quality.md

bench: build
	$(GO) run ./cmd/evalreport -bin ./$(BIN) -data $(DATA) -speed docs/speed.md

clean:
	rm -rf $(BIN) dist
