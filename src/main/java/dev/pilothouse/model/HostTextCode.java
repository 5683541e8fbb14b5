package dev.pilothouse.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of a host that clients translate: the English text with named arguments. A client has a translation
 * under {@code hostText.} and the constant's name, with the arguments in the order in which they first appear here. A
 * constant is never renamed, since older clients know its word.
 */
public enum HostTextCode {
    DIRECTORY_MISSING("There is no directory {path} on the host."),
    DIRECTORY_FORBIDDEN("The host may not read the directory {path}."),
    DIRECTORY_UNREADABLE("The directory {path} cannot be read."),
    PATH_NOT_ABSOLUTE("The path must be absolute."),
    PATH_INVALID("That is no path on the host."),
    FILE_UNREADABLE("The file cannot be read, so its last good entries stay: {reason}"),
    FILE_NO_TEXT("The file is not in UTF-8, so its last good entries stay."),
    FILE_TOO_LARGE("The file has more than {max} bytes, so its last good entries stay."),
    FILE_NOT_JSON("This is not valid JSON, so the last good entries of the file stay."),
    FILE_NAMES_TWICE("A member is named twice, so the last good entries of the file stay."),
    FILE_WRONG_FORM(
            "The file must be a list of entries, or an object with the member “agents”. Its last good entries stay."),
    VALUE_MISSING("This is missing, so the entry is left out."),
    VALUE_NO_OBJECT("This must be an object."),
    VALUE_NO_ID("This must have 1 to 64 characters without white space, so the entry is left out."),
    VALUE_NO_BOOLEAN("This must be true or false."),
    VALUE_NO_NUMBER("This must be a whole number from 1 to {max}."),
    VALUE_NO_WORD("This must be one of {words}."),
    VALUE_NO_VARIABLE("A shell cannot set the variable “{name}”, so the entry is left out."),
    VALUE_NO_TARGET("This must be a name that is not blank and does not begin with “-”, so the entry is left out."),
    APP_BUSY("Too much is going on just now; try again."),
    APP_CLOSING("The app is closing."),
    APP_QUEUE_FULL("Too many requests wait for the host; try again later."),
    NOT_SENT("It was not sent."),
    NOT_SENT_FOR_A_DAY("This could not be sent for a day; send it again if you still want it."),
    NOT_CONNECTED("There is no connection to the host."),
    NO_ANSWER_WITHIN("The host did not answer within {seconds} s."),
    ANSWER_UNUSABLE("The host gave an answer that does not fit."),
    LOST_BEFORE_ANSWER("The connection was lost before the host answered."),
    NEEDS_SCOPE_VIEW("This device may not do that: it needs the scope view. Ask for a wider scope on the host."),
    NEEDS_SCOPE_ANSWER("This device may not do that: it needs the scope answer. Ask for a wider scope on the host."),
    NEEDS_SCOPE_STEER("This device may not do that: it needs the scope steer. Ask for a wider scope on the host."),
    NEEDS_SCOPE_ADMIN("This device may not do that: it needs the scope admin. Ask for a wider scope on the host."),
    SESSION_ENDING("The session is being ended. Try again when the host runs."),
    SESSION_BUSY("The session has too much to do just now. Try again in a moment."),
    SESSION_UNKNOWN("There is no session {session} on this host."),
    SESSIONS_FULL("There are {max} sessions already. Delete some first."),
    HOST_BUSY("The host has too much to do just now. Try again in a moment."),
    HOST_DEFECT("The host failed to do that. Its log says more."),
    REQUEST_ID_USED("This request id was used for another request already, so this one was not carried out."),
    DATA_FOLDER_UNWRITABLE("The host cannot write to its data folder ({reason}). Check the disk."),
    QUEUE_FULL("Too much waits already. Let the agent catch up first."),
    TURN_OVER("That turn is over."),
    NAME_LENGTH("A session’s name has 1 to {max} characters."),
    GROUP_LENGTH("A group’s name has at most {max} characters."),
    FILES_IN_USE("The agent is working on the files. Cancel its turn, or wait for its end."),
    FILES_BEING_RESTORED("Files are being put back already."),
    PROMPT_EDITED("The prompt was edited meanwhile, so this edit was not applied."),
    PROMPT_NOT_QUEUED("That prompt waits no longer."),
    NO_ABSOLUTE_PATH("“{path}” is no absolute path on the host. Choose a directory that exists there."),
    WORK_DIRECTORY_MISSING("The directory {path} is not there. Choose one that exists on the host."),
    CONTINUED_WITHOUT_WORKTREE("A session of the agent goes on in its own directory. Continue it without a worktree."),
    NO_WORKTREE_ELSEWHERE(
            "This agent runs elsewhere, where the host cannot create a worktree. Choose a directory there."),
    PULL_REQUEST_NO_REMOTE("The repository has no remote, so it has no pull request {label}."),
    PULL_REQUEST_ELSEWHERE(
            "No remote of this repository leads to {repository}. Choose the repository of the pull request, or add a remote."),
    PULL_REQUEST_MISSING("The remote {remote} has no pull request {label}."),
    PULL_REQUEST_NOT_FETCHED("From {remote}, the pull request {label} could not be fetched: {reason}"),
    REMOTE_UNREADABLE("The remote {remote} cannot be read: {reason}"),
    AGENT_NEEDS_LOGIN("The agent needs a login. On the host, run: {command}"),
    AGENT_STARTING("The agent is still starting. Try again in a moment."),
    AGENT_NOT_RUNNING("The agent does not run. Resume the session first."),
    AGENT_UNKNOWN("There is no agent “{agent}”. Known are {agents}."),
    AGENT_UNKNOWN_FILE_WRONG("There is no agent “{agent}”. Known are {agents}. {mistakes}"),
    AGENT_SESSIONS_FULL(
            "{agent} runs in as many sessions as its entry in agents.json allows, {max}. Close one of them first; its conversation stays."),
    AGENT_NOT_INSTALLED("{agent} is not installed: there is no command “{command}”."),
    AGENT_NOT_INSTALLED_HINT("{agent} is not installed: there is no command “{command}”. To install it: {hint}"),
    AGENT_NOT_FOUND_YET(
            "{agent} is not installed: there is no command “{command}”. Your login shell is still being asked where programs are: if it is installed, try again in a moment."),
    AGENT_NOT_FOUND_YET_HINT(
            "{agent} is not installed: there is no command “{command}”. Your login shell is still being asked where programs are: if it is installed, try again in a moment. To install it: {hint}"),
    ALREADY_ANSWERED("Already answered by {device}: {answer}"),
    ALLOW("Allow"),
    DO_NOT_ALLOW("Do not allow"),
    RETRY("Retry"),
    QUESTION_CLOSED("This question is closed. {reason}"),
    QUESTION_UNKNOWN("There is no such question in this session."),
    OPTION_UNKNOWN("The question has no such option; choose one of its own."),
    MEMORY_LOST(
            "The agent could not load this conversation, so it has lost its memory of it. What you see here is the host’s record."),
    NOT_PASSED_ON_PROMPT(
            "“{device}” may not do that on this host any more, so the host did not pass on a prompt of that device."),
    NOT_PASSED_ON_ANSWER(
            "“{device}” may not do that on this host any more, so the host did not pass on an answer of that device, and the agent got none."),
    NOT_PASSED_ON_OPTION(
            "“{device}” may not do that on this host any more, so the host did not pass on a change of the mode, the model or an option of that device."),
    NOT_PASSED_ON_RESTORE(
            "“{device}” may not do that on this host any more, so the host did not pass on a command to put files back of that device."),
    QUEUE_DROPPED(
            "Taken out of the queue and not sent, since the device that wrote it may not prompt on this host any more:\n{prompts}"),
    DONE_WITHOUT_ASKING(
            "“{call}” was done without asking, although the mode “{mode}” says that it asks. The agent’s own settings may allow it; if you did not expect that, look at them."),
    OUTPUT_MALFORMED(
            "The agent printed something that is no message of its protocol; such lines are passed over: {line}"),
    FILES_NOT_KEPT("The files were not kept before this turn, so its changes cannot be undone here. {reason}"),
    CRASH_RESTARTS(
            "The agent crashed and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_RESTARTS_EXIT(
            "The agent crashed (exit code {code}) and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_STOPS(
            "The agent crashed. It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}"),
    CRASH_STOPS_EXIT(
            "The agent crashed (exit code {code}). It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}");

    private static final Map<String, HostTextCode> BY_WORD = new HashMap<>();

    static {
        for (HostTextCode code : values()) {
            BY_WORD.put(code.word(), code);
        }
    }

    private final String english;
    private final List<String> arguments;

    HostTextCode(String english) {
        this.english = english;
        this.arguments = Argument.PATTERN
                .matcher(english)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The code of a word on the wire; empty if this version does not know it. */
    public static Optional<HostTextCode> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The word on the wire, in lower camel case. */
    public String word() {
        String[] parts = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder word = new StringBuilder(parts[0]);
        Arrays.stream(parts, 1, parts.length)
                .forEach(part ->
                        word.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length()));
        return word.toString();
    }

    /** The English text with its arguments in braces. */
    public String english() {
        return english;
    }

    /** The names of the arguments, in the order in which they first appear. */
    public List<String> arguments() {
        return arguments;
    }

    /** The English text with these values. */
    String fill(Map<String, String> values) {
        return Argument.PATTERN
                .matcher(english)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    /** In a class of its own, since the constants use it before static fields are set. */
    private static final class Argument {
        static final Pattern PATTERN = Pattern.compile("\\{([a-z][a-zA-Z]*)}");

        private Argument() {}
    }
}
