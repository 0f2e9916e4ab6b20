#!/usr/bin/env bash
# From a fresh Debian 12 to applications that go through all seven steps on the screen.
# Arguments go to `doorstep demo`: --keep leaves it running, --catalogue FILE is another registry.
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages
cmake --preset release -D DOORSTEP_TESTS=OFF >/dev/null
echo "building, a few minutes the first time …" >&2
log=build/release/log
ninja -C build/release -j"$(nproc)" >$log 2>&1 || { tail -60 $log; exit 1; }
exec build/release/doorstep demo "$@"
