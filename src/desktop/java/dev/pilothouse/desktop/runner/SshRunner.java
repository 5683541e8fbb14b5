package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Another machine by OpenSSH: without a terminal, and without a question that nobody would see.
 *
 * @param program {@code ssh}, or another that takes its arguments
 * @param host as on ssh's command line, {@code user@host} or an alias of {@code ~/.ssh/config}
 * @param options further arguments of ssh; what keeps it from asking cannot be changed by them
 */
public record SshRunner(String program, String host, List<String> options) implements Runner {
    public SshRunner {
        host = Runner.target("host", host);
        options = List.copyOf(options);
    }

    @Override
    public String place() {
        return "ssh " + host;
    }

    @Override
    public List<String> command(List<String> remote, String nonce) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.add("-T");
        // The first value of an option counts, so these hold whatever the entry or ~/.ssh/config says. A shared
        // connection is used if there is one, but never made: it would be ended with this session.
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "ControlMaster=no", "-o", "PermitLocalCommand=no"));
        command.addAll(options);
        command.addAll(List.of(
                "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3", "--", host));
        // ssh joins its words with spaces and gives them to the person's shell over there, of whatever kind; "exec" and
        // single quotes mean the same in all of them.
        command.add("exec " + ShellWords.join(remote));
        return List.copyOf(command);
    }
}
