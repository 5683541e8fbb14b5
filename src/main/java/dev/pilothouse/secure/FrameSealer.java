package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.CipherState;
import dev.pilothouse.secure.ChannelException.Fault;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import javax.crypto.ShortBufferException;

/**
 * The sending half of a {@link SecureChannel}: converts frames to Noise messages.
 *
 * <p>Owns the cipher of its direction. Only one thread seals frames (the connection's writer). The messages of a frame
 * must reach the peer in the returned order, with nothing in between. {@link #close()} may be called on any thread and
 * waits for a running seal, so no message is sealed with a wiped key.
 */
public final class FrameSealer implements AutoCloseable {
    /**
     * Compression level, 1 to 9. Level 1 needs much less processor time than level 6, for slightly larger output;
     * docs/performance.md has the figures.
     */
    private static final int LEVEL = 1;

    private final CipherState cipher;
    private boolean deflating;
    private boolean closed;

    FrameSealer(CipherState cipher) {
        this.cipher = cipher;
    }

    /** Sets whether frames of 1 KiB and more are deflated if that makes them smaller. Off by default. */
    public synchronized void setDeflating(boolean on) {
        deflating = on;
    }

    /**
     * Seals one frame.
     *
     * @param frame 1 byte to 8 MiB
     * @return the Noise messages to send, in this order; each at most 65,488 bytes
     * @throws ChannelException {@code CLOSED} after {@link #close()}
     * @throws IllegalArgumentException if the frame is empty or larger than 8 MiB, which is a defect of the caller
     */
    public synchronized List<byte[]> seal(byte[] frame) throws ChannelException {
        if (closed) {
            throw new ChannelException(Fault.CLOSED, "The channel is closed");
        }
        if (frame.length < 1 || frame.length > FrameLimits.OPEN.maxBytes()) {
            throw new IllegalArgumentException("A frame has 1 byte to 8 MiB, not " + frame.length + " bytes");
        }
        byte[] data = frame;
        int flags = 0;
        if (deflating && frame.length >= Framing.DEFLATE_FROM) {
            byte[] deflated = deflate(frame);
            if (deflated.length < frame.length) {
                data = deflated;
                flags = Framing.FLAG_DEFLATED;
            }
        }
        List<byte[]> messages = new ArrayList<>(data.length / Framing.MAX_DATA + 1);
        int from = 0;
        do {
            int length = Math.min(Framing.MAX_DATA, data.length - from);
            boolean last = from + length == data.length;
            messages.add(sealFragment(last ? flags | Framing.FLAG_LAST : flags, data, from, length));
            from += length;
        } while (from < data.length);
        return messages;
    }

    /** Seals one fragment without checks, so that tests can make invalid messages for the opener. */
    byte[] sealFragment(int flags, byte[] data, int from, int length) {
        byte[] plaintext = new byte[Framing.paddedLength(length)];
        plaintext[0] = (byte) flags;
        plaintext[1] = (byte) (length >>> 8);
        plaintext[2] = (byte) length;
        System.arraycopy(data, from, plaintext, Framing.HEADER, length);
        return sealPlaintext(plaintext);
    }

    byte[] sealPlaintext(byte[] plaintext) {
        byte[] message = new byte[plaintext.length + Framing.TAG];
        try {
            cipher.encryptWithAd(null, plaintext, 0, message, 0, plaintext.length);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("The message has room for the tag", e);
        }
        return message;
    }

    private static byte[] deflate(byte[] frame) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(frame);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length / 3 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Wipes the key. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            cipher.destroy();
        }
    }
}
