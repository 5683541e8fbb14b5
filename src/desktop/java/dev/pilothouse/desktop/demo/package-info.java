/**
 * The demo agent: a scripted program that supports the Agent Client Protocol, version 1, on stdin and stdout like the
 * real ones, needs no account and does no harm. It runs in its own process; the host uses only
 * {@link dev.pilothouse.desktop.demo.DemoCommand}.
 */
@NullMarked
package dev.pilothouse.desktop.demo;

import org.jspecify.annotations.NullMarked;
