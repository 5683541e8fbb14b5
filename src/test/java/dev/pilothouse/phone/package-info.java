/**
 * Checks a phone's build as far as possible without building it: a native image would find all that the code looks up
 * by name, it contains no code of the host, and its manifests are valid.
 */
package dev.pilothouse.phone;
