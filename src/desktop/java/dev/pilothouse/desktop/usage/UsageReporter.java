package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers devices that ask for usage. Owns the thread {@code usage-report}; {@value #WAITING} questions wait, more are
 * refused as busy. Thread-safe. Ends with {@link #close()}.
 */
public final class UsageReporter implements AutoCloseable {
    static final int WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);

    private final UsageLedger ledger;
    private final ThreadPoolExecutor worker =
            NamedThreads.pool(1, Duration.ofSeconds(30), WAITING, NamedThreads.factory("usage-report"));

    public UsageReporter(UsageLedger ledger) {
        this.ledger = ledger;
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
            worker.execute(() -> answer.accept(read(question, from, to, zone)));
        } catch (DateTimeException e) {
            answer.accept(refusal(
                    question, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.USAGE_SPAN, UsageLedger.MAX_DAYS)));
        } catch (RejectedExecutionException busy) {
            answer.accept(refusal(question, ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY)));
        }
    }

    private HostMessage read(ClientMessage.ReadUsage question, LocalDate from, LocalDate to, ZoneId zone) {
        try {
            return new HostMessage.Usage(question.requestId(), ledger.report(from, to, zone, question.by()));
        } catch (IOException e) {
            LOG.warn("The ledger of usage could not be read: {}", e.toString());
            return refusal(question, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        } catch (RuntimeException bug) {
            // The device must get a reply.
            LOG.error("The ledger of usage could not be read", bug);
            return refusal(question, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    private static HostMessage refusal(ClientMessage.ReadUsage question, ErrorCode code, HostText text) {
        return new HostMessage.Failure(question.requestId(), code, text);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
