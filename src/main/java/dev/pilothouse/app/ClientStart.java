package dev.pilothouse.app;

import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.PlatformServices;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The platform's part of a client. Immutable.
 *
 * @param local the host in this process, or the running one that was joined
 * @param deviceName the device's name for people
 * @param platformName such as {@code Linux} or {@code Android 16}
 * @param systemDark whether the system's look is dark, empty if unknown
 * @param openLink opens a web address outside of the app
 * @param problem completes with a sentence to show, empty if there is none; any thread
 */
public record ClientStart(
        PlatformServices platform,
        PairedHosts.@Nullable Local local,
        String deviceName,
        String platformName,
        Optional<Boolean> systemDark,
        LinkOpener openLink,
        CompletionStage<HostText> problem) {

    /** @param problem a sentence to show at the start, empty if there is none */
    public ClientStart(
            PlatformServices platform,
            PairedHosts.@Nullable Local local,
            String deviceName,
            String platformName,
            Optional<Boolean> systemDark,
            LinkOpener openLink,
            HostText problem) {
        this(
                platform,
                local,
                deviceName,
                platformName,
                systemDark,
                openLink,
                CompletableFuture.completedFuture(problem));
    }

    /** Opens a web address. Called on the FX thread. */
    @FunctionalInterface
    public interface LinkOpener {
        void open(String address);
    }
}
