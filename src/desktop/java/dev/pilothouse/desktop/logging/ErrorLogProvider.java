package dev.pilothouse.desktop.logging;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Prints errors, and nothing else, on standard error. Replaces logback in commands, because logback takes a fifth of the
 * time of a short one to begin. SLF4J makes it by its name, see {@link LogSetup#toStandardError()}. Any thread.
 */
public final class ErrorLogProvider implements SLF4JServiceProvider {
    /** The version of SLF4J that this is written for. */
    private static final String API = "2.0.99";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final Logger logger;

    /** Called by SLF4J. */
    public ErrorLogProvider() {
        this(System.err);
    }

    ErrorLogProvider(PrintStream out) {
        logger = new ErrorLogger(out);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> logger;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return API;
    }

    @Override
    public void initialize() {}

    /** The logger of all classes: the lines have no names in them. */
    private static final class ErrorLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient PrintStream out;

        ErrorLogger(PrintStream out) {
            this.out = out;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return false;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return ErrorLogger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            out.println(LogSetup.plain(MessageFormatter.basicArrayFormat(pattern, arguments)));
        }
    }
}
