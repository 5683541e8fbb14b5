package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.ErrorCode;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a session of a started agent for its first prompt: creates or restores the session, and sets the wanted mode
 * and model. Confined to the inbox's thread. Ends with {@link Outcome#ready()} or with a failure. If the process exits,
 * no further calls arrive.
 */
final class AcpHandshake {
    private static final Logger log = LoggerFactory.getLogger(AcpHandshake.class);

    private final AcpSetup setup;
    private final AcpLink link;
    private final AcpEventTranslator translator;
    private final AcpSettings settings;
    private final Outcome outcome;
    private boolean initialized;

    AcpHandshake(AcpSetup setup, AcpLink link, AcpEventTranslator translator, AcpSettings settings, Outcome outcome) {
        this.setup = setup;
        this.link = link;
        this.translator = translator;
        this.settings = settings;
        this.outcome = outcome;
    }

    /** Receives the results of the handshake. */
    interface Outcome {
        /**
         * Sets the session's id. For an old session the id is known before its answer; it is empty while a new one is
         * requested.
         *
         * @return false if another session has it; the handshake is then over
         */
        boolean sessionIs(String sessionId);

        void ready();

        void failed(ErrorCode code, String text);

        /** The requested session is not available; the agent itself is not at fault. */
        void onMissing(String text);

        /** Returns whether an error means that a login is needed; the handshake is then over. */
        boolean loginNeeded(RpcError error);

        /** Returns whether the start is still in progress. */
        boolean isStarting();
    }

    /** @param answer the answer to {@code initialize} */
    void begin(RpcOutcome answer) {
        expect(answer, "initialize", this::onInitialized);
    }

    /** Returns whether the agent has answered {@code initialize}. */
    boolean isInitialized() {
        return initialized;
    }

    private void onInitialized(JsonFields result) {
        initialized = true;
        long version = result.number("protocolVersion").orElse(AcpMessages.VERSION);
        if (version != AcpMessages.VERSION) {
            outcome.failed(
                    ErrorCode.AGENT_FAILED,
                    setup.name() + " speaks version " + version
                            + " of the Agent Client Protocol; this host speaks version " + AcpMessages.VERSION
                            + ". Another release of either may help.");
            return;
        }
        translator.onInitialized(result);
        JsonFields capabilities = result.object("agentCapabilities").orElse(new JsonFields(new JsonObject()));
        Optional<JsonFields> sessions = capabilities.object("sessionCapabilities");
        boolean resumes = sessions.filter(offer -> offer.has("resume")).isPresent();
        boolean loads = capabilities.flag("loadSession");
        if (setup.resume() == null) {
            newSession();
        } else if (setup.takeOver() && loads) {
            // The host has no journal of it yet, so its history is needed too.
            load(true);
        } else if (setup.takeOver() && resumes) {
            translator.addNote(
                    false,
                    "noHistory",
                    setup.name() + " goes on with this session, but does not repeat what was said before.");
            restore("session/resume", this::newAfterLoss);
        } else if (resumes) {
            // Resume does not replay the history, and the journal has it.
            restore("session/resume", loads ? () -> load(true) : this::newAfterLoss);
        } else if (loads) {
            load(true);
        } else {
            newAfterLoss();
        }
    }

    private void load(boolean again) {
        translator.replayBegins();
        restore("session/load", () -> {
            if (again) {
                // Gemini finds a session only some time after its start.
                link.schedule(setup.timings().retry(), () -> load(false));
            } else {
                newAfterLoss();
            }
        });
    }

    private void restore(String method, Runnable otherwise) {
        String sessionId = Objects.requireNonNull(setup.resume());
        JsonObject params = AcpMessages.session(setup.cwd());
        params.addProperty("sessionId", sessionId);
        if (!outcome.sessionIs(sessionId)) {
            return;
        }
        link.ask(
                method,
                params,
                answer -> answer.match(
                        result -> {
                            translator.onKept();
                            onSession(JsonFields.of(result));
                            return true;
                        },
                        error -> {
                            if (!outcome.loginNeeded(error)) {
                                log.info("{}: {} failed with {}", setup.name(), method, error.code());
                                otherwise.run();
                            }
                            return false;
                        },
                        lost -> onLost(method, lost)));
    }

    private void newAfterLoss() {
        if (setup.takeOver()) {
            outcome.onMissing(setup.name() + " cannot go on with its session " + setup.resume()
                    + ". It may be gone, or open elsewhere; end it there and try again.");
            return;
        }
        translator.onLost();
        newSession();
    }

    private void newSession() {
        if (!outcome.sessionIs("")) {
            return;
        }
        link.newSession(
                AcpMessages.session(setup.cwd()),
                answer -> expect(answer, "session/new", result -> {
                    String id = result.text("sessionId").orElse("");
                    if (id.isEmpty()) {
                        outcome.failed(ErrorCode.AGENT_FAILED, setup.name() + " started a session without an id.");
                    } else if (outcome.sessionIs(id)) {
                        onSession(result);
                    }
                }));
    }

    private void onSession(JsonFields result) {
        translator.onSession(result);
        requestMode(() -> requestModel(() -> settle(-1)));
    }

    private void requestMode(Runnable then) {
        AcpOffer offer = translator.offer();
        Optional<String> wanted = Optional.ofNullable(setup.mode()).flatMap(offer::findMode);
        if (setup.mode() != null && wanted.isEmpty()) {
            translator.addNote(
                    true,
                    "unknownMode",
                    setup.name() + " offers no mode '" + setup.mode() + "'"
                            + (offer.modeIds().isEmpty() ? "." : ", only " + offer.modeIds() + "."));
        }
        Optional<String> target = wanted.or(() -> PermissionModeDetector.choose(
                offer.mode().available(), offer.mode().current()));
        if (target.isEmpty() && !offer.mode().available().isEmpty()) {
            translator.addNote(
                    true,
                    "noAskingMode",
                    setup.name() + " offers no mode that asks before it acts; it is in '"
                            + offer.modeName(offer.mode().current()) + "'.");
        }
        if (target.isEmpty() || target.get().equals(offer.mode().current())) {
            then.run();
        } else {
            settings.mode(target.get(), then);
        }
    }

    private void requestModel(Runnable then) {
        if (setup.model() == null
                || setup.model().equals(translator.offer().model().current())) {
            then.run();
        } else {
            settings.model(setup.model(), then);
        }
    }

    /** Waits until a loaded session has been quiet for a while: some agents replay it only after their answer. */
    private void settle(long seen) {
        long now = translator.replayedUpdates();
        if (!outcome.isStarting()) {
            return;
        }
        if (!translator.isReplaying() || now == seen) {
            outcome.ready();
        } else {
            link.schedule(setup.timings().settle(), () -> settle(now));
        }
    }

    private void expect(RpcOutcome answer, String method, Consumer<JsonFields> then) {
        answer.match(
                result -> {
                    then.accept(JsonFields.of(result));
                    return true;
                },
                error -> {
                    if (!outcome.loginNeeded(error)) {
                        outcome.failed(
                                ErrorCode.AGENT_FAILED,
                                setup.name() + " could not start a session: " + AcpMessages.describe(error));
                    }
                    return false;
                },
                lost -> onLost(method, lost));
    }

    /** The exit that follows carries more information than the lost answer. */
    private boolean onLost(String method, String reason) {
        log.debug("{}: {} was lost: {}", setup.name(), method, reason);
        return false;
    }
}
