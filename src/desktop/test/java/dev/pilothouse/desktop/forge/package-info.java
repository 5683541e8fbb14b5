/** Tests of pull requests, over a forge in this process. */
package dev.pilothouse.desktop.forge;
