package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.JournalDamage;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionIndex;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A session in memory: its state, its open journal, and the handlers of agents' events and of intents. A session at
 * rest has none of these.
 *
 * <p>Owns the journal. Confined to the session's lane, except where a method says otherwise. Ends with {@link #close}.
 */
final class LoadedSession implements AutoCloseable {
    private static final HostText NOT_ON_DISK = HostText.of(HostTextCode.JOURNAL_SYNC_FAILED);

    private static final int MAX_SOURCE = 180;

    private final SessionLog log;
    private final SessionCore core;
    private final AgentEventHandler events;
    private final IntentHandler commands;
    private final RequestOutcomes outcomes;
    private final SessionJournal journal;
    private @Nullable Cause createdBy;

    /** The result of replaying a journal. */
    private static final class Past {
        private final RequestOutcomes outcomes = new RequestOutcomes();
        private SessionState state;
        private Instant lastActive = Instant.EPOCH;
        private @Nullable Cause createdBy;
        private SessionUpdate.StartWish wish = SessionUpdate.StartWish.NONE;
        private SessionUpdate.@Nullable TurnSnapshot snapshot;
        private final AnswerHistory answers = new AnswerHistory();

        Past(SessionId sessionId) {
            state = SessionState.empty(sessionId);
        }

        void add(JournaledUpdate update) {
            state = SessionReducer.apply(state, update);
            outcomes.add(update);
            answers.add(update);
            if (SessionLog.isConversation(update.update())) {
                lastActive = update.at();
            }
            if (update.seq() == 1) {
                createdBy = update.cause();
            }
            if (update.update() instanceof SessionUpdate.SessionCreated created) {
                wish = created.wish();
            } else if (update.update() instanceof SessionUpdate.TurnSnapshot kept) {
                snapshot = kept;
            } else if (update.update() instanceof SessionUpdate.TurnEnded) {
                snapshot = null;
            }
        }
    }

    /** The journal has no readable beginning. The message is a sentence for display. */
    static final class NoBeginningException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient SessionJournal.Beginning beginning;

        NoBeginningException(SessionJournal.Beginning beginning) {
            super("the journal's beginning is " + beginning);
            this.beginning = beginning;
        }

