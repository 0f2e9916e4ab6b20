#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.  Ends with ctest's summary.
#   --thorough   with ASan in everything that is ours, UBSan in engine/ and states/, and clang-tidy
#                for a while: what CI runs
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages --tests

# A finding of clang-format or clang-tidy fails the run, but not before the tests have told theirs.
tidy=0
find engine states adapters tests examples -name '*.hpp' -o -name '*.cpp' |
    xargs clang-format --dry-run --Werror || tidy=$?

preset=debug
[ "${1:-}" = --thorough ] && preset=asan
log=build/$preset/log
echo "building build/$preset, ten minutes the first time, a little more with --thorough …" >&2
cmake --preset $preset >/dev/null
ninja -C build/$preset -j"$(nproc)" >$log 2>&1 || {
    # The first failure in full: what follows it in the log are the other cores' last words.
    sed -n '/^FAILED:/,$p' $log | cut -c1-500 | head -120
    exit 1
}

# A database of a test is a thousand small files that no power cut has to spare: where there is room
# they lie in memory, which takes a third off what such a test costs.
memory=/dev/shm
if [ "$(df -k --output=avail $memory 2>/dev/null | tail -n 1)" -gt 8000000 ] 2>/dev/null &&
    ! findmnt -n -o OPTIONS -T $memory | grep -qw noexec; then
    TMPDIR=$(mktemp -d $memory/doorstep-tests-XXXXXX)
    export TMPDIR
    chmod 1777 "$TMPDIR"  # Clusters run as another user than root.
    trap 'rm -rf "$TMPDIR"' EXIT
fi

if [ $preset = asan ]; then tests/lint.sh --minutes 4 || tidy=$?; fi
ctest --test-dir build/$preset --output-on-failure -j2
exit $tidy
