package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.TextShare;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.Item;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts of the conversation are shared with other apps, on devices that support it. */
class ShareTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ManualLane lane = new ManualLane("projection");
    private final List<String> shared = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Optional<TextShare> apps = Optional.of(text -> {
        TextShare.check(text);
        shared.add(text);
    });
    private final TranscriptFeed feed = new TranscriptFeed(lane, (key, critical) -> {});
    private final TranscriptPresenter presenter = new TranscriptPresenter(
            feed, Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC), Runnable::run, new TranscriptPresenter.Outside() {
                @Override
                public void openLink(String target) {}

                @Override
                public void copy(String text) {
                    told.add("copy " + text);
                }

                @Override
                public void notice(String text) {
                    told.add(text);
                }

                @Override
                public Optional<TextShare> share() {
                    return apps;
                }
            });

    @BeforeEach
    void show() {
        presenter.show(sample.local().link(), new SessionKey(sample.local().hostId(), sample.main()));
        lane.runAll();
    }

    private List<Item> items() {
        return feed.latest().view().state().transcript().items();
    }

    @Test
    void theConversationHoldsWhatWasSaidAndNothingElse() {
        presenter.shareConversation();

        assertThat(shared).hasSize(1);
        for (Item item : items()) {
            if (item instanceof Item.UserItem prompt) {
                assertThat(shared.get(0)).contains("You: " + prompt.text().strip());
            } else if (item instanceof Item.MessageItem message) {
                assertThat(shared.get(0)).contains(message.text().toString().strip());
            } else if (item instanceof Item.ThoughtItem thought) {
                assertThat(shared.get(0))
                        .doesNotContain(thought.text().toString().strip());
            }
        }
        assertThat(items()).hasAtLeastOneElementOfType(Item.UserItem.class);
        assertThat(items()).hasAtLeastOneElementOfType(Item.MessageItem.class);
        assertThat(told).isEmpty();
    }

    @Test
    void aMessageGoesWholeAsItWouldBeCopied() {
        String row = feed.latest().rows().stream()
                .map(TranscriptRow::id)
                .filter(id -> id.startsWith("text-"))
                .findFirst()
                .orElseThrow();

        presenter.copyMessage(row);
        presenter.shareMessage(row);

        assertThat(told).containsExactly("copy " + shared.get(0));
    }

    @Test
    void whatIsTooLongStaysHereAndSaysSo() {
        presenter.share("x".repeat(TextShare.MAX_CHARACTERS + 1));
        presenter.share("  ");

        assertThat(shared).isEmpty();
        assertThat(told).containsExactly("Too long to share. Select a part of it, or copy it.", "No text to share");
    }

    @Test
    void withoutOtherAppsNothingIsOffered() {
        assertThat(presenter.mayShare()).isTrue();
        apps = Optional.empty();
        assertThat(presenter.mayShare()).isFalse();
    }
}
