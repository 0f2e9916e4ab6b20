#!/usr/bin/env bash
# Runs clang-tidy (.clang-tidy) over engine/, states/ and adapters/, each file by itself: what a
# file forgets to include, a build of several at once (CMakePresets.json) does not notice.
#   --all       and over tests/ and examples/, twice the time
#   --minutes N for no longer than that, what was changed last first: what CI has time for
# What was clean is not looked at again until it, a header of ours that it includes, the checks or
# clang-tidy itself is another: build/lint/ holds an empty file named for each clean sum of these.
set -euo pipefail
cd "$(dirname "$0")/.."
folders=(engine states adapters)
[ "${1:-}" = --all ] && folders+=(tests examples)
mkdir -p build/lint
minutes=1000
[ "${1:-}" = --minutes ] && minutes=$2
# As git knows them, the last changed first, and what it does not know yet before all.
sources=$({ git ls-files --others --exclude-standard -- "${folders[@]}"
            git log --name-only --format= -- "${folders[@]}"; } 2>/dev/null |
          awk '/\.cpp$/ && !seen[$0]++' |
          while read -r file; do [ ! -e "$file" ] || echo "$file"; done)
export build=build/lint/tree
cmake --preset debug -B $build -DCMAKE_UNITY_BUILD=OFF >/dev/null

# "engine/replay.cpp engine/replay.hpp engine/journal.hpp": the files of ours that make up a source.
declare -A read_by
while read -r source all; do
    read_by[$source]=$all
done < <(grep -rHo --include='*.[ch]pp' '^#include "[^"]*"' engine states adapters tests examples |
         awk -F'[:"]' '
    { includes[$1] = includes[$1] " " $3 }
    function closure(file,    found, i, n) {
        if (file in seen) return ""
        seen[file]
        n = split(includes[file], found, " ")
        all = all " " file
        for (i = 1; i <= n; ++i) closure(found[i])
    }
    END {
        for (source in includes) if (source ~ /\.cpp$/) {
            split("", seen); all = ""
            closure(source)
            print source all
        }
    }')

rules=$(clang-tidy --version && grep -v '^#' .clang-tidy)
# clang 14 finds QPDF's own JSON.hh in error, which g++ takes.
unreadable='adapters/papers/\(flaw\|pdf_a\).cpp'
stale=()
for source in $(grep -vx "$unreadable" <<<"$sources"); do
    sum=$(cat ${read_by[$source]:-$source} | sha256sum - <(echo "$rules $source") | sha256sum)
    [ -e "build/lint/${sum%% *}" ] || stale+=("$source" "build/lint/${sum%% *}")
done
[ ${#stale[@]} -eq 0 ] && exit
echo "linting $((${#stale[@]} / 2)) files, three seconds a file on two idle cores …" >&2

# Each file's findings in one piece, whichever is ready first.
export until=$(($(date +%s) + minutes * 60))
printf '%s\n' "${stale[@]}" | xargs -P"$(nproc)" -n2 sh -c '
    [ "$(date +%s)" -lt "$until" ] || exit 0
    said=$(clang-tidy -p $build --extra-arg=-Wno-unknown-warning-option --quiet "$0" 2>&1) ||
        { echo "$said"; exit 1; }
    touch "$1"'
