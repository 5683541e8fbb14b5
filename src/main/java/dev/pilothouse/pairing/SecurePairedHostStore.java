package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores paired hosts as one JSON text in the platform's {@link SecureStore}. Owns that entry; caches nothing in
 * memory.
 */
public final class SecurePairedHostStore implements PairedHostStore {
    private static final String ENTRY = "hosts.json";
    private static final int VERSION = 1;

    private static final RecordCodec<PairedHost> HOST = io -> new PairedHost(
            io.put("hostId", Json.HOST_ID, PairedHost::hostId),
            io.put("name", Json.TEXT, PairedHost::name),
            io.put("key", Json.text(PublicKey::parse, PublicKey::text), PairedHost::key),
            io.put("urls", Json.texts(BridgeUrl::parse, BridgeUrl::toString), PairedHost::urls),
            io.put("addedAt", Json.TIME, PairedHost::addedAt));

    private static final RecordCodec<List<PairedHost>> HOSTS = io -> {
        io.put("version", Json.INT, hosts -> VERSION, VERSION);
        return io.put("hosts", HOST.list(), Function.identity());
    };

    private final SecureStore store;

    public SecurePairedHostStore(SecureStore store) {
        this.store = store;
    }

    @Override
    public List<PairedHost> hosts() {
        Optional<byte[]> content = store.read(ENTRY);
        if (content.isEmpty()) {
            return List.of();
        }
        try {
            FieldReader fields =
                    new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8)));
            NewerFileException.check(Path.of(ENTRY), fields.number("version", 1), VERSION);
            return List.copyOf(HOSTS.decode(fields));
        } catch (NewerFileException newer) {
            throw new UncheckedIOException(newer);
        } catch (CodecException e) {
            throw new UncheckedIOException(new IOException(
                    "The list of paired hosts cannot be read (" + e.getMessage()
                            + "). Restore it, or remove it and pair again.",
                    e));
        }
    }

    @Override
    public void save(PairedHost host) {
        List<PairedHost> hosts = new ArrayList<>(hosts());
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).hostId().equals(host.hostId())) {
                hosts.set(i, host);
                write(hosts);
                return;
            }
        }
        hosts.add(host);
        write(hosts);
    }

    @Override
    public boolean remove(HostId hostId) {
        List<PairedHost> hosts = new ArrayList<>(hosts());
        boolean removed = hosts.removeIf(host -> host.hostId().equals(hostId));
        if (removed) {
            write(hosts);
        }
        return removed;
    }

    private void write(List<PairedHost> hosts) {
        store.write(ENTRY, StrictJson.write(HOSTS.encode(hosts)).getBytes(StandardCharsets.UTF_8));
    }
}
