/** Profiles: the page that lists and changes them, and the profile of a session. */
@NullMarked
package dev.pilothouse.ui.profile;

import org.jspecify.annotations.NullMarked;
