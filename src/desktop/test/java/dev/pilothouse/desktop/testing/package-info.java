/** Shared code of the tests over real sockets. */
package dev.pilothouse.desktop.testing;
