#!/bin/sh
# Install what the tests need from the system, where it is missing: PostgreSQL, Chromium, Chinese fonts.
set -eu
missing=
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "The tests need these, by the names Debian gives them:$missing. Install them, then run again." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
if [ -n "$as_root" ] && ! sudo -n true 2>/dev/null; then
  echo "The tests need packages that only root can install. Run: sudo apt-get install$missing" >&2
  exit 1
fi
echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words is meant
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
