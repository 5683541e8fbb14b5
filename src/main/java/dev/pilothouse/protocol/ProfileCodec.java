package dev.pilothouse.protocol;

import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;

/** Profiles as JSON objects. Stateless. */
public final class ProfileCodec {
    private static final RecordCodec<ServerOrigin> ORIGIN = io -> new ServerOrigin(
            io.put("folder", Json.TEXT, ServerOrigin::folder),
            io.put("file", Json.TEXT, ServerOrigin::file),
            io.put("name", Json.TEXT, ServerOrigin::name),
            io.put("digest", Json.TEXT, ServerOrigin::digest));

    private static final RecordCodec<SessionServer> SESSION_SERVER = io -> new SessionServer(
            io.put("name", Json.TEXT, SessionServer::name),
            io.put("kind", WireEnum.SERVER_KIND_SENT, SessionServer::kind),
            io.opt("sent", Json.FLAG, SessionServer::sent),
            io.inline(HostTextCodec.OPTIONAL_TEXT, SessionServer::reason),
            io.opt("called", Json.FLAG, SessionServer::called));

    /** As a session got it. */
    public static final RecordCodec<SessionProfile> OF_SESSION = io -> new SessionProfile(
            io.put("name", Json.TEXT, SessionProfile::name),
            io.put("revision", Json.TEXT, SessionProfile::revision),
            io.opt("servers", SESSION_SERVER.list(), SessionProfile::servers));

    private static final RecordCodec<ProfileInfo.Server> NAMED_SERVER = io -> new ProfileInfo.Server(
            io.put("name", Json.TEXT, ProfileInfo.Server::name),
            io.put("kind", WireEnum.SERVER_KIND_SENT, ProfileInfo.Server::kind));

    static final RecordCodec<ProfileInfo> INFO = io -> new ProfileInfo(
            io.put("name", Json.TEXT, ProfileInfo::name),
            io.put("revision", Json.TEXT, ProfileInfo::revision),
            io.opt("servers", NAMED_SERVER.list(), ProfileInfo::servers),
            io.opt("variables", Json.INT, ProfileInfo::variables),
            io.opt("instructions", Json.FLAG, ProfileInfo::instructions),
            io.opt("mode", Json.TEXT, ProfileInfo::mode),
            io.opt("model", Json.TEXT, ProfileInfo::model));

    private static final RecordCodec<Profile.ProfileOption> OPTION = io -> new Profile.ProfileOption(
            io.put("id", Json.TEXT, Profile.ProfileOption::id),
            io.put("value", Json.TEXT, Profile.ProfileOption::value));

    /** For requests of devices. */
    public static final RecordCodec<Profile> PROFILE = profile(WireEnum.SERVER_KIND, WireEnum.SETTING_SOURCE);

    /** For replies of hosts. */
    public static final RecordCodec<Profile> PROFILE_SENT =
            profile(WireEnum.SERVER_KIND_SENT, WireEnum.SETTING_SOURCE_SENT);

    private static final RecordCodec<ProfileServer> SERVER_SENT =
            server(WireEnum.SERVER_KIND_SENT, setting(WireEnum.SETTING_SOURCE_SENT));

    private static final RecordCodec<ServerSuggestion.Copy> COPY = io -> new ServerSuggestion.Copy(
            io.put("profile", Json.TEXT, ServerSuggestion.Copy::profile),
            io.opt("differs", Json.FLAG, ServerSuggestion.Copy::differs),
            io.opt("changed", Json.FLAG, ServerSuggestion.Copy::changed));

    /** For replies of hosts. */
    public static final RecordCodec<ServerSuggestion> SUGGESTION = io -> new ServerSuggestion(
            io.put("file", Json.TEXT, ServerSuggestion::file),
            io.put("server", SERVER_SENT, ServerSuggestion::server),
            io.inline(HostTextCodec.OPTIONAL_TEXT, ServerSuggestion::reason),
            io.orNull("origin", ORIGIN, ServerSuggestion::origin),
            io.opt("copies", COPY.list(), ServerSuggestion::copies));

    private ProfileCodec() {}

    private static RecordCodec<Profile> profile(WireEnum<ServerKind> kinds, WireEnum<ProfileSetting.Source> sources) {
        RecordCodec<ProfileSetting> setting = setting(sources);
        RecordCodec<ProfileServer> server = server(kinds, setting);
        return io -> new Profile(
                io.put("name", Json.TEXT, Profile::name),
                io.opt("servers", server.list(), Profile::servers),
                io.opt("environment", setting.list(), Profile::environment),
                io.opt("instructions", Json.TEXT, Profile::instructions),
                io.opt("mode", Json.TEXT, Profile::mode),
                io.opt("model", Json.TEXT, Profile::model),
                io.opt("options", OPTION.list(), Profile::options));
    }

    private static RecordCodec<ProfileSetting> setting(WireEnum<ProfileSetting.Source> sources) {
        return io -> new ProfileSetting(
                io.put("name", Json.TEXT, ProfileSetting::name),
                io.put("source", sources, ProfileSetting::source),
                io.opt("text", Json.TEXT, ProfileSetting::text),
                io.opt("prefix", Json.TEXT, ProfileSetting::prefix));
    }

    private static RecordCodec<ProfileServer> server(WireEnum<ServerKind> kinds, RecordCodec<ProfileSetting> setting) {
        return io -> new ProfileServer(
                io.put("name", Json.TEXT, ProfileServer::name),
                io.put("kind", kinds, ProfileServer::kind),
                io.opt("command", Json.TEXT, ProfileServer::command),
                io.opt("arguments", Json.TEXTS, ProfileServer::arguments),
                io.opt("url", Json.TEXT, ProfileServer::url),
                io.opt("settings", setting.list(), ProfileServer::settings),
                io.orNull("taken", ORIGIN, ProfileServer::origin));
    }
}
