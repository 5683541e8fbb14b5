package dev.pilothouse.desktop.catalog;

import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one file of a folder for changes. Owns a daemon thread {@code agents-watch}, which waits in the system's
 * watch service and runs the callback. Ends with {@link #close()}. Where folders cannot be watched it does nothing; the
 * catalogue then detects a change at its next use.
 */
final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);

    private final Optional<WatchService> service;

    private FileWatcher(Optional<WatchService> service) {
        this.service = service;
    }

    static FileWatcher open(Path folder, String fileName, Runnable changed) {
        try {
            WatchService service = folder.getFileSystem().newWatchService();
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            NamedThreads.start("agents-watch", () -> watch(service, fileName, changed));
            return new FileWatcher(Optional.of(service));
        } catch (IOException unsupported) {
            log.info("{} cannot be watched: {}", folder, unsupported.getMessage());
            return new FileWatcher(Optional.empty());
        }
    }

    @Override
    public void close() {
        service.ifPresent(watching -> {
            try {
                watching.close();
            } catch (IOException ignored) {
                log.debug("closing a watch: {}", ignored.getMessage());
            }
        });
    }

    private static void watch(WatchService service, String fileName, Runnable changed) {
        try {
            while (true) {
                WatchKey key = service.take();
                boolean hit = key.pollEvents().stream()
                        .anyMatch(event -> event.context() == null
                                || event.context().toString().equals(fileName));
                if (hit) {
                    changed.run();
                }
                if (!key.reset()) {
                    return;
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException ended) {
            log.debug("the watch has ended");
        }
    }
}
