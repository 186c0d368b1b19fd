package io.embeddedgateway.aggregate;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CombinedHeaders}.
 */
class CombinedHeadersTests {

	private static final String DATE = "Mon, 23 Nov 2026 00:00:00 GMT";

	private static final AnswerCaching NOTHING = new AnswerCaching(
			AggregatePolicy.builder().part("a", (part) -> part.service("a").path("/a")).build());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			max-age=60                           | max-age=30                          | max-age=30
			max-age=60, private                  | public, max-age=90                  | private, max-age=60
			private="Set-Cookie", max-age=60     | max-age=60                          | private, max-age=60
			public, max-age=60                   | public, max-age=90                  | public, max-age=60
			public, max-age=60                   | max-age=90                          | max-age=60
			no-store, max-age=60                 | public, max-age=60                  | no-store
			NO-STORE                             | no-cache                            | no-store
			no-cache, max-age=60                 | max-age=60                          | no-cache
			no-cache="Set-Cookie"                | max-age=60                          | no-cache
			private, no-cache                    | max-age=60                          | private, no-cache
			public, no-cache                     | public, max-age=60                  | public, no-cache
			max-age=0                            | max-age=60                          | max-age=0
			Max-Age = 60                         | max-age="30"                        | max-age=30
			max-age=60, max-age=20               | max-age=90                          | max-age=20
			max-age=x                            | max-age=60                          | max-age=0
			max-age                              | max-age=60                          | max-age=0
			max-age=-1                           | max-age=60                          | max-age=0
			max-age=1.5                          | max-age=60                          | max-age=0
			max-age=99999999999999999999         | max-age=9999999999                  | max-age=2147483648
			max-age=60, stale-if-error=600       | max-age=60, immutable               | max-age=60
			max-age=60, no-transform             | max-age=60                          | max-age=60, no-transform
			ext="a, no-store, max-age=1", max-age=60 | ext="\\", no-store", max-age=70  | max-age=60
			,, max-age=60 ,                      | max-age=70                          | max-age=60
			""")
	void mostRestrictiveOfTwoPartsCounts(String first, String second, String expected) {
		assertThat(cacheControl(headers("Cache-Control", first), headers("Cache-Control", second))).isEqualTo(expected);
		assertThat(cacheControl(headers("Cache-Control", second), headers("Cache-Control", first))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					max-age=60, s-maxage=600             | max-age=90, s-maxage=300            | max-age=60, s-maxage=300
					max-age=60, s-maxage=600             | public, max-age=90                  | max-age=60, s-maxage=90
					max-age=60, s-maxage=600             | max-age=90                          | max-age=60
					max-age=600, s-maxage=60             | max-age=900                         | max-age=60
					s-maxage=60                          | public, max-age=90                  | max-age=0, s-maxage=60
					s-maxage=60                          | max-age=90                          | no-cache
					max-age=60, s-maxage=600             | private, max-age=90                 | private, max-age=60
					max-age=60, s-maxage=60              | max-age=90, s-maxage=90             | max-age=60
					max-age=60, must-revalidate          | max-age=90, must-revalidate         | max-age=60, must-revalidate
					max-age=60, must-revalidate          | public, max-age=90                  | max-age=60, must-revalidate
					max-age=60, must-revalidate          | max-age=90                          | private, max-age=60, must-revalidate
					max-age=60, proxy-revalidate         | max-age=90                          | max-age=60, proxy-revalidate
					private, max-age=60                  | max-age=90, proxy-revalidate        | private, max-age=60
					no-cache, must-revalidate            | max-age=90                          | no-cache
					""")
	void sharedCacheGetsNoMoreThanEachPartAllows(String first, String second, String expected) {
		assertThat(cacheControl(headers("Cache-Control", first), headers("Cache-Control", second))).isEqualTo(expected);
		assertThat(cacheControl(headers("Cache-Control", second), headers("Cache-Control", first))).isEqualTo(expected);
	}

	@Test
	void partThatSaysNothingMeansNoFreshness() {
		HttpHeaders fresh = headers("Cache-Control", "public, max-age=60");
		assertThat(cacheControl(HttpHeaders.EMPTY)).isEqualTo("no-cache");
		assertThat(cacheControl()).isEqualTo("no-cache");
		assertThat(cacheControl(fresh, HttpHeaders.EMPTY)).isEqualTo("no-cache");
		assertThat(cacheControl(headers("Cache-Control", "private"), HttpHeaders.EMPTY)).isEqualTo("private, no-cache");
		assertThat(cacheControl(headers("Cache-Control", "must-revalidate"), fresh)).isEqualTo("no-cache");
	}

	@Test
	void answerThatLacksAPartIsNotStored() {
		assertThat(
				CombinedHeaders.cacheControl(List.of(headers("Cache-Control", "public, max-age=60")), NOTHING, false))
			.isEqualTo("no-store");
		assertThat(CombinedHeaders.cacheControl(List.of(), NOTHING, false)).isEqualTo("no-store");
	}

	@ParameterizedTest
	@CsvSource({ "20,40", "0,60", "60,0", "61,0", "99999999999999999999,0", "x,60", "-5,60", "' 20 ',40", "'',60" })
	void ageOfAPartIsTakenOff(String age, String expected) {
		assertThat(cacheControl(headers("Cache-Control", "max-age=60", "Age", age),
				headers("Cache-Control", "max-age=3000")))
			.isEqualTo("max-age=" + expected);
	}

	@Test
	void ageIsThatOfThePart() {
		assertThat(cacheControl(headers("Cache-Control", "public, max-age=100, s-maxage=200", "Age", "50"),
				headers("Cache-Control", "public, max-age=70")))
			.isEqualTo("public, max-age=50, s-maxage=70");
	}

	@Test
	void expiresCountsWhereThereIsNoMaxAge() {
		String minute = "Mon, 23 Nov 2026 00:01:00 GMT";
		assertThat(cacheControl(headers("Date", DATE, "Expires", minute))).isEqualTo("max-age=60");
		assertThat(cacheControl(headers("Date", DATE, "Expires", minute, "Age", "20"))).isEqualTo("max-age=40");
		assertThat(cacheControl(headers("Date", DATE, "Expires", minute, "Cache-Control", "max-age=5")))
			.isEqualTo("max-age=5");
		assertThat(cacheControl(headers("Date", minute, "Expires", DATE))).isEqualTo("max-age=0");
		assertThat(cacheControl(headers("Expires", minute))).isEqualTo("no-cache");
		assertThat(cacheControl(headers("Date", "yesterday", "Expires", minute))).isEqualTo("no-cache");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "never", "" })
	void expiresThatIsNoDateIsThePast(String expires) {
		assertThat(cacheControl(headers("Date", DATE, "Expires", expires))).isEqualTo("max-age=0");
	}

	@Test
	void directivesOfAllLinesCount() {
		assertThat(cacheControl(headers("Cache-Control", "max-age=60", "Cache-Control", "private")))
			.isEqualTo("private, max-age=60");
	}

	@Test
	void namesOfVaryAreUnited() {
		assertThat(vary(headers("Vary", "Accept, accept-language"), headers("Vary", "Accept-Language,Cookie"),
				headers("vary", " ACCEPT ", "Vary", "X-A,,"), HttpHeaders.EMPTY))
			.isEqualTo("Accept, accept-language, Cookie, X-A");
	}

	@Test
	void nothingVariesWithoutVary() {
		assertThat(CombinedHeaders.vary(List.of(), NOTHING)).isNull();
		assertThat(CombinedHeaders.vary(List.of(HttpHeaders.EMPTY, headers("Vary", " ,")), NOTHING)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "Accept, *", "Accept Language", "a\"b", "\u00e4" })
	void everythingVariesByAStarAndByWhatIsNoName(String value) {
		assertThat(vary(headers("Vary", "Cookie"), headers("Vary", value))).isEqualTo("*");
	}

	private static String cacheControl(HttpHeaders... parts) {
		return CombinedHeaders.cacheControl(Arrays.asList(parts), NOTHING, true);
	}

	private static String vary(HttpHeaders... parts) {
		String vary = CombinedHeaders.vary(Arrays.asList(parts), NOTHING);
		assertThat(vary).isNotNull();
		return vary;
	}

	private static HttpHeaders headers(String... namesAndValues) {
		HttpHeaders headers = new HttpHeaders();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return headers;
	}

}
