# KafkaStellar. The two to begin with: `make demo` and `make test`. Both install or name what they need.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo build test chaos bench format natives clean packages sdk
SHELL := /bin/bash

program := artifacts/kafkastellar/kafkastellar

# The tools want a home folder; some containers and CI jobs name none.
ifeq ($(HOME),)
  export HOME := $(shell getent passwd "$$(id -u)" | cut -d: -f6)
endif
# No compiler or build server outlives its build.
export MSBUILDDISABLENODEREUSE := 1
export UseSharedCompilation := false
export DOTNET_CLI_USE_MSBUILD_SERVER := 0
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
# The program finds its runtime beside the SDK that built it, wherever that is.
sdk_folder := $(patsubst %/,%,$(dir $(realpath $(shell command -v dotnet))))
ifneq ($(wildcard $(sdk_folder)/host/fxr),)
  export DOTNET_ROOT ?= $(sdk_folder)
endif
dotnet := dotnet
quiet := --nologo --verbosity quiet
# In CI the lock files decide, here they follow the projects.
restore := $(if $(CI),--locked-mode)

help: ## these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: build ## the whole fleet on this machine: ledgers in, Parquet out (ARGS="--help" for its options)
	@$(program) demo $(ARGS)

build: sdk ## the program, at artifacts/kafkastellar/kafkastellar
	@$(MAKE) --jobs=2 natives packages
	@echo "build: $(program)"
	@$(dotnet) publish src/KafkaStellar.Workers -c Release --no-restore -o $(dir $(program)) $(quiet)

test: sdk ## every test, and one line with their count at the end
	@tests/run

chaos: sdk ## the crash storm: CHAOS_SECONDS=N of killed workers and brokers (300), then a table
	@tests/chaos

bench: natives sdk ## the benchmarks (ARGS="--list flat" names them)
	@$(dotnet) restore tests/KafkaStellar.Benchmarks $(restore) $(quiet)
	@$(dotnet) run --project tests/KafkaStellar.Benchmarks -c Release --no-restore -- $(ARGS)

format: sdk ## lay the code out as .editorconfig says
	@$(dotnet) format KafkaStellar.sln

natives: ## librdkafka and DuckDB, once for each version
	@natives/build

clean: ## what builds have left in the work tree
	@rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj

packages:
	@$(dotnet) restore src/KafkaStellar.Workers $(restore) $(quiet)

sdk:
	@command -v dotnet >/dev/null || { echo "KafkaStellar is built with the .NET SDK 10, and 'dotnet' is not on the PATH: install the SDK, then run this again." >&2; exit 1; }
