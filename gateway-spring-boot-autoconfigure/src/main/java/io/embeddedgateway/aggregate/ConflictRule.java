package io.embeddedgateway.aggregate;

/**
 * What happens if a field that a part brings into the root of an answer is there already.
 * Earlier and later go by {@link PartResult#order() the order of the parts}, never by who
 * answers first.
 */
public enum ConflictRule {

	/**
	 * The value of the earlier part stays.
	 */
	FIRST,

	/**
	 * The value of the later part replaces it.
	 */
	LAST,

	/**
	 * The request fails with 502.
	 */
	ERROR,

	/**
	 * Arrays are joined, the later after the earlier; a value that is no array counts as
	 * an array of one.
	 */
	CONCAT,

	/**
	 * Objects are merged field by field, at any depth; of all other values the later
	 * replaces the earlier.
	 */
	DEEP_MERGE

}
