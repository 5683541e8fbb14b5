package dev.pilothouse.ui;

import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/** An on-screen keyboard that the test shows and hides. Confined to the FX thread. */
public final class FakeKeyboard implements SoftKeyboard {
    private final List<Runnable> observers = new ArrayList<>();
    private double height;

    public void cover(double pixels) {
        height = pixels;
        List.copyOf(observers).forEach(Runnable::run);
    }

    /** The number of listeners; a closed window must leave none. */
    public int observers() {
        return observers.size();
    }

    @Override
    public double height() {
        return height;
    }

    @Override
    public Subscription observe(Runnable onChanged) {
        observers.add(onChanged);
        return () -> observers.remove(onChanged);
    }
}
