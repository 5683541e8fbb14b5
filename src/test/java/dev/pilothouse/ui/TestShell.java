package dev.pilothouse.ui;

import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.Notifier;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.QrEncoder;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.platform.Vibrator;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.ui.shell.DemoMode;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The ports of a shell over fake hosts, and a record of their calls. Confined to the test's thread. */
public final class TestShell {
    /** A placeholder for a QR code, whose picture is not tested. */
    public static final QrEncoder CHEQUERED = text -> new QrEncoder.QrCode() {
        @Override
        public int size() {
            return 53;
        }

        @Override
        public boolean dark(int x, int y) {
            return (x * 31 + y * 17 + (x * y) % 7) % 3 == 0;
        }
    };

    private final ManualClock clock = new ManualClock(SampleHosts.NOW);
    private final Map<String, String> kept = new HashMap<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> copied = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final FakeKeyboard keyboard = new FakeKeyboard();
    private Executor pictures = Runnable::run;
    private Optional<AttachmentPicker> picker = Optional.empty();
    private Optional<CodeScanner> camera = Optional.empty();

    /** Stores values in memory. */
    public Preferences keptValues() {
        return new Preferences() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(kept.get(name)).filter(value -> !value.isEmpty());
            }

            @Override
            public void put(String name, String value) {
                kept.put(name, value);
            }
        };
    }

    /** The shell's clock; stands still unless a test advances it. */
    public ManualClock clock() {
        return clock;
    }

    public Map<String, String> kept() {
        return kept;
    }

    public List<String> links() {
        return links;
    }

    /** Prepares pictures on this executor, off the FX thread if there is one. */
    public TestShell picturesOn(Executor executor) {
        pictures = executor;
        return this;
    }

    public TestShell picker(AttachmentPicker given) {
        picker = Optional.of(given);
        return this;
    }

    public TestShell camera(CodeScanner given) {
        camera = Optional.of(given);
        return this;
    }

    public FakeKeyboard keyboard() {
        return keyboard;
    }

    public List<String> copied() {
        return copied;
    }

    public List<Throwable> failures() {
        return failures;
    }

    public TranscriptPresenter.Outside outside() {
        return new TranscriptPresenter.Outside() {
            @Override
            public void openLink(String target) {
                links.add(target);
            }

            @Override
            public void copy(String text) {
                copied.add(text);
            }

            @Override
            public void notice(String text) {
                throw new AssertionError("the shell shows its notices itself: " + text);
            }
        };
    }

    public ShellPorts ports(FakeHosts hosts, Pulse.Source pulses, Lane projections, Executor fx) {
        return ports(hosts, pulses, projections, fx, Optional.empty());
    }

    /** @param notifier the system's notifications, where it has any */
    /** Of shells that are opened later. */
    public Optional<Vibrator> vibrator = Optional.empty();

    public ShellPorts ports(
            FakeHosts hosts, Pulse.Source pulses, Lane projections, Executor fx, Optional<Notifier> notifier) {
        return new ShellPorts(
                hosts,
                new ShellPorts.Threads(pulses, projections, pictures, fx, (thread, failure) -> failures.add(failure)),
                new ShellPorts.Time(clock, clock::ticker),
                keptValues(),
                new PlatformServices(
                        null,
                        null,
                        null,
                        null,
                        Optional.of(CHEQUERED),
                        notifier,
                        Optional.of(new HostHere()),
                        picker,
                        Optional.empty(),
                        Optional.of(TestShell::nearby),
                        new MobileServices(Optional.of(keyboard), Optional.empty(), Optional.empty())
                                .withCodeScanner(camera)
                                .withVibrator(vibrator),
                        false),
                outside(),
                new ShellPorts.Program("0.1.0", DemoMode.NOT_OFFERED));
    }

    private static Subscription nearby(Consumer<HostFinder.Nearby> found) {
        found.accept(new HostFinder.Nearby("h-studio", "studio", "192.168.1.44", 7717));
        return () -> {};
    }

    /** A host on this machine with options that can be chosen; stores nothing. */
    private static final class HostHere implements LocalHost {
        @Override
        public Path dataFolder() {
            return Path.of("/home/ada/.local/share/pilothouse/host");
        }

        @Override
        public boolean embedded() {
            return true;
        }

        @Override
        public Optional<ReleaseFeed> releaseFeed() {
            return Optional.of(told -> {});
        }

        @Override
        public Optional<MachinePreferences> machine() {
            return Optional.of(new MachinePreferences() {
                @Override
                public void read(Consumer<Choices> told) {
                    told.accept(new Choices(false, Awake.PLUGGED_IN, true));
                }

                @Override
                public void write(Choices wanted, Consumer<String> told) {
                    told.accept("");
                }
            });
        }
    }
}
