#!/bin/sh
# Print the path of uv; bring it into .tools first where the machine has none.
set -eu
pin=0.13.8
if command -v uv; then exit 0; fi
for found in .tools/bin/uv .tools/lib/bin/uv; do
  if [ -x "$found" ]; then echo "$found"; exit 0; fi
done
python=${PYTHON:-python3}
if "$python" -m venv .tools >/dev/null 2>&1 && .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$pin" >&2; then
  echo .tools/bin/uv
elif "$python" -m pip install --quiet --disable-pip-version-check --target .tools/lib "uv==$pin" >&2; then
  echo .tools/lib/bin/uv
else
  cat >&2 <<'MESSAGE'
Wangge needs Python's venv module (or pip) to make its environment, and found neither.
On Debian: apt-get install python3-venv. Then run the same command again.
MESSAGE
  exit 1
fi
