package dev.pilothouse.pairing;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.HostId;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.FieldWriter;
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

/**
 * Stores paired hosts as one JSON text in the platform's {@link SecureStore}. Owns that entry; caches nothing in
 * memory.
 */
public final class SecurePairedHostStore implements PairedHostStore {
    private static final String ENTRY = "hosts.json";
    private static final int VERSION = 1;

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
            return List.copyOf(fields.list("hosts", SecurePairedHostStore::decode));
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
        FieldWriter fields =
                new FieldWriter().put("version", VERSION).put("hosts", hosts, SecurePairedHostStore::encode);
        store.write(ENTRY, StrictJson.write(fields.json()).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonElement encode(PairedHost host) {
        return new FieldWriter()
                .put("hostId", host.hostId().value())
                .put("name", host.name())
                .put("key", host.key().text())
                .put("urls", host.urls(), url -> new JsonPrimitive(url.toString()))
                .put("addedAt", host.addedAt())
                .json();
    }

    private static PairedHost decode(FieldReader fields) throws CodecException {
        return new PairedHost(
                fields.value("hostId", HostId::new),
                fields.string("name"),
                fields.value("key", PublicKey::parse),
                fields.values("urls", BridgeUrl::parse),
                fields.time("addedAt"));
    }
}
