package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks questions of the host in its sessions, and delivers their answers to the handlers. Thread-safe. */
final class SessionQuestions implements Questions {
    private static final Logger LOG = LoggerFactory.getLogger(SessionQuestions.class);

    private final Map<String, QuestionHandler> handlers = new ConcurrentHashMap<>();
    /** The sessions in which this run of the host has asked. */
    private final Map<String, SessionId> asking = new ConcurrentHashMap<>();

    private volatile Supplier<Collection<HostSession>> sessions = List::of;

    /** Sets the sessions of the host. */
    void use(Supplier<Collection<HostSession>> all) {
        sessions = all;
    }

    @Override
    public void register(String kind, QuestionHandler handler) {
        handlers.put(kind, handler);
    }

    @Override
    public void ask(QuestionRequest request) {
        asking.put(request.asker(), request.sessionId());
        Optional<HostSession> session = sessions.get().stream()
                .filter(each -> each.feed().sessionId().equals(request.sessionId()))
                .findFirst();
        if (session.isEmpty() || !session.get().ask(request)) {
            notAsked(request, HostText.of(HostTextCode.SESSION_UNKNOWN, request.sessionId()));
        }
    }

    @Override
    public void withdraw(String asker) {
        // A session with an open question of the host does not rest; another one may be about to ask.
        SessionId asked = asking.remove(asker);
        for (HostSession session : sessions.get()) {
            if (session.isLoaded() || session.feed().sessionId().equals(asked)) {
                session.withdraw(asker);
            }
        }
    }

    /** Whether an asker waits for the answers to its questions. */
    boolean isAsking(String asker) {
        return handler(asker).filter(handler -> handler.isAsking(asker)).isPresent();
    }

    void answered(String asker, String key, QuestionAnswer answer) {
        asking.remove(asker);
        handler(asker)
                .ifPresentOrElse(
                        handler -> handler.onAnswer(asker, key, answer),
                        () -> LOG.warn("Nothing of this host waits for the answer to {}", asker));
    }

    void notAsked(QuestionRequest request, HostText reason) {
        handler(request.asker()).ifPresent(handler -> handler.onNotAsked(request.asker(), request.key(), reason));
    }

    void sessionRemoved(SessionId sessionId) {
        handlers.values().forEach(handler -> handler.onSessionRemoved(sessionId));
    }

    private Optional<QuestionHandler> handler(String asker) {
        int slash = asker.indexOf('/');
        return Optional.ofNullable(handlers.get(slash < 0 ? asker : asker.substring(0, slash)));
    }
}
