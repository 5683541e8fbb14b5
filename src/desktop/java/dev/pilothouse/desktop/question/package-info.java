/** Questions of the host to a person: the port through which work of the host asks in the inbox of a session. */
@NullMarked
package dev.pilothouse.desktop.question;

import org.jspecify.annotations.NullMarked;
