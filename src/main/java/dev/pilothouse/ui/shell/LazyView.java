package dev.pilothouse.ui.shell;

import java.util.function.Supplier;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** A view that is made when it is first shown, because the first frame does not need it. Confined to the FX thread. */
final class LazyView<V extends Node> implements Supplier<V> {
    private final Supplier<V> maker;
    private @Nullable V made;

    LazyView(Supplier<V> maker) {
        this.maker = maker;
    }

    @Override
    public V get() {
        V view = made;
        if (view == null) {
            view = maker.get();
            made = view;
        }
        return view;
    }
}
