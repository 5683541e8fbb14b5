package dev.pilothouse.desktop.catalog;

import java.io.File;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The environment of which agents get a part: the host's own, with the login shell's entries added to its {@code PATH}.
 * Any thread; needs no closing.
 */
final class HostEnvironment {
    private static final String PATH = "PATH";

    private final Map<String, String> own;
    private volatile Map<String, String> present;
    private volatile boolean asking;

    HostEnvironment(Map<String, String> own) {
        this.own = Map.copyOf(own);
        this.present = this.own;
    }

    Map<String, String> now() {
        return present;
    }

    /** Returns whether the login shell's answer is pending. */
    boolean isAsking() {
        return asking;
    }

    void asking() {
        asking = true;
    }

    /**
     * Sets the login shell's answer.
     *
     * @param path of the login shell, or empty if there was no answer
     * @return whether anything has changed
     */
    boolean answered(Optional<String> path) {
        Map<String, String> before = present;
        path.ifPresent(found -> {
            Map<String, String> merged = new HashMap<>(own);
            merged.put(PATH, merge(found, own.getOrDefault(PATH, "")));
            present = Map.copyOf(merged);
        });
        // Written last: a thread that sees false here sees the answer too.
        asking = false;
        return !present.equals(before);
    }

    /** Puts the shell's entries first, as in the user's terminal, and the other entries of this process after them. */
    private static String merge(String shell, String own) {
        Set<String> entries = new LinkedHashSet<>();
        Stream.of(shell, own)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isBlank())
                .forEach(entries::add);
        return String.join(File.pathSeparator, entries);
    }
}
