package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Content that is too large for a frame, in the real view: measured in nodes and characters, not in time. */
class LargeContentTest {
    /** A window of 600 by 400 pixels shows some 2,000 characters. */
    private static final int CHARACTERS = 40_000;

    private static final int NODES = 700;

    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = host.create("large", "Demo agent", "/work", "large");
    private final SessionKey key = new SessionKey(host.hostId(), session);
    private final ManualLane projections = new ManualLane("projection");
    private final TranscriptFeed feed = new TranscriptFeed(projections, (changed, critical) -> {});
    private final FxRobot fx = new FxRobot();
    private TranscriptPresenter presenter;
    private TranscriptList list;
    private StackPane root;

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            Fonts.load();
            presenter = new TranscriptPresenter(
                    feed,
                    Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                    Runnable::run,
                    new dev.pilothouse.ui.TestShell().outside());
            list = new TranscriptList(presenter.rows(), presenter);
            root = new StackPane(list);
            Scene scene = new Scene(root, 600, 400);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
        });
    }

    private void show() {
        fx.interact(() -> {
            presenter.show(host.link(), key);
            draw();
        });
    }

    private void draw() {
        projections.runAll();
        presenter.render();
        root.applyCss();
        root.layout();
        root.layout();
    }

    private long say(String text) {
        return host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), text));
    }

    private void run(String output) {
        host.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        new ItemId(host.nextSeq(session)),
                        new ToolCall(
                                "t",
                                "make",
                                ToolKind.EXECUTE,
                                ToolStatus.COMPLETED,
                                List.of(),
                                List.of(new ToolContent.Terminal(output)),
                                null,
                                null,
                                1,
                                2)));
    }

    private static int nodes(Node node) {
        int count = 1;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                count += nodes(child);
            }
        }
        return count;
    }

    private static int characters(Node node) {
        if (node instanceof Text text) {
            return text.getText().length();
        }
        int count = node instanceof Label label && label.getText() != null
                ? label.getText().length()
                : 0;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                count += characters(child);
            }
        }
        return count;
    }

    private void assertThatOnlyAScreenIsLaidOut() {
        assertThat(characters(list)).isBetween(100, CHARACTERS);
        assertThat(nodes(list)).isLessThan(NODES);
    }

    @Test
    void aMessageOfAMillionAndAHalfCharactersIsLaidOutByTheScreen() {
        say("word and ".repeat(180_000));

        show();
        assertThatOnlyAScreenIsLaidOut();

        fx.interact(() -> {
            list.pageBy(-1);
            draw();
            list.pageBy(-1_000_000);
            draw();
        });
        assertThatOnlyAScreenIsLaidOut();
    }

    @Test
    void aChunkAtTheEndOfAMillionCharactersChangesOneRow() {
        long item = say("A paragraph of some words.\n\n".repeat(40_000));
        show();
        List<TranscriptRow> before = presenter.rows().stream().map(RowItem::row).toList();

        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(item), "more"));
        feed.changed(key, false);
        fx.interact(this::draw);

        List<TranscriptRow> after = presenter.rows().stream().map(RowItem::row).toList();
        assertThat(before).hasSize(40_000);
        assertThat(after).hasSize(40_001);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isSameAs(before.get(i));
        }
    }

    @Test
    void fiftyThousandLinesOfOutputAreFoldedAndThenLaidOutByTheScreen() {
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            output.append("\u001b[32mline ").append(i).append("\u001b[0m of the build\n");
        }
        run(output.toString());
        show();
        String tool = presenter.rows().get(0).row().id();

        fx.interact(() -> {
            presenter.toggle(tool);
            draw();
        });
        TranscriptRow.Output folded =
                (TranscriptRow.Output) presenter.rows().get(1).row();
        assertThat(presenter.rows()).hasSize(2);
        assertThat(folded.foldedLines()).isEqualTo(50_000 - 12);

        fx.interact(() -> {
            presenter.unfold(folded.id());
            draw();
        });
        assertThat(presenter.rows()).hasSizeGreaterThan(400);
        assertThatOnlyAScreenIsLaidOut();
        fx.interact(() -> {
            list.pageBy(-30);
            draw();
        });
        assertThatOnlyAScreenIsLaidOut();
    }

    @Test
    void aLineOfFiveMillionCharactersIsFoldedAndThenLaidOutByTheScreen() {
        run("x".repeat(5_000_000));
        show();
        String tool = presenter.rows().get(0).row().id();

        fx.interact(() -> {
            presenter.toggle(tool);
            draw();
        });
        TranscriptRow.Output folded =
                (TranscriptRow.Output) presenter.rows().get(1).row();
        assertThat(folded.foldedCharacters()).isEqualTo(5_000_000 - 4_000);
        assertThatOnlyAScreenIsLaidOut();

        fx.interact(() -> {
            presenter.unfold(folded.id());
            draw();
        });
        assertThatOnlyAScreenIsLaidOut();
    }

    @Test
    void scrollingThroughFiveThousandRowsKeepsFewNodesAndLetsGoOfTheRest() {
        for (int i = 0; i < 1_000; i++) {
            say("Paragraph " + i + "\n\n- one\n- two\n\n```\ncode\n```\n\n> quoted");
        }
        show();
        assertThat(presenter.rows()).hasSizeGreaterThanOrEqualTo(5_000);
        int most = 0;
        for (int screen = 0; screen < 60; screen++) {
            fx.interact(() -> {
                list.pageBy(-1.5);
                draw();
            });
            most = Math.max(most, nodes(list));
        }
        assertThat(most).isLessThan(1_500);

        List<WeakReference<RowItem>> rows = new ArrayList<>();
        presenter.rows().forEach(row -> rows.add(new WeakReference<>(row)));
        fx.interact(() -> {
            presenter.hide();
            draw();
        });
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(rows.stream().filter(row -> row.get() != null).count()).isLessThan(60);
        });
    }

    @Test
    void aMessageThatGrowsLaysOutTheListAndNotTheWindow() {
        say("A message");
        TranscriptView[] view = new TranscriptView[1];
        fx.interact(() -> {
            view[0] = new TranscriptView(presenter, () -> {});
            root.getChildren().setAll(view[0]);
        });
        show();
        say(" that grows.");

        fx.interact(() -> {
            feed.changed(key, false);
            projections.runAll();
            presenter.render();
            Parent shown = (Parent) view[0].lookup(".transcript-list");
            assertThat(shown.isNeedsLayout()).isTrue();
            assertThat(view[0].isNeedsLayout()).isFalse();
            assertThat(shown.getLayoutBounds().getWidth()).isEqualTo(root.getWidth());
        });
    }
}
