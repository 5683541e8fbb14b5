/**
 * The domain vocabulary as immutable values: sessions, turns, items, pendings and the updates that change them. Depends
 * only on {@code java.*}.
 */
package dev.pilothouse.model;
