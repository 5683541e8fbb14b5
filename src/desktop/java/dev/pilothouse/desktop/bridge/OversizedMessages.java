package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import java.util.List;
import java.util.Optional;

/** Replaces messages that do not fit into a frame. Stateless, any thread. */
final class OversizedMessages {
    private static final int MAX_ERROR = 1_000;

    private OversizedMessages() {}

    /**
     * The message to send in place of one that does not fit.
     *
     * @param bytes the size of its frame
     * @return an {@code error} for a request; empty if the message is dropped
     */
    static Optional<HostMessage> replacementFor(HostMessage message, int bytes) {
        if (message instanceof HostMessage.Welcome welcome) {
            // The device must be able to connect, however large the agents' descriptions are.
            return Optional.of(new HostMessage.Welcome(
                    welcome.hostId(),
                    welcome.hostName(),
                    welcome.protocol(),
                    welcome.deviceId(),
                    welcome.scope(),
                    welcome.sharing(),
                    List.of()));
        }
        if (message instanceof HostMessage.Failure failure) {
            return Optional.of(new HostMessage.Failure(
                    failure.requestId(),
                    failure.sub(),
                    failure.code(),
                    TextCutter.head(failure.text(), MAX_ERROR) + "…"));
        }
        if (message.requestId() == null) {
            return Optional.empty();
        }
        return Optional.of(new HostMessage.Failure(
                message.requestId(),
                message instanceof HostMessage.Blob ? ErrorCode.NO_SUCH_BLOB : ErrorCode.INTERNAL,
                "The answer takes " + megabytes(bytes) + " MB, and a message carries at most 8 MB."
                        + (message instanceof HostMessage.Blob
                                ? " Its bytes may fit: ask for them with binary."
                                : "")));
    }

    private static long megabytes(int bytes) {
        return Math.round(Math.ceil(bytes / (1024.0 * 1024.0)));
    }

    /** The newer half of a page that does not fit into a frame. For a single item, an empty page with its position. */
    static HostMessage.HistoryPage smaller(HostMessage.HistoryPage page) {
        List<Item> items = page.items();
        if (items.size() < 2) {
            return new HostMessage.HistoryPage(page.sub(), page.asOf(), page.start(), List.of());
        }
        List<Item> newest = items.subList(items.size() / 2, items.size());
        return new HostMessage.HistoryPage(
                page.sub(), page.asOf(), newest.get(0).id().born(), newest);
    }
}
