/**
 * What can be known of a phone's build before there is one: that a native image would find all that the code looks up by name,
 * that nothing of the host is in it, and that its manifests are sound.
 */
package dev.pilothouse.phone;
