#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.  Ends with ctest's summary.
#   --sanitized   also builds the engine, states and adapters tests with ASan and UBSan (long)
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages --tests

find engine states adapters tests examples -name '*.hpp' -o -name '*.cpp' |
    grep -E '\.(hpp|cpp)$' | xargs clang-format --dry-run --Werror

build() {
    cmake --preset "$1" >/dev/null
    ninja -C "build/$1" -j"$(nproc)" >"build/$1/log" 2>&1 || { tail -60 "build/$1/log"; exit 1; }
}

if [ "${1:-}" = --sanitized ] || [ "${CI:-}" = true ]; then
    build asan
    # What Doorstep itself is: rules and engine.  The whole tree under sanitizers takes too long
    # for two cores, so the adapters follow with --sanitized.
    build/asan/tests/states_tests
    build/asan/tests/engine_tests
    [ "${1:-}" = --sanitized ] && ctest --test-dir build/asan --output-on-failure -j2
fi

build debug
ctest --test-dir build/debug --output-on-failure -j2
