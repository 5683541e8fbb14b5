package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PairingRequest;

/** The result of presenting a ticket. */
public sealed interface PairingOutcome {
    /** The device was added. The connection continues as after a hello. */
    record Paired(Device device) implements PairingOutcome {}

    /** The person is asked for approval. The final outcome follows later. */
    record Asked(PairingRequest request) implements PairingOutcome {}

    /** @param text a sentence for display on the device */
    record Refused(ErrorCode code, HostText sentence) implements PairingOutcome {}
}
