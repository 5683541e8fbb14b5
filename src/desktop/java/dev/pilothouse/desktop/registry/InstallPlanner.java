package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.registry.RegistryEntry.Arguments;
import dev.pilothouse.desktop.registry.RegistryEntry.BinarySource;
import dev.pilothouse.desktop.registry.RegistryEntry.PackageSource;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.InstallKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses how an agent is installed on this machine: an archive with a digest, else a package of npm, else a Python
 * package, else an archive without a digest. The first one that is possible wins. Any thread.
 */
final class InstallPlanner {
    private final Supplier<Map<String, String>> environment;
    private final String platform;

    /** @param environment the host's own, on whose {@code PATH} npm and uv are */
    InstallPlanner(Supplier<Map<String, String>> environment) {
        this(environment, platform(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
    }

    InstallPlanner(Supplier<Map<String, String>> environment, String platform) {
        this.environment = environment;
        this.platform = platform;
    }

    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        return system + "-" + (arm ? "aarch64" : "x86_64");
    }

    /**
     * A way to install an agent.
     *
     * @param source as people see it: a package with its exact version, or the address of an archive
     * @param tool npm or uv; empty for an archive
     * @param hindrance the reason why it is not possible; {@link HostText#NONE} if it is
     */
    record Plan(
            InstallKind kind,
            String source,
            String packageName,
            String version,
            Optional<BinarySource> binary,
            Arguments arguments,
            Optional<Path> tool,
            HostText hindrance) {
        boolean isPossible() {
            return hindrance.text().isEmpty();
        }

        boolean isVerified() {
            return kind != InstallKind.ARCHIVE
                    || binary.filter(source -> !source.sha256().isEmpty()).isPresent();
        }

        /** The command that sessions start, as far as it is known before. */
        String commandLine() {
            String program = binary.map(BinarySource::program).orElse(packageName);
            List<String> words = new ArrayList<>();
            arguments.environment().forEach((name, value) -> words.add(name + "=" + value));
            words.add(program);
            words.addAll(arguments.values());
            return String.join(" ", words);
        }
    }

    /** @return empty if the registry has nothing for this machine */
    Optional<Plan> plan(RegistryEntry entry) {
        Optional<Plan> archive =
                Optional.ofNullable(entry.binaries().get(platform)).map(source -> archive(entry, source));
        List<Plan> plans = new ArrayList<>();
        archive.filter(Plan::isVerified).ifPresent(plans::add);
        entry.npm().ifPresent(source -> plans.add(npm(source)));
        entry.python().ifPresent(source -> plans.add(python(source)));
        archive.filter(plan -> !plan.isVerified()).ifPresent(plans::add);
        return plans.stream()
                .filter(Plan::isPossible)
                .findFirst()
                .or(() -> plans.stream().findFirst());
    }

    private static Plan archive(RegistryEntry entry, BinarySource source) {
        HostText hindrance = ArchiveReader.isKnown(source.archive())
                ? HostText.NONE
                : HostText.of(
                        HostTextCode.INSTALL_ARCHIVE_FORM,
                        source.archive().substring(source.archive().lastIndexOf('/') + 1));
        return new Plan(
                InstallKind.ARCHIVE,
                source.archive(),
                "",
                entry.version(),
                Optional.of(source),
                source.arguments(),
                Optional.empty(),
                hindrance);
    }

    private Plan npm(PackageSource source) {
        Optional<Path> npm = find("npm");
        return new Plan(
                InstallKind.NPM,
                source.name() + "@" + source.version(),
                source.name(),
                source.version(),
                Optional.empty(),
                source.arguments(),
                npm,
                npm.isPresent() ? HostText.NONE : HostText.of(HostTextCode.INSTALL_NO_NPM));
    }

    private Plan python(PackageSource source) {
        Optional<Path> uv = find("uv");
        return new Plan(
                InstallKind.UV,
                source.name() + "==" + source.version(),
                source.name(),
                source.version(),
                Optional.empty(),
                source.arguments(),
                uv,
                uv.isPresent() ? HostText.NONE : HostText.of(HostTextCode.INSTALL_NO_UV));
    }

    private Optional<Path> find(String program) {
        return CommandLookup.of(environment.get()).find(program, Path.of("").toAbsolutePath());
    }
}
