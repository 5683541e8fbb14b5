package dev.pilothouse.platform;

import java.util.Optional;

/**
 * All services of a device. Passed to the composition once, at start. An empty service does not exist on this device,
 * and the interface does not offer it.
 *
 * @param mobileServices services of a mobile device
 * @param calm whether the system is set to reduce motion
 */
public record PlatformServices(
        StorageRoot storage,
        SecureStore secrets,
        AppLifecycle lifecycle,
        DeviceDisplay display,
        Optional<QrEncoder> qrEncoder,
        Optional<Notifier> notifier,
        Optional<LocalHost> localHost,
        Optional<AttachmentPicker> attachmentPicker,
        Optional<FileOpener> fileOpener,
        Optional<HostFinder> hostFinder,
        MobileServices mobileServices,
        boolean calm) {

    /** A device without any of the optional services, whose system has no setting to reduce motion. */
    public PlatformServices(StorageRoot storage, SecureStore secrets, AppLifecycle lifecycle, DeviceDisplay display) {
        this(storage, secrets, lifecycle, display, MobileServices.NOTHING, false);
    }

    private PlatformServices(
            StorageRoot storage,
            SecureStore secrets,
            AppLifecycle lifecycle,
            DeviceDisplay display,
            MobileServices mobileServices,
            boolean calm) {
        this(
                storage,
                secrets,
                lifecycle,
                display,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mobileServices,
                calm);
    }

    /** A copy for the demo, without the services that reach real hosts or show, pick or open anything. */
    public PlatformServices withoutHosts() {
        return new PlatformServices(storage, secrets, lifecycle, display, mobileServices, calm);
    }
}
