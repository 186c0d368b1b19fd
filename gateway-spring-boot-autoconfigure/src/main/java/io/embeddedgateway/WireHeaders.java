package io.embeddedgateway;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.CollectionUtils;

/**
 * Headers just as they came over a connection, which can be passed on without another
 * look at each. Read only: what changes them makes other headers.
 */
public final class WireHeaders extends org.springframework.http.HttpHeaders {

	private static final long serialVersionUID = 1L;

	private final transient HttpHeaders fields;

	/**
	 * Create headers.
	 * @param fields the fields as they came; not copied, and not to be changed any more
	 */
	public WireHeaders(HttpHeaders fields) {
		super(CollectionUtils.unmodifiableMultiValueMap(new Netty4HeadersAdapter(fields)));
		this.fields = fields;
	}

	/**
	 * The fields as they came.
	 * @return the fields, to be read only
	 */
	public HttpHeaders fields() {
		return this.fields;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}

}
