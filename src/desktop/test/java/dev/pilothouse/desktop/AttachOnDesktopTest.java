package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Checks that Attach and its desktop jars contain the types that the adapters' tests replace. */
final class AttachOnDesktopTest {

    @BeforeAll
    static void startToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    private static PlatformServices services() throws Exception {
        return WaitForAsyncUtils.asyncFx(
                        () -> AttachPlatform.phone(Optional.empty(), Optional.empty(), Optional.empty()))
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void theDisplayIsADesktopsWithoutANotch() throws Exception {
        DeviceDisplay display = services().display();

        assertThat(display.formFactor()).isEqualTo(DeviceDisplay.FormFactor.DESKTOP);
        assertThat(display.notch()).isEmpty();
    }

    @Test
    void storageIsUnderTheHomeOfThePerson() throws Exception {
        assertThat(services().storage().privateFolder())
                .isDirectory()
                .startsWith(Path.of(System.getProperty("user.home")));
    }

    @Test
    void aDesktopIsNeverPaused() throws Exception {
        AppLifecycle lifecycle = services().lifecycle();

        lifecycle
                .observe(new AppLifecycle.Observer() {
                    @Override
                    public void onPaused() {
                        throw new AssertionError("paused");
                    }

                    @Override
                    public void onResumed() {
                        throw new AssertionError("resumed");
                    }
                })
                .close();
    }

    @Test
    void theDisplayIsRefusedOffTheFxThread() {
        assertThatThrownBy(AttachPlatform::display).isInstanceOf(IllegalStateException.class);
    }
}
