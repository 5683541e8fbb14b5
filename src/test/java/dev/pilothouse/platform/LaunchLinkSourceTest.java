package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LaunchLinkSourceTest {
    private final Queue<SharedContent> others = new ArrayDeque<>();

    private LaunchLinkSource started(String link) {
        return new LaunchLinkSource(link, () -> others.isEmpty() ? SharedContent.NOTHING : others.remove());
    }

    private static SharedContent text(String text) {
        return new SharedContent(text, List.of(), List.of());
    }

    @Test
    void theLinkThatStartedTheAppIsGivenOnce() {
        LaunchLinkSource given = started("pilothouse://pair#abc");

        assertThat(given.take()).isEqualTo(text("pilothouse://pair#abc"));
        assertThat(given.take()).isEqualTo(SharedContent.NOTHING);
    }

    @Test
    void whatOtherAppsGiveComesToo() {
        LaunchLinkSource given = started("pilothouse://pair#abc");
        others.add(text("first"));
        others.add(text("second"));

        assertThat(given.take()).isEqualTo(text("pilothouse://pair#abc\n\nfirst"));
        assertThat(given.take()).isEqualTo(text("second"));
    }

    @Test
    void withoutALinkThereIsNothing() {
        assertThat(started(null).take()).isEqualTo(SharedContent.NOTHING);
        assertThat(started(" ").take()).isEqualTo(SharedContent.NOTHING);
        assertThat(started("x".repeat(SharedContent.MAX_CHARACTERS + 1)).take()).isEqualTo(SharedContent.NOTHING);
    }

    @Test
    void aLaterLinkIsAnnouncedAndGivenOnce() {
        LaunchLinkSource given = started(null);
        List<SharedContent> seen = new ArrayList<>();
        given.observe(() -> seen.add(given.take()));

        given.receive("pilothouse://pair#abc");
        given.receive("pilothouse://pair#def");

        assertThat(seen).containsExactly(text("pilothouse://pair#abc"), text("pilothouse://pair#def"));
        assertThat(given.take()).isEqualTo(SharedContent.NOTHING);
    }

    @Test
    void ofTwoLinksThatWaitTheNewestIsGiven() {
        LaunchLinkSource given = started("pilothouse://pair#abc");

        given.receive("pilothouse://pair#def");

        assertThat(given.take()).isEqualTo(text("pilothouse://pair#def"));
    }
}
