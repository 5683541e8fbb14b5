package dev.pilothouse.pulse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports uncaught defects of the process. The stack trace goes to the local log under a short code derived from the
 * trace; the person sees only the code. The same defect always has the same code. It is shown and logged in full once,
 * because a defect that repeats in every frame must not fill the screen or the disk.
 *
 * <p>Owns the codes seen so far, at most {@value #REMEMBERED}. Thread-safe; lives as long as the process.
 */
public final class CrashReporter implements Thread.UncaughtExceptionHandler {
    /** Without I, O, 0 and 1, which are confused when read aloud. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int CODE = 6;
    private static final int FRAMES = 24;
    private static final int REMEMBERED = 256;

    private final Set<String> seen = new HashSet<>();
    private volatile Consumer<String> listener;

    /** @param listener receives the code of a new defect, on the thread where it occurred */
    public CrashReporter(Consumer<String> told) {
        this.listener = told;
    }

    /** Replaces the listener for new codes. */
    public void setListener(Consumer<String> other) {
        listener = other;
    }

    /** Passes a caught failure to the process's handler, so that the calling thread can continue. */
    public static void report(Thread thread, Throwable failure) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler == null) {
            log().error("Code {}: {} has failed", code(failure), thread.getName(), failure);
        } else {
            handler.uncaughtException(thread, failure);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        String code = code(failure);
        if (!isFirst(code)) {
            log().warn("Code {} again, on {}", code, thread.getName());
            return;
        }
        log().error("Code {}: {} has failed", code, thread.getName(), failure);
        try {
            listener.accept(code);
        } catch (RuntimeException mute) {
            log().warn("Code {} could not be shown: {}", code, mute.toString());
        }
    }

    /** Looked up when there is a defect, so that a short command does not set the log up for it. */
    private static Logger log() {
        return LoggerFactory.getLogger(CrashReporter.class);
    }

    private boolean isFirst(String code) {
        synchronized (seen) {
            if (seen.size() >= REMEMBERED) {
                seen.clear();
            }
            return seen.add(code);
        }
    }

    /**
     * Six letters and digits, derived from the exception types and stack frames; the exceptions' messages are not
     * included.
     */
    public static String code(Throwable failure) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
        Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && causes.add(cause); cause = cause.getCause()) {
            digest.update(cause.getClass().getName().getBytes(StandardCharsets.UTF_8));
            int frames = 0;
            for (StackTraceElement frame : cause.getStackTrace()) {
                // Frames further down depend on the caller, not on the defect.
                if (frames++ == FRAMES) {
                    break;
                }
                digest.update((frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber())
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        long bits = ByteBuffer.wrap(digest.digest()).getLong();
        StringBuilder code = new StringBuilder(CODE);
        for (int i = 0; i < CODE; i++, bits >>>= 5) {
            code.append(LETTERS.charAt((int) (bits & 31)));
        }
        return code.toString();
    }
}
