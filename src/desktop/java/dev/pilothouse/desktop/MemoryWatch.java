package dev.pilothouse.desktop;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/**
 * Detects when the Java heap stays nearly full after a garbage collection. It is a desktop's counterpart of a phone's
 * low-memory signal.
 *
 * <p>Owns the collection usage threshold of the JVM, which this program sets nowhere else. The listener is called on a
 * JVM thread. Ends with {@link #close()}.
 */
final class MemoryWatch implements AutoCloseable {
    static final double NEARLY_FULL = 0.85;

    private final NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    private final List<MemoryPoolMXBean> watched = new ArrayList<>();
    private final NotificationListener listener;
    private boolean closed;

    /**
     * @param from the fraction of a pool at which it counts as full
     * @param told called each time that a pool has become that full
     */
    MemoryWatch(double from, Runnable told) {
        listener = (notification, handback) -> {
            if (notification.getType().equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED)) {
                told.run();
            }
        };
        memory.addNotificationListener(listener, null, null);
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            // Young pools fill up all the time and are emptied by the next collection.
            boolean old = pool.getType() == MemoryType.HEAP
                    && pool.isCollectionUsageThresholdSupported()
                    && pool.isUsageThresholdSupported();
            long most = pool.getUsage().getMax();
            if (old && most > 0) {
                pool.setCollectionUsageThreshold(Math.max(1, (long) (most * from)));
                watched.add(pool);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watched.forEach(pool -> pool.setCollectionUsageThreshold(0));
        try {
            memory.removeNotificationListener(listener);
        } catch (ListenerNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
