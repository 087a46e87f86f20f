#!/usr/bin/env bash
# Sets up, builds, tests and runs MLNetDeep. `./build.sh -h` lists the commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
Usage: ./build.sh [command] [--packages official|portable] [arguments]

  (none)    set up and build
  demo      build, then compare, train, save, reload and predict on real data
  test      build with warnings as errors, check the format, run all tests
  samples   build and run every sample
  parity    compare with what the official packages do, on record; an argument
            names a folder that holds satellite.csv.gz
  bench     run a benchmark: `peers [CASES]` beside PyTorch, skorch, scikit-learn and
            XGBoost, `own [--filter '*']` our parts over time, `service` publishes
            the sample of a service and puts load on it; `-h` has the others
  fuzz      feed damaged and forged files to every reader; [--count N] [--seed S]
  format    format the sources
  clean     remove artifacts/

  --packages official   Microsoft.ML and TorchSharp from the package feed
  --packages portable   our own subset of them, from src/Portable
                        (left out: decided once, by what the feed has)

LIBTORCH=/path names another libtorch (with include/ and lib/) than Debian's,
for the portable packages.
TEXT
}

say() { printf '%s\n' "$*"; }
die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

readonly solution=MLNetDeep.sln
readonly decision=Directory.Build.local.props
readonly native=artifacts/native
readonly native_file=$native/libmlnetdeep_torch.so
readonly native_source=src/Portable/TorchSharp/native/boxed.cpp
readonly debian_packages=(libtorch-dev libopenblas0-openmp g++)

# A build server or a reused node would outlive this script and hold its output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# --- which packages -------------------------------------------------------------------------------------------------

decide_packages() {
  packages=${1:-}
  if [[ -z $packages && -f $decision ]]; then
    packages=$(sed -n 's:.*<MLNetPackages>\(.*\)</MLNetPackages>.*:\1:p' "$decision")
  fi
  [[ -n $packages ]] || probe_feed
  local text="<Project><PropertyGroup><MLNetPackages>$packages</MLNetPackages></PropertyGroup></Project>"
  # Written only when it changes: its time tells whether to restore again.
  [[ -f $decision && $(<"$decision") == "$text" ]] || printf '%s\n' "$text" >"$decision"
}

probe_feed() {
  local folder log
  folder=$(mktemp -d)
  cat >"$folder/probe.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="[5.0.0]" />
    <PackageReference Include="TorchSharp" Version="[0.102.7]" />
  </ItemGroup>
</Project>
XML
  say 'Asking the package feed for Microsoft.ML 5.0.0 and TorchSharp 0.102.7.'
  if log=$(cd "$folder" && timeout 120 dotnet restore probe.csproj --verbosity quiet 2>&1); then
    packages=official
    say 'It has them: building with the official packages.'
  elif grep -qE 'NU110[1-3]' <<<"$log"; then
    packages=portable
    say 'It lacks them: building with the portable packages, src/Portable.'
  else
    rm -rf "$folder"
    printf '%s\n' "$log" | grep -m1 -E 'error' >&2 || true
    die 'the package feed does not answer; --packages portable or official skips the question.'
  fi
  rm -rf "$folder"
}

# Installs Debian packages, as root or through sudo.
install_packages() {
  local line="apt-get install --no-install-recommends $*"
  command -v apt-get >/dev/null || die "this needs the packages that Debian calls $*; please install them."
  local sudo=()
  if [[ $(id -u) != 0 ]]; then
    if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
      sudo=(sudo)
    else
      die "packages are missing; run as root: $line"
    fi
  fi
  say "Installing $*."
  mkdir -p artifacts
  local log=artifacts/apt.log
  local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -qq)
  local install=("${apt[@]}" install --no-install-recommends "$@")
  # Lists that are missing or out of date make the first attempt fail.
  if ! "${install[@]}" >"$log" 2>&1; then
    if ! { "${apt[@]}" update && "${install[@]}"; } >"$log" 2>&1; then
      tail -n 5 "$log" >&2
      die "apt-get failed; the whole output is in $log. The line was: $line"
    fi
  fi
}

# --- libtorch, for the portable packages ----------------------------------------------------------------------------

