package dev.pilothouse.protocol;

import dev.pilothouse.model.Organisation;

/** A session's organisation as members of the enclosing object. Stateless and thread-safe. */
final class OrganisationCodec {
    static final RecordCodec<Organisation> MEMBERS = io -> new Organisation(
            io.opt("pinned", Json.FLAG, Organisation::pinned),
            io.opt("archived", Json.FLAG, Organisation::archived),
            io.opt("group", Json.TEXT, Organisation::group));

    private OrganisationCodec() {}
}
