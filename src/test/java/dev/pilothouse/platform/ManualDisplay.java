package dev.pilothouse.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A display that a test rotates. */
public final class ManualDisplay implements DeviceDisplay {

    private final FormFactor formFactor;
    private final List<Runnable> observers = new ArrayList<>();
    private Optional<Edge> notch = Optional.empty();
    private boolean coveringStatusBar;

    public ManualDisplay(FormFactor formFactor) {
        this.formFactor = formFactor;
    }

    @Override
    public FormFactor formFactor() {
        return formFactor;
    }

    @Override
    public Optional<Edge> notch() {
        return notch;
    }

    @Override
    public boolean hasCoveringStatusBar() {
        return coveringStatusBar;
    }

    @Override
    public Subscription observe(Runnable onChanged) {
        observers.add(onChanged);
        return () -> observers.remove(onChanged);
    }

    public void coverWithStatusBar() {
        coveringStatusBar = true;
    }

    public void notchAt(Edge edge) {
        notch = Optional.of(edge);
        List.copyOf(observers).forEach(Runnable::run);
    }
}
