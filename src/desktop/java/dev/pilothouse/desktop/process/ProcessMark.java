package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The two environment variables that every child process carries. They find the child and its descendants even after
 * these have left the process tree. Immutable; any thread.
 *
 * @param host names the data folder whose host started the process; the same for all its processes
 * @param session a random 128-bit nonce in hexadecimal, different for every start
 */
public record ProcessMark(String host, String session) {
    /** The variable that carries {@link #host}. */
    public static final String HOST_VARIABLE = "PILOTHOUSE_HOST";

    /** The variable that carries {@link #session}. */
    public static final String SESSION_VARIABLE = "PILOTHOUSE_SESSION";

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public ProcessMark {
        requireSafe(host);
        requireSafe(session);
    }

    /** Creates a mark with a new random nonce. */
    public static ProcessMark fresh(String host) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        return new ProcessMark(host, HexFormat.of().formatHex(nonce));
    }

    /**
     * Returns the name of a data folder during this boot of the machine. A copy of the folder has another name, even
     * with the same keys. A folder that was moved keeps its name where its file system has inodes.
     *
     * @param hostId the id of the host that owns the folder
     */
    public static String hostOf(String hostId, Path dataFolder) {
        try {
            Path real = dataFolder.toRealPath();
            Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
            return hostId + "-"
                    + digest((key == null ? real : key) + " " + Procfs.system().bootId());
        } catch (IOException unknown) {
            return hostId;
        }
    }

    /** Returns the name as versions before {@link #hostOf} computed it: from the path alone. */
    public static String earlierHostOf(String hostId, Path dataFolder) {
        try {
            return hostId + "-" + digest(dataFolder.toRealPath().toString());
        } catch (IOException unknown) {
            return hostId;
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Returns the variables to add to the child's environment. */
    public Map<String, String> variables() {
        return Map.of(HOST_VARIABLE, host, SESSION_VARIABLE, session);
    }

    private static void requireSafe(String text) {
        if (!SAFE.matcher(text).matches()) {
            throw new IllegalArgumentException("A mark is made of 1 to 128 letters, digits, '-' and '_'.");
        }
    }
}
