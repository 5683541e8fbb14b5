package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.PullRequestReference.Repository;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullRequestReferenceTest {
    private static final Repository SHOP = new Repository("github.com", "pilot/shop");

    @Test
    void aNumberIsNamedWithItsMark() {
        assertThat(PullRequestReference.of("#12")).contains(new PullRequestReference(12, false, null));
        assertThat(PullRequestReference.of(" !12 ")).contains(new PullRequestReference(12, true, null));
        assertThat(PullRequestReference.of("12")).isEmpty();
        assertThat(PullRequestReference.ofField("12")).contains(new PullRequestReference(12, false, null));
    }

    @Test
    void anAddressIsReadWithAndWithoutItsScheme() {
        for (String address : List.of(
                "https://github.com/pilot/shop/pull/12",
                "github.com/pilot/shop/pull/12",
                "https://www.github.com/pilot/shop/pull/12/files?w=1#diff",
                "https://ada:secret@github.com/pilot/shop/pulls/12")) {
            assertThat(PullRequestReference.of(address))
                    .as(address)
                    .contains(new PullRequestReference(12, false, SHOP));
        }
        assertThat(PullRequestReference.of("https://gitlab.example:8443/a/b/shop/-/merge_requests/3/diffs"))
                .contains(new PullRequestReference(3, true, new Repository("gitlab.example", "a/b/shop")));
    }

    @Test
    void theNameOfABranchIsNone() {
        for (String name :
                List.of("feature/x/pull/7", "main", "#", "#0", "#1234567890", "pull/7", "", "a b/c/pull/7")) {
            assertThat(PullRequestReference.of(name)).as(name).isEmpty();
        }
    }

    @Test
    void eachFormOfARemoteLeadsToItsRepository() {
        for (String remote : List.of(
                "https://github.com/pilot/shop.git",
                "https://ada:secret@github.com/pilot/shop/",
                "git@github.com:pilot/shop.git",
                "ssh://git@github.com:22/pilot/shop",
                "ssh://git@ssh.github.com:443/pilot/shop.git",
                "git://GitHub.com/Pilot/Shop")) {
            assertThat(Repository.ofRemote(remote))
                    .as(remote)
                    .hasValueSatisfying(
                            repository -> assertThat(repository.isSame(SHOP)).isTrue());
        }
    }

    @Test
    void aPathOnTheDiskLeadsToNoForge() {
        for (String remote : List.of("/src/shop.git", "../shop", "file:///src/shop.git", "")) {
            assertThat(Repository.ofRemote(remote)).as(remote).isEmpty();
        }
    }
}
