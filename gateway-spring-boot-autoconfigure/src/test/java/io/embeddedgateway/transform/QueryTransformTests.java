package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link QueryEdits} does to a query.
 */
class QueryTransformTests {

	private final RequestTransform none = RequestTransform.none();

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "x=1,x=1", "a=1,-", "x=1&a=2&y=3,x=1&y=3", "%61=1&x=1,x=1", "a,-", "a&x,x", "A=1,A=1",
					"aa=1,aa=1", "x=a,x=a", "x=%zz&y=%,x=%zz&y=%", "&&x=1&,&&x=1&", "'',''", "-,-",
					"x=a%26a=1,x=a%26a=1" })
	void parametersAreRemovedByTheirDecodedNames(@Nullable String query, @Nullable String expected) {
		assertThat(removed("a", query)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "a+b=1,-", "a%20b=1,-", "%61%20b=1,-", "ab=1,ab=1" })
	void spaceInANameIsReadInBothSpellings(String query, @Nullable String expected) {
		assertThat(removed("a b", query)).isEqualTo(expected);
	}

	@Test
	void nameThatIsNotProperlyEncodedIsRefused() {
		TransformRun.assertRefused(this.none.withoutQuery("a"),
				TransformRun.exchange(TransformRun.get("/orders/7?%zz=1")), "The query is not properly encoded.");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-,limit=10", "'',limit=10", "limit=99,limit=10",
			"x=%7E&limit=99&limit=98&y,x=%7E&y&limit=10", "%6Cimit=99&x=1,x=1&limit=10", "&,&&limit=10" })
	void parameterIsSetInsteadOfAllOfItsName(@Nullable String query, String expected) {
		assertThat(query(this.none.withQuery("limit", "10"), query)).isEqualTo(expected);
	}

	@Test
	void nameAndValuesAreEscaped() {
		RequestTransform transform = this.none.withQuery("a&b=c", "{header.X}-{query.y}");
		assertThat(TransformRun.sent(transform, TransformRun.get("/orders/7?y=1%262", "X", "p&q=r+s t#u")).rawQuery())
			.isEqualTo("y=1%262&a%26b%3Dc=p%26q%3Dr%2Bs%20t%23u-1%262");
	}

	@Test
	void parameterWithoutAValueIsOnlyRemoved() {
		RequestTransform transform = this.none.withQuery("tenant", "{claim.tenant}");
		assertThat(TransformRun.sent(transform, TransformRun.get("/orders/7?tenant=evil&x=1")).rawQuery())
			.isEqualTo("x=1");
		assertThat(TransformRun.sent(transform, TransformRun.get("/orders/7?tenant=evil")).rawQuery()).isNull();
	}

	@Test
	void valuesAreThoseOfTheRequestBeforeItsChanges() {
		RequestTransform transform = this.none.withoutQuery("a").withQuery("b", "{query.a}");
		assertThat(TransformRun.sent(transform, TransformRun.get("/orders/7?a=1&b=2")).rawQuery()).isEqualTo("b=1");
	}

	private @Nullable String removed(String name, @Nullable String query) {
		return query(this.none.withoutQuery(name), query);
	}

	private static @Nullable String query(RequestTransform transform, @Nullable String query) {
		return TransformRun.sent(transform, TransformRun.get("/orders/7").withQuery(query)).rawQuery();
	}

}
