#!/usr/bin/env bash
# Streams 1 GiB to a slow reader and fails if memory is not flat: stream.sh [MB/s] [proxy]
set -euo pipefail
cd "$(dirname "$0")"
. ./build.sh
exec "$JAVA" -Xmx512m -cp 'tools/target/classes:tools/target/lib/*' io.embeddedgateway.benchmarks.SlowReader . \
	"${1:-50}" "${2:-gateway}"
