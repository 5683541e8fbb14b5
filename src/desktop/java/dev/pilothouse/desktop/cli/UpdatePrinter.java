package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.JournaledUpdate;

/** Prints the updates of one session in order. Confined to the client-state lane. */
interface UpdatePrinter {
    void print(JournaledUpdate update);
}
