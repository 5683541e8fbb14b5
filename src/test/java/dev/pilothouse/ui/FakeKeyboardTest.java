package dev.pilothouse.ui;

import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.SoftKeyboardContract;

final class FakeKeyboardTest extends SoftKeyboardContract {
    private FakeKeyboard keyboard;

    @Override
    protected SoftKeyboard keyboard() {
        keyboard = new FakeKeyboard();
        return keyboard;
    }

    @Override
    protected void cover(double pixels) {
        keyboard.cover(pixels);
    }
}
