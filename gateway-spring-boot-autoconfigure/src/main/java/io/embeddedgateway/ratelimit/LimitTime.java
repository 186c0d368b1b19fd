package io.embeddedgateway.ratelimit;

/**
 * A moment.
 *
 * @param nanos nanoseconds of the clock by which buckets are refilled: from any origin
 * for buckets of one gateway, since 1970 for those that gateways share
 * @param epochSecond seconds since 1970, by which the calendar goes
 */
record LimitTime(long nanos, long epochSecond) {
}
