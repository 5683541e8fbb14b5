/**
 * The domain vocabulary as immutable values: sessions, turns, items, pendings and the updates that change them. Depends
 * only on {@code java.*}.
 */
@NullMarked
package dev.pilothouse.model;

import org.jspecify.annotations.NullMarked;
