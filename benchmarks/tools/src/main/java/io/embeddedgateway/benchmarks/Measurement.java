package io.embeddedgateway.benchmarks;

/**
 * The figures of one proxy in one round of one scenario.
 *
 * @param scenario the id of the scenario
 * @param proxy the proxy
 * @param round the round, from 1
 * @param correct the number of correct answers
 * @param errors the number of errors
 * @param cpuMicros CPU time of the proxy per correct answer, in microseconds
 * @param perSecond correct answers per second
 * @param p50 median latency in milliseconds
 * @param p99 99th percentile in milliseconds
 * @param p999 99.9th percentile in milliseconds
 * @param allocated bytes allocated per correct answer, or {@code NaN} if it is no JVM
 * @param redisMicros CPU time of Redis per correct answer, or {@code NaN} without Redis
 */
record Measurement(String scenario, Proxy proxy, int round, long correct, int errors, double cpuMicros,
		double perSecond, double p50, double p99, double p999, double allocated, double redisMicros) {

	static final String CSV_HEADER = "scenario,proxy,round,correct,errors,cpu_us,per_second,p50_ms,p99_ms,p999_ms,allocated_bytes,redis_cpu_us";

	String csv() {
		return "%s,%s,%d,%d,%d,%.2f,%.1f,%.3f,%.3f,%.3f,%.0f,%.2f".formatted(this.scenario, this.proxy.id(), this.round,
				this.correct, this.errors, this.cpuMicros, this.perSecond, this.p50, this.p99, this.p999,
				this.allocated, this.redisMicros);
	}

}
