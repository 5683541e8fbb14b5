/**
 * The ledger of usage: one line for each turn of any session, with tokens and cost and where each number comes from, and
 * reports from it. Outlives the sessions.
 */
@NullMarked
package dev.pilothouse.desktop.usage;

import org.jspecify.annotations.NullMarked;
