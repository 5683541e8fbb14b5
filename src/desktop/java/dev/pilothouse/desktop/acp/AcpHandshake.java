package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a session of a started agent for its first prompt: creates or restores the session, and sets the wanted mode
 * and model. Confined to the session's lane. Ends with its result. If the process exits, there is none.
 */
final class AcpHandshake {
    private static final Logger log = LoggerFactory.getLogger(AcpHandshake.class);

    /** A login in a browser takes minutes: so many times the time of a start. */
    private static final int LOGIN_PERIODS = 10;

    private final AcpSetup setup;
    private final AcpSession session;
    private final AcpEventTranslator translator;
    private final AcpSettings settings;
    private final BiConsumer<Duration, Runnable> later;
    private final Consumer<Result> then;
    private JsonFields capabilities = new JsonFields(new JsonObject());
    private boolean initialized;
    private int loginPeriods;

    /**
     * @param later runs an action on the session's lane after a delay
     * @param then receives the result
     */
    AcpHandshake(
            AcpSetup setup,
            AcpSession session,
            AcpEventTranslator translator,
            AcpSettings settings,
            BiConsumer<Duration, Runnable> later,
            Consumer<Result> then) {
        this.setup = setup;
        this.session = session;
        this.translator = translator;
        this.settings = settings;
        this.later = later;
        this.then = then;
    }

    /** The result of the handshake. */
    sealed interface Result {
        /** The agent accepts prompts. */
        record Ready() implements Result {}

        /** @param spoils whether the process is at fault, so that no other session should join it */
        record Failed(HostText sentence, boolean spoils) implements Result {}

