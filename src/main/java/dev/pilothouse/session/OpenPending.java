package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import java.time.Instant;

/** A question that waits for the person, with the transcript's item of it and since when. */
public record OpenPending(ItemId item, Pending pending, Instant since) {}
