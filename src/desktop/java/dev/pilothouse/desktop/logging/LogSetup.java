package dev.pilothouse.desktop.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configures the log's destination and format. Done in code, since parsing logback's XML takes a fifth of the window's
 * opening time. Logback finds this class as a service when the first logger is made. Owns nothing.
 *
 * <p>System properties override it: {@code pilothouse.log.level=DEBUG}, {@code pilothouse.log.size=50MB}, or
 * {@code logback.configurationFile} for a custom configuration.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String FILE = "pilothouse.log.file";
    private static final String LEVEL = "pilothouse.log.level";
    private static final String SIZE = "pilothouse.log.size";
    private static final String USUAL_SIZE = "5MB";

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String PROVIDER = "slf4j.provider";

    /** Characters that start a line or control a terminal. */
    private static final String UNPRINTABLE = "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]";

    /** The message. It contains text from outside, such as names of message types and methods. */
    private static final String MESSAGE = "%replace(%msg){'" + UNPRINTABLE + "', '?'}%n";

    /** Number of full files that are kept beside the current one. */
    private static final int KEPT = 3;

    /** Logs to a file, for the window and the host, which are long-running. Call before the first logger is made. */
    public static void toFile(Path file) {
        System.setProperty(FILE, file.toString());
        System.clearProperty(PROVIDER);
    }

    /**
     * Logs only errors, on standard error, for a command whose standard output is data. Does without logback, unless
     * a file configures that. Call before the first logger is made.
     */
    public static void toStandardError() {
        System.setProperty(FILE, "");
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(PROVIDER, "dev.pilothouse.desktop.logging.ErrorLogProvider");
            // Without this, SLF4J prints the name of the provider.
            System.setProperty("slf4j.internal.verbosity", "WARN");
        }
    }

    /** Replaces the characters that start a line or control a terminal. */
    static String plain(@Nullable String message) {
        return String.valueOf(message).replaceAll(UNPRINTABLE, "?");
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(CONFIGURATION) != null || System.getProperty(FILE) == null && isATest()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(
                context,
                System.getProperty(FILE, ""),
                System.getProperty(SIZE, USUAL_SIZE),
                System.getProperty(LEVEL, "INFO"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isATest() {
        return LogSetup.class.getResource("/logback-test.xml") != null;
    }

    /** @param file the log file, or empty for standard error */
    void configure(LoggerContext context, String file, String size, String level) {
        setContext(context);
        // Without this, logback prints its configuration status to standard output.
        context.getStatusManager().add(new NopStatusListener());
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        context.getLogger("javax.jmdns").setLevel(Level.ERROR);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level, Level.INFO));
        root.addAppender(file.isEmpty() ? toTheTerminal() : toTheFile(file, size));
    }

    private Appender<ILoggingEvent> toTheTerminal() {
        ThresholdFilter wrong = new ThresholdFilter();
        wrong.setContext(context);
        wrong.setLevel("ERROR");
        wrong.start();
        ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
        terminal.setContext(context);
        terminal.setName("STDERR");
        terminal.setTarget("System.err");
        terminal.addFilter(wrong);
        terminal.setEncoder(encoder(MESSAGE + "%nopex"));
        terminal.start();
        return terminal;
    }

    private Appender<ILoggingEvent> toTheFile(String file, String size) {
        PrivateLogAppender<ILoggingEvent> log = new PrivateLogAppender<>();
        log.setContext(context);
        log.setName("FILE");
        log.setFile(file);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(log);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(KEPT);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        // The default check interval is a minute, in which an error in a loop can fill a disk.
        full.setCheckIncrement(Duration.buildByMilliseconds(200));
        full.setMaxFileSize(size(size));
        full.start();
        log.setRollingPolicy(rolling);
        log.setTriggeringPolicy(full);
        log.setEncoder(encoder("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{32} - " + MESSAGE));
        log.start();
        return log;
    }

    /** An invalid size must not prevent logging. */
    private FileSize size(String wanted) {
        try {
            return FileSize.valueOf(wanted);
        } catch (IllegalArgumentException senseless) {
            addWarn(SIZE + " is no size", senseless);
            return FileSize.valueOf(USUAL_SIZE);
        }
    }

    private PatternLayoutEncoder encoder(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
