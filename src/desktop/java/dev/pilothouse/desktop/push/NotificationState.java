package dev.pilothouse.desktop.push;

import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.HostTextCodec;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data that the host itself makes for its targets, in {@code away-state.json}: its keys for push services, the secret
 * of each target's buttons, and the last result of each target. The file is private.
 *
 * <p>Owns the file. Any thread; writes the disk. Needs no closing.
 */
final class NotificationState {
    static final String FILE = "away-state.json";

    private static final Logger LOG = LoggerFactory.getLogger(NotificationState.class);
    private static final int SECRET_BYTES = 32;

    private final PrivateFile file;
    private final Map<String, Entry> entries = new HashMap<>();
    /** The ids of the targets; null before they are known. */
    private @Nullable Set<String> targets;

    private KeyPair keys;

    /**
     * @param secret of its buttons, in base64url; empty before they are needed
     * @param at null for never
     * @param cannotClear whether its server has refused to clear a notification
     */
    record Entry(
            String id, String secret, @Nullable Instant at, boolean delivered, HostText last, boolean cannotClear) {
        static Entry of(String id) {
            return new Entry(id, "", null, false, HostText.NONE, false);
        }

        Entry withSecret(String fresh) {
            return new Entry(id, fresh, at, delivered, last, cannotClear);
        }
    }

    private record All(int version, String privateKey, String publicKey, List<Entry> entries) {}

    private static final RecordCodec<Entry> ENTRY = io -> new Entry(
            io.put("id", Json.TEXT, Entry::id),
            io.opt("secret", Json.TEXT, Entry::secret),
            io.orNull("at", Json.TIME, Entry::at),
            io.opt("delivered", Json.FLAG, Entry::delivered),
            io.inline(HostTextCodec.OPTIONAL_TEXT, Entry::last),
            io.opt("cannotClear", Json.FLAG, Entry::cannotClear));

    private static final RecordCodec<All> ALL = io -> new All(
            io.put("version", Json.INT, All::version, 1),
            io.put("privateKey", Json.TEXT, All::privateKey),
            io.put("publicKey", Json.TEXT, All::publicKey),
            io.opt("targets", ENTRY.list(), All::entries));

    private NotificationState(PrivateFile file) {
        this.file = file;
        this.keys = WebPushSealer.newKeys();
    }

    /** Opens it. A file that cannot be read is put aside, and receivers with keys must subscribe again. */
    static NotificationState open(Path dataFolder) {
        NotificationState state = new NotificationState(new PrivateFile(dataFolder.resolve(FILE)));
        try {
            Optional<byte[]> content = state.file.read();
            if (content.isPresent()) {
                All all = ALL.decode(
                        new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8))));
                state.keys = WebPushSealer.keys(all.privateKey(), all.publicKey());
                all.entries().forEach(entry -> state.entries.put(entry.id(), entry));
            }
        } catch (CodecException | GeneralSecurityException | IllegalArgumentException e) {
            state.putAside();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", FILE, e.toString());
        }
        return state;
    }

    private void putAside() {
        try {
            LOG.warn("{} is damaged and is now {}", FILE, file.moveAside());
        } catch (IOException e) {
            LOG.warn("{} is damaged: {}", FILE, e.toString());
        }
    }

    synchronized KeyPair keys() {
        return keys;
    }

    /** The keys are stored before they are shown to anybody. */
    synchronized String publicKey() {
        if (!Files.exists(file.path())) {
            write();
        }
        return WebPushSealer.publicPoint(keys);
    }

    synchronized Entry find(String id) {
        return entries.getOrDefault(id, Entry.of(id));
    }

    /**
     * Forgets all other targets, and stores nothing about them from now on. The buttons of their notifications have no
     * effect any more.
     */
    synchronized void retain(Set<String> ids) {
        targets = Set.copyOf(ids);
        if (entries.keySet().retainAll(ids)) {
            write();
        }
    }

    /** A request to a target may end after it was removed. */
    private void put(Entry entry) {
        if ((targets == null || targets.contains(entry.id())) && !entry.equals(entries.put(entry.id(), entry))) {
            write();
        }
    }

    /** Returns the secret of a target's buttons, 256 bits. Makes it on first use. */
    synchronized byte[] secret(String id) {
        Entry entry = find(id);
        if (entry.secret().isEmpty()) {
            byte[] fresh = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(fresh);
            entry = entry.withSecret(WebPushSealer.text(fresh));
            put(entry);
        }
        return WebPushSealer.bytes(entry.secret());
    }

    /** The buttons of earlier notifications have no effect any more. */
    synchronized void forgetSecret(String id) {
        Entry entry = entries.get(id);
        if (entry != null) {
            put(entry.withSecret(""));
        }
    }

    synchronized void ended(String id, Instant at, boolean delivered, HostText last) {
        Entry before = find(id);
        put(new Entry(id, before.secret(), at, delivered, last, before.cannotClear()));
    }

    /** Stores whether the server of a target refuses to clear a notification. */
    synchronized void cannotClear(String id, boolean refuses) {
        Entry before = find(id);
        if (before.cannotClear() != refuses) {
            put(new Entry(id, before.secret(), before.at(), before.delivered(), before.last(), refuses));
        }
    }

    private void write() {
        All all = new All(
                1,
                WebPushSealer.privateNumber(keys),
                WebPushSealer.publicPoint(keys),
                new ArrayList<>(entries.values()));
        try {
            file.write(StrictJson.write(ALL.encode(all)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", FILE, e.toString());
        }
    }
}
