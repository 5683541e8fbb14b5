package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Client messages as JSON objects. Stateless. */
final class ClientMessageCodec {
    private ClientMessageCodec() {}

    static JsonObject encode(ClientMessage message) {
        return message.accept(Encoder.INSTANCE).json();
    }

    /**
     * Decodes a message.
     *
     * @throws InvalidMessageException if the type is readable and another member is invalid
     * @throws CodecException if the type is missing
     */
    static ClientMessage decode(FieldReader fields) throws CodecException {
        String type = fields.string("type");
        try {
            return decode(type, fields);
        } catch (CodecException e) {
            throw new InvalidMessageException(e, readableRequest(fields), readableSub(fields));
        }
    }

    private static @Nullable RequestId readableRequest(FieldReader fields) {
        try {
            return fields.valueOrNull("requestId", RequestId::new);
        } catch (CodecException e) {
            return null;
        }
    }

    private static long readableSub(FieldReader fields) {
        try {
            return fields.has("sub") ? sub(fields) : 0;
        } catch (CodecException e) {
            return 0;
        }
    }

    private static ClientMessage decode(String type, FieldReader fields) throws CodecException {
        switch (type) {
            case "hello":
                FieldReader range = versions(fields);
                return new ClientMessage.Hello(range.integer("min"), range.integer("max"), fields.string("app", ""));
            case "pair":
                return decodePair(fields);
            case "subscribe":
                return new ClientMessage.Subscribe(
                        sub(fields), fields.value("sessionId", SessionId::new), WireFormat.decodeCursor(fields));
            case "unsubscribe":
                return new ClientMessage.Unsubscribe(sub(fields));
            case "history":
                return new ClientMessage.History(sub(fields), fields.number("beforeBorn"), fields.integer("limit"));
            case "listDirectory":
                return new ClientMessage.ListDirectory(request(fields), fields.string("path", ""));
            case "fetchBlob":
                return new ClientMessage.FetchBlob(
                        request(fields),
                        fields.value("sessionId", SessionId::new),
                        fields.value("blobId", BlobId::new),
                        fields.flag("binary"));
            case "listExternal":
                return new ClientMessage.ListExternal(
                        request(fields), fields.value("agentId", AgentId::new), fields.string("cwd", ""));
            case "findFiles":
                return new ClientMessage.FindFiles(
                        request(fields), fields.value("sessionId", SessionId::new), fields.string("query", ""));
            case "putBlob":
                return new ClientMessage.PutBlob(
                        request(fields),
                        fields.value("sessionId", SessionId::new),
                        fields.string("upload"),
                        fields.number("offset"),
                        fields.number("total"),
                        fields.string("data"));
            case "search":
                return new ClientMessage.Search(request(fields), fields.string("text"), fields.integer("limit"));
            case "ping":
                return new ClientMessage.Ping(WireFormat.safe(fields, "nonce", 0));
            default:
                return decodeRequest(type, fields);
        }
    }

    private static ClientMessage decodeRequest(String type, FieldReader fields) throws CodecException {
        Intent intent = IntentCodec.decode(type, fields);
        if (intent != null) {
            return new ClientMessage.Submit(request(fields), intent);
        }
        AdminCommand command = AdminCodec.decode(type, fields);
        return command != null
                ? new ClientMessage.Admin(request(fields), command)
                : new ClientMessage.Unknown(WireFormat.shortType(type), readableRequest(fields));
    }

    private static ClientMessage decodePair(FieldReader fields) throws CodecException {
        FieldReader range = versions(fields);
        return new ClientMessage.Pair(
                range.integer("min"),
                range.integer("max"),
                fields.string("app", ""),
                fields.string("ticketId"),
                fields.value("secret", Base64.getUrlDecoder()::decode),
                fields.string("name"),
                fields.string("platform", ""));
    }

    private static long sub(FieldReader fields) throws CodecException {
        return WireFormat.safe(fields, "sub", 1);
    }

    private static FieldReader versions(FieldReader fields) throws CodecException {
        return fields.object("protocol", range -> range);
    }

    private static RequestId request(FieldReader fields) throws CodecException {
        return fields.value("requestId", RequestId::new);
    }

