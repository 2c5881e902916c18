#!/usr/bin/env bash
# Runs a command on a desktop of its own: a home, a display, a session bus, an unlocked keyring, a window manager. Nothing of the
# person's is read, written or unlocked. DOCKET_SCREEN names the file in which the display keeps its pixels.
#   on-a-desktop.sh COMMAND…
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run" "$home/screen"
export HOME=$home XDG_RUNTIME_DIR=$home/run TMPDIR=$home TZ=Europe/Berlin LANG=C.UTF-8 GDK_BACKEND=x11 NO_AT_BRIDGE=1
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS DOCKET_DATA_DIR OPENAI_API_KEY

# The display first: what the bus starts on demand must know it.
exec 3>"$home/display"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -fbdir "$home/screen" -nolisten tcp >"$home/xvfb.log" 2>&1 &
xvfb=$!
trap 'kill $xvfb 2>/dev/null; wait $xvfb 2>/dev/null; rm -rf "$home"' EXIT
# A number without its newline is not the whole number yet.
until read -r number <"$home/display"; do kill -0 $xvfb || { cat "$home/xvfb.log" >&2; exit 1; }; done
export DISPLAY=:$number DOCKET_SCREEN=$home/screen/Xvfb_screen0

dbus-run-session -- bash "$here/in-session.sh" "$@"
