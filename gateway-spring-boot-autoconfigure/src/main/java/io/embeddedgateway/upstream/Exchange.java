package io.embeddedgateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * A request in flight at an instance. But for {@link #cancel()}, all calls come on its
 * event loop.
 */
public final class Exchange {

	private final Connector connector;

	private final EventLoop loop;

	private final Endpoint instance;

	private final UpstreamRequest request;

	private final UpstreamListener listener;

	private final ResponseReader reader = new ResponseReader(this);

	private @Nullable HttpStream stream;

	private @Nullable RequestWriter writer;

	private boolean repeated;

	private boolean over;

	Exchange(Connector connector, EventLoop loop, Endpoint instance, UpstreamRequest request,
			UpstreamListener listener) {
		this.connector = connector;
		this.loop = loop;
		this.instance = instance;
		this.request = request;
		this.listener = listener;
	}

	void start() {
		onLoop(this::acquire);
	}

	private void acquire() {
		if (!this.over) {
			pool().acquire(this);
		}
	}

	private void onLoop(Runnable task) {
		if (this.loop.inEventLoop()) {
			task.run();
		}
		else {
			this.loop.execute(task);
		}
	}

	private InstancePool pool() {
		return this.connector.pool(this.loop, this.instance);
	}

	/**
	 * Give the request up. Without effect once the response came: from then on its body
	 * is to be cancelled.
	 */
	public void cancel() {
		onLoop(() -> {
			if (!this.over && this.reader.body() == null) {
				pool().forget(this);
				abort(Http2Error.CANCEL);
				this.listener.onEnd();
			}
		});
	}

	UpstreamRequest request() {
		return this.request;
	}

	Context context() {
		return this.listener.currentContext();
	}

	void begin(HttpStream stream) {
		this.stream = stream;
		this.writer = new RequestWriter(this, stream);
		this.writer.begin();
	}

	/**
	 * Whether more of the request is to come, and the instance would take it. To be asked
	 * on the event loop.
	 * @return {@code true} if it is the turn of the client
	 */
	public boolean isClientsTurn() {
		return this.writer != null && this.writer.isSending() && !this.writer.isHeldBack();
	}

	void requestComplete() {
		HttpStream stream = this.stream;
		if (stream != null && this.writer != null) {
			this.writer.bodyComplete(this.reader.isTunnel());
			stream.expectWithin(
					(this.reader.body() != null) ? this.request.idleTimeout() : this.request.responseTimeout());
		}
	}

	void read(Object message) {
		HttpStream stream = this.stream;
		if (stream != null) {
			this.reader.read(message, stream);
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	void interim(HttpResponse response) {
		if (response.status().code() != HttpResponseStatus.CONTINUE.code()) {
			this.listener.onInterim(response.status().code(), response.headers());
		}
		else if (this.writer != null) {
			this.writer.goOn();
		}
	}

	/**
	 * All that was read together has been passed on.
	 */
	void readComplete() {
		if (this.stream != null) {
			this.reader.respond(this.stream);
		}
	}

	/**
	 * The response came with its end.
	 * @param response the response
	 */
	void respondWhole(UpstreamResponse response) {
		this.listener.onResponse(response);
		this.listener.onEnd();
	}

	void respond(UpstreamResponse response) {
		HttpStream stream = this.stream;
		if (stream != null && this.writer != null) {
			stream.expectWithin(this.request.idleTimeout());
			this.listener.onResponse(response);
			if (this.reader.isTunnel()) {
				this.writer.tunnel();
			}
		}
	}

	/**
	 * The response came to its end.
	 * @param keepAlive whether the instance keeps the connection open
	 */
	void responseComplete(boolean keepAlive) {
		HttpStream stream = end();
		if (stream != null && keepAlive && this.writer != null && this.writer.isComplete()) {
			stream.free();
		}
		else if (stream != null) {
			stream.close(Http2Error.NO_ERROR);
		}
	}

	/**
	 * Something moved.
	 */
	void progress() {
		HttpStream stream = this.stream;
		boolean moving = this.reader.body() != null || (this.writer != null && this.writer.isSending());
		if (stream != null && moving) {
			stream.expectWithin(this.request.idleTimeout());
		}
	}

	void writable() {
		if (this.writer != null) {
			this.writer.writable();
		}
	}

	void timedOut() {
		broken(stalled(), null);
	}

	private UpstreamFault stalled() {
		ResponseBody body = this.reader.body();
		if (body != null) {
			return body.isHeldBack() ? UpstreamFault.CLIENT_HELD_BACK : UpstreamFault.RESPONSE_STALLED;
		}
		if (this.writer == null || !this.writer.isSending()) {
			return UpstreamFault.RESPONSE_TIMEOUT;
		}
		return this.writer.isHeldBack() ? UpstreamFault.REQUEST_HELD_BACK : UpstreamFault.CLIENT_STALLED;
	}

	void reset(long errorCode) {
		broken((errorCode == Http2Error.REFUSED_STREAM.code()) ? UpstreamFault.REFUSED : UpstreamFault.CLOSED,
				"reset with error code " + errorCode, null);
	}

	void broken(UpstreamFault fault, @Nullable Throwable cause) {
		broken(fault, (cause != null) ? String.valueOf(cause.getMessage()) : "", cause);
	}

	void broken(UpstreamFault fault, String what, @Nullable Throwable cause) {
		if (this.over) {
			return;
		}
		ResponseBody body = this.reader.body();
		boolean repeat = !this.reader.hasResponse() && mayBeRepeated(fault);
		abort((fault == UpstreamFault.MALFORMED) ? Http2Error.PROTOCOL_ERROR : Http2Error.CANCEL);
		if (repeat) {
			this.over = false;
			this.repeated = true;
			// Not before all that befell the connection is known
			this.loop.execute(this::acquire);
			return;
		}
		UpstreamException error = new UpstreamException(fault, what, cause);
		if (body == null) {
			this.listener.onError(error);
			this.listener.onEnd();
		}
		else if (this.reader.isTunnel() && fault == UpstreamFault.CLOSED) {
			body.complete();
		}
		else {
			body.fail(this.listener.onBodyError(error));
		}
	}

	// An instance may close a connection that it kept open just when a request is on its
	// way (RFC 9112 §9.3.1). On a new connection the same would be a failure
	private boolean mayBeRepeated(UpstreamFault fault) {
		boolean stale = fault == UpstreamFault.CLOSED && this.stream != null && this.stream.wasUsed()
				&& RequestMessages.isSafe(this.request);
		boolean unread = this.request.body() == null || RequestMessages.isUpgrade(this.request);
		return !this.repeated && unread && (stale || fault == UpstreamFault.REFUSED);
	}

	/**
	 * There is no connection for this request.
	 * @param error why
	 */
	void unconnected(UpstreamException error) {
		if (!this.over) {
			this.over = true;
			this.listener.onError(error);
			this.listener.onEnd();
		}
	}

	boolean isOver() {
		return this.over;
	}

	void abort(Http2Error error) {
		HttpStream stream = end();
		if (stream != null && this.reader.isTunnel()) {
			stream.finish();
		}
		else if (stream != null) {
			stream.close(error);
		}
	}

	private @Nullable HttpStream end() {
		HttpStream stream = this.stream;
		this.over = true;
		this.stream = null;
		if (this.writer != null) {
			this.writer.cancel();
		}
		return stream;
	}

	/**
	 * The response was read to its end, or given up.
	 */
	void ended() {
		this.listener.onEnd();
	}

}
