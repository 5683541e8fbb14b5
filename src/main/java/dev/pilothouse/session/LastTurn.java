package dev.pilothouse.session;

import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import java.time.Instant;

/**
 * How the last finished turn ended.
 *
 * @param seq seq of its turnEnded
 */
public record LastTurn(TurnId turn, long seq, Instant at, StopReason reason) {}
