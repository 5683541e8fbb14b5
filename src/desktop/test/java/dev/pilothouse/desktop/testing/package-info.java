/** What tests over real sockets share. */
package dev.pilothouse.desktop.testing;
