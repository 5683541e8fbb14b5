package dev.pilothouse.pulse;

class ManualPulseTest extends PulseContract {
    private final ManualPulse pulse = new ManualPulse();

    @Override
    protected Pulse make(Pulse.Drain drain) {
        return pulse.open(drain);
    }

    @Override
    protected void onPulseThread(Runnable task) {
        task.run();
    }

    @Override
    protected void settle() {
        pulse.beatUntilStill();
    }
}
