/** What breaks, is killed or runs full, with hosts, agents and clients as processes of their own. */
package dev.pilothouse.desktop.chaos;
