package dev.pilothouse.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** URLs as people see them. */
class RemoteUrlTest {
    @Test
    void usersPasswordsAndQueriesAreNotShown() {
        assertThat(RemoteUrl.shown("https://me:token@example.org/shop.git")).isEqualTo("https://example.org/shop.git");
        assertThat(RemoteUrl.shown("https://token@example.org/shop.git")).isEqualTo("https://example.org/shop.git");
        assertThat(RemoteUrl.shown("https://me:a@b@example.org/x")).isEqualTo("https://example.org/x");
        assertThat(RemoteUrl.shown("https://example.org/x?private_token=t#f")).isEqualTo("https://example.org/x");
        assertThat(RemoteUrl.shown("HTTPS://me:t@example.org")).isEqualTo("HTTPS://example.org");
    }

    @Test
    void theUserOfSshIsShownWithoutAPassword() {
        assertThat(RemoteUrl.shown("git@example.org:shop.git")).isEqualTo("git@example.org:shop.git");
        assertThat(RemoteUrl.shown("ssh://git@example.org:22/shop")).isEqualTo("ssh://git@example.org:22/shop");
        assertThat(RemoteUrl.shown("ssh://git:secret@example.org/shop")).isEqualTo("ssh://git@example.org/shop");
        assertThat(RemoteUrl.shown("/srv/a@b/shop.git")).isEqualTo("/srv/a@b/shop.git");
    }

    @Test
    void theSecretsOfAUrlAreFound() {
        assertThat(RemoteUrl.secrets("https://me:token@example.org/x?q=1"))
                .containsExactlyInAnyOrder("me", "token", "q=1");
        assertThat(RemoteUrl.secrets("ssh://git:secret@example.org/x")).containsExactly("secret");
        assertThat(RemoteUrl.secrets("git@example.org:x")).isEmpty();
    }

    @Test
    void everyUrlOfATextLosesItsUserAndItsQuery() {
        assertThat(RemoteUrl.withoutCredentials("fatal: 'https://me:t@a.org/x' and ssh://u@b.org/y"))
                .isEqualTo("fatal: 'https://a.org/x' and ssh://b.org/y");
        assertThat(RemoteUrl.withoutCredentials("fatal: 'https://a.org/x?token=t/info/refs': what? #1"))
                .isEqualTo("fatal: 'https://a.org/x': what? #1");
    }
}
