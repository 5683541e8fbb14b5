package dev.pilothouse.desktop.host;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A host in its own JVM, which a test can kill. Prints {@code ready} when it listens. */
final class HostProcess {
    private HostProcess() {}

    public static void main(String[] arguments) throws Exception {
        HostStartResult start = ServerManager.start(TestHost.options(Path.of(arguments[0]), 0));
        System.out.println(start instanceof HostStartResult.Started ? "ready" : start.toString());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
