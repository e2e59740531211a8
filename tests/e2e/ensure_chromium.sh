#!/usr/bin/env bash
# Sees to it that a Chromium is there for the browser tests; installs Debian's where it may, else names it and stops.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "make: installing chromium for the browser tests" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
    echo "make: the browser tests need Chromium. Run: sudo apt-get install chromium" >&2
    exit 1
fi
