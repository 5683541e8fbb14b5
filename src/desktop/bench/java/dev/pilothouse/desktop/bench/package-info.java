/**
 * Measurements, each beside a baseline in the same run. Built and run by the profile {@code bench} only; what the
 * figures mean is in {@code docs/performance.md}.
 */
package dev.pilothouse.desktop.bench;
