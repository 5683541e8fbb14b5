package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pilothouse.pulse.CrashReporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CrashReporterTest {
    private final List<String> told = new ArrayList<>();
    private final CrashReporter crashReporter = new CrashReporter(told::add);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CrashReporter.class);
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void silence() {
        logger.detachAppender(log);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private static RuntimeException failure(String message) {
        return new IllegalStateException(message);
    }

    private static RuntimeException otherFailure() {
        return new IllegalStateException("one");
    }

    @Test
    void thePersonIsToldACodeThatTheLogHasBesideTheTrace() {
        RuntimeException failure = failure("secret words");

        crashReporter.uncaughtException(Thread.currentThread(), failure);

        assertThat(told).singleElement().asString().matches("[A-HJ-NP-Z2-9]{6}").doesNotContain("secret");
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains(told.get(0));
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret words");
        });
    }

    @Test
    void theSameDefectHasTheSameCodeWhateverItIsAbout() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            codes.add(CrashReporter.code(failure("message " + i)));
        }

        assertThat(codes.get(0)).isEqualTo(codes.get(1));
        assertThat(CrashReporter.code(otherFailure())).isNotEqualTo(codes.get(0));
    }

    @Test
    void aDefectInEveryFrameIsToldOnceAndWrittenDownInFullOnce() {
        for (int i = 0; i < 100; i++) {
            crashReporter.uncaughtException(Thread.currentThread(), failure("frame " + i));
        }

        assertThat(told).hasSize(1);
        assertThat(log.list)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .hasSize(1);
        assertThat(log.list).hasSize(100);
    }

    @Test
    void aFailureThatIsItsOwnCauseHasACodeToo() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);

        assertThat(CrashReporter.code(one)).hasSize(6);
    }

    @Test
    void whatEndsAThreadOfTheProcessReachesTheHandler() throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(crashReporter);
        Thread thread = new Thread(
                () -> {
                    throw failure("on a thread");
                },
                "mishap");
        thread.start();
        thread.join();

        assertThat(told).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("mishap");
    }

    @Test
    void whatWasCaughtSoThatALaneCanGoOnReachesItToo() {
        Thread.setDefaultUncaughtExceptionHandler(crashReporter);

        CrashReporter.report(Thread.currentThread(), failure("in a lane"));

        assertThat(told).hasSize(1);
    }

    @Test
    void whoeverCannotShowItHarmsNobody() {
        crashReporter.setListener(code -> {
            throw new IllegalStateException("no window");
        });

        crashReporter.uncaughtException(Thread.currentThread(), failure("x"));

        assertThat(log.list)
                .last()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("no window"));
    }
}
