#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.  Ends with ctest's summary.
#   --sanitized   first builds and runs everything with ASan and UBSan as well (long)
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages --tests

find engine states adapters tests examples -name '*.hpp' -o -name '*.cpp' |
    grep -E '\.(hpp|cpp)$' | xargs clang-format --dry-run --Werror

build() {
    cmake --preset "$1" >/dev/null
    echo "building build/$1, ten minutes or more on two cores the first time …" >&2
    ninja -C "build/$1" -j"$(nproc)" >"build/$1/log" 2>&1 || { tail -60 "build/$1/log"; exit 1; }
}

if [ "${1:-}" = --sanitized ]; then
    build asan
    ctest --test-dir build/asan --output-on-failure -j2
fi

build debug
ctest --test-dir build/debug --output-on-failure -j2
