package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SearchHit;

/** Search results as JSON. Stateless. */
final class SearchCodec {
    private SearchCodec() {}

    static FieldWriter encode(FieldWriter fields, HostMessage.SearchResults results) {
        return fields.opt("hits", results.hits(), SearchCodec::encode)
                .opt("sessions", results.sessions())
                .opt("more", results.more());
    }

    static HostMessage decode(FieldReader fields) throws CodecException {
        return new HostMessage.SearchResults(
                fields.value("requestId", RequestId::new),
                fields.list("hits", SearchCodec::decodeHit),
                fields.integer("sessions", 0),
                fields.flag("more"));
    }

    private static JsonElement encode(SearchHit hit) {
        return new FieldWriter()
                .put("sessionId", hit.sessionId().value())
                .put("item", hit.item().born())
                .put("at", hit.at())
                .put("kind", hit.kind())
                .put("excerpt", hit.excerpt())
                .opt("marks", hit.marks(), SearchCodec::encode)
                .json();
    }

    private static SearchHit decodeHit(FieldReader fields) throws CodecException {
        return new SearchHit(
                fields.value("sessionId", SessionId::new),
                fields.numbered("item", ItemId::new),
                fields.time("at"),
                fields.enumValue("kind", WireEnum.HIT_KIND),
                fields.string("excerpt"),
                fields.list("marks", SearchCodec::decodeMark));
    }

    private static JsonElement encode(SearchHit.Mark mark) {
        return new FieldWriter().opt("from", mark.from()).put("to", mark.to()).json();
    }

    private static SearchHit.Mark decodeMark(FieldReader fields) throws CodecException {
        int from = fields.integer("from", 0);
        int to = fields.integer("to");
        if (from < 0 || to < from) {
            throw fields.bad("to", "must not lie before from");
        }
        return new SearchHit.Mark(from, to);
    }
}
