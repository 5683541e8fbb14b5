package dev.pilothouse.ui.composer;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.attachment.AttachmentPreparer;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.PreparedAttachment;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of the draft. Each is uploaded to the host as soon as it is attached. So sending takes no time, other
 * devices see it, and the draft survives the app.
 *
 * <p>Confined to the FX thread. Preparation runs on the {@code background} executor. Lives as long as the shell.
 */
public final class AttachmentsPresenter {
    /** The most attachments that a host takes with one prompt. */
    public static final int MAX = 8;
    /** The limit on all attachments of a prompt together, in bytes. */
    private static final long MAX_ALL = 12L * 1024 * 1024;

    private static final int PIECE = 256 * 1024;

    private final Preferences kept;
    private final AttachmentPreparer preparer;
    private final Executor background;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<List<Entry>> entries = new ReadOnlyObjectWrapper<>(this, "entries", List.of());
    private @Nullable HostLink link;
    private @Nullable SessionId session;
    private String keptName = "";
    private long nextId;
    private Consumer<String> onTooMany = words -> {};

    public enum Status {
        PREPARING,
        SENDING,
        READY,
        /** Not sent with the prompt; {@link Entry#problem()} gives the reason. */
        FAILED
    }

    /**
     * One attachment of the draft.
     *
     * @param sent the uploaded share, from 0 to 1
     * @param problem the reason why it is not sent with the prompt, or empty
     * @param attachment null until the upload is complete
     * @param again the source for a retry
     */
    public record Entry(
            long id,
            String name,
            Status status,
            double sent,
            String problem,
            Attachment.@Nullable Blob attachment,
            byte @Nullable [] thumbnail,
            @Nullable AttachmentSource again) {
        private Entry with(Status now, double sentNow, String why) {
            return new Entry(id, name, now, sentNow, why, attachment, thumbnail, again);
        }
    }

    /** @param background runs the preparation */
    public AttachmentsPresenter(Preferences kept, AttachmentPreparer preparer, Executor background, Executor fx) {
        this.kept = kept;
        this.preparer = preparer;
        this.background = background;
        this.fx = fx;
    }

    public ReadOnlyObjectProperty<List<Entry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    /**
     * Loads the attachments of this session's draft.
     *
     * @param name the key under which the device stores them
     */
    public void show(HostLink of, SessionId to, String name) {
        link = of;
        session = to;
        keptName = name;
        entries.set(DraftAttachmentCodec.read(kept.get(name).orElse("")).stream()
                .map(blob -> new Entry(nextId++, blob.name(), Status.READY, 1, "", blob, null, null))
                .toList());
    }

    public void hide() {
        session = null;
        keptName = "";
        entries.set(List.of());
    }

    /** Attaches the sources. If there are more than {@value #MAX} in all, shows a notice and ignores the rest. */
    public void add(List<? extends AttachmentSource> sources) {
        SessionId to = session;
        if (to == null) {
            return;
        }
        for (AttachmentSource source : sources) {
            if (entries.get().size() < MAX) {
                begin(new Entry(nextId++, source.name(), Status.PREPARING, 0, "", null, null, source), source, to);
            } else {
                onTooMany.accept(Texts.text("attach.tooMany", MAX));
                return;
            }
        }
    }

    /** Attaches files that this session has already. If there are more than {@value #MAX} in all, ignores the rest. */
    void addUploaded(List<Attachment.Blob> blobs) {
        for (Attachment.Blob blob : blobs) {
            boolean isAttached = ready().contains(blob);
            if (session != null && !isAttached && entries.get().size() < MAX) {
                put(new Entry(nextId++, blob.name(), Status.READY, 1, "", blob, null, null));
            }
        }
        save();
    }

    /** Sets the callback that shows a notice to the user. */
    public void setNotice(Consumer<String> notice) {
        onTooMany = notice;
    }

    private void begin(Entry entry, AttachmentSource source, SessionId to) {
        put(entry);
        try {
            background.execute(() -> {
                PreparedAttachment prepared = prepare(source);
                fx.execute(() -> prepared(entry.id(), to, prepared));
            });
        } catch (RejectedExecutionException e) {
            put(entry.with(Status.FAILED, 0, Texts.text("attach.busy")));
        }
    }

    /** An attachment that is being read blocks sending, so a defect must not leave it in that state. */
    private PreparedAttachment prepare(AttachmentSource source) {
        try {
            return preparer.prepare(source);
        } catch (RuntimeException | Error defect) {
            CrashReporter.report(Thread.currentThread(), defect);
            return new PreparedAttachment.Refused(source.name(), Texts.text("attach.unreadable", source.name()));
        }
    }

    private void prepared(long id, SessionId to, PreparedAttachment prepared) {
        Entry entry = find(id).orElse(null);
        HostLink through = link;
        if (entry == null || through == null || !to.equals(session)) {
            return;
        }
        if (prepared instanceof PreparedAttachment.Refused refused) {
            put(new Entry(id, refused.name(), Status.FAILED, 0, refused.why(), null, null, null));
            return;
        }
        PreparedAttachment.Ready ready = (PreparedAttachment.Ready) prepared;
        if (bytes() + ready.bytes().length > MAX_ALL) {
            String why = Texts.text("attach.tooLargeTogether", MAX_ALL / (1024 * 1024));
            put(new Entry(id, ready.name(), Status.FAILED, 0, why, null, ready.thumbnail(), null));
            return;
        }
        Entry sending = new Entry(id, ready.name(), Status.SENDING, 0, "", null, ready.thumbnail(), entry.again());
        put(sending);
        if (ready.thumbnail() == null) {
            fx.execute(() -> send(through, to, id, ready, null));
            return;
        }
        upload(through, to, ready.thumbnail(), sent -> {})
                .thenAcceptAsync(
                        thumbnail -> {
                            if (thumbnail instanceof HostGateway.Reply.Refused<BlobId> refused) {
                                failed(id, HostTexts.text(refused.sentence()));
                            } else {
                                send(through, to, id, ready, ((HostGateway.Reply.Value<BlobId>) thumbnail).value());
                            }
                        },
                        fx);
    }

