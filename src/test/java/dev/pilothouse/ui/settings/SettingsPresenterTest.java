package dev.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.text.Language;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class SettingsPresenterTest {
    private final TestShell test = new TestShell();
    private final SettingsPresenter settings = new SettingsPresenter(test.keptValues(), false);

    @Test
    void whatIsChosenIsThereAgainTheNextTime() {
        settings.appearanceProperty().set(SettingsPresenter.Appearance.LIGHT);
        settings.accentProperty().set(Accent.TEAL);
        settings.fontSizeProperty().set(18);
        settings.densityProperty().set(SettingsPresenter.Density.COMPACT);
        settings.messagesProperty().set(SettingsPresenter.Messages.CHAT);
        settings.reducedMotionProperty().set(true);
        settings.notifyDoneProperty().set(false);
        settings.languageProperty().set(SettingsPresenter.Tongue.FRENCH);

        SettingsPresenter next = new SettingsPresenter(test.keptValues(), false);

        assertThat(next.appearanceProperty().get()).isEqualTo(SettingsPresenter.Appearance.LIGHT);
        assertThat(next.accentProperty().get()).isEqualTo(Accent.TEAL);
        assertThat(next.fontSizeProperty().get()).isEqualTo(18);
        assertThat(next.densityProperty().get()).isEqualTo(SettingsPresenter.Density.COMPACT);
        assertThat(next.messagesProperty().get()).isEqualTo(SettingsPresenter.Messages.CHAT);
        assertThat(next.reducedMotionProperty().get()).isTrue();
        assertThat(next.notifyDoneProperty().get()).isFalse();
        assertThat(next.notifyFailedProperty().get()).isTrue();
        assertThat(SettingsPresenter.language(test.keptValues())).isEqualTo(Language.FRENCH);
    }

    @Test
    void whatCannotBeReadIsAsIfItWereNotThere() {
        test.kept().put("fontSize", "huge");
        test.kept().put("accent", "puce");
        SettingsPresenter next = new SettingsPresenter(test.keptValues(), false);

        assertThat(next.fontSizeProperty().get()).isEqualTo(14);
        assertThat(next.accentProperty().get()).isEqualTo(Accent.BLUE);

        test.kept().put("fontSize", "400");
        assertThat(new SettingsPresenter(test.keptValues(), false)
                        .fontSizeProperty()
                        .get())
                .isEqualTo(24);
    }

    @Test
    void aSettingIsFoundByWordsOfItsTitleItsHintAndItsGroup() {
        settings.searchProperty().set("text size");
        assertThat(settings.shownProperty().get()).containsExactly(Setting.FONT_SIZE);
        settings.searchProperty().set("notifications failed");
        assertThat(settings.shownProperty().get()).containsExactly(Setting.NOTIFY_FAILED);
        settings.searchProperty().set("animations");
        assertThat(settings.shownProperty().get()).containsExactly(Setting.MOTION);
        settings.searchProperty().set("zzz");
        assertThat(settings.shownProperty().get()).isEmpty();
        settings.searchProperty().set("");
        assertThat(settings.shownProperty().get()).containsExactly(Setting.values());
    }

    @Test
    void whatADeviceDoesNotOfferIsNotFound() {
        settings.offer(EnumSet.of(Setting.LANGUAGE));
        settings.searchProperty().set("data");
        assertThat(settings.shownProperty().get()).isEmpty();
    }

    @Test
    void whereTheSystemWantsItCalmNothingMovesUnlessThePersonSaysSo() {
        SettingsPresenter calm = new SettingsPresenter(test.keptValues(), true);
        assertThat(calm.reducedMotionProperty().get()).isTrue();

        calm.reducedMotionProperty().set(false);

        assertThat(new SettingsPresenter(test.keptValues(), true)
                        .reducedMotionProperty()
                        .get())
                .isFalse();
    }
}
