#!/usr/bin/env bash
# JMH benchmarks; arguments are those of JMH, such as -f 1 -prof gc or a name.
set -euo pipefail
cd "$(dirname "$0")"
. ./build.sh
mvn -B -ntp -q -pl micro -am package
cp ../gateway-spring-boot-autoconfigure/target/gateway-spring-boot-autoconfigure-*-SNAPSHOT.jar micro/target/lib/
exec "$JAVA" -cp 'micro/target/classes:micro/target/lib/*' org.openjdk.jmh.Main "$@"
