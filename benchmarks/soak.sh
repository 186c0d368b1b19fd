#!/usr/bin/env bash
# Keeps this gateway under load and fails if anything leaks: soak.sh [minutes] [requests per second] [proxy]
set -euo pipefail
cd "$(dirname "$0")"
. ./build.sh
exec "$JAVA" -Xmx512m -cp 'tools/target/classes:tools/target/lib/*' io.embeddedgateway.benchmarks.Soak . \
	"${1:-30}" "${2:-1000}" "${3:-gateway}"
