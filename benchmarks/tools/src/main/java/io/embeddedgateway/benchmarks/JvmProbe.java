package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Map;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * A view into another JVM through its platform MBeans. It attaches, so that nothing of it
 * is there while the JVM starts, and does nothing while it is not asked.
 */
final class JvmProbe implements AutoCloseable {

	// The client looks after its connection in the background otherwise
	private static final Map<String, ?> NO_CHECKS = Map.of("jmx.remote.x.client.connection.check.period", 0L);

	private final JMXConnector connector;

	private final ThreadMXBean threads;

	private final MemoryMXBean memory;

	private final BufferPoolMXBean directBuffers;

	private JvmProbe(JMXConnector connector) throws IOException {
		this.connector = connector;
		MBeanServerConnection connection = connector.getMBeanServerConnection();
		this.threads = ManagementFactory.newPlatformMXBeanProxy(connection, ManagementFactory.THREAD_MXBEAN_NAME,
				ThreadMXBean.class);
		this.memory = ManagementFactory.newPlatformMXBeanProxy(connection, ManagementFactory.MEMORY_MXBEAN_NAME,
				MemoryMXBean.class);
		this.directBuffers = ManagementFactory.newPlatformMXBeanProxy(connection,
				"java.nio:type=BufferPool,name=direct", BufferPoolMXBean.class);
	}

	static JvmProbe attach(long pid) throws IOException {
		try {
			VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
			try {
				JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
				return new JvmProbe(JMXConnectorFactory.connect(address, NO_CHECKS));
			}
			finally {
				machine.detach();
			}
		}
		catch (AttachNotSupportedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * What all threads that still live have allocated on the heap so far.
	 * @return bytes
	 */
	long allocatedBytes() {
		return Arrays.stream(this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds()))
			.filter((bytes) -> bytes > 0)
			.sum();
	}

	/**
	 * What is still in use on the heap after a full collection.
	 * @return bytes
	 */
	long heapAfterCollection() {
		this.memory.gc();
		return this.memory.getHeapMemoryUsage().getUsed();
	}

	long directMemory() {
		return this.directBuffers.getMemoryUsed();
	}

	int threads() {
		return this.threads.getThreadCount();
	}

	@Override
	public void close() {
		try {
			this.connector.close();
		}
		catch (IOException ex) {
			// The JVM went first
		}
	}

}
