package dev.pilothouse.protocol;

import dev.pilothouse.model.Organisation;

/** A session's organisation as members of the enclosing object. Stateless and thread-safe. */
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
