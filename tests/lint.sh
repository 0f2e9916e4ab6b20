#!/usr/bin/env bash
# Runs clang-tidy (.clang-tidy) over engine/, states/ and adapters/ as build/debug, which has to be
# built, compiles them.
#   --all   and over tests/ and examples/, twice the time
# What was clean is not looked at again until it, a header of ours that it includes, the checks or
# clang-tidy itself is another: build/lint/ holds an empty file named for each clean sum of these.
set -euo pipefail
cd "$(dirname "$0")/.."
folders=(engine states adapters)
[ "${1:-}" = --all ] && folders+=(tests examples)
mkdir -p build/lint

# "engine/replay.cpp engine/replay.hpp engine/journal.hpp", from what the compiler told ninja.
declare -A read_by
while read -r source headers; do
    read_by[$source]="$source $headers"
done < <(ninja -C build/debug -t deps | awk -v RS= -v root="$PWD/" '{
    ours = ""
    for (i = 1; i <= NF; ++i)
        if (sub(/^\.\.\/\.\.\//, "", $i)) ours = ours " " $i
        else if (index($i, root) == 1) ours = ours " " substr($i, length(root) + 1)
    if (ours) print ours
}')

rules=$(clang-tidy --version && grep -v '^#' .clang-tidy)
# clang 14 finds QPDF's own JSON.hh in error, which g++ takes.
unreadable='adapters/papers/\(flaw\|pdf_a\).cpp'
stale=()
for source in $(find "${folders[@]}" -name '*.cpp' | grep -vx "$unreadable" | sort); do
    [ -n "${read_by[$source]:-}" ] || { echo "$source: build build/debug first" >&2; exit 1; }
    sum=$(cat ${read_by[$source]} | sha256sum - <(echo "$rules $source") | sha256sum)
    [ -e "build/lint/${sum%% *}" ] || stale+=("$source" "build/lint/${sum%% *}")
done
[ ${#stale[@]} -eq 0 ] && exit
echo "linting $((${#stale[@]} / 2)) files, three seconds a file on two idle cores …" >&2

# Each file's findings in one piece, whichever is ready first.
printf '%s\n' "${stale[@]}" | xargs -P"$(nproc)" -n2 sh -c '
    said=$(clang-tidy -p build/debug --quiet "$0" 2>&1) || { echo "$said"; exit 1; }
    touch "$1"'
