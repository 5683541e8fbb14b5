package dev.pilothouse.desktop.pairing;

/** What became of a person's word about a device that asks. */
public enum Approval {
    /** The device is told. */
    DONE,
    /** No such device asks, or no longer. */
    NOBODY_ASKS,
    /** The code is not the one that the device shows: perhaps another device asks under its name. */
    WRONG_CODE,
    /** The device that approves may not give access for so long. */
    NOT_ALLOWED,
    /** The device was not taken in, since that could not be stored. */
    NOT_STORED
}
