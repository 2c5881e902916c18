#!/usr/bin/env bash
# Inside of the session bus: unlocks a keyring, starts the window manager, then runs what it is given.
set -euo pipefail
printf 'desktop tests\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
openbox --config-file /etc/xdg/openbox/rc.xml &
openbox=$!
trap 'kill $openbox 2>/dev/null || true' EXIT
# The root window names its manager once it is there.
until xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do kill -0 $openbox; done
"$@"
