package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LaunchLinkTest {
    private final Queue<Given> others = new ArrayDeque<>();

    private LaunchLink started(String link) {
        return new LaunchLink(link, () -> others.isEmpty() ? Given.NOTHING : others.remove());
    }

    private static Given text(String text) {
        return new Given(text, List.of(), List.of());
    }

    @Test
    void theLinkThatStartedTheAppIsGivenOnce() {
        LaunchLink given = started("pilothouse://pair#abc");

        assertThat(given.take()).isEqualTo(text("pilothouse://pair#abc"));
        assertThat(given.take()).isEqualTo(Given.NOTHING);
    }

    @Test
    void whatOtherAppsGiveComesToo() {
        LaunchLink given = started("pilothouse://pair#abc");
        others.add(text("first"));
        others.add(text("second"));

        assertThat(given.take()).isEqualTo(text("pilothouse://pair#abc\n\nfirst"));
        assertThat(given.take()).isEqualTo(text("second"));
    }

    @Test
    void withoutALinkThereIsNothing() {
        assertThat(started(null).take()).isEqualTo(Given.NOTHING);
        assertThat(started(" ").take()).isEqualTo(Given.NOTHING);
        assertThat(started("x".repeat(Given.MOST_CHARACTERS + 1)).take()).isEqualTo(Given.NOTHING);
    }
}
