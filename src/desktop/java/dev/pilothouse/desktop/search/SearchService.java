package dev.pilothouse.desktop.search;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.HostGateway.Found;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the searches of clients on at most {@value #THREADS} threads of its own, so that they delay no session and no
 * writer. At most {@value #WAITING} searches are queued; further ones are refused as busy. A search that takes longer
 * than five seconds returns the hits found so far.
 *
 * <p>Owns its threads, which end when idle. Any thread may call it. Ends with {@link #close()}.
 */
public final class SearchService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchService.class);
    static final int THREADS = 2;
    static final int WAITING = 32;
    static final int MAX_HITS = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<List<SessionFeed>> feeds;
    private final ThreadPoolExecutor workers;
    private volatile boolean closed;

    /** @param feeds supplies all current sessions */
    public SearchService(Supplier<List<SessionFeed>> feeds) {
        this.feeds = feeds;
        workers = NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("host-search"));
    }

    /**
     * Starts a search.
     *
     * @param answer receives exactly one message
     */
    public Cancellable find(ClientMessage.Search question, Consumer<HostMessage> answer) {
        Run run = new Run(question, answer);
        if (question.text().length() > SearchTerms.MAX_TEXT || run.terms.isEmpty()) {
            run.refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.SEARCH_LENGTH, SearchTerms.MAX_TEXT));
            return run;
        }
        try {
            workers.execute(run);
        } catch (RejectedExecutionException e) {
            run.refuse(ErrorCode.BUSY, HostText.of(HostTextCode.SEARCH_BUSY));
        }
        return run;
    }

    /** One search. Sends exactly one answer: the results or the cancellation, whichever is first. */
    private final class Run implements Runnable, Cancellable {
        private final ClientMessage.Search question;
        private final Consumer<HostMessage> answer;
        private final SearchTerms terms;
        private final AtomicBoolean answered = new AtomicBoolean();

        Run(ClientMessage.Search question, Consumer<HostMessage> answer) {
            this.question = question;
            this.answer = answer;
            this.terms = SearchTerms.of(question.text());
        }

        @Override
        public void run() {
            if (answered.get()) {
                return;
            }
            try {
                long until = System.nanoTime() + TIMEOUT.toNanos();
                Found found = TranscriptSearch.find(
                        newestFirst(),
                        terms,
                        Math.max(1, Math.min(question.limit(), MAX_HITS)),
                        () -> closed || answered.get() || System.nanoTime() - until > 0);
                send(new HostMessage.SearchResults(question.requestId(), found.hits(), found.sessions(), found.more()));
            } catch (RuntimeException e) {
                LOG.error("A search failed", e);
                refuse(ErrorCode.INTERNAL, HostText.of(HostTextCode.SEARCH_DEFECT));
            }
        }

        private List<SearchedSession> newestFirst() {
            return feeds.get().stream()
                    .map(SearchedSession::of)
                    .sorted(Comparator.comparing(SearchedSession::newest).reversed())
                    .toList();
        }

        @Override
        public boolean cancel() {
            workers.remove(this);
            return refuse(ErrorCode.CLOSED, HostText.of(HostTextCode.SEARCH_REPLACED));
        }

        boolean refuse(ErrorCode code, HostText text) {
            return send(new HostMessage.Failure(question.requestId(), code, text));
        }

        private boolean send(HostMessage message) {
            if (!answered.compareAndSet(false, true)) {
                return false;
            }
            answer.accept(message);
            return true;
        }
    }

    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
    }
}
