#!/usr/bin/env bash
# The demonstration: compares trainers on real data, trains an MLP, saves it, reloads it in a new process, and checks that
# both processes predict the same. `./build.sh demo` builds first and calls this; arguments go to both comparisons.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly program=artifacts/bin/MLNetDeep.Cli/release/MLNetDeep.Cli.dll
readonly churn=samples/data/telco-churn.csv.gz
readonly diamonds=samples/data/diamonds-10000.csv.gz
readonly out=artifacts/demo

mlnetdeep() {
  printf '\n'
  # Long command lines continue on the next one, as in a shell.
  printf '$ mlnetdeep %s\n' "$*" | fold -s -w 78 | sed -e '$!s/ *$/ \\/' -e '2,$s/^/    /'
  dotnet "$program" "$@"
}

main() {
  [[ -f $program ]] || {
    echo "samples/demo.sh: $program is missing: run ./build.sh demo." >&2
    exit 1
  }
  rm -rf "$out"
  mkdir -p "$out"

  echo 'Customers who leave: two classes. Every trainer sees the same five folds.'
  mlnetdeep compare "$churn" --label churn "$@"
  echo
  echo 'Prices of diamonds: a number.'
  mlnetdeep compare "$diamonds" --label price "$@"
  echo
  echo 'Train, save, and predict before the process ends.'
  mlnetdeep train "$churn" --label churn --out "$out/churn.zip" --predict "$churn" --predictions "$out/trained.csv"
  mlnetdeep inspect "$out/churn.zip"
  echo
  echo 'Reload in a new process and predict the same rows.'
  mlnetdeep predict "$out/churn.zip" "$churn" --out "$out/reloaded.csv"

  cmp "$out/trained.csv" "$out/reloaded.csv" || {
    echo 'samples/demo.sh: the reloaded model predicts differently.' >&2
    exit 1
  }
  echo "The predictions of both processes are the same, byte for byte: $(($(wc -l <"$out/reloaded.csv") - 1)) rows."
  printf 'Demonstration done in %d s.\n' "$SECONDS"
}

main "$@"
