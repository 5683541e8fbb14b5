package dev.pilothouse.desktop;

import dev.pilothouse.desktop.bridge.LocalAddresses;
import dev.pilothouse.desktop.discovery.JmdnsFinder;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.Notifier;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/** The platform services of a desktop. Owns nothing; confined to the FX thread. */
final class DesktopPlatform {
    private DesktopPlatform() {}

    /**
     * @param profile the folder of this window's key, pairings and settings; created if missing
     * @param notifier the system's own notifications
     * @param lifecycle reports when the machine wakes
     * @param opener the system's program for text files
     * @param host the host in this window; empty if it has none
     * @param calm whether the system is set to reduce motion
     */
    static PlatformServices services(
            Path profile,
            Notifier notifier,
            AppLifecycle lifecycle,
            FileOpener opener,
            Optional<LocalHost> host,
            MobileServices mobileServices,
            boolean calm) {
        try {
            PrivateFolders.create(profile);
        } catch (IOException unusable) {
            throw new UncheckedIOException("the profile folder " + profile + " cannot be made", unusable);
        }
        return new PlatformServices(
                () -> profile,
                new FileSecureStore(profile.resolve("secrets")),
                lifecycle,
                AttachPlatform.display(),
                Optional.of(new QrRenderer()),
                Optional.of(notifier),
                host,
                Optional.of(new DesktopPicker()),
                Optional.of(opener),
                Optional.of(new JmdnsFinder(LocalAddresses::shareable)),
                mobileServices,
                calm);
    }

    /** Returns the name of this machine, as users see it. */
    static String machineName() {
        String named = System.getenv("HOSTNAME") != null ? System.getenv("HOSTNAME") : System.getenv("COMPUTERNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "desktop";
        }
    }
}