        /** A sentence for display. @param folder with the session's files */
        HostText sentence(Path folder) {
            HostTextCode code = beginning == SessionJournal.Beginning.MISSING
                    ? HostTextCode.JOURNAL_MISSING
                    : beginning == SessionJournal.Beginning.NOTHING
                            ? HostTextCode.JOURNAL_EMPTY
                            : HostTextCode.JOURNAL_BEGINNING_DAMAGED;
            return HostText.of(code, folder);
        }
    }

    /** @param damage the damage of the journal, or empty */
    record Loading(LoadedSession session, Optional<JournalDamage> damage) {}

    /** The parts of the surrounding session that a loaded session needs. */
    record Surroundings(
            SessionFeed feed,
            BlobStore blobs,
            Lane lane,
            HostSession.Services services,
            SessionLog.Listener listener,
            SessionCore.Runs runs) {}

    /** Reads the whole journal, and creates it if it does not exist. */
    static Loading open(Path journalFile, Surroundings around) throws IOException {
        Past past = new Past(around.feed().sessionId());
        SessionJournal.Opening opening = SessionJournal.open(around.services().disk(), journalFile, past::add);
        return new Loading(new LoadedSession(past, opening.journal(), around), opening.damage());
    }

    private LoadedSession(Past past, SessionJournal journal, Surroundings around) {
        this.journal = journal;
        this.outcomes = past.outcomes;
        this.createdBy = past.createdBy;
        HostSession.Services services = around.services();
        around.feed().attach(journal);
        this.log = new SessionLog(
                journal,
                services.sync(),
                around.lane(),
                services.clock(),
                around.feed(),
                outcomes,
                around.listener(),
                past.state,
                past.lastActive);
        TranscriptWriter transcriber = new TranscriptWriter(log, new LargeContent(around.blobs()));
        PromptAssembler intake = new PromptAssembler(around.blobs(), services.launcher()::placeOf);
        this.core = new SessionCore(
                log, transcriber, intake, services.launcher(), services.workers(), past.answers, around.runs());
        core.requestStart(past.wish);
        Optional.ofNullable(past.snapshot).ifPresent(core::rememberSnapshot);
        this.events =
                new AgentEventHandler(core, log, transcriber, new AgentMediaStore(around.blobs()), services.launcher());
        this.commands = new IntentHandler(core, log, intake, outcomes);
    }

    SessionLog log() {
        return log;
    }

    SessionCore core() {
        return core;
    }

    /** Any thread. */
    RequestOutcomes outcomes() {
        return outcomes;
    }

    @Nullable
    Cause createdBy() {
        return createdBy;
    }

    boolean hasBeginning() {
        return log.state().info() != null;
    }

    /**
     * Journals the session's first updates. They are in the file when this returns.
     *
     * @throws SessionLog.NotWrittenException if the disk does not accept them
     */
    void begin(
            Intent.CreateSession intent,
            Cause cause,
            String agentName,
            String source,
            AgentRun run,
            HostSession.Beginning beginning) {
        journal(intent, cause, agentName, source, null, beginning);
        core.started(run);
    }

    /** As {@link #begin}, for a session whose agent starts when its worktree is there. */
    void beginInWorktree(
            Intent.CreateSession intent,
            Cause cause,
            String agentName,
            WorktreeSpec worktree,
            HostSession.Beginning beginning) {
        createdBy = cause;
        journal(intent, cause, agentName, "", worktree, beginning);
        log.afterSync(() -> core.onWorktree(HostText.NONE), () -> {});
    }

    private void journal(
            Intent.CreateSession intent,
            Cause cause,
            String agentName,
            String source,
            @Nullable WorktreeSpec worktree,
            HostSession.Beginning beginning) {
        Path folder = Path.of(intent.cwd()).getFileName();
        String place = folder == null ? intent.cwd() : folder.toString();
        SessionId forkOf = intent.forkOf();
        String name = forkOf == null ? place : TextCutter.line(source, MAX_SOURCE) + " (fork)";
        SessionUpdate.StartWish wish = new SessionUpdate.StartWish(
                orEmpty(intent.mode()),
                orEmpty(intent.model()),
                orEmpty(intent.agentSessionId()),
                worktree,
                orEmpty(intent.profile()),
                forkOf == null ? "" : forkOf.value());
        Batch batch = log.batch();
        long first = batch.add(
                cause, new SessionUpdate.SessionCreated(intent.agentId(), agentName, intent.cwd(), name, wish));
        if (forkOf != null) {
            batch.add(
                    null,
                    seq -> new SessionUpdate.Note(
                            new ItemId(seq),
                            NoteLevel.INFO,
                            "forked",
                            HostText.of(HostTextCode.SESSION_FORKED, TextCutter.line(source, MAX_SOURCE)),
                            ""));
        }
        String firstPrompt = intent.firstPrompt();
        if (firstPrompt != null) {
            batch.add(
                    null, seq -> new SessionUpdate.QueueChanged(List.of(new QueuedPrompt(seq, 1, firstPrompt, cause))));
        }
        batch.add(null, new SessionUpdate.AgentStarting());
        log.runUnlessFailed(() -> log.write(batch));
        core.requestStart(wish);
        log.afterSync(() -> beginning.onDisk(first), () -> beginning.failed(NOT_ON_DISK));
    }

    private static String orEmpty(@Nullable String wish) {
        return wish == null ? "" : wish;
    }

    /** Ends what ran when the host ended, and adds a note about damage. */
    void recover(Optional<JournalDamage> damage) {
        core.recover();
        damage.ifPresent(found -> core.note(NoteLevel.WARNING, "journalDamaged", found.sentence()));
    }

    /** See {@link IntentHandler#addFindings}. */
    void addFindings(List<ReviewComment> findings, Cause cause, IntConsumer then, Consumer<HostText> failed) {
        commands.addFindings(findings, cause, then, failed);
    }

    void handle(Submission submission) {
        commands.handle(submission);
    }

    void onEvent(AgentRun run, AgentEvent event) {
        if (core.run() == run) {
            event.accept(events);
        }
    }

    /** Whether the agent must wait for the disk; {@link #resume} then continues it. Late events of another run pass. */
    boolean isHeldBack(AgentRun run) {
        return core.run() == run && log.isStalled() && !log.isBroken();
    }

    /** Continues with the events that were held back. */
    void resume() {
        Optional.ofNullable(core.run()).ifPresent(AgentRun::resume);
    }

    Optional<AgentAdapter> retire(HostText text) {
        return core.retire(text);
    }

    /** Whether nothing runs, nothing waits and everything is written. */
    boolean isSettled() {
        return hasBeginning() && log.isQuiet() && core.isSettled();
    }

    /** The head to publish while the session is at rest. */
    SessionFeed.AtRest headAtRest() {
        return new SessionFeed.AtRest(log.summary(), journal.generations(), HostText.NONE);
    }

    /** Writes the index for the next start of the host, if the journal is settled and on disk. */
    void keepIndex(Path index) throws IOException {
        if (isSettled() && log.writeToDisk()) {
            journal.keepIndex(index, new SessionIndex(log.summary(), journal.generations(), createdBy));
        }
    }

    /** After the lane has ended, or on it. */
    @Override
    public void close() {
        // A full disk must not block the process of an agent that other sessions share.
        Optional.ofNullable(core.run()).ifPresent(AgentRun::abandon);
        log.close();
    }
}
