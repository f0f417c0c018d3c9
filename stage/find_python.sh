#!/bin/sh
# Prints the path of the Python to use: SOLAR_CHARGING_PYTHON, else that of an existing .venv, else the newest suitable one.
# A name on the PATH is not enough (it may be a shim, or lack the venv module), so each candidate is run.
suitable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if [ -n "$SOLAR_CHARGING_PYTHON" ]; then
    if suitable "$SOLAR_CHARGING_PYTHON"; then
        command -v "$SOLAR_CHARGING_PYTHON"
        exit 0
    fi
    echo "SOLAR_CHARGING_PYTHON=$SOLAR_CHARGING_PYTHON: not a Python 3.10 to 3.13 with the venv module." >&2
    exit 1
fi
checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
for python in "$checkout/.venv/bin/python" python3.13 python3.12 python3.11 python3.10 python3; do
    if suitable "$python"; then
        command -v "$python"
        exit 0
    fi
done
echo "Python 3.10, 3.11, 3.12 or 3.13 with the venv module is needed, and none was found on the PATH." >&2
echo "On Debian or Ubuntu: sudo apt-get install python3-venv. Another place: SOLAR_CHARGING_PYTHON=/path/to/python3 $*" >&2
exit 1
