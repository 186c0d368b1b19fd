#!/usr/bin/env bash
# What idle connections cost, and how an ordinary client fares beside them: idle.sh [connections] [proxy...]
set -euo pipefail
cd "$(dirname "$0")"
. ./build.sh
connections="${1:-10000}"
shift || true
exec "$JAVA" -Xmx512m -cp 'tools/target/classes:tools/target/lib/*' io.embeddedgateway.benchmarks.IdleConnections . \
	"$connections" "${@:-gateway}"
