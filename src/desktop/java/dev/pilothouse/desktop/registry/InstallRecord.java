package dev.pilothouse.desktop.registry;

import dev.pilothouse.model.InstallKind;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.WireEnum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The record of an installed agent, {@code install.json} beside its files. It makes the installation valid, so it is
 * the last file of an installation, and the first that a removal deletes.
 *
 * @param source what was installed
 * @param sha256 of the archive, as it was received; empty for packages
 * @param runtime the program that runs the agent's, looked up on the agent's {@code PATH}; empty if it runs itself
 * @param program the path of the program in the folder {@code content}, with {@code /}
 */
record InstallRecord(
        String id,
        String name,
        String version,
        InstallKind kind,
        String source,
        String sha256,
        String runtime,
        String program,
        List<String> arguments,
        Map<String, String> environment,
        long size,
        Instant at) {
    static final RecordCodec<InstallRecord> CODEC = io -> new InstallRecord(
            io.put("id", Json.TEXT, InstallRecord::id),
            io.put("name", Json.TEXT, InstallRecord::name),
            io.put("version", Json.TEXT, InstallRecord::version),
            io.put("kind", WireEnum.INSTALL_KIND, InstallRecord::kind),
            io.put("source", Json.TEXT, InstallRecord::source),
            io.opt("sha256", Json.TEXT, InstallRecord::sha256),
            io.opt("runtime", Json.TEXT, InstallRecord::runtime),
            io.put("program", Json.TEXT, InstallRecord::program),
            io.opt("arguments", Json.texts(text -> text, text -> text), InstallRecord::arguments),
            io.put("environment", Json.TEXTS_BY_NAME, InstallRecord::environment),
            io.put("size", Json.NUMBER, InstallRecord::size),
            io.put("at", Json.TIME, InstallRecord::at));

    InstallRecord {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The command with the path of the program as given. */
    List<String> command(String programPath) {
        List<String> command = new ArrayList<>();
        if (!runtime.isEmpty()) {
            command.add(runtime);
        }
        command.add(programPath);
        command.addAll(arguments);
        return command;
    }
}
