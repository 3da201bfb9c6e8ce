# shellcheck shell=bash
# What app/run.sh, tests/run.sh and .ci/run share: fetch missing packages, configure and build a preset.
# To be sourced after `set -euo pipefail`. Everything said goes to standard error.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Names in Debian 12 and newer and in Ubuntu 22.10 and newer. The plugins for offscreen and X11 and the one that reads
# SVG icons come with these.
packages=(g++ cmake ninja-build ccache
          qt6-base-dev qt6-charts-dev libqt6opengl6-dev qt6-svg-dev qt6-qpa-plugins fonts-dejavu-core
          libeigen3-dev libspectra-dev libnanoflann-dev libboost-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libgif-dev
          libarchive-dev
          libonnx-dev libprotobuf-dev libssl-dev)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# inTenths DESCRIPTOR: reads apt's or ninja's progress and prints it in steps of ten per cent; other lines go to
# DESCRIPTOR.
inTenths() {
    local line what percent kind='' shown='' tenths=0
    while IFS= read -r line; do
        if [[ $line =~ ^(dl|pm)status:[^:]*:([0-9]+) || $line =~ ^(pm)status:.*:([0-9]+)\.[0-9]+: ]]; then
            what=Installing percent=${BASH_REMATCH[2]}
            if [[ ${BASH_REMATCH[1]} == dl ]]; then what=Fetching; fi
        elif [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then
            what=Building percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
        else
            if [[ $line == "ninja: no work to do." ]]; then continue; fi
            if [[ $shown && $1 == 2 ]]; then echo >&2; shown=''; fi
            printf '%s\n' "$line" >&"$1"
            continue
        fi
        if [[ $what != "$kind" ]]; then kind=$what tenths=0; fi
        if ((percent / 10 > tenths)); then
            tenths=$((percent / 10))
            if [[ $shown != "$kind" ]]; then
                printf '%s%s:' "${shown:+$'\n'}" "$kind" >&2
                shown=$kind
            fi
            printf ' %d %%' $((10 * tenths)) >&2
        fi
    done
    if [[ $shown ]]; then echo >&2; fi
}

# installMissing [PACKAGE...]: installs those of `packages` and of the named ones that are not there; does not touch
# apt when all are.
installMissing() {
    local wanted=("${packages[@]}" "$@")
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This system has no apt. Latentscape needs CMake 3.22, Ninja, a C++20 compiler, Qt 6.4 or newer (Widgets," \
            "Charts, Svg, Test), Eigen 3.4, Spectra, nanoflann, Boost, CLI11, nlohmann-json, zlib, giflib, libarchive, ONNX with Protobuf," \
            "OpenSSL and a font; on Debian these are: ${wanted[*]}"
        if ! command -v cmake >/dev/null || ! command -v ninja >/dev/null; then exit 1; fi
        return
    fi
    # A newer release may merge one package into another, which then "provides" it.
    local installed missing=() package
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' |
                awk '$1 == "installed" { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; ++i) print $i }')
    for package in "${wanted[@]}"; do
        grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    local install=(apt-get install --yes --no-install-recommends) apt_options=(-qq -o DPkg::Lock::Timeout=300)
    local become=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1) how="as root"
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            fail "Some packages are missing. As root, run this and start again:" $'\n' \
                 " apt-get update && ${install[*]} ${missing[*]}"
        become=(sudo "${become[@]}") how="with sudo"
    fi
    say "These packages are missing and will be installed now, $how: ${missing[*]}"
    "${become[@]}" apt-get update "${apt_options[@]}" >&2 ||
        say "The package lists could not be renewed; going on with those at hand."
    # The shell inside opens the descriptor for progress, as sudo closes those above 2.
    local log
    log=$(mktemp)
    # shellcheck disable=SC2016
    if ! "${become[@]}" sh -c 'exec "$@" 3>&1' sh "${install[@]}" "${apt_options[@]}" -o APT::Status-Fd=3 \
            -o Dpkg::Use-Pty=0 "${missing[@]}" 2>&1 | inTenths 3 3>"$log"; then
        cat "$log" >&2
        rm -f "$log"
        fail "The packages could not be installed."
    fi
    rm -f "$log"
}

# configure PRESET [CMAKE OPTION...]: quiet unless it fails.
configure() {
    local preset=$1 build=$root/build/$1 home generator log
    shift
    # A checkout that was moved or copied, or that another generator has configured, can only start afresh.
    if [[ -f $build/CMakeCache.txt ]]; then
        home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt")
        generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$build/CMakeCache.txt")
        if [[ ! $home -ef $root || $generator != Ninja ]]; then
            say "build/$preset belongs to $home ($generator): starting it afresh."
            rm -rf "$build"
        fi
    fi
    mkdir -p "$build"
    log=$build/configure.log
    (cd "$root" && cmake --preset "$preset" -DLATENTSCAPE_WARNINGS_AS_ERRORS="${LATENTSCAPE_STRICT:-OFF}" "$@") \
        >"$log" 2>&1 || { cat "$log" >&2; fail "CMake could not configure the build; its words are above."; }
}

# build PRESET [TARGET...]: all targets if none is named.
build() {
    local preset=$1
    shift
    (cd "$root" && NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" ${1+--target "$@"} 2>&1) |
        inTenths 2 || fail "The build failed; the compiler's words are above."
}
