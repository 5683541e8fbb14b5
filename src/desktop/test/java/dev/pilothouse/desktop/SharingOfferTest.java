package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SharingOfferTest {
    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    private static Scene press(String id) {
        Scene scene = stage.show(Screen.TICKET_UNSHARED, ThemeSettings.of(Theme.DARK), 390, 844);
        assertThat(stage.onFx(() -> scene.lookup(".qr-frame")))
                .as("a code that no phone could use")
                .isNull();
        stage.onFx(() -> {
            ((Button) scene.lookup(id)).fire();
            return null;
        });
        stage.settle();
        return scene;
    }

    private static boolean isSharing() {
        return stage.onFx(() -> stage.sample().local().host().sharing().sharing());
    }

    @Test
    void pairingTurnsSharingOnAndThenShowsTheCode() {
        Scene scene = press("#share-and-pair");

        assertThat(isSharing()).isTrue();
        assertThat(stage.onFx(() -> scene.lookup(".qr-frame"))).isNotNull();
    }

    @Test
    void aTicketForThisMachineNeedsNoSharing() {
        Scene scene = press("#pair-here");

        assertThat(isSharing()).isFalse();
        assertThat(stage.onFx(() -> scene.lookup(".qr-frame"))).isNotNull();
    }
}
