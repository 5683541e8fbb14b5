/**
 * Measurements, each beside a baseline in the same run. Built and run by the profile {@code bench} only;
 * {@code docs/performance.md} explains the figures.
 */
package dev.pilothouse.desktop.bench;
