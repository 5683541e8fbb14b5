package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.List;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;

class RepositoryActionsTest {
    @Test
    void theOffersUnderTheChangesFollowTheScopeOfTheDevice() throws Exception {
        try (ScreenStage stage = new ScreenStage()) {
            Scene scene = stage.show(Screen.CHANGES, ThemeSettings.of(Theme.DARK), 1_200, 800);
            assertThat(stage.onFx(() -> scene.lookup("#commit-action").isDisabled()))
                    .isFalse();

            stage.onFx(() -> {
                // Setting the list of agents tells the window that the host has changed.
                stage.sample().local().scope(Scope.VIEW).agents(List.of());
                return null;
            });
            stage.settle();

            assertThat(stage.onFx(() -> scene.lookup("#commit-action").isDisabled()))
                    .isTrue();
        }
    }
}