    private enum Encoder implements ClientMessage.Visitor<FieldWriter>, ClientMessage.RequestVisitor<FieldWriter> {
        INSTANCE;

        private static FieldWriter type(String type) {
            return new FieldWriter().put("type", type);
        }

        private static FieldWriter first(String type, int min, int max, String app) {
            return type(type).put("protocol", WireFormat.versions(min, max)).put("app", app);
        }

        @Override
        public FieldWriter hello(ClientMessage.Hello message) {
            return first("hello", message.minVersion(), message.maxVersion(), message.app());
        }

        @Override
        public FieldWriter pair(ClientMessage.Pair message) {
            return first("pair", message.minVersion(), message.maxVersion(), message.app())
                    .put("ticketId", message.ticketId())
                    .put("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(message.secret()))
                    .put("name", message.name())
                    .put("platform", message.platform());
        }

        @Override
        public FieldWriter subscribe(ClientMessage.Subscribe message) {
            FieldWriter fields = type("subscribe")
                    .put("sub", message.sub())
                    .put("sessionId", message.sessionId().value());
            if (!message.cursor().equals(Cursor.START)) {
                fields.put("gen", WireFormat.gen(message.cursor().gen()))
                        .put("seq", message.cursor().seq());
            }
            return fields;
        }

        @Override
        public FieldWriter unsubscribe(ClientMessage.Unsubscribe message) {
            return type("unsubscribe").put("sub", message.sub());
        }

        @Override
        public FieldWriter history(ClientMessage.History message) {
            return type("history")
                    .put("sub", message.sub())
                    .put("beforeBorn", message.beforeBorn())
                    .put("limit", message.limit());
        }

        @Override
        public FieldWriter request(ClientMessage.Request message) {
            return message.acceptRequest(this);
        }

        @Override
        public FieldWriter submit(ClientMessage.Submit message) {
            return IntentCodec.encode(new FieldWriter(), message.intent())
                    .put("requestId", message.requestId().value());
        }

        @Override
        public FieldWriter admin(ClientMessage.Admin message) {
            return AdminCodec.encode(new FieldWriter(), message.command())
                    .put("requestId", message.requestId().value());
        }

        @Override
        public FieldWriter listDirectory(ClientMessage.ListDirectory message) {
            return type("listDirectory")
                    .put("requestId", message.requestId().value())
                    .opt("path", message.path());
        }

        @Override
        public FieldWriter fetchBlob(ClientMessage.FetchBlob message) {
            return type("fetchBlob")
                    .put("requestId", message.requestId().value())
                    .put("sessionId", message.sessionId().value())
                    .put("blobId", message.blobId().value())
                    .opt("binary", message.binary());
        }

        @Override
        public FieldWriter listExternal(ClientMessage.ListExternal message) {
            return type("listExternal")
                    .put("requestId", message.requestId().value())
                    .put("agentId", message.agentId().value())
                    .opt("cwd", message.cwd());
        }

        @Override
        public FieldWriter findFiles(ClientMessage.FindFiles message) {
            return type("findFiles")
                    .put("requestId", message.requestId().value())
                    .put("sessionId", message.sessionId().value())
                    .opt("query", message.query());
        }

        @Override
        public FieldWriter putBlob(ClientMessage.PutBlob message) {
            return type("putBlob")
                    .put("requestId", message.requestId().value())
                    .put("sessionId", message.sessionId().value())
                    .put("upload", message.upload())
                    .put("offset", message.offset())
                    .put("total", message.total())
                    .put("data", message.data());
        }

        @Override
        public FieldWriter search(ClientMessage.Search message) {
            return type("search")
                    .put("requestId", message.requestId().value())
                    .put("text", message.text())
                    .put("limit", message.limit());
        }

        @Override
        public FieldWriter ping(ClientMessage.Ping message) {
            return type("ping").put("nonce", message.nonce());
        }

        @Override
        public FieldWriter unknown(ClientMessage.Unknown message) {
            FieldWriter fields = type(message.type());
            return message.requestId() == null
                    ? fields
                    : fields.put("requestId", message.requestId().value());
        }
    }
}
