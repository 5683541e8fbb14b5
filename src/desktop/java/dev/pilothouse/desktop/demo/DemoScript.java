package dev.pilothouse.desktop.demo;

import java.util.function.Function;

/**
 * The scripts of the demo agent. The first word of a prompt, with a slash, selects one; all other prompts get the tour.
 * A script returns a stop reason of the protocol, or an error.
 */
enum DemoScript {
    TOUR("tour", "Shows everything once: text, plan, tools, a permission", "", DemoTours::tour),
    HELP("help", "Lists these commands", "", DemoTours::help),
    SAY("say", "Repeats what follows", "text", DemoTours::showMessage),
    MARKDOWN("markdown", "Writes every kind of Markdown", "", DemoTours::markdown),
    THINK("think", "Thinks for a while, then answers", "", DemoTours::showThought),
    PLAN("plan", "Works through a plan of six steps", "", DemoTours::plan),
    PERMISSION("permission", "Asks before it writes " + DemoTexts.FILE_NAME, "", DemoTours::permission),
    APPROVE("approve", "Shows a plan and asks for approval", "", DemoTours::approve),
    QUESTION(
            "question",
            "Asks you something: a text, a choice, a form or a link",
            "text | choice | form | link",
            DemoQuestions::ask),
    DIFF("diff", "Shows a changed and a new file, and writes neither", "", DemoTours::diff),
    RUN("run", "Shows a command with coloured output", "", DemoTours::run),
    SHOW("show", "Shows a picture, a sound and a file", "", DemoMedia::show),
    COMPACT("compact", "Compacts the conversation", "", DemoMedia::compact),
    LONG("long", "Writes a long answer", "paragraphs", DemoTours::longAnswer),
    SLOW("slow", "Writes a word every 300 ms until it is cancelled", "seconds", DemoTrouble::slow),
    FLOOD("flood", "Sends chunks as fast as it can", "chunks", DemoTrouble::flood),
    STDERR("stderr", "Writes megabytes to stderr before it answers", "megabytes", DemoTrouble::stderr),
    GARBAGE("garbage", "Prints lines that are no messages, then goes on", "", DemoTrouble::garbage),
    UNKNOWN("unknown", "Sends kinds of messages that nobody knows", "", DemoTrouble::unknown),
    FAIL("fail", "Ends the turn with an error", "", DemoTrouble::fail),
    REFUSE("refuse", "Refuses to go on", "", DemoTrouble::refuse),
    LIMIT("limit", "Stops at the token limit", "", DemoTrouble::limit),
    CRASH("crash", "Exits in mid-turn with last words", "", DemoTrouble::crash),
    HANG("hang", "Works on and ignores a cancel", "seconds", DemoTrouble::hang),
    STRAY("stray", "Runs a command that a cancel does not end", "", DemoTrouble::stray),
    SPAWN("spawn", "Starts processes that outlive the turn", "", DemoTrouble::spawn);

    private final String command;
    private final String description;
    private final String hint;
    private final Function<DemoTurn, Object> play;

    DemoScript(String word, String description, String hint, Function<DemoTurn, Object> play) {
        this.command = word;
        this.description = description;
        this.hint = hint;
        this.play = play;
    }

    /** Returns the script that a prompt selects. */
    static DemoScript of(String prompt) {
        String text = prompt.strip();
        for (DemoScript script : values()) {
            String command = "/" + script.command;
            if (text.equals(command) || text.startsWith(command + " ") || text.startsWith(command + "\n")) {
                return script;
            }
        }
        return TOUR;
    }

    String command() {
        return command;
    }

    String description() {
        return description;
    }

    String hint() {
        return hint;
    }

    /** Runs it and returns a stop reason as text, or an {@link dev.pilothouse.desktop.rpc.RpcError}. */
    Object run(DemoTurn turn) {
        return play.apply(turn);
    }
}