    private void send(
            HostLink through, SessionId to, long id, PreparedAttachment.Ready ready, @Nullable BlobId thumbnail) {
        upload(
                        through,
                        to,
                        ready.bytes(),
                        sent -> find(id).ifPresent(entry -> put(entry.with(Status.SENDING, sent, ""))))
                .thenAcceptAsync(
                        whole -> {
                            if (whole instanceof HostGateway.Reply.Refused<BlobId> refused) {
                                failed(id, HostTexts.text(refused.sentence()));
                            } else {
                                BlobId blobId = ((HostGateway.Reply.Value<BlobId>) whole).value();
                                sent(
                                        id,
                                        new Attachment.Blob(
                                                blobId,
                                                ready.name(),
                                                ready.mimeType(),
                                                ready.bytes().length,
                                                thumbnail));
                            }
                        },
                        fx);
    }

    private void failed(long id, String why) {
        find(id).ifPresent(entry -> put(entry.with(Status.FAILED, 0, why)));
    }

    private void sent(long id, Attachment.Blob blob) {
        find(id).ifPresent(entry -> {
            put(new Entry(id, blob.name(), Status.READY, 1, "", blob, entry.thumbnail(), null));
            save();
        });
    }

    /**
     * Uploads in pieces. Each piece is sent after the previous one has arrived, so that the link stays free for other
     * messages.
     */
    private CompletionStage<HostGateway.Reply<BlobId>> upload(
            HostLink through, SessionId to, byte[] bytes, Consumer<Double> progress) {
        CompletableFuture<HostGateway.Reply<BlobId>> whole = new CompletableFuture<>();
        sendPart(through, to, UUID.randomUUID().toString(), bytes, 0, progress, whole);
        return whole;
    }

    private void sendPart(
            HostLink through,
            SessionId to,
            String upload,
            byte[] bytes,
            int from,
            Consumer<Double> progress,
            CompletableFuture<HostGateway.Reply<BlobId>> whole) {
        int end = Math.min(bytes.length, from + PIECE);
        through.host()
                .putBlob(to, upload, from, bytes.length, Arrays.copyOfRange(bytes, from, end))
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Refused<HostGateway.BlobPart> refused) {
                                whole.complete(new HostGateway.Reply.Refused<>(refused.code(), refused.sentence()));
                                return;
                            }
                            HostGateway.BlobPart part = ((HostGateway.Reply.Value<HostGateway.BlobPart>) reply).value();
                            if (part.blobId() != null) {
                                whole.complete(new HostGateway.Reply.Value<>(part.blobId()));
                            } else {
                                progress.accept((double) end / bytes.length);
                                sendPart(through, to, upload, bytes, end, progress, whole);
                            }
                        },
                        fx);
    }

    /** Removes an attachment. */
    public void onRemove(long id) {
        entries.set(entries.get().stream().filter(entry -> entry.id() != id).toList());
        save();
    }

    /** Retries a failed attachment. */
    public void onAgain(long id) {
        SessionId to = session;
        find(id).ifPresent(entry -> {
            if (to != null && entry.again() != null && entry.status() == Status.FAILED) {
                begin(entry.with(Status.PREPARING, 0, ""), entry.again(), to);
            }
        });
    }

    /** The attachments that are ready to be sent with the prompt. */
    public List<Attachment> ready() {
        List<Attachment> ready = new ArrayList<>();
        entries.get().stream()
                .filter(entry -> entry.status() == Status.READY)
                .flatMap(entry -> Stream.ofNullable(entry.attachment()))
                .forEach(ready::add);
        return ready;
    }

    /**
     * Returns the reason why the prompt cannot be sent yet, or empty.
     *
     * @param noPictures the reason why pictures cannot be sent, or empty
     */
    public String obstacle(String noPictures) {
        for (Entry entry : entries.get()) {
            if (entry.status() == Status.FAILED) {
                return entry.problem();
            }
            if (entry.status() != Status.READY) {
                return Texts.text("attach.underWay");
            }
            if (entry.attachment() != null && entry.attachment().isImage() && !noPictures.isEmpty()) {
                return noPictures;
            }
        }
        return "";
    }

    /** Removes all attachments after the prompt was sent. */
    public void clear() {
        entries.set(List.of());
        save();
    }

    private long bytes() {
        return ready().stream()
                .mapToLong(each -> ((Attachment.Blob) each).bytes())
                .sum();
    }

    private Optional<Entry> find(long id) {
        return entries.get().stream().filter(entry -> entry.id() == id).findFirst();
    }

    private void put(Entry entry) {
        List<Entry> changed = new ArrayList<>(entries.get());
        int at = 0;
        while (at < changed.size() && changed.get(at).id() != entry.id()) {
            at++;
        }
        if (at < changed.size()) {
            changed.set(at, entry);
        } else {
            changed.add(entry);
        }
        entries.set(List.copyOf(changed));
    }

    private void save() {
        if (!keptName.isEmpty()) {
            kept.put(
                    keptName,
                    DraftAttachmentCodec.write(
                            ready().stream().map(each -> (Attachment.Blob) each).toList()));
        }
    }
}
