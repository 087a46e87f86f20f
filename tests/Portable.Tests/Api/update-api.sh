#!/bin/sh
# Rewrites the trimmed copy of the official API listing (official/*.api.txt) after the portable packages or the product
# came to need more of it. FOLDER holds the official assemblies (*.dll), or full listings of them (*.api.txt).
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
from=$(cd "$1" && pwd)
exec dotnet run --project "$here/.." -- update-api "$from" "$here/official"
