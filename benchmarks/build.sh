# Builds the gateway of this working tree, and the proxies and tools. Sourced by the other scripts.
JAVA="${JAVA_HOME:+$JAVA_HOME/bin/}java"
ulimit -n "$(ulimit -Hn)"
mvn -B -ntp -q -DskipTests -f .. -pl gateway-spring-boot-starter -am install
mvn -B -ntp -q -pl '!micro' package
# What was just built, whatever else has been installed meanwhile
for module in gateway gateway-limited gateway-metrics gateway-tracing; do
	cp ../gateway-spring-boot-autoconfigure/target/gateway-spring-boot-autoconfigure-*-SNAPSHOT.jar "$module/target/lib/"
done
