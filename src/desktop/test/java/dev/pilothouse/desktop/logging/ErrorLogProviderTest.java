package dev.pilothouse.desktop.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The log of a command. */
class ErrorLogProviderTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Logger logger = new ErrorLogProvider(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .getLoggerFactory()
            .getLogger("test");

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void an_error_is_one_line_without_its_stack() {
        logger.error("A task of {} failed", "link", new IllegalStateException("secret"));
        assertThat(printed()).isEqualTo("A task of link failed" + System.lineSeparator());
    }

    @Test
    void text_from_outside_does_not_control_the_terminal() {
        logger.error("Unknown method {}", "a\n\u001b[31mb");
        assertThat(printed()).isEqualTo("Unknown method a??[31mb" + System.lineSeparator());
    }

    @Test
    void an_error_without_a_message_is_a_line_too() {
        logger.error((String) null, new IllegalStateException());
        assertThat(printed()).isEqualTo("null" + System.lineSeparator());
    }

    @Test
    void nothing_else_is_printed() {
        logger.warn("warn");
        logger.info("info");
        logger.debug("debug");
        logger.trace("trace");
        assertThat(printed()).isEmpty();
    }
}
