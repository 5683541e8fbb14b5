/** What several test packages share: seeded random runs. */
package dev.pilothouse.testing;
