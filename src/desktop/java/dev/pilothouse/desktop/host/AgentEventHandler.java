package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.Usage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies each event of the current agent run to the session.
 *
 * <p>Confined to the session's lane.
 */
final class AgentEventHandler implements AgentEvent.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEventHandler.class);
    private static final int MAX_JSON = 64 * 1024;
    private static final int MAX_OBJECT = 500;

    private final SessionCore core;
    private final SessionLog log;
    private final TranscriptWriter transcriber;
    private final AgentMediaStore media;
    private final AgentLauncher launcher;
    private final UnapprovedToolDetector unasked = new UnapprovedToolDetector();
    private boolean malformedLogged;
    private boolean notStoredLogged;

    AgentEventHandler(
            SessionCore core,
            SessionLog log,
            TranscriptWriter transcriber,
            AgentMediaStore media,
            AgentLauncher launcher) {
        this.media = media;
        this.core = core;
        this.log = log;
        this.transcriber = transcriber;
        this.launcher = launcher;
    }

    private SessionState state() {
        return log.state();
    }

    @Override
    public void ready(AgentEvent.Ready event) {
        malformedLogged = false;
        notStoredLogged = false;
        core.ready(event);
    }

    @Override
    public void startFailed(AgentEvent.StartFailed event) {
        core.onAgentGone(core.currentRun(), event.exitCode(), core.currentRun().isStopping(), event.sentence(), null);
    }

    @Override
    public void loginNeeded(AgentEvent.LoginNeeded event) {
        SessionUpdate last =
                new SessionUpdate.LoginNeeded(event.command(), event.sentence().bounded(4000));
        boolean stopping = core.currentRun().isStopping();
        core.onAgentGone(core.currentRun(), null, false, event.sentence(), last);
        if (!stopping) {
            core.askForLogin(event.methods());
        }
    }

    @Override
    public void replayed(AgentEvent.Replayed event) {
        // The host's journal is the record. Replayed content is added only if the journal has no turn yet.
        if (core.acceptsReplay()) {
            if (event.event() instanceof AgentEvent.UserChunk words) {
                transcriber.pause();
                log.write(
                        null,
                        seq -> new SessionUpdate.UserMessage(new ItemId(seq), TextCutter.head(words.text(), MAX_JSON)));
            } else if (event.event() instanceof AgentEvent.Media sent && sent.byPerson()) {
                transcriber.pause();
                store(sent)
                        .ifPresent(attachment -> log.write(
                                null, seq -> new SessionUpdate.UserMessage(new ItemId(seq), "", List.of(attachment))));
            } else {
                event.event().accept(this);
            }
        }
    }

    @Override
    public void messageChunk(AgentEvent.MessageChunk event) {
        transcriber.message(event);
    }

    @Override
    public void thoughtChunk(AgentEvent.ThoughtChunk event) {
        transcriber.thought(event);
    }

    @Override
    public void userChunk(AgentEvent.UserChunk event) {
        // The prompt is already in the journal, in the person's own words.
    }

    @Override
    public void media(AgentEvent.Media event) {
        if (!event.byPerson()) {
            store(event).ifPresent(attachment -> transcriber.attach(event.messageId(), attachment));
        }
    }

    /** Stores the file. On failure adds a note, once per run of the agent. */
    private Optional<Attachment> store(AgentEvent.Media event) {
        AgentMediaStore.Outcome outcome = media.store(event);
        if (outcome.blob() == null && !notStoredLogged) {
            notStoredLogged = true;
            core.note(NoteLevel.WARNING, "contentNotKept", outcome.fault());
        }
        return Optional.ofNullable(outcome.blob());
    }

    @Override
    public void compaction(AgentEvent.Compaction event) {
        transcriber.compaction(event);
    }

    @Override
    public void toolCall(AgentEvent.ToolCall event) {
        transcriber.toolCall(event);
        String title = event.patch().title();
        if (title != null) {
            core.toolCalled(title);
        }
        Optional.ofNullable(transcriber.itemOf(event.toolCallId()))
                .flatMap(log.state().transcript()::find)
                .filter(Item.ToolItem.class::isInstance)
                .flatMap(item ->
                        unasked.changed(core.turn(), state(), event.toolCallId(), ((Item.ToolItem) item).call()))
                .ifPresent(words -> core.note(NoteLevel.WARNING, "unasked", words));
    }

    @Override
    public void plan(AgentEvent.Plan event) {
        log.write(null, new SessionUpdate.PlanChanged(event.entries()));
    }

    @Override
    public void ask(AgentEvent.Ask event) {
        if (core.isCancelling()) {
            // The turn is being cancelled together with its questions: the adapter answers this one as cancelled.
            core.currentRun().adapter().cancel();
            return;
        }
        unasked.asked(core.turn(), state(), event);
        transcriber.pause();
        ItemId toolCall = transcriber.itemOf(event.toolCallId());
        SessionLog.Batch batch = log.batch();
        long seq = batch.add(
                null,
                born -> new SessionUpdate.PendingAsked(
                        new ItemId(born),
                        new Pending(
                                new PendingId("p" + born),
                                event.kind(),
                                TextCutter.line(event.title(), 500),
                                event.detail(),
                                toolCall,
                                event.options(),
                                event.fields(),
                                event.toolKind(),
                                object(event.object()))));
        PendingId pendingId = new PendingId("p" + seq);
        if (core.isReadOnly() && changesSomething(event)) {
            refuse(batch, new ItemId(seq), pendingId, event);
        } else {
            log.write(batch);
            core.asked(pendingId, event.askId());
        }
    }

    /** Whether an agent that may only read must not be allowed it. A person is asked about the rest. */
    private static boolean changesSomething(AgentEvent.Ask event) {
        return event.kind() == PendingKind.PERMISSION
                && event.toolKind() != ToolKind.READ
                && event.toolKind() != ToolKind.SEARCH
                && event.toolKind() != ToolKind.FETCH;
    }

    /** Nobody is asked: the question and the answer come together. */
    private void refuse(SessionLog.Batch batch, ItemId item, PendingId pendingId, AgentEvent.Ask event) {
        Optional<PendingOption> option =
                option(event, PendingOption.Kind.REJECT_ONCE).or(() -> option(event, PendingOption.Kind.REJECT_ALWAYS));
        HostText why = HostText.of(HostTextCode.READ_ONLY_REFUSED);
        batch.add(
                null,
                new SessionUpdate.PendingAnswered(
                        item,
                        pendingId,
                        new PendingAnswer(
                                PendingAnswer.Outcome.ANSWERED,
                                option.map(PendingOption::optionId).orElse(null),
                                why.text(),
                                null,
                                why.code())));
        log.write(batch);
        AgentRun run = core.currentRun();
        Answer answer =
                option.<Answer>map(one -> new Answer.Option(one.optionId())).orElseGet(Answer.Decline::new);
        log.afterSync(
                () -> {
                    if (core.run() == run) {
                        run.adapter().answer(event.askId(), answer);
                    }
                },
                () -> {});
    }

    private static Optional<PendingOption> option(AgentEvent.Ask event, PendingOption.Kind kind) {
        return event.options().stream().filter(one -> one.kind() == kind).findFirst();
    }

    /** The first line; the detail contains the rest. */
    private static String object(String text) {
        String whole = text.strip();
        int end = whole.indexOf('\n');
        String line = end < 0 ? whole : whole.substring(0, end).stripTrailing() + "\u2026";
        return line.length() <= MAX_OBJECT ? line : TextCutter.head(line, MAX_OBJECT) + "\u2026";
    }

    @Override
    public void askWithdrawn(AgentEvent.AskWithdrawn event) {
        core.pendingOf(event.askId()).ifPresent(pendingId -> {
            core.answered(pendingId);
            state().open().stream()
                    .filter(open -> open.pending().pendingId().equals(pendingId))
                    .findFirst()
                    .ifPresent(open -> log.write(
                            null,
                            new SessionUpdate.PendingAnswered(
                                    open.item(),
                                    pendingId,
                                    PendingAnswer.none(
                                            PendingAnswer.Outcome.CLOSED,
                                            HostText.of(HostTextCode.QUESTION_WITHDRAWN)))));
        });
    }

    @Override
    public void modeChanged(AgentEvent.ModeChanged event) {
        if (!event.available().isEmpty()) {
            launcher.rememberModes(log.info().agentId(), UpdateLimits.modes(event.available()));
        }
        writeOffer(
                core.takeModeCause(),
                new SessionUpdate.ModeChanged(
                        event.current(),
                        event.available().isEmpty() ? state().offer().modes() : event.available()));
    }

    @Override
    public void modelChanged(AgentEvent.ModelChanged event) {
        writeOffer(
                core.takeModelCause(),
                new SessionUpdate.ModelChanged(
                        event.current(),
                        event.available().isEmpty() ? state().offer().models() : event.available()));
    }

    @Override
    public void optionsChanged(AgentEvent.OptionsChanged event) {
        writeOffer(core.takeOptionCause(), new SessionUpdate.OptionsChanged(event.options()));
    }

    @Override
    public void commandsChanged(AgentEvent.CommandsChanged event) {
        writeOffer(null, new SessionUpdate.CommandsChanged(event.commands()));
    }

    /**
     * Agents repeat their offers at each start, so unchanged ones are skipped. An update with a cause is always
     * written, because a device waits for it.
     */
    private void writeOffer(@Nullable Cause cause, SessionUpdate update) {
        JournaledUpdate next = UpdateLimits.bound(new JournaledUpdate(log.head() + 1, log.now(), cause, update));
        Offer after = SessionReducer.apply(state(), next).offer();
        if (cause != null || !after.equals(state().offer())) {
            log.write(cause, update);
        }
    }

    @Override
    public void usageChanged(AgentEvent.UsageChanged event) {
        Usage told = event.usage();
        Usage usage =
                new Usage(told.usedTokens(), told.contextTokens(), told.cost(), TextCutter.line(told.currency(), 16));
        if (!usage.equals(state().usage())) {
            core.costReported(usage);
            log.write(null, new SessionUpdate.UsageChanged(usage));
            core.cancelIfOverBudget();
        }
    }

    @Override
    public void titleChanged(AgentEvent.TitleChanged event) {
        String title = TextCutter.line(event.title(), 200);
        boolean news = !title.isEmpty() && !title.equals(log.info().name());
        if (news && !log.info().nameByPerson()) {
            log.write(null, new SessionUpdate.Renamed(title, false));
        }
    }

    @Override
    public void turnDone(AgentEvent.TurnDone event) {
        core.turnDone(event.reason(), event.sentence(), event.last(), event.tokens());
    }

    @Override
    public void remark(AgentEvent.Remark event) {
        core.note(event.warning() ? NoteLevel.WARNING : NoteLevel.INFO, event.code(), event.sentence());
    }

    @Override
    public void unknown(AgentEvent.Unknown event) {
        log.write(
                null,
                new SessionUpdate.Unknown(
                        TextCutter.line(event.sourceKind(), 200), TextCutter.head(event.json(), MAX_JSON)));
    }

    @Override
    public void malformed(AgentEvent.Malformed event) {
        LOG.debug("{}: malformed line {} of the agent", state().sessionId(), event.count());
        if (!malformedLogged) {
            // Added once per run, because an agent may print thousands of such lines.
            malformedLogged = true;
            core.note(
                    NoteLevel.WARNING, "malformedOutput", HostText.of(HostTextCode.OUTPUT_MALFORMED, event.excerpt()));
        }
    }

    @Override
    public void exited(AgentEvent.Exited event) {
        boolean expected = event.expected() || core.currentRun().isStopping();
        core.onAgentGone(core.currentRun(), event.exitCode(), expected, event.sentence(), null);
    }
}