find_libtorch() {
  include='' lib=''
  if [[ -n ${LIBTORCH:-} ]]; then
    [[ -f $LIBTORCH/include/ATen/ATen.h ]] || die "LIBTORCH=$LIBTORCH has no include/ATen/ATen.h."
    [[ -f $LIBTORCH/lib/libtorch_cpu.so ]] || die "LIBTORCH=$LIBTORCH has no lib/libtorch_cpu.so."
    include=$(cd "$LIBTORCH/include" && pwd)
    lib=$(cd "$LIBTORCH/lib" && pwd)
    return
  fi
  local folder
  for folder in /usr/lib/*-linux-gnu /usr/lib64 /usr/lib; do
    if [[ -f $folder/libtorch_cpu.so && -f /usr/include/ATen/ATen.h ]]; then
      include=/usr/include
      lib=$folder
      return
    fi
  done
}

openblas_file() {
  local file
  for file in /usr/lib/*-linux-gnu/openblas-openmp/libblas.so.3; do
    [[ ! -f $file ]] || printf '%s\n' "$file"
  done
}

install_libtorch() {
  local missing=0
  command -v g++ >/dev/null || missing=1
  if [[ -z ${LIBTORCH:-} ]]; then
    find_libtorch
    [[ -n $lib && -n $(openblas_file) ]] || missing=1
  fi
  [[ $missing == 1 ]] || return 0

  command -v apt-get >/dev/null ||
    die "g++ or libtorch is missing: install g++, and set LIBTORCH to a libtorch of 1.13 or later."
  install_packages "${debian_packages[@]}"
}

build_native() {
  install_libtorch
  find_libtorch
  [[ -n $lib ]] || die 'libtorch is not where Debian puts it; set LIBTORCH to its folder.'
  local flags=(-std=c++17 -O2 -fPIC -shared -fvisibility=hidden "-I$include")
  local links=("-L$lib" "-Wl,-rpath,$lib" -ltorch_cpu -lc10)
  # Without --no-as-needed the linker would drop the library that registers the CUDA kernels.
  [[ ! -f $lib/libtorch_cuda.so ]] || links+=('-Wl,--no-as-needed' -ltorch_cuda)
  # The official archives come in two kinds, which differ in how std::string is laid out.
  [[ $(nm -DC "$lib/libc10.so" | grep -c 'std::__cxx11') != 0 ]] || flags+=(-D_GLIBCXX_USE_CXX11_ABI=0)

  local key
  key=$({
    sha256sum <"$native_source"
    sha256sum <"$include/torch/csrc/api/include/torch/version.h"
    stat -L -c '%s %Y' "$lib/libtorch_cpu.so"
    g++ --version
    printf '%s\n' "${flags[@]}" "${links[@]}"
  } | sha256sum)
  if [[ ! -f $native_file || ! -f $native/key || $(<"$native/key") != "$key" ]]; then
    say "Building the native file against the libtorch in $lib."
    mkdir -p "$native"
    g++ "${flags[@]}" "$native_source" -o "$native_file.new" "${links[@]}" 2>"$native/log" || {
      grep -m 10 -E 'error|cannot find' "$native/log" >&2 || tail -n 10 "$native/log" >&2
      die "g++ failed; the whole output is in $native/log."
    }
    mv "$native_file.new" "$native_file"
    printf '%s\n' "$key" >"$native/key"
  fi
  check_blas
}

# Debian's libtorch takes whatever libblas.so.3 is. The reference one is some 50 times slower than OpenBLAS, and
# OpenBLAS's pthread build takes no notice of torch.set_num_threads.
check_blas() {
  local blas good fix
  blas=$(ldd "$native_file" | awk '/libblas\.so/ && !found++ { print $3 }')
  [[ -n $blas ]] || return 0
  blas=$(readlink -f "$blas")
  case $blas in
    */blas/libblas.so* | */openblas-pthread/*) ;;
    *) return 0 ;;
  esac
  good=$(openblas_file)
  fix="apt-get install libopenblas0-openmp"
  [[ -z $good ]] || fix="update-alternatives --set libblas.so.3-$(g++ -print-multiarch) $good"
  if [[ $blas == */openblas-pthread/* ]]; then
    say "Note: $blas ignores the thread count that MLNetDeep sets; better: $fix"
  else
    die "libtorch would compute with the slow reference BLAS ($blas); run as root: $fix"
  fi
}

# --- build ----------------------------------------------------------------------------------------------------------

restore() {
  local stamp=artifacts/restored project
  if [[ -f $stamp ]]; then
    local current=1
    while IFS= read -r project; do
      [[ -f artifacts/obj/$(basename "$project" .csproj)/project.assets.json ]] || current=0
    done < <(find . -path ./artifacts -prune -o -name '*.csproj' -print)
    [[ -z $(find . -path ./artifacts -prune -o -newer "$stamp" -type f \
      \( -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -name global.json \) -print -quit) ]] || current=0
    [[ $current == 0 ]] || return 0
  fi
  say 'Restoring packages.'
  dotnet restore "$solution" --verbosity quiet
  mkdir -p artifacts
  touch "$stamp"
}

set_up() {
  command -v dotnet >/dev/null || die 'the .NET 10 SDK is missing: https://dotnet.microsoft.com/download'
  decide_packages "$1"
  [[ $packages != portable ]] || build_native
  restore
}

build() {
  set_up "$1"
  say "Building ($packages packages)."
  dotnet build "$solution" -c Release --no-restore --verbosity quiet -nologo -clp:NoSummary
}

# --- commands -------------------------------------------------------------------------------------------------------

run_tests() {
  local results=artifacts/test-results status=0 passed=0 failed=0 project name trx
  say 'Checking the format.'
  dotnet format whitespace . --folder --verify-no-changes --exclude artifacts/ || {
    say 'The format differs: ./build.sh format mends it.'
    status=1
  }
  rm -rf "$results"
  for project in tests/*/*.Tests.csproj; do
    name=$(basename "$project" .csproj)
    say "Testing $name."
    dotnet test "$project" -c Release --no-build --verbosity quiet --nologo \
      --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=1
    trx=$results/$name.trx
    if [[ -f $trx ]]; then
      passed=$((passed + $(counter "$trx" passed)))
      failed=$((failed + $(counter "$trx" failed)))
    else
      say "$name ended without a result."
      failed=$((failed + 1))
    fi
  done
  say "$passed passed, $failed failed"
  [[ $failed == 0 && $passed != 0 ]] || status=1
  return "$status"
}

