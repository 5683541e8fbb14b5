/** What a host keeps on disk: its data folder, the journals, their generations, large content, and each session's recent updates. */
package dev.pilothouse.desktop.journal;
