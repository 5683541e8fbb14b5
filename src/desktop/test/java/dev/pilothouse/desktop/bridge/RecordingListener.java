package dev.pilothouse.desktop.bridge;

import dev.pilothouse.bridge.Transport;
import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.HostMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records the events of a transport. */
final class RecordingListener implements Transport.Listener {
    final CompletableFuture<String> code = new CompletableFuture<>();
    final CompletableFuture<String> lost = new CompletableFuture<>();
    final BlockingQueue<HostMessage> messages = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(String pairingCode) {
        code.complete(pairingCode);
    }

    @Override
    public void onMessage(HostMessage message) {
        messages.add(message);
    }

    @Override
    public void onLost(HostText reason) {
        if (!lost.complete(reason.text())) {
            throw new AssertionError("Lost twice");
        }
    }

    String opened() throws Exception {
        return code.get(10, TimeUnit.SECONDS);
    }

    String lost() throws Exception {
        return lost.get(15, TimeUnit.SECONDS);
    }

    HostMessage next() throws InterruptedException {
        HostMessage message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("No message came");
        }
        return message;
    }
}
