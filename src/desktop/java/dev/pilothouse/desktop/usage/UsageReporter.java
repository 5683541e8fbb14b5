package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers devices that ask for usage, and sets budgets. Owns the thread {@code usage-report}; {@value #WAITING} questions wait, more are
 * refused as busy. Thread-safe. Ends with {@link #close()}.
 */
public final class UsageReporter implements AutoCloseable {
    static final int WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);

    private final UsageLedger ledger;
    private final UsageBudgets budgets;
    private final ThreadPoolExecutor worker =
            NamedThreads.pool(1, Duration.ofSeconds(30), WAITING, NamedThreads.factory("usage-report"));

    public UsageReporter(UsageLedger ledger, UsageBudgets budgets) {
        this.ledger = ledger;
        this.budgets = budgets;
    }

    /** @param answer receives exactly one reply, on any thread */
    public void report(ClientMessage.ReadUsage question, Consumer<HostMessage> answer) {
        try {
            LocalDate from = LocalDate.parse(question.from());
            LocalDate to = LocalDate.parse(question.to());
            ZoneId zone = ZoneId.of(question.zone());
            if (to.isBefore(from) || to.isAfter(from.plusDays(UsageLedger.MAX_DAYS))) {
                throw new DateTimeException("not a span of at most " + UsageLedger.MAX_DAYS + " days");
            }
            inTurn(question, answer, () -> read(question, from, to, zone));
        } catch (DateTimeException e) {
            answer.accept(refusal(
                    question, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.USAGE_SPAN, UsageLedger.MAX_DAYS)));
        }
    }

    /**
     * @param agents finds the agent of a session
     * @param answer receives exactly one reply, on any thread
     */
    public void estimate(
            ClientMessage.EstimateTurns question,
            Function<SessionId, Optional<AgentId>> agents,
            Consumer<HostMessage> answer) {
        if (question.sessions().size() > ClientMessage.EstimateTurns.MAX_SESSIONS) {
            answer.accept(refusal(
                    question,
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.ESTIMATES_TOO_MANY, ClientMessage.EstimateTurns.MAX_SESSIONS)));
            return;
        }
        inTurn(question, answer, () -> {
            try {
                return new HostMessage.TurnEstimates(
                        question.requestId(), ledger.estimate(question.sessions(), agents));
            } catch (IOException e) {
                LOG.warn("The ledger of usage could not be read: {}", e.toString());
                return refusal(question, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
            }
        });
    }

    /** @param answer receives exactly one reply, on any thread */
    public void list(ClientMessage.ListBudgets question, Consumer<HostMessage> answer) {
        inTurn(question, answer, () -> new HostMessage.Budgets(question.requestId(), budgets.list()));
    }

    /** @param answer receives exactly one reply, on any thread */
    public void set(ClientMessage.SetBudget command, Consumer<HostMessage> answer) {
        inTurn(
                command,
                answer,
                () -> budgets.set(command.budget())
                        .<HostMessage>map(fault -> refusal(command, ErrorCode.BAD_REQUEST, fault))
                        .orElseGet(() ->
                                new HostMessage.Ack(command.requestId(), IntentResult.Outcome.ACCEPTED, null, 0)));
    }

    private void inTurn(ClientMessage.Request question, Consumer<HostMessage> answer, Supplier<HostMessage> reply) {
        try {
            worker.execute(() -> answer.accept(replied(question, reply)));
        } catch (RejectedExecutionException busy) {
            answer.accept(refusal(question, ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY)));
        }
    }

    private static HostMessage replied(ClientMessage.Request question, Supplier<HostMessage> reply) {
        try {
            return reply.get();
        } catch (RuntimeException bug) {
            // The device must get a reply.
            LOG.error("A question about usage failed", bug);
            return refusal(question, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    private HostMessage read(ClientMessage.ReadUsage question, LocalDate from, LocalDate to, ZoneId zone) {
        try {
            return new HostMessage.Usage(question.requestId(), ledger.report(from, to, zone, question.by()));
        } catch (IOException e) {
            LOG.warn("The ledger of usage could not be read: {}", e.toString());
            return refusal(question, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    private static HostMessage refusal(ClientMessage.Request question, ErrorCode code, HostText text) {
        return new HostMessage.Failure(question.requestId(), code, text);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
