package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs an agent on another machine by OpenSSH, without a terminal and without interactive prompts.
 *
 * @param program {@code ssh}, or a program with the same arguments
 * @param host as on ssh's command line, {@code user@host} or an alias of {@code ~/.ssh/config}
 * @param options further arguments of ssh; they cannot override the options that disable prompts
 */
public record SshRunner(String program, String host, List<String> options) implements Runner {
    public SshRunner {
        host = Runner.target("host", host);
        options = List.copyOf(options);
    }

    @Override
    public String location() {
        return "ssh " + host;
    }

    @Override
    public List<String> command(List<String> remote, String nonce) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.add("-T");
        // The first value of an option wins, so these override the entry and ~/.ssh/config. An existing shared
        // connection is used, but none is created: it would end with this session.
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "ControlMaster=no", "-o", "PermitLocalCommand=no"));
        command.addAll(options);
        command.addAll(List.of(
                "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3", "--", host));
        // ssh joins its words with spaces and passes them to the user's remote login shell, of any kind. "exec" and
        // single quotes mean the same in all of them.
        command.add("exec " + ShellWords.join(remote));
        return List.copyOf(command);
    }
}
