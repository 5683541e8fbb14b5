package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages of one connection. A message that does not fit into a frame is divided, replaced or left out. The
 * connection stays open.
 *
 * <p>Owns the sink. Confined to the connection's writer thread, except {@link #close} and {@link #cut}.
 */
final class MessageWriter implements AutoCloseable {
    private static final int MAX_ERROR = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(MessageWriter.class);

    private final String name;
    private final MessageSink sink;
    private final OverviewEntryCache entries;

    /**
     * @param name for the log
     * @param entries the encoded entries of overviews
     */
    MessageWriter(String name, MessageSink sink, OverviewEntryCache entries) {
        this.name = name;
        this.sink = sink;
        this.entries = entries;
    }

    void write(HostMessage message) throws IOException, InterruptedException {
        try {
            sink.deliver(message);
        } catch (MessageSink.TooLargeException e) {
            Optional<HostMessage> instead = replacementFor(message, e.bytes());
            LOG.warn(
                    "{}: a {} of {} bytes does not fit into a frame and is {}",
                    name,
                    message.getClass().getSimpleName(),
                    e.bytes(),
                    instead.isPresent() ? "replaced" : "left out");
            if (instead.isPresent()) {
                writeIfItFits(instead.get());
            }
        }
    }

    private void writeIfItFits(HostMessage message) throws IOException, InterruptedException {
        try {
            sink.deliver(message);
        } catch (MessageSink.TooLargeException e) {
            LOG.warn("{}: its replacement has {} bytes and is left out", name, e.bytes());
        }
    }

    /** @return an {@code error} for a request; empty if the message is dropped */
    private static Optional<HostMessage> replacementFor(HostMessage message, int bytes) {
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
                    HostText.untranslated(TextCutter.head(failure.text(), MAX_ERROR) + "…")));
        }
        if (!(message instanceof HostMessage.Reply reply)) {
            return Optional.empty();
        }
        boolean blob = reply instanceof HostMessage.Blob;
        return Optional.of(new HostMessage.Failure(
                reply.requestId(),
                blob ? ErrorCode.NO_SUCH_BLOB : ErrorCode.INTERNAL,
                HostText.of(
                        blob ? HostTextCode.ANSWER_TOO_LARGE_AS_TEXT : HostTextCode.ANSWER_TOO_LARGE,
                        Math.round(Math.ceil(bytes / (1024.0 * 1024.0))),
                        8)));
    }

    /** @return false if the session is too large for any message */
    boolean write(ClientSubscription subscription, ClientSubscription.Turn turn)
            throws IOException, InterruptedException {
        HostMessage message = turn.message();
        try {
            sink.deliver(message, turn.frame());
            return true;
        } catch (MessageSink.TooLargeException e) {
            LOG.warn(
                    "{}: a {} of {} bytes of session {} does not fit into a frame",
                    name,
                    message.getClass().getSimpleName(),
                    e.bytes(),
                    subscription.feed().sessionId());
            if (message instanceof HostMessage.HistoryPage page) {
                writeSmaller(page);
                return true;
            }
            return subscription.shrink(message);
        }
    }

    private void writeSmaller(HostMessage.HistoryPage tooLarge) throws IOException, InterruptedException {
        HostMessage.HistoryPage page = tooLarge;
        while (!page.items().isEmpty()) {
            page = smaller(page);
            try {
                sink.deliver(page);
                return;
            } catch (MessageSink.TooLargeException e) {
                LOG.debug("{}: {} items are still too large", name, page.items().size());
            }
        }
    }

    /** The newer half of a page. For a single item, an empty page with its position. */
    private static HostMessage.HistoryPage smaller(HostMessage.HistoryPage page) {
        List<Item> items = page.items();
        if (items.size() < 2) {
            return new HostMessage.HistoryPage(page.sub(), page.asOf(), page.start(), List.of());
        }
        List<Item> newest = items.subList(items.size() / 2, items.size());
        return new HostMessage.HistoryPage(
                page.sub(), page.asOf(), newest.get(0).id().createdSeq(), newest);
    }

    /** Tells the client that its subscription has ended, because the session is too large. */
    void writeTooLarge(ClientSubscription subscription) throws IOException, InterruptedException {
        sink.deliver(new HostMessage.Failure(
                null,
                subscription.sub(),
                ErrorCode.INTERNAL,
                HostText.of(HostTextCode.SESSION_TOO_LARGE, subscription.feed().sessionId())));
    }

    /**
     * Sends all sessions. If they do not fit into a frame, the most recently active ones are sent as the overview,
     * because a client removes sessions that an overview does not contain. The others follow as changes.
     */
    void writeOverview(List<OverviewEntryCache.Entry> all) throws IOException, InterruptedException {
        if (isDelivered(all)) {
            return;
        }
        List<OverviewEntryCache.Entry> newestFirst = all.stream()
                .sorted(Comparator.comparing(OverviewEntryCache.Entry::lastActive)
                        .reversed())
                .toList();
        int told = all.size();
        do {
            told /= 2;
            LOG.warn("{}: {} sessions do not fit into an overview", name, all.size());
        } while (!isDelivered(newestFirst.subList(0, told)));
        writeChanges(newestFirst.subList(told, all.size()), List.of());
    }

    /** @return false if these sessions do not fit into an overview */
    private boolean isDelivered(List<OverviewEntryCache.Entry> some) throws IOException, InterruptedException {
        try {
            sink.deliver(new HostMessage.Overview(summaries(some)), () -> OverviewFrames.all(entries.texts(some)));
            return true;
        } catch (MessageSink.TooLargeException e) {
            if (some.isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    void writeChanges(List<OverviewEntryCache.Entry> some, List<SessionId> removed)
            throws IOException, InterruptedException {
        try {
            sink.deliver(
                    new HostMessage.OverviewChanged(summaries(some), removed),
                    () -> OverviewFrames.changed(entries.texts(some), removed));
        } catch (MessageSink.TooLargeException e) {
            if (some.size() < 2) {
                LOG.warn("{}: an overview entry of {} bytes is left out", name, e.bytes());
                return;
            }
            int half = some.size() / 2;
            writeChanges(some.subList(0, half), removed);
            writeChanges(some.subList(half, some.size()), List.of());
        }
    }

    private static List<SessionSummary> summaries(List<OverviewEntryCache.Entry> entries) {
        return entries.stream().map(OverviewEntryCache.Entry::summary).toList();
    }

    /** Ends the connection at once. Any thread. */
    @Override
    public void close() {
        sink.close();
    }

    /** As {@link #close()}, without waiting for unsent data. Any thread. */
    void cut() {
        sink.cut();
    }
}
