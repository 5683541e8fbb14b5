package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the mode in which an agent asks before it acts. The protocol has no field for that and every agent uses its own
 * words, so this class matches words. A mode whose words suggest that it skips questions is ruled out, whatever else
 * its text says.
 */
public final class PermissionModeDetector {
    /** Whole words of an id or a name that suggest acting without a question. */
    private static final Set<String> FREE = Set.of(
            "auto",
            "autopilot",
            "automatic",
            "autonomous",
            "bypass",
            "yolo",
            "accept",
            "full",
            "never",
            "dangerous",
            "dangerously",
            "unrestricted",
            "skip",
            "dont",
            "unattended",
            "trust");

    /** Phrases in descriptions of such modes. */
    private static final Pattern FREE_WORDS = Pattern.compile(
            "auto[- ]?(matically )?(approve|accept)|without (asking|approval|confirmation|permission|prompting)"
                    + "|bypass|allow[- ]all|no (prompts|confirmation)|full access|never ask|don.t ask|skips? (all )?permission"
                    + "|asks? (for )?(nothing|nobody|no )|(not|n.t|never|without) (ask|prompt|require|confirm)");

    private static final Pattern ASKS =
            Pattern.compile("\\b(asks?|prompts?|requires?|confirm(s|ation)?|approv(e|al)s?|permissions?)\\b");

    /** Narrower: "based on configured permissions" is no promise. */
    private static final Pattern PROMISES = Pattern.compile(
            "\\b(asks?|prompts?|confirms?|confirmation|approvals?|approves?|requires? (your )?permission)\\b");

    private PermissionModeDetector() {}

    /**
     * Chooses the mode for a session whose user chose none.
     *
     * @param modes the modes that the agent offers
     * @param current the id of the current mode
     * @return an id, which may be the current one; empty if every offered mode skips questions
     */
    public static Optional<String> choose(List<AgentMode> modes, String current) {
        return modes.stream()
                .filter(mode -> !skipsQuestions(mode))
                // max keeps the last of equal elements, but the agent's first should win; the current mode beats both
                .max(Comparator.<AgentMode>comparingInt(PermissionModeDetector::rank)
                        .thenComparing(mode -> mode.modeId().equals(current))
                        .thenComparing(mode -> -modes.indexOf(mode)))
                .map(AgentMode::modeId);
    }

    /** Chooses a mode in which the agent only reads; empty if none is named as such. */
    public static Optional<String> readOnly(List<AgentMode> modes) {
        return modes.stream()
                .filter(mode -> !skipsQuestions(mode))
                .filter(mode -> {
                    Set<String> words = words(mode);
                    return words.contains("plan")
                            || words.contains("readonly")
                            || words.contains("read") && words.contains("only");
                })
                .map(AgentMode::modeId)
                .findFirst();
    }

    /** Returns whether a mode lets the agent act without asking, in some cases or in all. */
    public static boolean skipsQuestions(AgentMode mode) {
        return words(mode).stream().anyMatch(FREE::contains)
                || FREE_WORDS
                        .matcher(mode.description().toLowerCase(Locale.ROOT))
                        .find();
    }

    /** Returns whether a mode states, in its name or description, that it asks before it acts. */
    public static boolean alwaysAsks(AgentMode mode) {
        return !skipsQuestions(mode)
                && (Stream.of("ask", "asks", "manual", "approve", "approval").anyMatch(words(mode)::contains)
                        || PROMISES.matcher(mode.description().toLowerCase(Locale.ROOT))
                                .find());
    }

    /** Returns whether an active option lets the agent act without asking, whatever its mode. */
    public static boolean switchesQuestionsOff(AgentOption option) {
        AgentMode alike = new AgentMode(option.optionId(), option.name(), option.description());
        return !option.current().equals("false")
                && (skipsQuestions(alike) || words(alike).contains("allow"))
                && (option.choices().isEmpty()
                        || option.choices().stream()
                                .filter(choice -> choice.value().equals(option.current()))
                                .anyMatch(choice -> skipsQuestions(new AgentMode(choice.value(), choice.name(), ""))));
    }

    private static int rank(AgentMode mode) {
        Set<String> words = words(mode);
        int rank = 0;
        if (words.contains("smart")
                || words.contains("plan")
                || words.contains("chat")
                || words.contains("architect")) {
            // Modes that decide by themselves, or that only talk.
            return rank;
        }
        if (Stream.of("default", "ask", "manual", "approve", "approval", "normal")
                .anyMatch(words::contains)) {
            rank += 4;
        } else if (Stream.of("agent", "build", "code", "read").anyMatch(words::contains)) {
            rank += 2;
        }
        if (ASKS.matcher(mode.description().toLowerCase(Locale.ROOT)).find()) {
            rank += 1;
        }
        return rank;
    }

    /** Returns the words of the id's last part and of the name. Ids may be URLs, and camelCase joins words. */
    private static Set<String> words(AgentMode mode) {
        String id = mode.modeId()
                .substring(
                        Math.max(mode.modeId().lastIndexOf('#'), mode.modeId().lastIndexOf('/')) + 1);
        return Stream.of(id, mode.name())
                .map(text -> text.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace("'", ""))
                .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
