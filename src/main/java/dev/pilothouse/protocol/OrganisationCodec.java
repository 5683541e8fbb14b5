package dev.pilothouse.protocol;

import dev.pilothouse.model.Organisation;

/** Where a session was put, as members of whatever tells of the session. Stateless, any thread. */
final class OrganisationCodec {
    private OrganisationCodec() {}

    static FieldWriter encode(FieldWriter fields, Organisation organisation) {
        return fields.opt("pinned", organisation.pinned())
                .opt("archived", organisation.archived())
                .opt("group", organisation.group());
    }

    static Organisation decode(FieldReader fields) throws CodecException {
        return new Organisation(fields.flag("pinned"), fields.flag("archived"), fields.string("group", ""));
    }
}
