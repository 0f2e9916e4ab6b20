#!/usr/bin/env bash
# From a fresh Debian 12 to applications that go through all seven steps on the screen.
# Arguments go to `doorstep demo`: --keep leaves it running, --catalogue FILE is another registry.
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages
cmake --preset release -D DOORSTEP_TESTS=OFF >/dev/null

# On a terminal ninja shows how far it is, in one line; elsewhere only what fails is worth reading.
build=(ninja -C build/release -j"$(nproc)")
echo "building, five minutes on two cores the first time …" >&2
log=build/release/log
if [ -t 2 ]; then
    "${build[@]}" >&2
else
    "${build[@]}" >$log 2>&1 || { tail -60 $log >&2; exit 1; }
fi
exec build/release/doorstep demo "$@"
