package dev.pilothouse.desktop.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortRegistryTest {
    @TempDir
    Path data;

    @TempDir
    Path work;

    private final Set<Integer> used = new HashSet<>();

    private PortRegistry open() throws Exception {
        return PortRegistry.open(data, port -> !used.contains(port));
    }

    private Path place(String name) throws Exception {
        return Files.createDirectories(work.resolve(name));
    }

    @Test
    void eachWorktreeHasItsOwnBlockAlsoAfterAnotherStart() throws Exception {
        PortRegistry.Lease first = open().lease(place("a"), "a");
        PortRegistry later = open();

        assertThat(later.lease(place("a"), "a")).isEqualTo(first);
        assertThat(later.lease(place("b"), "b").port()).isNotEqualTo(first.port());
    }

    @Test
    void aBlockWithAPortInUseIsPassedOver() throws Exception {
        int port = open().lease(place("a"), "a").port();
        PortRegistry fresh = open();
        fresh.free(place("a"));
        used.add(port + 9);

        assertThat(fresh.lease(place("a"), "a").port()).isNotEqualTo(port);
    }

    @Test
    void thePortsOfARemovedWorktreeAreFreeAgain() throws Exception {
        PortRegistry ports = open();
        PortRegistry.Lease lease = ports.lease(place("a"), "a");
        ports.free(place("a"));
        assertThat(ports.variables(place("a"))).isEmpty();

        assertThat(open().lease(place("a"), "a")).isEqualTo(lease);
        Files.delete(work.resolve("a"));
        assertThat(open().variables(work.resolve("a"))).isEmpty();
    }

    @Test
    void withoutAFreePortThereAreTheOtherVariables() throws Exception {
        PortRegistry ports = PortRegistry.open(data, port -> false);
        ports.lease(place("a"), "fix");

        assertThat(ports.variables(place("a/web")))
                .containsEntry("PILOTHOUSE_WORKTREE", work.resolve("a").toString())
                .containsEntry("PILOTHOUSE_BRANCH", "fix")
                .doesNotContainKey("PILOTHOUSE_PORT");
        assertThat(ports.variables(work)).isEmpty();
    }

    @Test
    void aDamagedListIsKeptAside() throws Exception {
        open().lease(place("a"), "a");
        Files.writeString(data.resolve("ports.json"), "no json");

        assertThat(open().variables(place("a"))).isEmpty();
        assertThat(data.resolve("ports.json.damaged-1")).exists();
    }
}
