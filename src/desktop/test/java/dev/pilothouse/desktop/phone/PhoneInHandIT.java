package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.SceneWalk;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The phone app after a rotation, on a small screen, and with another text size. */
@Timeout(180)
class PhoneInHandIT {
    private static final int TURNS = 40;
    private static final String LIST = ".transcript-list";

    @TempDir
    Path folder;

    private Workshop workshop;
    private DeskPhone phone;

    @BeforeEach
    void openAConversation() throws Exception {
        workshop = new Workshop(folder, TURNS);
        workshop.link().sessions().open(LongSession.ID);
        workshop.result(new Intent.ResumeSession(LongSession.ID));
        workshop.awaitState(
                LongSession.ID,
                state -> state.activity() != null && state.activity().phase() == SessionPhase.IDLE);
        phone = new DeskPhone(folder.resolve("device"));
        phone.pair(workshop.ticket());
        phone.tapWords(Workshop.LONG);
        phone.awaitWords(LongSession.answer(TURNS));
    }

    @AfterEach
    void closeAll() {
        phone.close();
        workshop.close();
    }

    private String textOf(String selector) {
        TextInputControl field = (TextInputControl) phone.await(selector);
        return phone.onFx(field::getText);
    }

    /** The number of the highest question on screen; there is less room in landscape. */
    private int read() {
        return IntStream.rangeClosed(1, TURNS)
                .filter(turn -> {
                    Bounds place = phone.placeOf(LongSession.question(turn));
                    return place != null && place.getMinY() > 60;
                })
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTurnOfTheDeviceKeepsTheDraftThePlaceAndTheOpenSheet() throws Exception {
        phone.write("#composer-input", "a half-written\nthought");
        phone.fling(LIST, 200);
        int read = read();
        double before = phone.placeOf(LongSession.question(read)).getMinY();
        phone.tap(phone.onFx(
                () -> ((javafx.scene.layout.HBox) phone.scene().getRoot().lookup(".session-header"))
                        .getChildren()
                        .get(2)));
        phone.choose("Rename");
        phone.write(".overlay-sheet .text-field", "another na");
        phone.look("turned-before");

        phone.size(DeskPhone.HEIGHT, DeskPhone.WIDTH);
        phone.look("turned");
        assertThat(textOf(".overlay-sheet .text-field")).isEqualTo("another na");
        phone.size(DeskPhone.WIDTH, DeskPhone.HEIGHT);
        assertThat(textOf(".overlay-sheet .text-field")).isEqualTo("another na");
        phone.size(DeskPhone.HEIGHT, DeskPhone.WIDTH);
        phone.tapWords("Cancel");
        await().atMost(DeskPhone.TIMEOUT)
                .until(() -> phone.find(".overlay-sheet").isEmpty());
        assertThat(textOf("#composer-input")).isEqualTo("a half-written\nthought");
        assertThat(phone.placeOf(LongSession.question(read)))
                .as("what was read")
                .isNotNull();

        phone.size(DeskPhone.WIDTH, DeskPhone.HEIGHT);
        assertThat(phone.placeOf(LongSession.question(read)).getMinY()).isCloseTo(before, within(1.0));
        assertThat(textOf("#composer-input")).isEqualTo("a half-written\nthought");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 18, 21, 24})
    void onASmallPhoneNothingThatIsPressedIsCutInAnySizeOfText(int size) throws Exception {
        phone.tap(".back-button");
        phone.tapWords("Settings");
        Slider slider = (Slider) phone.await("#font-size");
        phone.onFx(() -> {
            slider.setValue(size);
            return null;
        });
        phone.size(360, 640);
        phone.tapWords("Sessions");
        assertNothingIsCut("the list");
        phone.tapWords(Workshop.LONG);
        phone.awaitWords(LongSession.answer(TURNS));
        phone.write(
                "#composer-input", "Some words that take more than one line of a phone that is as small as this one");
        phone.look("small-" + size);

        assertNothingIsCut("the conversation");
        Bounds composer = SceneWalk.inSight(phone.await(".composer-box"));
        assertThat(composer.getMaxY()).isLessThanOrEqualTo(640);
        Node input = phone.await("#composer-input");
        assertThat(phone.onFx(() -> SceneWalk.inSight(input).getHeight()))
                .as("two lines are in sight")
                .isGreaterThanOrEqualTo(2.0 * size);
        phone.tap(".send-button");
        await().atMost(DeskPhone.TIMEOUT).until(() -> textOf("#composer-input").isEmpty());
    }

    private void assertNothingIsCut(String where) {
        List<String> cut = phone.onFx(() -> {
            List<String> found = new ArrayList<>();
            for (Node node : SceneWalk.shown(phone.scene())) {
                if (!(node instanceof Button) || isIn(node, LIST) || isIn(node, ".list-view")) {
                    continue;
                }
                Bounds whole = node.localToScene(node.getLayoutBounds());
                Bounds seen = SceneWalk.inSight(node);
                boolean outside = whole.getMinX() < -0.5
                        || whole.getMaxX() > 360.5
                        || whole.getMinY() < -0.5
                        || whole.getMaxY() > 640.5;
                if (outside || seen.getWidth() < whole.getWidth() - 0.5 || seen.getHeight() < whole.getHeight() - 0.5) {
                    found.add(SceneWalk.describe(node) + " at " + whole);
                }
            }
            return found;
        });
        assertThat(cut).as("cut in " + where).isEmpty();
    }

    private static boolean isIn(Node node, String selector) {
        String styleClass = selector.substring(1);
        for (Node each = node; each != null; each = each.getParent()) {
            if (each.getStyleClass().contains(styleClass)) {
                return true;
            }
        }
        return Objects.isNull(node.getScene());
    }
}
