package dev.pilothouse.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.HostId;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.secure.Identity;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedHostStoreTest {
    @TempDir
    Path folder;

    private SecureStore store;
    private PairedHostStore hosts;

    @BeforeEach
    void open() {
        store = new FileSecureStore(folder);
        hosts = new SecurePairedHostStore(store);
    }

    @Test
    void aNewDeviceKnowsNobody() {
        assertThat(hosts.hosts()).isEmpty();
        assertThat(hosts.remove(new HostId("h1"))).isFalse();
    }

    @Test
    void hostsComeBackInTheOrderOfPairing() {
        PairedHost first = host("h1");
        PairedHost second = host("h2");
        hosts.save(first);
        hosts.save(second);

        assertThat(new SecurePairedHostStore(store).hosts()).containsExactly(first, second);
    }

    @Test
    void aHostIsReplacedInItsPlace() {
        PairedHost first = host("h1");
        hosts.save(first);
        hosts.save(host("h2"));
        PairedHost renamed = first.known("Desk 2", List.of(BridgeUrl.parse("wss://b.example")));
        hosts.save(renamed);

        assertThat(hosts.hosts()).first().isEqualTo(renamed);
        assertThat(hosts.hosts()).hasSize(2);
    }

    @Test
    void aRemovedHostIsGone() {
        hosts.save(host("h1"));

        assertThat(hosts.remove(new HostId("h1"))).isTrue();
        assertThat(hosts.hosts()).isEmpty();
    }

    @Test
    void aDamagedListIsSaidAndNotOverwritten() {
        byte[] damaged = "{\"version\":1,\"hosts\":[{\"hostId\":\"h1\"}".getBytes(StandardCharsets.UTF_8);
        store.write("hosts.json", damaged);

        assertThatThrownBy(hosts::hosts)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("pair again");
        assertThatThrownBy(() -> hosts.save(host("h2"))).isInstanceOf(UncheckedIOException.class);
        assertThat(store.read("hosts.json"))
                .hasValueSatisfying(content -> assertThat(content).isEqualTo(damaged));
    }

    @Test
    void theDevicesKeyIsMadeOnce() {
        Identity first = DeviceKey.loadOrCreate(store);

        assertThat(DeviceKey.loadOrCreate(store).publicKey()).isEqualTo(first.publicKey());
    }

    @Test
    void aDamagedKeyIsNotReplacedByAnother() {
        store.write("device.key", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> DeviceKey.loadOrCreate(store)).isInstanceOf(IllegalStateException.class);
        assertThat(store.read("device.key"))
                .hasValueSatisfying(content -> assertThat(content).hasSize(3));
    }

    private static PairedHost host(String id) {
        return new PairedHost(
                new HostId(id),
                "Desk",
                Identity.generate().publicKey(),
                List.of(BridgeUrl.parse("ws://192.168.1.20:7717")),
                Instant.ofEpochMilli(5));
    }

    @Test
    void aListWithoutAVersionIsReadAndOneOfANewerVersionIsNotOverwritten() {
        hosts.save(host("h1"));
        String written = new String(store.read("hosts.json").orElseThrow(), StandardCharsets.UTF_8);
        store.write("hosts.json", written.replace("\"version\":1,", "").getBytes(StandardCharsets.UTF_8));
        assertThat(hosts.hosts()).hasSize(1);

        byte[] newer = written.replace("\"version\":1", "\"version\":2").getBytes(StandardCharsets.UTF_8);
        store.write("hosts.json", newer);
        assertThatThrownBy(() -> hosts.save(host("h2")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("newer Pilothouse");
        assertThat(store.read("hosts.json")).contains(newer);
    }
}
