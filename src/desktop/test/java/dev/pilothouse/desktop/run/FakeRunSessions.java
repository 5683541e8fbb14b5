package dev.pilothouse.desktop.run;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions in memory that survive a kill of the host. A request that is repeated gets its first outcome. */
final class FakeRunSessions implements RunSessions {
    /** The intents that took effect, in order. */
    final List<String> log = new ArrayList<>();

    Consumer<SessionId> listener = session -> {};
    /** Refuses every new session. */
    @Nullable
    HostText refusal;

    /** Refuses the answers of devices, as if their permission had ended. */
    boolean refusesAnswers;

    /** Keeps intents back until {@link #release}. */
    boolean held;
    /** The number of the intent at which the host is killed. */
    int killAt = Integer.MAX_VALUE;
    /** Whether that intent takes effect before. */
    boolean killAfter;

    boolean killed;
    int submitted;

    private final Map<RequestId, IntentResult> outcomes = new HashMap<>();
    private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();

    private static final class Session {
        private final List<Asked> commands = new ArrayList<>();
        private final Deque<RequestId> prompts = new ArrayDeque<>();
        private final List<EndedTurn> ended = new ArrayList<>();
        private long turns;
        private @Nullable TurnId turn;
        private @Nullable RequestId cause;
        private boolean asks;
        private SessionPhase phase = SessionPhase.IDLE;
    }

    @Override
    public void submit(Intent intent, Cause cause, Consumer<IntentResult> reply) {
        if (killed) {
            return;
        }
        submitted++;
        if (submitted == killAt) {
            killed = true;
            if (killAfter) {
                apply(intent, cause);
            }
            return;
        }
        Runnable work = () -> reply.accept(apply(intent, cause));
        if (held) {
            waiting.add(work);
        } else {
            work.run();
        }
    }

    void release() {
        held = false;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private IntentResult apply(Intent intent, Cause cause) {
        IntentResult known = outcomes.get(cause.requestId());
        if (known != null) {
            return known;
        }
        IntentResult result = effect(intent, cause);
        outcomes.put(cause.requestId(), result);
        return result;
    }

    private IntentResult effect(Intent intent, Cause cause) {
        if (intent instanceof Intent.CreateSession create) {
            if (refusal != null) {
                return new IntentResult.Refused(cause.requestId(), ErrorCode.UNKNOWN_AGENT, refusal);
            }
            // The same agent has the same session in each run of a test.
            SessionId id = new SessionId("s" + create.agentId().value().substring(1));
            sessions.put(id, new Session());
            log.add("create " + create.agentId());
            return accepted(cause, id);
        }
        SessionId id = intent.target().orElseThrow();
        Session session = sessions.get(id);
        if (session == null) {
            return new IntentResult.Refused(
                    cause.requestId(), ErrorCode.NO_SUCH_SESSION, HostText.untranslated("no such session"));
        }
        if (intent instanceof Intent.Prompt prompt) {
            log.add("prompt " + id + " " + prompt.text());
            session.prompts.add(cause.requestId());
            next(session);
        } else if (intent instanceof Intent.RenameSession rename) {
            log.add("name " + id + " " + rename.name());
        } else if (intent instanceof Intent.Organise organise) {
            log.add("group " + id + " " + organise.group());
        } else if (intent instanceof Intent.RemoveQueued remove) {
            log.add("remove " + id);
            session.prompts.remove(List.copyOf(session.prompts).get((int) remove.queueId()));
        } else if (intent instanceof Intent.AnswerPending answer && refusesAnswers) {
            log.add("refused answer " + id + " " + answer.pendingId());
            return new IntentResult.Refused(
                    cause.requestId(), ErrorCode.FORBIDDEN, HostText.untranslated("This device may not answer."));
        } else if (intent instanceof Intent.AnswerPending answer) {
            log.add("answer " + id + " " + answer.pendingId() + " by " + cause.deviceId());
            session.commands.removeIf(asked -> asked.pendingId().equals(answer.pendingId()));
        } else if (intent instanceof Intent.CloseSession) {
            log.add("close " + id);
            session.phase = SessionPhase.GONE;
            end(session, StopReason.CANCELLED, "");
        } else {
            log.add(intent.getClass().getSimpleName() + " " + id);
        }
        listener.accept(id);
        return accepted(cause, id);
    }

    private static IntentResult accepted(Cause cause, SessionId id) {
        return new IntentResult.Accepted(cause.requestId(), IntentResult.Outcome.ACCEPTED, id, 1);
    }

    private static void next(Session session) {
        if (session.turn == null && !session.prompts.isEmpty()) {
            session.cause = session.prompts.poll();
            session.turn = new TurnId(++session.turns);
        }
    }

    private static void end(Session session, StopReason reason, String message) {
        if (session.turn != null) {
            session.ended.add(
                    new EndedTurn(session.turn, reason, HostText.NONE, message, session.cause, 1, Instant.EPOCH));
            session.turn = null;
        }
    }

    void endTurn(String id, StopReason reason, String message) {
        Session session = sessions.get(new SessionId(id));
        end(session, reason, message);
        next(session);
        listener.accept(new SessionId(id));
    }

    void endAllTurns() {
        List.copyOf(sessions.keySet()).forEach(id -> endTurn(id.value(), StopReason.END_TURN, ""));
    }

    void sessionOfPerson(String id) {
        sessions.put(new SessionId(id), new Session());
    }

    void promptOfPerson(String id) {
        Session session = sessions.get(new SessionId(id));
        session.prompts.add(new RequestId("person"));
        next(session);
        listener.accept(new SessionId(id));
    }

    /** The agent asks about a command. */
    void askCommand(String id, String pendingId, String command) {
        sessions.get(new SessionId(id)).commands.add(new Asked(new PendingId(pendingId), command, "once"));
        listener.accept(new SessionId(id));
    }

    void ask(String id, boolean asks) {
        sessions.get(new SessionId(id)).asks = asks;
        listener.accept(new SessionId(id));
    }

    void delete(String id) {
        sessions.remove(new SessionId(id));
        listener.accept(new SessionId(id));
    }

    @Override
    public Optional<Observation> observe(SessionId sessionId) {
        return Optional.ofNullable(sessions.get(sessionId))
                .map(session -> new Observation(
                        session.turn != null ? SessionPhase.WORKING : session.phase,
                        session.turn,
                        session.ended.isEmpty()
                                ? null
                                : session.ended.get(session.ended.size() - 1).turnId(),
                        false,
                        HostText.NONE,
                        0,
                        session.asks || !session.commands.isEmpty(),
                        false,
                        session.commands));
    }

    @Override
    public Optional<Long> queued(SessionId sessionId, Set<RequestId> causes) {
        List<RequestId> waiting = List.copyOf(sessions.get(sessionId).prompts);
        return waiting.stream().filter(causes::contains).findFirst().map(cause -> (long) waiting.indexOf(cause));
    }

    @Override
    public List<EndedTurn> endedTurns(SessionId sessionId, @Nullable TurnId after) {
        return sessions.get(sessionId).ended.stream()
                .filter(turn -> after == null || turn.turnId().started() > after.started())
                .toList();
    }
}
