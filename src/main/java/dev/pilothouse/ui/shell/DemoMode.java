package dev.pilothouse.ui.shell;

/**
 * The demo as the interface sees it: a recorded host in place of the real ones. Immutable; both ways are taken on the FX
 * thread and put another shell in place of the one that takes them.
 *
 * @param enter shows the recorded host
 * @param leave comes back to the real ones
 */
public record DemoMode(State state, Runnable enter, Runnable leave) {

    public enum State {
        NOT_OFFERED,
        /** To whoever has no host yet. */
        OFFERED,
        /** What is on screen is the recording. */
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