        /** @param failure why the login that was chosen did not succeed; empty without one */
        record LoginNeeded(HostText failure) implements Result {}
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
            failed(HostText.of(HostTextCode.ACP_VERSION, setup.name(), version, AcpMessages.VERSION));
            return;
        }
        translator.onInitialized(result);
        capabilities = result.object("agentCapabilities").orElse(capabilities);
        logIn(() -> beginSession(result));
    }

    /** Uses the login that the person has chosen. If the agent no longer offers it, the session shows what it needs. */
    private void logIn(Runnable then) {
        Optional<String> method = Optional.ofNullable(setup.loginMethod())
                .filter(wanted -> AcpLogin.byAgent(translator.loginMethods()).stream()
                        .anyMatch(offered -> offered.id().equals(wanted)));
        if (method.isEmpty()) {
            then.run();
            return;
        }
        JsonObject params = new JsonObject();
        params.addProperty("methodId", method.get());
        loginPeriods = LOGIN_PERIODS;
        session.ask("authenticate", params, answer -> {
            // The session after it has the whole time of a start, too.
            loginPeriods = 2;
            answer.match(
                    result -> {
                        then.run();
                        return true;
                    },
                    error -> {
                        this.then.accept(new Result.LoginNeeded(
                                HostText.of(HostTextCode.LOGIN_FAILED, setup.name(), AcpMessages.describe(error))));
                        return false;
                    },
                    lost -> onLost("authenticate", lost));
        });
    }

    /** Uses up a part of the time for a login. @return whether the person may be logging in, in a browser for instance */
    boolean takeLoginPeriod() {
        loginPeriods = Math.max(0, loginPeriods - 1);
        return loginPeriods > 0;
    }

    private void beginSession(JsonFields result) {
        Optional<JsonFields> sessions = capabilities.object("sessionCapabilities");
        boolean resumes = sessions.filter(offer -> offer.has("resume")).isPresent();
        boolean loads = capabilities.flag("loadSession");
        if (setup.fork()) {
            forkSession(AcpMessages.support(result));
        } else if (setup.resume() == null) {
            newSession();
        } else if (setup.takeOver() && loads) {
            // The host has no journal of it yet, so its history is needed too.
            load(true);
        } else if (setup.takeOver() && resumes) {
            translator.addNote(false, "noHistory", HostText.of(HostTextCode.ACP_NO_HISTORY, setup.name()));
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
                later.accept(setup.timings().retry(), () -> load(false));
            } else {
                newAfterLoss();
            }
        });
    }

    private void restore(String method, Runnable otherwise) {
        String sessionId = Objects.requireNonNull(setup.resume());
        JsonObject params = AcpMessages.session(setup, capabilities);
        params.addProperty("sessionId", sessionId);
        if (!owns(sessionId)) {
            return;
        }
        session.ask(
                method,
                params,
                answer -> answer.match(
                        result -> {
                            translator.onKept();
                            onSession(JsonFields.of(result));
                            return true;
                        },
                        error -> {
                            if (!needsLogin(error)) {
                                log.info("{}: {} failed with {}", setup.name(), method, error.code());
                                otherwise.run();
                            }
                            return false;
                        },
                        lost -> onLost(method, lost)));
    }

    private void newAfterLoss() {
        if (setup.takeOver()) {
            then.accept(new Result.Failed(
                    HostText.of(HostTextCode.ACP_CANNOT_CONTINUE, setup.name(), String.valueOf(setup.resume())),
                    false));
            return;
        }
        translator.onLost();
        newSession();
    }

    /** The agent may repeat the conversation so far, before its answer or right after. */
    private void forkSession(AgentSupport offers) {
        if (!offers.forks()) {
            then.accept(new Result.Failed(HostText.of(HostTextCode.FORK_UNSUPPORTED, setup.name()), false));
            return;
        }
        JsonObject params = AcpMessages.session(setup, capabilities);
        params.addProperty("sessionId", setup.resume());
        translator.replayBegins();
        translator.onKept();
        askNew(
                "session/fork",
                params,
                error -> then.accept(new Result.Failed(
                        HostText.of(HostTextCode.FORK_REFUSED, setup.name(), AcpMessages.describe(error)), false)));
    }

    private void newSession() {
        askNew(
                "session/new",
                AcpMessages.session(setup, capabilities),
                error -> failed(HostText.of(HostTextCode.ACP_NO_SESSION, setup.name(), AcpMessages.describe(error))));
    }

    /** @param method answers with the id of a session that was created */
    private void askNew(String method, JsonObject params, Consumer<RpcError> refused) {
        session.addOwned("");
        session.askNew(
                method,
                params,
                answer -> answer.match(
                        result -> {
                            created(JsonFields.of(result));
                            return true;
                        },
                        error -> {
                            if (!needsLogin(error)) {
                                refused.accept(error);
                            }
                            return false;
                        },
                        lost -> onLost(method, lost)));
    }

    private void created(JsonFields result) {
        String id = result.text("sessionId").orElse("");
        if (id.isEmpty()) {
            failed(HostText.of(HostTextCode.ACP_NO_SESSION_ID, setup.name()));
        } else if (owns(id)) {
            onSession(result);
        }
    }

    private void onSession(JsonFields result) {
        translator.onSession(result);
        translator.onProfile(setup.profile().applied(capabilities));
        HostText remark = setup.servers().remark();
        if (!remark.isEmpty()) {
            translator.addNote(setup.servers().sent().isEmpty(), "mcpServers", remark);
        }
        requestMode(() -> requestModel(() -> requestOptions(() -> settle(-1))));
    }

    private void requestMode(Runnable then) {
        AcpOffer offer = translator.offer();
        Optional<String> wanted = Optional.ofNullable(setup.mode()).flatMap(offer::findMode);
        if (setup.mode() != null && wanted.isEmpty()) {
            translator.addNote(
                    true,
                    "unknownMode",
                    offer.modeIds().isEmpty()
                            ? HostText.of(HostTextCode.ACP_MODE_UNKNOWN, setup.name(), setup.mode())
                            : HostText.of(
                                    HostTextCode.ACP_MODE_UNKNOWN_OF, setup.name(), setup.mode(), offer.modeIds()));
        }
        Optional<String> target = wanted.or(() -> PermissionModeDetector.choose(
                offer.mode().available(), offer.mode().current()));
        if (target.isEmpty() && !offer.mode().available().isEmpty()) {
            translator.addNote(
                    true,
                    "noAskingMode",
                    HostText.of(
                            HostTextCode.ACP_NO_ASKING_MODE,
                            setup.name(),
                            offer.modeName(offer.mode().current())));
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

    /** Sets the options of the profile, one after the other. A session that continues has its own. */
    private void requestOptions(Runnable then) {
        if (setup.resume() == null) {
            requestOption(setup.profile().options().entrySet().iterator(), then);
        } else {
            then.run();
        }
    }

    private void requestOption(Iterator<Map.Entry<String, String>> left, Runnable then) {
        if (!left.hasNext()) {
            then.run();
            return;
        }
        Map.Entry<String, String> wanted = left.next();
        boolean offered = translator.offer().options().stream()
                .anyMatch(option -> option.optionId().equals(wanted.getKey()));
        if (offered) {
            settings.option(wanted.getKey(), wanted.getValue(), () -> requestOption(left, then));
        } else {
            translator.addNote(
                    true,
                    "unknownOption",
                    HostText.of(
                            HostTextCode.PROFILE_OPTION_UNKNOWN,
                            setup.name(),
                            wanted.getKey(),
                            setup.profile().name()));
            requestOption(left, then);
        }
    }

    /** Waits until a loaded session has been quiet for a while: some agents replay it only after their answer. */
    private void settle(long seen) {
        long now = translator.replayedUpdates();
        if (!translator.isReplaying() || now == seen) {
            then.accept(new Result.Ready());
        } else {
            later.accept(setup.timings().settle(), () -> settle(now));
        }
    }

    private void expect(RpcOutcome answer, String method, Consumer<JsonFields> then) {
        answer.match(
                result -> {
                    then.accept(JsonFields.of(result));
                    return true;
                },
                error -> {
                    if (!needsLogin(error)) {
                        failed(HostText.of(HostTextCode.ACP_NO_SESSION, setup.name(), AcpMessages.describe(error)));
                    }
                    return false;
                },
                lost -> onLost(method, lost));
    }

    private void failed(HostText text) {
        then.accept(new Result.Failed(text, true));
    }

    private boolean needsLogin(RpcError error) {
        boolean needed = AcpLogin.isNeeded(error);
        if (needed) {
            then.accept(new Result.LoginNeeded(HostText.NONE));
        }
        return needed;
    }

    /**
     * For an old session, the id is known before its answer.
     *
     * @return false if another session has it; the handshake is then over
     */
    private boolean owns(String id) {
        boolean ours = session.addOwned(id);
        if (!ours) {
            then.accept(new Result.Failed(HostText.of(HostTextCode.ACP_CONTINUED_TWICE, setup.name(), id), false));
        }
        return ours;
    }

    /** The exit that follows carries more information than the lost answer. */
    private boolean onLost(String method, HostText reason) {
        log.debug("{}: {} was lost: {}", setup.name(), method, reason);
        return false;
    }
}
