package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.bridge.TrustOperations;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.MemberCodec;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of repositories that people have allowed on this host, by repository and content. Other content is not
 * allowed. Owns {@value #FILE} in the data folder, which only its user may read. At most {@value #MAX} entries; the
 * oldest is forgotten, so it is asked about again. Thread-safe; changes wait for the disk.
 */
public final class TrustStore implements TrustOperations {
    static final String FILE = "trust.json";
    static final int MAX = 300;

    private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);
    private static final int VERSION = 1;

    private static final RecordCodec<TrustedCommands> ENTRY = io -> new TrustedCommands(
            io.put("repository", Json.TEXT, TrustedCommands::repository),
            io.put("digest", Json.TEXT, TrustedCommands::digest),
            io.put("commands", Json.TEXT, TrustedCommands::commands),
            io.put("at", Json.TIME, TrustedCommands::at),
            io.put("device", Json.TEXT, TrustedCommands::deviceName));

    private static final MemberCodec.Optional<List<TrustedCommands>> ENTRIES = ENTRY.list();

    private record Content(int version, List<TrustedCommands> entries) {}

    private static final RecordCodec<Content> CONTENT = io ->
            new Content(io.put("version", Json.INT, Content::version), io.opt("entries", ENTRIES, Content::entries));

    private final PrivateFile file;
    private final Optional<HostText> notice;
    /** The oldest first. Guarded by this. */
    private List<TrustedCommands> entries;

    private TrustStore(PrivateFile file, List<TrustedCommands> entries, Optional<HostText> notice) {
        this.file = file;
        this.entries = entries;
        this.notice = notice;
    }

    /** Reads the file. A damaged one, or one of another version, is kept beside it, and everything is asked again. */
    public static TrustStore open(Path dataFolder) throws IOException {
        PrivateFile file = new PrivateFile(dataFolder.resolve(FILE));
        Optional<byte[]> bytes = Optional.empty();
        String fault;
        try {
            bytes = file.read();
            if (bytes.isEmpty()) {
                return new TrustStore(file, List.of(), Optional.empty());
            }
            Content content = CONTENT.decode(
                    new FieldReader(StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8))));
            if (content.version() == VERSION) {
                return new TrustStore(file, content.entries(), Optional.empty());
            }
            fault = "it has the version " + content.version();
        } catch (CodecException damaged) {
            fault = String.valueOf(damaged.getMessage());
        }
        HostText notice = HostText.of(HostTextCode.TRUST_LIST_UNUSABLE, fault, file.moveAside());
        LOG.warn(notice.text());
        return new TrustStore(file, List.of(), Optional.of(notice));
    }

    /** A sentence for people if the file was damaged. */
    public Optional<HostText> notice() {
        return notice;
    }

    synchronized boolean isTrusted(String repository, String digest) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.repository().equals(repository) && entry.digest().equals(digest));
    }

    /** Allows commands from now on. They are on disk when this returns. */
    synchronized void allow(TrustedCommands allowed) throws IOException {
        List<TrustedCommands> more = new ArrayList<>(entries);
        more.removeIf(entry -> entry.repository().equals(allowed.repository())
                && entry.digest().equals(allowed.digest()));
        more.add(allowed);
        write(more.size() > MAX ? more.subList(more.size() - MAX, more.size()) : more);
    }

    @Override
    public synchronized List<TrustedCommands> all() {
        List<TrustedCommands> all = new ArrayList<>(entries);
        Collections.reverse(all);
        return all;
    }

    @Override
    public synchronized int forget(String which) throws IOException {
        List<TrustedCommands> rest = new ArrayList<>(entries);
        rest.removeIf(entry -> entry.repository().equals(which)
                || which.length() >= 8 && entry.digest().startsWith(which));
        int forgotten = entries.size() - rest.size();
        if (forgotten > 0) {
            write(rest);
        }
        return forgotten;
    }

    private void write(List<TrustedCommands> next) throws IOException {
        file.write(StrictJson.write(CONTENT.encode(new Content(VERSION, next))).getBytes(StandardCharsets.UTF_8));
        entries = List.copyOf(next);
    }
}
