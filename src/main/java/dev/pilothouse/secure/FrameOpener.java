package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.CipherState;
import dev.pilothouse.secure.ChannelException.Fault;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.BadPaddingException;
import javax.crypto.ShortBufferException;

/**
 * The receiving half of a {@link SecureChannel}: converts Noise messages to frames.
 *
 * <p>Owns the cipher of its direction and the fragments of at most one frame. Only one thread opens messages (the
 * transport's reader). The first error is final: later calls throw {@code CLOSED}. {@link #close()} may be called on
 * any thread and waits for a running open.
 */
public final class FrameOpener implements AutoCloseable {
    private final CipherState cipher;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private FrameLimits limits;
    private int frameFlags;
    private boolean closed;

    FrameOpener(CipherState cipher, FrameLimits limits) {
        this.cipher = cipher;
        this.limits = limits;
    }

    /** Sets limits from the next message on. A host raises them after it has accepted a device's first frame. */
    public synchronized void setLimits(FrameLimits limits) {
        this.limits = limits;
    }

    /**
     * Opens one Noise message.
     *
     * @return the frame that this message completes, or empty while fragments are missing
     * @throws ChannelException if the message is not the peer's next one or is invalid; the socket must be closed
     */
    public synchronized Optional<byte[]> open(byte[] message) throws ChannelException {
        if (closed) {
            throw new ChannelException(Fault.CLOSED, "The channel is closed");
        }
        try {
            return take(decrypt(message));
        } catch (ChannelException e) {
            close();
            throw e;
        }
    }

    private byte[] decrypt(byte[] message) throws ChannelException {
        int length = message.length - Framing.TAG;
        if (length < Framing.BLOCK || length > Framing.MAX_PLAINTEXT || length % Framing.BLOCK != 0) {
            throw new ChannelException(Fault.BAD_FRAMING, "A message of " + message.length + " bytes cannot be ours");
        }
        byte[] plaintext = new byte[length];
        try {
            cipher.decryptWithAd(null, message, 0, plaintext, 0, message.length);
            return plaintext;
        } catch (BadPaddingException e) {
            throw new ChannelException(Fault.FORGED, "A message was changed on its way, repeated or lost", e);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("The plaintext has room for the message", e);
        }
    }

    private Optional<byte[]> take(byte[] plaintext) throws ChannelException {
        int flags = plaintext[0] & 0xff;
        int length = (plaintext[1] & 0xff) << 8 | plaintext[2] & 0xff;
        requireWellFormed(plaintext, flags, length);
        boolean first = fragments.size() == 0;
        int kept = flags & Framing.FLAG_DEFLATED;
        if (!first && kept != frameFlags) {
            throw new ChannelException(Fault.BAD_FRAMING, "The fragments of a frame disagree about deflate");
        }
        if (kept != 0 && !limits.deflate()) {
            throw new ChannelException(Fault.BAD_FRAMING, "A deflated frame is not accepted yet");
        }
        if (length > limits.maxBytes() - fragments.size()) {
            throw new ChannelException(Fault.TOO_LARGE, "A frame passes the limit of " + limits.maxBytes() + " bytes");
        }
        frameFlags = kept;
        fragments.write(plaintext, Framing.HEADER, length);
        if ((flags & Framing.FLAG_LAST) == 0) {
            return Optional.empty();
        }
        byte[] data = fragments.toByteArray();
        fragments.reset();
        return Optional.of(kept == 0 ? data : inflate(data, limits.maxBytes()));
    }

    private static void requireWellFormed(byte[] plaintext, int flags, int length) throws ChannelException {
        if ((flags & ~Framing.KNOWN_FLAGS) != 0) {
            throw new ChannelException(Fault.BAD_FRAMING, "A message has unknown flags");
        }
        if (length == 0 || Framing.paddedLength(length) != plaintext.length) {
            throw new ChannelException(Fault.BAD_FRAMING, "A message names a length that does not fit it");
        }
        for (int i = Framing.HEADER + length; i < plaintext.length; i++) {
            if (plaintext[i] != 0) {
                throw new ChannelException(Fault.BAD_FRAMING, "A message is padded with something else than zeros");
            }
        }
    }

    private static byte[] inflate(byte[] data, int maxBytes) throws ChannelException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data);
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(maxBytes, data.length * 4));
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new ChannelException(Fault.BAD_FRAMING, "A deflated frame is cut short");
                }
                if (count > maxBytes - out.size()) {
                    throw new ChannelException(Fault.TOO_LARGE, "A frame inflates past " + maxBytes + " bytes");
                }
                out.write(buffer, 0, count);
            }
            if (inflater.getRemaining() != 0 || out.size() == 0) {
                throw new ChannelException(Fault.BAD_FRAMING, "A deflated frame is not one deflate stream");
            }
            if (out.size() < Framing.DEFLATE_FROM) {
                throw new ChannelException(
                        Fault.BAD_FRAMING, "A frame of less than " + Framing.DEFLATE_FROM + " bytes is deflated");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new ChannelException(Fault.BAD_FRAMING, "A deflated frame cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    /** Wipes the key and drops the fragments. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            cipher.destroy();
            fragments.reset();
        }
    }
}
