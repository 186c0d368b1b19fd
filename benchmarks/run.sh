#!/usr/bin/env bash
# Builds everything and runs the gateway side by side with its peers; see README.md.
set -euo pipefail
cd "$(dirname "$0")"
. ./build.sh
exec "$JAVA" -Xmx512m -cp 'tools/target/classes:tools/target/lib/*' io.embeddedgateway.benchmarks.Benchmark . "$@"
