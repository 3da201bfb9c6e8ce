#!/bin/bash
# Installs what is missing, builds everything and runs the tests. Arguments go to ctest: tests/run.sh -R csv_reader
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../app/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../app/setup.sh"

# The tests run exported models in other programs.
installMissing libbenchmark-dev python3-numpy python3-onnx
configure release -DLATENTSCAPE_TESTS=ON
build release
cd "$root"
ctest --preset release "$@"
