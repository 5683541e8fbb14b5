package dev.pilothouse.desktop.instance;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The protocol between a second start and the first window, over a loopback socket, one line each:
 *
 * <pre>
 * second: NONCE
 * window: HMAC("window", NONCE) NONCE'
 * second: HMAC("start", NONCE', WISH) WISH
 * window: yes | no
 * </pre>
 *
 * <p>Other users of the machine can reach the port too, or take it over when the window is gone. Therefore each side
 * first proves that it has read the file which only the owner can read. The link, which may be a ticket, is sent only
 * to a proven window. Owns no socket; confined to one thread; one conversation.
 */
final class InstanceProtocol {
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 16;
    private static final int MAX_LINE = 16 * 1024;
    /** A conversation takes milliseconds; a peer that sends a byte now and then would block all others. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final byte[] secret;
    private final InputStream in;
    private final OutputStream out;
    private final long began = System.nanoTime();

    InstanceProtocol(Socket socket, byte[] secret) throws IOException {
        this.secret = secret.clone();
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * The request of a second start.
     *
     * @param world the host whose data is to be shown
     * @param link may be empty
     */
    record Wish(String world, String link) {
        @Override
        public String toString() {
            // The link may contain a ticket.
            return "Wish[" + world + "]";
        }
    }

    /**
     * Runs the second start's side.
     *
     * @return whether the window shows that host and was raised
     */
    boolean ask(Wish wish) throws IOException {
        String nonce = nonce();
        say(nonce);
        String[] words = line().split(" ", -1);
        if (words.length != 2 || !isProof(words[0], "window", nonce, "")) {
            throw new IOException("what listens there is not the window");
        }
        JsonObject json = new JsonObject();
        json.addProperty("world", wish.world());
        json.addProperty("link", wish.link());
        String text = Base64.getEncoder().encodeToString(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
        say(proof("start", words[1], text) + " " + text);
        return line().equals("yes");
    }

    /**
     * Runs the window's side.
     *
     * @return empty if the peer did not prove itself
     */
    Optional<Wish> hear() throws IOException {
        String nonce = line();
        String own = nonce();
        say(proof("window", nonce, "") + " " + own);
        String[] words = line().split(" ", -1);
        if (words.length != 2 || !isProof(words[0], "start", own, words[1])) {
            return Optional.empty();
        }
        try {
            FieldReader fields = new FieldReader(
                    StrictJson.parseObject(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8)));
            return Optional.of(new Wish(fields.string("world"), fields.string("link")));
        } catch (CodecException | IllegalArgumentException e) {
            throw new IOException("a wish that makes no sense", e);
        }
    }

    void answer(boolean here) throws IOException {
        say(here ? "yes" : "no");
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private boolean isProof(String proof, String side, String nonce, String text) {
        return MessageDigest.isEqual(
                proof.getBytes(StandardCharsets.US_ASCII),
                proof(side, nonce, text).getBytes(StandardCharsets.US_ASCII));
    }

    private String proof(String side, String nonce, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return HexFormat.of()
                    .formatHex(mac.doFinal((side + " " + nonce + " " + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private void say(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String line() throws IOException {
        byte[] bytes = new byte[MAX_LINE];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || length == MAX_LINE) {
                throw new IOException(next < 0 ? "the other side has gone" : "a line that is too long");
            }
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new IOException("the other side takes too long");
            }
            bytes[length++] = (byte) next;
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.US_ASCII);
    }
}
