#!/usr/bin/env bash
# ./run.sh            build if needed, run pipelines/sample.yaml, print the leaders found
# ./run.sh test       all tests
# ./run.sh bench …    benchmarks (./run.sh bench --help)
# ./run.sh ANYTHING   goes to the executable (./run.sh --help)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export ANALYTICS_PROGRAM=./run.sh    # how the program names itself in what it prints

command -v dotnet >/dev/null || {
  echo "run.sh: found no dotnet; expected the .NET SDK 10. Install it: https://dotnet.microsoft.com/download" >&2
  exit 2
}

# Builds a project when one of its sources is newer than what was built last.
build() {
  local project="$1" product="$2"
  if [ -f "$product" ] && [ -z "$(find "$root/src" "$root/tests/Analytics.Benchmarks" "$root/pipelines" "$root/data-samples" \
      "$root"/*.props "$root/global.json" -newer "$product" -type f \
      -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -print -quit)" ]; then
    return
  fi

  echo "building …" >&2
  dotnet build "$root/$project" --configuration Release --nologo --verbosity quiet -clp:NoSummary >&2
  touch "$product"
}

case "${1:-}" in
  test)
    shift
    exec dotnet test "$root/Analytics.sln" --nologo --verbosity quiet --logger "console;verbosity=minimal" "$@"
    ;;
  bench)
    shift
    build tests/Analytics.Benchmarks "$root/tests/Analytics.Benchmarks/bin/Release/net10.0/analytics-bench.dll"
    exec dotnet "$root/tests/Analytics.Benchmarks/bin/Release/net10.0/analytics-bench.dll" "$@"
    ;;
esac

app="$root/src/Analytics.App/bin/Release/net10.0/analytics.dll"
build src/Analytics.App "$app"
if [ $# -eq 0 ]; then
  exec dotnet "$app" run "$root/pipelines/sample.yaml"
fi

exec dotnet "$app" "$@"
