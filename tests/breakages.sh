#!/usr/bin/env bash
# Breaks the core on purpose and demands that a test notices: a rule that no test holds is a wish.
#
#   tests/breakages.sh           breaks one thing after the other; half an hour or more
#   tests/breakages.sh NAME…     only these files of tests/breakages/
#   tests/breakages.sh --check   only sees whether each still fits the code (part of the tests)
#
# Each file of tests/breakages/ is a patch.  Above it stand what it breaks and who has to notice:
# the tests to run, as a pattern for ctest.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --check ]; then
    stale=0
    for patch in tests/breakages/*.patch; do
        patch --dry-run --batch --quiet -p1 --fuzz=1 --input "$patch" >/dev/null ||
            { echo "$patch does not fit any more"; stale=1; }
    done
    exit $stale
fi

# A copy, so that nobody meets the broken code.  All of it is new to ninja: what is left of an
# earlier run may have been built from code that was broken then.
copy=build/broken
mkdir -p $copy
find $copy -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
git ls-files -z --cached --others --exclude-standard | tar -c --null -T - | tar -x --touch -C $copy
cd $copy
cmake --preset debug >/dev/null
ninja -C build/debug >build/debug/log || { tail -40 build/debug/log; exit 1; }

names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cd tests/breakages && ls -- *.patch)
survived=0
for name in "${names[@]}"; do
    patch=tests/breakages/${name%.patch}.patch
    noticed_by=$(sed -n 's/^Noticed by: //p' "$patch")
    patch --batch --quiet -p1 --fuzz=1 --input "$patch"
    if ! ninja -C build/debug >build/debug/log 2>&1; then
        verdict="noticed by the compiler"
    elif ctest --test-dir build/debug -R "$noticed_by" -j2 >build/debug/log 2>&1; then
        verdict="SURVIVED"
        survived=1
    else
        failed=$(sed -nE 's/^\s*[0-9]+ - (\S+) \(.*/\1/p' build/debug/log | paste -sd' ')
        verdict="noticed by $failed"
    fi
    patch --batch --quiet -p1 --fuzz=1 --reverse --input "$patch"
    printf '%-40s %s\n' "$(basename "$patch" .patch)" "$verdict"
done
exit $survived
