package dev.pilothouse.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of hidden uses with the reason for each, and the check against it. Immutable except for the record of the
 * lines that matched; confined to one thread.
 */
final class HiddenUses {

    private record Known(String types, HiddenUse use, String reason, List<String> finds) {

        static Known of(String line) {
            String[] parts = line.split("\\|", -1);
            String[] reason = parts[2].split("->", -1);
            List<String> finds =
                    reason.length < 2 ? List.of() : List.of(reason[1].strip().split(" ", -1));
            return new Known(parts[0].strip(), HiddenUse.valueOf(parts[1].strip()), reason[0].strip(), finds);
        }

        boolean covers(String type, HiddenUse kind) {
            boolean named = types.endsWith("*")
                    ? type.startsWith(types.substring(0, types.length() - 1))
                    : type.equals(types) || type.startsWith(types + "$");
            return named && use == kind;
        }
    }

    private final List<Known> known;
    private final Set<Known> needed = new HashSet<>();

    private HiddenUses(List<Known> known) {
        this.known = known;
    }

    static HiddenUses read() {
        try (InputStream in = HiddenUses.class.getResourceAsStream("/phone/hidden-uses.txt")) {
            return new HiddenUses(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Known::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class's uses that are not in the list, each as a sentence. */
    List<String> unknownIn(ClassFile type) {
        List<String> unknown = new ArrayList<>();
        for (HiddenUse use : HiddenUse.values()) {
            Set<String> found = use.in(type);
            List<Known> covering =
                    known.stream().filter(line -> line.covers(type.name(), use)).toList();
            if (!found.isEmpty() && covering.isEmpty()) {
                unknown.add(type.name() + " | " + use + " | uses " + found);
            } else if (!found.isEmpty()) {
                needed.addAll(covering);
            }
        }
        return unknown;
    }

    /** The lines that no class has needed so far. */
    List<String> superfluous() {
        return known.stream()
                .filter(line -> !needed.contains(line))
                .map(line -> line.types() + " | " + line.use())
                .toList();
    }

    /** The lines without a reason. */
    List<String> withoutReason() {
        return known.stream()
                .filter(line -> line.reason().isEmpty())
                .map(Known::types)
                .toList();
    }

    /** The resources and classes that are found by name but missing in the image. */
    List<String> undeclared(PhoneClassPath phone, Declarations declared) {
        Set<String> missing = new TreeSet<>();
        for (Known line : known) {
            for (String wanted : line.finds()) {
                if (wanted.startsWith("class:")) {
                    if (!declared.classes().contains(wanted.substring(6))) {
                        missing.add(wanted);
                    }
                    continue;
                }
                List<String> files = phone.resources().keySet().stream()
                        .filter(path -> wanted.endsWith("/") ? path.startsWith(wanted) : path.equals(wanted))
                        .toList();
                if (files.isEmpty()) {
                    missing.add(wanted + " is nowhere on the class path");
                }
                files.stream().filter(path -> !declared.hasResource(path)).forEach(missing::add);
                if (wanted.startsWith("META-INF/services/")) {
                    phone.providers(wanted.substring(18)).stream()
                            .filter(provider -> !declared.classes().contains(provider))
                            .forEach(provider -> missing.add("class:" + provider));
                }
            }
        }
        return List.copyOf(missing);
    }
}
