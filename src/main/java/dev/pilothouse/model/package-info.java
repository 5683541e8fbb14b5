/** The words of the field as immutable values: sessions, turns, items, pendings and the updates that change them. Depends on {@code java.*} alone. */
package dev.pilothouse.model;
