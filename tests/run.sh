#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.  Ends with ctest's summary.
#   --sanitized   first builds and runs those of states/, engine/ and adapters/ under ASan and UBSan
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages --tests

find engine states adapters tests examples -name '*.hpp' -o -name '*.cpp' |
    xargs clang-format --dry-run --Werror

# The first failure in full: what follows it in the log are the other cores' last words.
build() {
    echo "building build/$1, ten minutes or more on two cores the first time …" >&2
    cmake --preset "$1" >/dev/null
    ninja -C "build/$1" -j"$(nproc)" >"build/$1/log" 2>&1 || {
        sed -n '/^FAILED:/,$p' "build/$1/log" | cut -c1-500 | head -120
        exit 1
    }
}

if [ "${1:-}" = --sanitized ]; then
    build asan
    ctest --test-dir build/asan --output-on-failure -j2 -R '^(states|engine|adapters)/'
fi

build debug
ctest --test-dir build/debug --output-on-failure -j2
