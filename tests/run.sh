#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.  Ends with ctest's summary.
#   --thorough   first those of states/, engine/ and adapters/ under ASan and UBSan, and clang-tidy
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages --tests

find engine states adapters tests examples -name '*.hpp' -o -name '*.cpp' |
    xargs clang-format --dry-run --Werror

# The first failure in full: what follows it in the log are the other cores' last words.
build() {
    local preset=$1
    shift
    echo "building build/$preset, ten minutes or more on two cores the first time …" >&2
    cmake --preset "$preset" >/dev/null
    ninja -C "build/$preset" -j"$(nproc)" "$@" >"build/$preset/log" 2>&1 || {
        sed -n '/^FAILED:/,$p' "build/$preset/log" | cut -c1-500 | head -120
        exit 1
    }
}

if [ "${1:-}" = --thorough ]; then
    build asan doorstep states_tests engine_tests adapters_tests examples/simulators/all
    ctest --test-dir build/asan --output-on-failure -j2 -R '^(states|engine|adapters)/'
fi

build debug
if [ "${1:-}" = --thorough ]; then tests/lint.sh; fi
ctest --test-dir build/debug --output-on-failure -j2
