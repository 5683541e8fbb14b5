package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.layout.Region;

/**
 * The form of the window: how much room it has, whether it is touched, and which edges of the device limit it.
 *
 * <p>Owns the listeners to the device, while the window is in a scene. Confined to the FX thread. Ends with the window.
 */
final class WindowForm {
    private static final double PHONE_BELOW = 700;
    private static final double FLAT_BELOW = 480;
    private static final PseudoClass STATUS_BAR = PseudoClass.getPseudoClass("status-bar");

    private final Region window;
    private final ReadOnlyIntegerProperty textSize;
    private final Optional<DeviceDisplay> display;
    private final Optional<SoftKeyboard> keyboard;
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private double keyboardHeight;

    /** @param textSize the size of the body text in pixels; larger text needs more room for the same form */
    WindowForm(Region window, PlatformServices platform, ReadOnlyIntegerProperty textSize) {
        this.window = window;
        this.textSize = textSize;
        display = Optional.ofNullable(platform.display());
        keyboard = platform.mobileServices().softKeyboard();
        window.widthProperty().addListener((property, before, now) -> changed());
        textSize.addListener((property, before, now) -> changed());
        window.heightProperty().addListener((property, before, now) -> {
            if (before.doubleValue() < FLAT_BELOW != now.doubleValue() < FLAT_BELOW) {
                applyInsets();
                changed();
            }
        });
        window.sceneProperty().addListener((property, before, now) -> onScene(now));
        applyInsets();
    }

    /** @param changed runs after a change of the form */
    void onChange(Runnable changed) {
        listeners.add(changed);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /** The display outlives the window's content, which is replaced when the language changes. */
    private void onScene(Scene now) {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        if (now != null) {
            display.ifPresent(screen -> subscriptions.add(screen.observe(this::applyInsets)));
            keyboard.ifPresent(keys -> subscriptions.add(keys.observe(this::onKeyboard)));
            applyInsets();
            onKeyboard();
        }
    }

    private void onKeyboard() {
        keyboardHeight = Math.max(0, keyboard.map(SoftKeyboard::height).orElse(0.0));
        changed();
    }

    /** Keeps content away from a camera, a rounded corner of the screen or the device's own strips. */
    private void applyInsets() {
        Optional<DeviceDisplay.Edge> notch = display.flatMap(DeviceDisplay::notch);
        for (DeviceDisplay.Edge edge : DeviceDisplay.Edge.values()) {
            window.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass("notch-" + edge.name().toLowerCase(Locale.ROOT)),
                    notch.isPresent() && notch.get() == edge);
        }
        window.pseudoClassStateChanged(
                STATUS_BAR,
                notch.isEmpty()
                        && !isFlat()
                        && display.map(DeviceDisplay::hasCoveringStatusBar).orElse(false));
    }

    /** Whether there is room for only one pane: a phone in portrait, or a narrow window. */
    boolean isPhone() {
        return window.getWidth() > 0 && window.getWidth() < scaled(PHONE_BELOW);
    }

    /** A width for text of the standard size, in pixels, enlarged for larger text. */
    double scaled(double width) {
        return width * Math.max(1, textSize.get() / (double) ThemeSettings.STANDARD);
    }

    /** Whether the window is too low for a footer: a phone in landscape, with room for two panes. */
    boolean isFlat() {
        return window.getHeight() > 0 && window.getHeight() < FLAT_BELOW;
    }

    /** Whether the device has a touch screen, or the window has a phone's size. */
    boolean hasTouchScreen() {
        boolean desktop = display.map(DeviceDisplay::formFactor)
                .filter(factor -> factor != DeviceDisplay.FormFactor.DESKTOP)
                .isEmpty();
        return isPhone() || isFlat() || !desktop;
    }

    double width() {
        return window.getWidth();
    }

    /** The height that the on-screen keyboard covers, 0 while it is closed. */
    double keyboardHeight() {
        return keyboardHeight;
    }
}
