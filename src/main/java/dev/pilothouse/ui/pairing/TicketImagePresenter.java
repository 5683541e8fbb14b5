package dev.pilothouse.ui.pairing;

import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.QrImageScanner;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.GreyscaleImage;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Reads a ticket from its code: by the camera, or from a picture, such as a photo of another screen or a screenshot. A
 * found ticket is shown in the form, and the person pairs with it.
 *
 * <p>Confined to the FX thread; pictures are decoded on the background executor. Ends with the shell.
 */
public final class TicketImagePresenter {
    /** The most pictures that are read in one call. */
    private static final int MAX = 8;

    private final Optional<AttachmentPicker> picker;
    private final Optional<CodeScanner> scanner;
    private final Executor background;
    private final Executor fx;
    private final Consumer<String> found;
    private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(this, "answer", Answer.NONE);
    /** The number of the current search, so that a late result of an earlier one is ignored. */
    private int number;

    /**
     * The message to the person.
     *
     * @param words empty if there is none
     * @param problem whether no ticket was found
     */
    public record Answer(String words, boolean problem) {
        static final Answer NONE = new Answer("", false);
    }

    /** The content of a picture. */
    private sealed interface Seen {
        record Ticket(String text, String hostName) implements Seen {}

        record Nothing(String why) implements Seen {}
    }

    /**
     * @param picker lets the person choose a picture; empty if this device has no picker
     * @param scanner scans a code with the camera; empty if there is none
     * @param background decodes pictures, because it is slow
     * @param found gets the text of a ticket
     */
    TicketImagePresenter(
            Optional<AttachmentPicker> picker,
            Optional<CodeScanner> scanner,
            Executor background,
            Executor fx,
            Consumer<String> found) {
        this.picker = picker;
        this.scanner = scanner;
        this.background = background;
        this.fx = fx;
        this.found = found;
    }

    /** Whether the person can choose a picture on this device. */
    public boolean isOffered() {
        return picker.isPresent();
    }

    /** Whether the app can scan a code with the camera of this device. */
    public boolean isCameraOffered() {
        return scanner.isPresent();
    }

    public ReadOnlyObjectProperty<Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    public void onChoose() {
        picker.ifPresent(device -> device.pick(this::onFiles));
    }

    /** Opens the camera. A result that arrives after another search was started, or the form was left, is ignored. */
    public void onScan() {
        int mine = ++number;
        answer.set(Answer.NONE);
        scanner.ifPresent(camera -> camera.scan(text -> onScanned(mine, seen(text))));
    }

    /** Reads files that the person has chosen, pasted or dropped. */
    public void onFiles(List<Path> files) {
        scan(files.stream().limit(MAX).map(AttachmentSource.OfFile::new).toList());
    }

    /** Reads a picture that the person has pasted or dropped. */
    public void onPicture(AttachmentSource.OfPixels picture) {
        scan(List.of(picture));
    }

    /** Clears the message and ignores the result of a running search. */
    void onDone() {
        number++;
        answer.set(Answer.NONE);
    }

    private void scan(List<? extends AttachmentSource> pictures) {
        if (pictures.isEmpty()) {
            return;
        }
        int mine = ++number;
        answer.set(new Answer(Texts.text("picture.reading"), false));
        try {
            background.execute(() -> {
                Seen seen = firstTicket(pictures);
                fx.execute(() -> onScanned(mine, seen));
            });
        } catch (RejectedExecutionException busy) {
            answer.set(new Answer(Texts.text("attach.busy"), true));
        }
    }

    private void onScanned(int of, Seen seen) {
        if (of != number) {
            return;
        }
        if (seen instanceof Seen.Ticket ticket) {
            // Called first, because showing a ticket clears the message.
            found.accept(ticket.text());
            answer.set(new Answer(
                    ticket.hostName().isBlank()
                            ? Texts.text("picture.foundNameless")
                            : Texts.text("picture.found", ticket.hostName()),
                    false));
        } else {
            answer.set(new Answer(((Seen.Nothing) seen).why(), true));
        }
    }

    private static Seen firstTicket(List<? extends AttachmentSource> pictures) {
        List<Seen> others = new ArrayList<>();
        for (AttachmentSource picture : pictures) {
            Seen seen = scan(picture);
            if (seen instanceof Seen.Ticket) {
                return seen;
            }
            others.add(seen);
        }
        return others.get(0);
    }

    private static Seen scan(AttachmentSource source) {
        GreyscaleImage.Reading reading = GreyscaleImage.read(source);
        if (reading instanceof GreyscaleImage.Reading.Refused refused) {
            return new Seen.Nothing(refused.why());
        }
        GreyscaleImage picture = ((GreyscaleImage.Reading.Read) reading).picture();
        Optional<String> code;
        try {
            code = QrImageScanner.scan(
                    picture.width(),
                    picture.height(),
                    picture.grey(),
                    text -> PairingTicket.parse(text) instanceof TicketParseResult.Ticket);
        } catch (OutOfMemoryError e) {
            return new Seen.Nothing(Texts.text("attach.tooManyPoints", source.name()));
        }
        if (code.isEmpty()) {
            return new Seen.Nothing(Texts.text("picture.noCode"));
        }
        return seen(code.get());
    }

    private static Seen seen(String code) {
        TicketParseResult ticket = PairingTicket.parse(code);
        if (ticket instanceof TicketParseResult.Ticket good) {
            return new Seen.Ticket(code, good.ticket().hostName());
        }
        TicketParseResult.Unreadable unreadable = (TicketParseResult.Unreadable) ticket;
        return new Seen.Nothing(
                switch (unreadable.problem()) {
                    case EMPTY, NOT_A_TICKET -> Texts.text("picture.otherCode");
                    case INCOMPLETE, DAMAGED, OTHER_KEY, UNKNOWN_VERSION -> HostTexts.text(unreadable.sentence());
                });
    }
}
