package dev.pilothouse.desktop.pairing;

/** The result of approving or refusing a device that requests pairing. */
public enum ApprovalResult {
    /** The answer was sent to the device. */
    DONE,
    /** No request of that device is open. */
    NOBODY_ASKS,
    /** The code differs from the one that the device shows. Another device may be asking under its name. */
    WRONG_CODE,
    /** The approving device may not grant access for so long. */
    NOT_ALLOWED,
    /** The device was not added, because it could not be stored. */
    NOT_STORED
}
