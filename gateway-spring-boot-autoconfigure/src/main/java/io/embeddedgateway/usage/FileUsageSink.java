package io.embeddedgateway.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Appends what was used to a file, as a line of JSON for each record, and has it on the
 * disk before a batch counts as written. The file ends with a whole line and a whole
 * batch, whatever happened before: what was written in part is taken back first.
 */
public final class FileUsageSink implements UsageSink {

	private static final Log logger = LogFactory.getLog(FileUsageSink.class);

	private static final int BLOCK = 4096;

	private final Path file;

	private final OldFiles old;

	private final long maxSize;

	private long unfinished = -1;

	private @Nullable String written;

	/**
	 * Create a sink.
	 * @param policy which file, and when another one is begun
	 * @param clock tells the time
	 */
	public FileUsageSink(UsageFilePolicy policy, Clock clock) {
		this.file = Path.of(policy.path()).toAbsolutePath();
		this.maxSize = policy.maxSize().toBytes();
		this.old = new OldFiles(this.file, policy.daily(), policy.maxFiles(), clock);
	}

	@Override
	public Mono<Void> write(UsageBatch batch) {
		return Mono.fromCallable(() -> {
			append(batch);
			return batch;
		}).then();
	}

	private synchronized void append(UsageBatch batch) throws IOException {
		if (batch.id().equals(this.written)) {
			// It took so long that nobody waited for it
			return;
		}
		byte[] lines = UsageLines.of(batch);
		Files.createDirectories(this.file.resolveSibling("."));
		while (!appended(lines)) {
			this.old.keep();
		}
		this.written = batch.id();
	}

	private boolean appended(byte[] lines) throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			lock(channel);
			repair(channel);
			long end = channel.size();
			if (end > 0 && (end + lines.length > this.maxSize || this.old.isOver())) {
				return false;
			}
			this.unfinished = end;
			ByteBuffer bytes = ByteBuffer.wrap(lines);
			while (bytes.hasRemaining()) {
				channel.write(bytes, end + bytes.position());
			}
			channel.force(true);
			this.unfinished = -1;
			return true;
		}
	}

	// Until the channel is closed
	private void lock(FileChannel channel) throws IOException {
		FileLock lock;
		try {
			lock = channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			lock = null;
		}
		if (lock == null) {
			throw new IOException("'" + this.file + "' is in use. Each gateway needs a file of its own");
		}
	}

	// A batch comes again if it was not written to its end, and a line if a crash cut it
	// off does not
	private void repair(FileChannel channel) throws IOException {
		long size = channel.size();
		if (this.unfinished >= 0 && size > this.unfinished) {
			channel.truncate(this.unfinished);
		}
		this.unfinished = -1;
		long end = endOfLines(channel);
		if (end < channel.size()) {
			logger.warn("'" + this.file + "' ended with an incomplete line, which is removed");
			channel.truncate(end);
		}
	}

	private static long endOfLines(FileChannel channel) throws IOException {
		ByteBuffer block = ByteBuffer.allocate(BLOCK);
		for (long end = channel.size(); end > 0; end -= BLOCK) {
			long start = Math.max(0, end - BLOCK);
			block.clear().limit((int) (end - start));
			while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
				// Until the block is there
			}
			for (int i = block.position() - 1; i >= 0; i--) {
				if (block.get(i) == '\n') {
					return start + i + 1;
				}
			}
		}
		return 0;
	}

}