# The tests of a study's store start a server of their own, from the same places.
has_postgresql() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

# Exported models are checked by ONNX's own checker.
has_onnx_checker() {
  local python
  for python in /usr/bin/python3 python3 python; do
    ! "$python" -c 'import onnx' 2>/dev/null || return 0
  done
  return 1
}

# Reports are looked at in a browser.
find_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    ! command -v "$name" >/dev/null || return 0
  done
  return 1
}

counter() { sed -n "/<Counters/{s/.* $2=\"\([0-9]*\)\".*/\1/p;q}" "$1"; }

run_samples() {
  local project found=0
  for project in samples/*/*.csproj; do
    [[ -f $project ]] || continue
    # A service runs until it is stopped; its client starts it.
    ! grep -q 'Sdk="Microsoft.NET.Sdk.Web"' "$project" || continue
    found=1
    say "--- $(basename "$project" .csproj)"
    dotnet run --project "$project" -c Release --no-build || die "$project ended with an error."
  done
  [[ $found == 1 ]] || die 'there are no samples.'
}

# Publishes the service that only scores, and sees how many requests a second it bears.
bench_service() {
  local folder=artifacts/service results=benchmarks/results/service.md status=0
  rm -rf "$folder"
  dotnet publish samples/ScoringService -c Release --no-build --verbosity quiet -nologo -o "$folder"
  [[ -z $(find "$folder" -iname '*torch*' -print -quit) ]] || die "$folder has files of torch."
  {
    printf '# The scoring service\n\n`./build.sh bench service` on %s, %s processors for the service and its client together.\n' \
      "$(sed -n '/model name/{s/.*: //p;q}' /proc/cpuinfo)" "$(nproc)"
    printf 'Requests come open loop, at a fixed rate whatever the answers; latencies count from the time that a request was due.\n\n'
    printf 'The published folder: %s KB in %s files, none of them of TorchSharp or libtorch.\n\n' \
      "$(du -sk --apparent-size "$folder" | cut -f1)" "$(find "$folder" -type f | wc -l)"
    dotnet run --project samples/ScoringClient -c Release --no-build -- load "$PWD/$folder/ScoringService.dll"
  } | sed '/^Health:/d; /^Model:/d; / -> 400 /d; /the same scores/G' | tee "$results" || status=1
  return "$status"
}

# What a plain ML.NET program does here, beside what the official packages did; tests/Parity/README.md has the rules.
run_parity() {
  local parity=tests/Parity data=artifacts/parity/data
  mkdir -p "$data"
  cp samples/data/telco-churn.csv.gz "$parity"/data/*.csv.gz "$data"
  if [[ $# -gt 0 ]]; then
    cp "$1/satellite.csv.gz" "$data"
  elif [[ ! -s $data/satellite.csv.gz ]]; then
    # Its licence keeps it out of the repository; Debian has it.
    Rscript -e 'library(mlbench)' >/dev/null 2>&1 || install_packages r-cran-mlbench
    Rscript "$parity/data/satellite.R" | gzip -n >"$data/satellite.csv.gz.new"
    mv "$data/satellite.csv.gz.new" "$data/satellite.csv.gz"
  fi
  say 'Running the programs; this takes minutes.'
  # The record holds for two cores and 256-bit vectors: both decide the order of sums, and so where L-BFGS stops.
  export DOTNET_EnableAVX512=0 DOTNET_PROCESSOR_COUNT=2
  dotnet run --project "$parity/Official" -c Release --no-build -- "$data" >artifacts/parity/Official.json
  dotnet run --project "$parity/More" -c Release --no-build >artifacts/parity/More.json
  dotnet run --project "$parity/AutoML" -c Release --no-build -- "$data" >artifacts/parity/AutoML.json
  local program status=0
  for program in Official More AutoML; do
    say "--- $program"
    dotnet run --project "$parity/Report" -c Release --no-build -- "$parity/$program/observations.json" \
      "artifacts/parity/$program.json" "$parity/$program/known-differences.json" || status=1
  done
  return "$status"
}

check_world() {
  [[ $1 == official || $1 == portable ]] || die "--packages must be official or portable, but was '$1'."
}

main() {
  local command='' world='' arguments=()
  while (($# > 0)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --packages=*) world=${1#*=} && check_world "$world" ;;
      --packages) world=${2:-} && check_world "$world" && shift ;;
      *) if [[ -z $command ]]; then command=$1; else arguments+=("$1"); fi ;;
    esac
    shift
  done

  case $command in
    '') build "$world" ;;
    demo)
      build "$world"
      bash samples/demo.sh "${arguments[@]}"
      ;;
    test)
      build "$world"
      has_postgresql || install_packages postgresql
      [[ -n ${CHROMIUM:-} ]] || find_browser || install_packages chromium
      has_onnx_checker || install_packages python3-onnx
      run_tests
      ;;
    samples)
      build "$world"
      run_samples
      ;;
    parity)
      build "$world"
      run_parity "${arguments[@]}"
      ;;
    bench)
      build "$world"
      if [[ ${arguments[0]:-} == service ]]; then
        bench_service
        return
      fi
      if [[ ${arguments[0]:-} =~ ^(classical|tabular|trees)$ ]]; then
        /usr/bin/python3 -c 'import sklearn, xgboost, pandas' 2>/dev/null || install_packages python3-sklearn python3-xgboost python3-pandas
      fi
      if [[ ${arguments[0]:-} == images ]]; then
        /usr/bin/python3 -c 'import torch' 2>/dev/null || install_packages python3-torch
        [[ -d /usr/share/datasets/fashion-mnist ]] || install_packages dataset-fashion-mnist
      fi
      if [[ ${arguments[0]:-} == peers ]]; then
        # What cannot be installed is reported as not there; the others are measured.
        local module
        for module in torch skorch sklearn xgboost pandas; do
          /usr/bin/python3 -c "import $module" 2>/dev/null || (install_packages "python3-$module") || say "Going on without python3-$module."
        done
        [[ -d /usr/share/datasets/fashion-mnist ]] || (install_packages dataset-fashion-mnist) || say 'Going on without Fashion-MNIST.'
      fi
      if [[ ${arguments[0]:-} == tuners ]]; then
        /usr/bin/python3 -c 'import optuna' 2>/dev/null || install_packages python3-optuna
      fi
      if [[ ${arguments[0]:-} == own ]]; then
        dotnet run --project benchmarks/MLNetDeep.Benchmarks -c Release --no-build -- "${arguments[@]:1}"
      else
        dotnet run --project benchmarks/MLNetDeep.Comparisons -c Release --no-build -- "${arguments[@]}"
      fi
      ;;
    fuzz)
      build "$world"
      dotnet run --project tests/MLNetDeep.Fuzz -c Release --no-build -- "${arguments[@]}"
      ;;
    format)
      set_up "$world"
      dotnet format "$solution" --no-restore
      ;;
    clean) rm -rf artifacts ;;
    *) usage >&2; die "no such command: $command" ;;
  esac
}

main "$@"
