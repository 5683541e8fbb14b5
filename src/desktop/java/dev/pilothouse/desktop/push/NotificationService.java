package dev.pilothouse.desktop.push;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.PushOperations;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.Intent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the user's targets of events, and answers questions by the buttons of notifications. The targets are those
 * in {@code away.json}, which devices with the scope {@code admin} may change. The file is read at the start and whenever
 * a device asks for the targets.
 *
 * <p>Owns the queues, each with its own lane, since they wait for remote servers; the readers of response topics; and
 * what devices show. {@link #changed} and {@link #show} on any thread, never block. The operations of devices write
 * files. Ends with {@link #close()}.
 */
public final class NotificationService implements PushOperations, AutoCloseable {
    /** Tasks that the dispatching lane holds. */
    public static final int LANE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(NotificationService.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(15);
    private static final int QUEUE_LANE = 16;
    private static final Duration FORGED_EVERY = Duration.ofMinutes(1);
    private static final String TEST = "test";

    private final Path dataFolder;
    private final PushSessions sessions;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Lane lane;
    private final Lanes lanes = new Lanes("away", CrashReporter::report);
    private final NotificationState state;
    private final OkHttpWebhookClient http;
    private final WebhookClient post = new GuardedClient();
    private final @Nullable NotificationJournal journal;
    private final NotificationRouter router;
    /** One settling waits on the lane for any number of changes. */
    private final AtomicBoolean settling = new AtomicBoolean();

    private final NotificationWatcher watch;
    private final Map<Object, Set<SessionId>> shown = new ConcurrentHashMap<>();
    /** By id, in their order. Replaced as a whole. */
    private volatile Map<String, Channel> channels = Map.of();

    private volatile HostText problem = HostText.NONE;
    private @Nullable String fileText;
    private volatile long forgedAt;
    private volatile boolean closed;

    /** A target and what serves it. */
    private static final class Channel {
        private final NotificationQueue queue;
        private volatile @Nullable OkHttpAnswerReader reader;
        private volatile PushTest test = PushTest.NONE;
        private volatile String testNonce = "";
        private volatile long testSince;

        Channel(NotificationQueue queue) {
            this.queue = queue;
        }

        NotificationTarget target() {
            return queue.target();
        }
    }

    /** @param lane decides who is told; closed by its owner @param ticker nanoseconds of no clock that is set */
    public NotificationService(
            Path dataFolder, String hostName, PushSessions sessions, Lane lane, Clock clock, LongSupplier ticker) {
        this.dataFolder = dataFolder;
        this.sessions = sessions;
        this.lane = lane;
        this.clock = clock;
        this.ticker = ticker;
        this.state = NotificationState.open(dataFolder);
        this.http = new OkHttpWebhookClient(hostName, ATTEMPT, state);
        this.journal = openJournal(dataFolder);
        this.router = new NotificationRouter(new Outlet(), this::isShown, lane, clock, ticker);
        this.forgedAt = ticker.getAsLong() - FORGED_EVERY.toNanos();
        this.watch =
                new NotificationWatcher(sessions.feeds(), (notice, open) -> onLane(() -> router.accept(notice, open)));
        reload();
        if (!problem.isEmpty()) {
            LOG.warn("Push notifications are off. {}", problem.text());
        }
    }

    private static @Nullable NotificationJournal openJournal(Path dataFolder) {
        try {
            return NotificationJournal.open(dataFolder);
        } catch (IOException e) {
            LOG.warn("Push notifications are off: {} cannot be stored: {}", NotificationJournal.FILE, e.toString());
            return null;
        }
    }

    private final class Outlet implements NotificationRouter.Outlet {
        @Override
        public List<NotificationTarget> targets() {
            return channels.values().stream()
                    .map(Channel::target)
                    .filter(NotificationService.this::hasAccess)
                    .toList();
        }

        @Override
        public void offer(String targetId, PushNotification notice, BooleanSupplier open) {
            Channel channel = channels.get(targetId);
            if (channel != null) {
                channel.queue.offer(notice, open);
            }
        }

        @Override
        public void withdraw(String targetId, PushNotification notice) {
            Channel channel = channels.get(targetId);
            if (channel != null) {
                channel.queue.withdraw(notice);
            }
        }
    }

    /** Sends nothing to a target whose device has lost its access, and records what its server can do. */
    private final class GuardedClient implements WebhookClient {
        @Override
        public Outcome post(NotificationTarget target, PushNotification notice) {
            return hasAccess(target) ? http.post(target, notice) : revoked();
        }

        @Override
        public Outcome withdraw(NotificationTarget target, PushNotification notice) {
            if (!hasAccess(target)) {
                return revoked();
            }
            Outcome outcome = http.withdraw(target, notice);
            if (outcome.fate() == Fate.UNSUPPORTED || outcome.fate() == Fate.SENT) {
                state.cannotClear(target.id(), outcome.fate() == Fate.UNSUPPORTED);
            }
            return outcome;
        }

        private Outcome revoked() {
            return new Outcome(
                    Fate.REFUSED, "its device has no access", HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED));
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private boolean hasAccess(NotificationTarget target) {
        DeviceId device = target.addedBy();
        return device == null || sessions.hasAccess(device);
    }

    /** A device was revoked, or its access has changed. Any thread. */
    public synchronized void devicesChanged() {
        for (Channel channel : channels.values()) {
            if (!hasAccess(channel.target())) {
                closeReader(channel);
            } else if (channel.reader == null && !closed) {
                listen(channel, channel.target());
            }
        }
        onLane(router::settle);
    }

    private void onLane(Runnable task) {
        if (!lane.tryExecute(task) && !closed) {
            LOG.warn("A notification is dropped: too many changes at once");
        }
    }

    // --- the targets

    /** Reads the file, if it has changed. */
    private synchronized void reload() {
        if (journal == null || closed) {
            return;
        }
        try {
            List<NotificationTarget> targets = NotificationConfig.read(dataFolder);
            String now = text();
            if (!now.equals(fileText)) {
                http.useContact(NotificationConfig.readContact(dataFolder));
                retain(targets);
                use(targets);
                fileText = now;
            }
            problem = HostText.NONE;
        } catch (NotificationConfig.InvalidException e) {
            problem = fileProblem(e);
            use(List.of());
            fileText = null;
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", NotificationConfig.FILE, e.toString());
        }
    }

    private void retain(List<NotificationTarget> targets) {
        state.retain(targets.stream().map(NotificationTarget::id).collect(Collectors.toSet()));
    }

    private String text() throws IOException {
        return new PrivateFile(dataFolder.resolve(NotificationConfig.FILE))
                .read()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static HostText fileProblem(NotificationConfig.InvalidException e) {
        String words = e.getMessage() == null ? "" : e.getMessage();
        String prefix = NotificationConfig.FILE + ": ";
        String rest = words.startsWith(prefix) ? words.substring(prefix.length()) : words;
        return HostText.of(
                HostTextCode.NOTIFY_FILE_WRONG,
                NotificationConfig.FILE,
                rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest);
    }

    private void use(List<NotificationTarget> targets) {
        Map<String, Channel> before = channels;
        Map<String, Channel> now = new LinkedHashMap<>();
        for (NotificationTarget target : targets) {
            Channel channel = before.get(target.id());
            if (channel == null) {
                channel = open(target);
                listen(channel, target);
            } else if (!channel.target().equals(target)) {
                channel.queue.use(target);
                listen(channel, target);
            }
            now.put(target.id(), channel);
        }
        if (before.isEmpty() && !now.isEmpty()) {
            // Nothing was watched until now.
            watch.restart(sessions.feeds());
        }
        channels = now;
        before.forEach((id, channel) -> {
            if (!now.containsKey(id)) {
                end(channel);
                onLane(() -> router.forget(id));
            }
        });
        onLane(router::settle);
    }

    private Channel open(NotificationTarget target) {
        NotificationJournal attempts = Objects.requireNonNull(journal, "the journal");
        String id = target.id();
        return new Channel(new NotificationQueue(
                target,
                post,
                attempts,
                lanes.open("away-" + id, QUEUE_LANE),
                ticker,
                () -> ThreadLocalRandom.current().nextDouble(),
                (notice, open, outcome) -> ended(id, notice, open, outcome)));
    }

    private void listen(Channel channel, NotificationTarget target) {
        closeReader(channel);
        DeviceId device = target.settings().answersAs();
        if (device != null && target.kind() == PushKind.NTFY && target.url() != null && hasAccess(target)) {
            OkHttpAnswerReader reader = new OkHttpAnswerReader(
                    target, state.secret(target.id()), clock, text -> pressed(target.id(), device, text));
            channel.reader = reader;
            reader.start();
        }
    }

    private static void closeReader(Channel channel) {
        OkHttpAnswerReader reader = channel.reader;
        if (reader != null) {
            reader.close();
            channel.reader = null;
        }
    }

    /** Does not wait for the request that may run. */
    private void end(Channel channel) {
        closeReader(channel);
        channel.queue.stop();
        channel.queue.run(channel.queue::close);
    }

    private void ended(String id, PushNotification notice, BooleanSupplier open, WebhookClient.Outcome outcome) {
        boolean sent = outcome.fate() == WebhookClient.Fate.SENT;
        state.ended(id, clock.instant(), sent, outcome.sentence());
        if (sent) {
            onLane(() -> router.delivered(id, notice, open));
        } else if (outcome.fate() == WebhookClient.Fate.GONE) {
            removeAddress(id);
        }
    }

    private synchronized void removeAddress(String id) {
        try {
            store(channels.values().stream()
                    .map(Channel::target)
                    .map(target -> target.id().equals(id) ? target.withoutAddress() : target)
                    .toList());
        } catch (RefusedException e) {
            LOG.warn("{}: the subscription is gone, but the file cannot be written: {}", id, e.getMessage());
        }
    }

    private void store(List<NotificationTarget> targets) throws RefusedException {
        try {
            NotificationConfig.write(dataFolder, targets);
            retain(targets);
            use(targets);
            fileText = text();
        } catch (NotificationConfig.InvalidException e) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, fileProblem(e));
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e)));
        }
    }

    // --- operations of devices

    @Override
    public List<PushTargetStatus> targets() {
        reload();
        return channels.values().stream().map(this::status).toList();
    }

    private PushTargetStatus status(Channel channel) {
        NotificationTarget target = channel.target();
        NotificationState.Entry last = state.find(target.id());
        return new PushTargetStatus(
                target.settings(),
                target.server(),
                !target.token().isEmpty(),
                !target.publicKey().isEmpty(),
                last.at(),
                last.delivered(),
                last.last(),
                notice(target, last),
                test(channel));
    }

    private HostText notice(NotificationTarget target, NotificationState.Entry last) {
        return !hasAccess(target)
                ? HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED)
                : last.cannotClear() ? HostText.of(HostTextCode.NOTIFY_TOO_OLD) : HostText.NONE;
    }

    private PushTest test(Channel channel) {
        PushTest test = channel.test;
        boolean late = test.state() == PushTest.State.WAITING
                && ticker.getAsLong() - channel.testSince > OkHttpWebhookClient.ANSWER_WITHIN.toNanos();
        return late ? new PushTest(PushTest.State.EXPIRED, test.at(), test.sentMillis(), -1) : test;
    }

    @Override
    public String publicKey() {
        return state.publicKey();
    }

    @Override
    public HostText problem() {
        return problem;
    }

    @Override
    public synchronized void save(PushTarget settings, PushSecrets secrets, PublicKey by) throws RefusedException {
        reload();
        Channel known = channels.get(settings.id());
        NotificationTarget before = known == null ? null : known.target();
        NotificationTarget saved = checked(settings, secrets, before, by);
        DeviceId device = settings.answersAs();
        // The address gets the buttons. Those that a device without access has got must not work for another one.
        boolean sameButtons = before != null
                && hasAccess(before)
                && Objects.equals(before.settings().answersAs(), device)
                && Objects.equals(before.url(), saved.url());
        if (device != null && (settings.kind() != PushKind.NTFY || !sameButtons && !sessions.mayAnswerAs(device, by))) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_ANSWERS_WRONG));
        }
        if (!sameButtons) {
            // The buttons of earlier notifications end with the device that they answered as, and with their address.
            state.forgetSecret(settings.id());
        }
        List<NotificationTarget> all = new ArrayList<>();
        channels.values().forEach(each -> all.add(each.target().id().equals(settings.id()) ? saved : each.target()));
        if (before == null) {
            if (all.size() >= NotificationConfig.MAX_TARGETS) {
                throw new RefusedException(
                        ErrorCode.BUSY, HostText.of(HostTextCode.NOTIFY_TARGETS_FULL, NotificationConfig.MAX_TARGETS));
            }
            all.add(saved);
        }
        store(all);
        if (before == null || !isSameServer(before.url(), String.valueOf(saved.url()))) {
            state.cannotClear(settings.id(), false);
        }
    }

    private NotificationTarget checked(
            PushTarget settings, PushSecrets secrets, @Nullable NotificationTarget before, PublicKey by)
            throws RefusedException {
        boolean fixedKind = before == null || before.kind() == settings.kind();
        if (!PushTarget.isId(settings.id()) || !NotificationConfig.isName(settings.name())) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_NAME_WRONG, PushTarget.MAX_NAME));
        }
        if (settings.kind() == PushKind.OTHER || !fixedKind) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_KIND_WRONG));
        }
        checkRules(settings);
        // The address of a device without access, and its secrets, are for another reader. Nobody takes them over
        // unseen.
        NotificationTarget known = before != null && hasAccess(before) ? before : null;
        if (before != null && known == null && secrets.url() == null) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_ADDRESS_AGAIN));
        }
        String url = secrets.url() != null
                ? secrets.url().strip()
                : known == null || known.url() == null ? "" : known.url().toString();
        Optional<String> wrong = NotificationConfig.problem(url, settings.kind());
        if (wrong.isPresent()) {
            boolean topic = wrong.get().startsWith("must end with the topic");
            throw refusal(HostText.of(topic ? HostTextCode.NOTIFY_TOPIC_WRONG : HostTextCode.NOTIFY_URL_WRONG));
        }
        // No other server gets the token of this one.
        String token = kept(secrets.token(), known != null && isSameServer(known.url(), url) ? known.token() : "");
        if (!NotificationConfig.isToken(token)) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_TOKEN_WRONG));
        }
        boolean sealed = settings.kind().isSealed();
        String publicKey = sealed ? kept(secrets.publicKey(), known == null ? "" : known.publicKey()) : "";
        String authSecret = sealed ? kept(secrets.authSecret(), known == null ? "" : known.authSecret()) : "";
        if (sealed && !WebPushSealer.areKeys(publicKey, authSecret)) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_KEYS_WRONG));
        }
        // The device that enters the address decides who reads it. Another one may take over after its access has
        // ended.
        boolean isSame = known != null && URI.create(url).equals(known.url());
        DeviceId addedBy =
                known != null && isSame ? known.addedBy() : sessions.paired(by).orElse(null);
        return new NotificationTarget(settings, URI.create(url), sealed ? "" : token, publicKey, authSecret, addedBy);
    }

    private static boolean isSameServer(@Nullable URI before, String url) {
        return before != null && before.resolve("/").equals(URI.create(url).resolve("/"));
    }

    private static String kept(@Nullable String entered, String before) {
        return entered == null ? before : entered.strip();
    }

    private void checkRules(PushTarget settings) throws RefusedException {
        PushRules rules = settings.rules();
        if (rules.events().isEmpty()) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_EVENTS_WRONG));
        }
        if (!rules.quiet().isValid()) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_QUIET_WRONG));
        }
        if (rules.sessions().size() > PushRules.MAX_OVERRIDES) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_OVERRIDES_FULL, PushRules.MAX_OVERRIDES));
        }
        String next = rules.escalateTo();
        boolean none = next.isEmpty() && rules.escalateMinutes() == 0;
        if (!none
                && (next.equals(settings.id())
                        || !channels.containsKey(next)
                        || rules.escalateMinutes() < 1
                        || rules.escalateMinutes() > PushRules.MAX_ESCALATE_MINUTES)) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_ESCALATION_WRONG, PushRules.MAX_ESCALATE_MINUTES));
        }
    }

    private static RefusedException refusal(HostText sentence) {
        return new RefusedException(ErrorCode.BAD_REQUEST, sentence);
    }

    @Override
    public synchronized void remove(String id) throws RefusedException {
        reload();
        find(id);
        store(channels.values().stream()
                .map(Channel::target)
                .filter(target -> !target.id().equals(id))
                .map(target -> target.withoutEscalationTo(id))
                .toList());
    }

    private Channel find(String id) throws RefusedException {
        Channel channel = channels.get(id);
        if (channel == null) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.NOTIFY_TARGET_UNKNOWN, PushTarget.isId(id) ? id : "?"));
        }
        return channel;
    }

    @Override
    public synchronized void test(String id, boolean roundTrip) throws RefusedException {
        reload();
        Channel channel = find(id);
        if (channel.target().url() == null) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_NO_ADDRESS));
        }
        if (!hasAccess(channel.target())) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED));
        }
        if (roundTrip && channel.reader == null) {
            throw refusal(HostText.of(HostTextCode.NOTIFY_NO_BUTTONS));
        }
        String nonce = UUID.randomUUID().toString();
        Instant at = clock.instant();
        channel.testNonce = nonce;
        channel.testSince = ticker.getAsLong();
        channel.test = new PushTest(PushTest.State.SENDING, at, -1, -1);
        PushNotification notice = testNotice(nonce, at, roundTrip);
        if (!channel.queue.run(() -> runTest(channel, notice, roundTrip))) {
            channel.test = new PushTest(PushTest.State.FAILED, at, -1, -1);
        }
    }

    static PushNotification testNotice(String nonce, Instant at, boolean roundTrip) {
        return new PushNotification(
                "test-" + nonce,
                NotificationKind.NEEDS_YOU,
                TEST,
                "Pilothouse",
                "Test",
                roundTrip ? "This is a test. Press the button." : "This is a test. Your sessions can reach you.",
                "",
                at,
                roundTrip ? new PushQuestion(new PendingId(nonce), "test", TEST, "") : null);
    }

    private void runTest(Channel channel, PushNotification notice, boolean roundTrip) {
        WebhookClient.Outcome outcome = post.post(channel.target(), notice);
        long millis = Duration.ofNanos(ticker.getAsLong() - channel.testSince).toMillis();
        boolean sent = outcome.fate() == WebhookClient.Fate.SENT;
        state.ended(channel.target().id(), clock.instant(), sent, outcome.sentence());
        PushTest.State next = sent ? roundTrip ? PushTest.State.WAITING : PushTest.State.SENT : PushTest.State.FAILED;
        synchronized (channel) {
            // The press may have arrived before the answer to the request.
            long answered = channel.test.answeredMillis();
            channel.test = new PushTest(
                    answered >= 0 ? PushTest.State.ANSWERED : next, channel.test.at(), sent ? millis : -1, answered);
        }
        if (outcome.fate() == WebhookClient.Fate.GONE) {
            removeAddress(channel.target().id());
        } else if (sent && channel.target().kind() == PushKind.NTFY) {
            // Clears nothing, but shows whether the server could.
            post.withdraw(channel.target(), testNotice("none-" + notice.id(), notice.at(), false));
        }
    }

    // --- buttons

    /** Something was posted to the response topic of a target. Anybody may post there who knows it. */
    private void pressed(String id, DeviceId device, String text) {
        Optional<AnswerToken> found = AnswerToken.verify(text, id, state.secret(id));
        if (found.isEmpty()) {
            long now = ticker.getAsLong();
            if (now - forgedAt >= FORGED_EVERY.toNanos()) {
                forgedAt = now;
                sessions.refused(device, id + " forged");
            }
            return;
        }
        AnswerToken token = found.get();
        Channel channel = channels.get(id);
        if (channel == null || !hasAccess(channel.target())) {
            sessions.refused(device, token.sessionId() + " " + token.pendingId() + " forbidden");
            return;
        }
        String about = token.sessionId() + " " + token.pendingId();
        if (clock.instant().isAfter(token.expires())) {
            sessions.refused(device, about + " expired");
        } else if (token.sessionId().value().equals(TEST)) {
            testAnswered(id, token.pendingId().value());
        } else {
            sessions.answer(
                    new Intent.AnswerPending(token.sessionId(), token.pendingId(), new Answer.Option(token.optionId())),
                    device,
                    token.requestId(state.secret(id)),
                    why -> {
                        if (!why.isEmpty()) {
                            sessions.refused(device, about + " " + why);
                        }
                    });
        }
    }

    private void testAnswered(String id, String nonce) {
        Channel channel = channels.get(id);
        if (channel == null || !channel.testNonce.equals(nonce)) {
            return;
        }
        synchronized (channel) {
            PushTest test = channel.test;
            if (test.answeredMillis() < 0) {
                long millis =
                        Duration.ofNanos(ticker.getAsLong() - channel.testSince).toMillis();
                channel.test = new PushTest(PushTest.State.ANSWERED, test.at(), test.sentMillis(), millis);
            }
        }
    }

    // --- events

    /** Whether anybody is told at all. */
    public boolean isOn() {
        return !channels.isEmpty();
    }

    /** A session has changed, and the change is on disk. */
    public void changed(SessionFeed feed) {
        watch.changed(feed);
        if (isOn() && settling.compareAndSet(false, true) && !lane.tryExecute(this::settle)) {
            // Each notification on the full lane settles as well.
            settling.set(false);
        }
    }

    private void settle() {
        settling.set(false);
        router.settle();
    }

    /** Goals tell instead of the turns of their sessions, from their present state on. */
    public void useRuns(Supplier<List<Run>> runs) {
        watch.useRuns(runs);
    }

    /** The runs have changed. Any thread, never blocks. */
    public void runsChanged(Function<SessionId, Optional<SessionFeed>> feeds) {
        watch.runsChanged(feeds);
    }

    public void removed(SessionId sessionId) {
        watch.removed(sessionId);
    }

    @Override
    public void show(Object watcher, List<SessionId> some) {
        Set<SessionId> before = some.isEmpty() ? shown.remove(watcher) : shown.put(watcher, new HashSet<>(some));
        if (before != null && isOn()) {
            // Something may not be shown any more.
            onLane(router::settle);
        }
    }

    private boolean isShown(SessionId sessionId) {
        return shown.values().stream().anyMatch(some -> some.contains(sessionId));
    }

    /** Drops the queues. Idempotent. */
    @Override
    public void close() {
        closed = true;
        channels.values().forEach(channel -> {
            closeReader(channel);
            channel.queue.stop();
        });
        // Cancels the requests first, since the lanes wait for them.
        post.close();
        channels.values().forEach(channel -> channel.queue.close());
        lanes.close();
    }
}
