package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import java.time.Instant;

/** An open question to the person, with its transcript item and the time since when it waits. */
public record OpenPending(ItemId item, Pending pending, Instant since) {}
