package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PairingRequest;
import java.util.function.Function;

/** What becomes of a device that shows a ticket. */
public sealed interface PairingOutcome {
    /** It is taken in and may go on as if it had said hello. */
    record Paired(Device device) implements PairingOutcome {}

    /** The person is asked; the final outcome comes later. */
    record Asked(PairingRequest request) implements PairingOutcome {}

    /** @param text a sentence for the device's person */
    record Refused(ErrorCode code, String text) implements PairingOutcome {}

    default <R> R match(Function<Paired, R> paired, Function<Asked, R> asked, Function<Refused, R> refused) {
        if (this instanceof Paired outcome) {
            return paired.apply(outcome);
        } else if (this instanceof Asked outcome) {
            return asked.apply(outcome);
        }
        return refused.apply((Refused) this);
    }
}
