/**
 * The demo agent: a scripted program that speaks the Agent Client Protocol, version 1, on stdin and stdout like the real
 * ones, needs no account and does no harm. It runs in a process of its own; only {@link
 * dev.pilothouse.desktop.agent.demo.DemoCommand} is used by the host.
 */
package dev.pilothouse.desktop.agent.demo;
