package dev.pilothouse.ui.shell;

/**
 * The demo as the interface sees it: a recorded host in place of the real ones. Immutable. Both actions run on the FX
 * thread and replace the shell that runs them.
 *
 * @param enter shows the recorded host
 * @param leave returns to the real ones
 */
public record DemoMode(State state, Runnable enter, Runnable leave) {

    public enum State {
        NOT_OFFERED,
        /** Offered to a person without a host. */
        OFFERED,
        /** The recording is on screen. */
        PLAYING
    }

    public static final DemoMode NOT_OFFERED = new DemoMode(State.NOT_OFFERED, () -> {}, () -> {});

    public boolean isOffered() {
        return state == State.OFFERED;
    }

    public boolean isPlaying() {
        return state == State.PLAYING;
    }
}
