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
 * What a process does about defects of ours that nobody has caught: the trace goes into the local log, under a short code that
 * is made from the trace, and the person is told the code alone. The same defect has the same code each time, and is told
 * and written down in full once; a defect in something that is done in every frame must fill neither the screen nor the disk.
 *
 * <p>Owns the codes that it has seen, {@value #REMEMBERED} at most; any thread; lives as long as the process.
 */
public final class Mishaps implements Thread.UncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Mishaps.class);
    /** Neither I and O nor 0 and 1, which are mistaken for each other when they are read out. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int CODE = 6;
    private static final int FRAMES = 24;
    private static final int REMEMBERED = 256;

    private final Set<String> seen = new HashSet<>();
    private volatile Consumer<String> told;

    /** @param told told the code of a defect that is new, on the thread where it has happened */
    public Mishaps(Consumer<String> told) {
        this.told = told;
    }

    /** From now on somebody else tells the person. */
    public void tell(Consumer<String> other) {
        told = other;
    }

    /** Gives a failure to the process's handler, from where it was caught so that its thread can go on. */
    public static void report(Thread thread, Throwable failure) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler == null) {
            log.error("Code {}: {} has failed", code(failure), thread.getName(), failure);
        } else {
            handler.uncaughtException(thread, failure);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        String code = code(failure);
        if (!isNew(code)) {
            log.warn("Code {} again, on {}", code, thread.getName());
            return;
        }
        log.error("Code {}: {} has failed", code, thread.getName(), failure);
        try {
            told.accept(code);
        } catch (RuntimeException mute) {
            log.warn("Code {} could not be shown: {}", code, mute.toString());
        }
    }

    private boolean isNew(String code) {
        synchronized (seen) {
            if (seen.size() >= REMEMBERED) {
                seen.clear();
            }
            return seen.add(code);
        }
    }

    /** Six letters and digits that stand for where it went wrong and how; what it was about, the message, is no part of them. */
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
                // The frames further down are those of whoever happened to call.
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
