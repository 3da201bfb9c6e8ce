#!/bin/bash
# Installs what is missing, builds the desktop program and starts it.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: app/run.sh [DATA.csv]

Installs the missing packages (Debian 12, Ubuntu 22.10 or newer), builds Latentscape
and opens DATA.csv in it; without DATA.csv, the bundled pictures of handwritten digits.
Training starts at once. Without a display it trains to the end and leaves a picture
of its window in latentscape.png in the current directory.
TEXT
}

# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

case ${1-} in
    -h | --help) usage; exit ;;
    -*) usage >&2; exit 2 ;;
esac
if (($# > 1)); then usage >&2; exit 2; fi

data=${1:-$root/resources/datasets/digits.csv}
[[ -e $data ]] || fail "$data: there is no such file."
[[ -f $data && -r $data ]] || fail "$data: this is not a file that can be read."
data=$(realpath -- "$data")

installMissing ${WAYLAND_DISPLAY:+qt6-wayland}
configure release
build release latentscape latentscape-cli

latentscape=$root/build/release/app/latentscape
if [[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} && ${QT_QPA_PLATFORM-} != offscreen ]]; then
    exec "$latentscape" --train "$data"
fi
say "There is no display: training to the end, then drawing the window into a picture."
# Qt warns of what this platform cannot do; the program's own words do not go through Qt.
export QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="${QT_LOGGING_RULES-default.warning=false}"
"$latentscape" --train --picture latentscape.png --size 1440x900 "$data"
say "The picture is in $PWD/latentscape.png"
