package dev.pilothouse.platform;

import java.util.Optional;

/**
 * All that a device offers to the app. Handed to the composition once, at start; what is empty does not exist on this
 * device, and the interface then does not offer it.
 *
 * @param inHand what only a device in the hand has
 * @param calm whether the person has told the system that little shall move
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
        InHand inHand,
        boolean calm) {

    /** A device that cannot look for hosts in its networks, has keys, and whose system says nothing of what shall move. */
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
                InHand.NOTHING,
                false);
    }

    /** A device on which nothing can be picked. */
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

    /** A device on which no file can be opened. */
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

    /** The same device for somebody who looks at a recording: it tells, finds, picks and opens nothing of real hosts. */
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
                inHand,
                calm);
    }

    /** The same device with a host on it. */
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
                inHand,
                calm);
    }

    /** The same device, which can look for hosts in its networks. */
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
                inHand,
                calm);
    }

    /** The same device, held in the hand. */
    public PlatformServices withInHand(InHand offered) {
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

    /** The same device, of whose system it is known whether little shall move. */
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
                inHand,
                wanted);
    }
}
