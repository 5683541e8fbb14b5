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
        Optional<QrScanner> qrScanner,
        Optional<QrEncoder> qrEncoder,
        Optional<Notifier> notifier,
        Optional<LocalHost> localHost,
        Optional<AttachmentPicker> attachmentPicker,
        Optional<FileOpener> fileOpener,
        Optional<HostFinder> hostFinder,
        MobileServices mobileServices,
        boolean calm) {

    /** A device without a host finder and mobile services, whose system has no setting to reduce motion. */
    public PlatformServices(
            StorageRoot storage,
            SecureStore secrets,
            AppLifecycle lifecycle,
            DeviceDisplay display,
            Optional<QrScanner> qrScanner,
            Optional<QrEncoder> qrEncoder,
            Optional<Notifier> notifier,
            Optional<LocalHost> localHost,
            Optional<AttachmentPicker> attachmentPicker,
            Optional<FileOpener> fileOpener) {
        this(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                localHost,
                attachmentPicker,
                fileOpener,
                Optional.empty(),
                MobileServices.NOTHING,
                false);
    }

    /** A device that cannot pick attachments or open files. */
    public PlatformServices(
            StorageRoot storage,
            SecureStore secrets,
            AppLifecycle lifecycle,
            DeviceDisplay display,
            Optional<QrScanner> qrScanner,
            Optional<QrEncoder> qrEncoder,
            Optional<Notifier> notifier,
            Optional<LocalHost> localHost) {
        this(storage, secrets, lifecycle, display, qrScanner, qrEncoder, notifier, localHost, Optional.empty());
    }

    /** A device that cannot open files. */
    public PlatformServices(
            StorageRoot storage,
            SecureStore secrets,
            AppLifecycle lifecycle,
            DeviceDisplay display,
            Optional<QrScanner> qrScanner,
            Optional<QrEncoder> qrEncoder,
            Optional<Notifier> notifier,
            Optional<LocalHost> localHost,
            Optional<AttachmentPicker> attachmentPicker) {
        this(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                localHost,
                attachmentPicker,
                Optional.empty());
    }

    /** A copy for the demo, without the services that reach real hosts or show, pick or open anything. */
    public PlatformServices withoutHosts() {
        return new PlatformServices(
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
                Optional.empty(),
                mobileServices,
                calm);
    }

    /** A copy with a host on this machine. */
    public PlatformServices withLocalHost(LocalHost host) {
        return new PlatformServices(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                Optional.of(host),
                attachmentPicker,
                fileOpener,
                hostFinder,
                mobileServices,
                calm);
    }

    /** A copy with a host finder. */
    public PlatformServices withHostFinder(HostFinder finder) {
        return new PlatformServices(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                localHost,
                attachmentPicker,
                fileOpener,
                Optional.of(finder),
                mobileServices,
                calm);
    }

    /** A copy with the services of a mobile device. */
    public PlatformServices withInHand(MobileServices offered) {
        return new PlatformServices(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                localHost,
                attachmentPicker,
                fileOpener,
                hostFinder,
                offered,
                calm);
    }

    /** A copy with the system's setting to reduce motion. */
    public PlatformServices withCalm(boolean wanted) {
        return new PlatformServices(
                storage,
                secrets,
                lifecycle,
                display,
                qrScanner,
                qrEncoder,
                notifier,
                localHost,
                attachmentPicker,
                fileOpener,
                hostFinder,
                mobileServices,
                wanted);
    }
}
