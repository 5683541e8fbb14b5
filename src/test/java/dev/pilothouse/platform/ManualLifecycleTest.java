package dev.pilothouse.platform;

final class ManualLifecycleTest extends AppLifecycleContract {

    private final ManualLifecycle lifecycle = new ManualLifecycle();

    @Override
    protected AppLifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    protected void pause() {
        lifecycle.pause();
    }

    @Override
    protected void resume() {
        lifecycle.resume();
    }

    @Override
    protected int quits() {
        return lifecycle.quits();
    }
}
