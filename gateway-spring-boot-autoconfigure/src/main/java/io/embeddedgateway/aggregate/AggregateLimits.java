package io.embeddedgateway.aggregate;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may cause.
 *
 * @param partSize the most bytes of one part, after decompression; 1 byte to 100 MB
 * @param size the most bytes of all parts together; 1 byte to 1 GB
 * @param depth how deep objects and arrays may be nested in a part; 1 to 1000
 * @param calls the most calls, those of {@code for-each} included; 1 to 10000
 * @param concurrent the most calls under way at the same time; 1 to 1000
 */
public record AggregateLimits(@DefaultValue("1MB") DataSize partSize, @DefaultValue("4MB") DataSize size,
		@DefaultValue("64") int depth, @DefaultValue("256") int calls, @DefaultValue("16") int concurrent) {

	/**
	 * The limits where nothing is said.
	 */
	public static final AggregateLimits DEFAULT = new AggregateLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(4),
			64, 256, 16);

	public AggregateLimits {
		check("part-size", partSize.toBytes(), DataSize.ofMegabytes(100).toBytes());
		check("size", size.toBytes(), DataSize.ofGigabytes(1).toBytes());
		check("depth", depth, 1000);
		check("calls", calls, 10_000);
		check("concurrent", concurrent, 1000);
	}

	private static void check(String name, long value, long most) {
		if (value < 1 || value > most) {
			throw new IllegalArgumentException("'" + name + "' is " + value + ". Write between 1 and " + most);
		}
	}

}
