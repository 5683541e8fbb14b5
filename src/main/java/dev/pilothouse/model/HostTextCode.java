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
    // of folders, and of the file of own agents
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
    PRICES_UNREADABLE("The list of prices {file} is not used, since it cannot be read: {reason}."),
    BUDGET_REACHED("The budget of {limit} is used up. No new turn starts. Raise it?"),
    BUDGET_NEARLY_USED("{percent} % of the budget of {limit} is used."),
    BUDGET_RAISE_HALF("Raise by 50 %"),
    BUDGET_DOUBLE("Double it"),
    BUDGET_KEEP("Not now"),
    BUDGET_WRONG("That is no budget: it needs a subject, a period, a unit (tokens or a currency) and a limit."),
    BUDGETS_FULL("There are {max} budgets already. Delete some first."),
    USAGE_SPAN("Usage can be read for 1 to {max} days."),
    VALUE_MISSING("This is missing, so the entry is left out."),
    VALUE_NO_OBJECT("This must be an object."),
    VALUE_NO_ID("This must have 1 to 64 characters without white space, so the entry is left out."),
    VALUE_NO_BOOLEAN("This must be true or false."),
    VALUE_NO_NUMBER("This must be a whole number from 1 to {max}."),
    VALUE_NO_WORD("This must be one of {words}."),
    VALUE_NO_VARIABLE("A shell cannot set the variable “{name}”, so the entry is left out."),
    VALUE_NO_TARGET("This must be a name that is not blank and does not begin with “-”, so the entry is left out."),
    // of a client: its connections and its tickets
    LINK_TIMEOUT("The host did not answer in time."),
    LINK_BROKE_AT_ONCE("The connection broke at once."),
    LINK_BROKE("The connection broke."),
    LINK_SILENT("The host has not been heard for {seconds} s."),
    LINK_UPDATES_WRONG("The host sends updates that do not fit together."),
    LINK_LOCAL_CLOSED("The host on this computer is closed."),
    LINK_LOCAL_ENDED("The host on this computer has closed the connection."),
    LINK_BROKE_WHY("The connection to {host} broke: {reason}."),
    LINK_NOT_CONNECTED_WHY("Cannot connect to {host}: {reason}."),
    ADDRESS_INVALID("{address} is no address"),
    ADDRESS_NO_HOST("what answers at {address} is no Pilothouse host"),
    ADDRESS_OTHER_VERSION("what answers at {address} is no Pilothouse host of this version"),
    ADDRESS_OTHER_KEY("what answers at {address} is not this host: its key is another"),
    ADDRESS_CLOSED("{address} has closed the connection"),
    ADDRESS_VERSION("the host at {address} is of another version: update the older one"),
    ADDRESS_HTTP("{address} answers with HTTP {status}"),
    ADDRESS_MISSING("it has no address"),
    ADDRESS_LATE("it does not answer within {seconds} seconds"),
    ADDRESS_UNPROVEN("what answers at {address} does not prove to be this host"),
    LINK_WENT_AWAY("the network or the host went away"),
    ADDRESS_NOT_REACHED("{address} is not reachable"),
    LINK_DISTURBED("the connection was disturbed"),
    LINK_UNREADABLE("the host sent something that this version cannot read"),
    LINK_OTHER_CODE("The host shows another code than this device, so pairing was stopped."),
    LINK_OTHER_HOST("Another host answers at this address."),
    BRIDGE_VERSIONS("The host speaks version {host} of the bridge, this app {app}: update the older of the two."),
    APP_WAS_CLOSED("The app was closed before the host had answered."),
    HOST_TOO_OLD_FOR_EXPIRY(
            "This host is too old to let a device in for a time only. Update it, or set the end when the device is paired."),
    PAIRING_NO_ANSWER("Nobody at the host has answered in time. Make a new ticket there and try again."),
    PAIRING_NOBODY("Nobody at the host has answered."),
    PAIRING_UNREACHABLE("The host cannot be reached: {reason}"),
    PAIRING_OWN_HOST("This ticket is of the host on this computer, which needs no pairing."),
    PAIRING_UNDER_WAY("Pairing with this host is under way already."),
    HOST_NOT_STORED("The host cannot be stored on this device."),
    TICKET_EMPTY("There is no pairing text."),
    TICKET_NONE("This is not a pairing text: one begins with {prefix}."),
    TICKET_NEWER("This pairing text was made by a newer Pilothouse. Update this one, then pair again."),
    TICKET_OTHER_KEY(
            "This pairing text names one host and carries the key of another. Do not use it: that host has not made it."),
    TICKET_CUT("The end of the pairing text is missing."),
    TICKET_DAMAGED("The pairing text is damaged."),
    TICKET_COPY_ALL("Copy all of it, or make a new one on the host with {command}."),
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
    // of a session: its agent, its turns, its questions, its journal
    AGENT_STOPPED_EARLY("{agent} was stopped before it was ready."),
    AGENT_WAS_ENDED("The agent was ended."),
    SESSION_WAS_ENDED("The session was ended."),
    HOST_HAD_ENDED("The host ended while the agent ran."),
    HOST_CLOSES("The host was shut down."),
    PROCESS_CLOSED_OUTPUT("The process closed its output without ending, so it was ended."),
    PROCESS_SIGNAL("The process was ended by signal {signal}."),
    PROCESS_EXITED("The process exited with code {code}."),
    LAST_WORDS("Its last words: {line}"),
    LAST_WORDS_BEFORE("Its last words: {line}\nBefore that:\n{lines}"),
    START_EXITED("{agent} ended before it was ready."),
    START_TIMEOUT("{agent} was not ready within {seconds} s, so it was ended."),
    START_LONGER("If it needs longer, give it more by “startSeconds” in its entry of agents.json."),
    START_NOT_FOUND("It, or a program that it needs, was not found on the PATH that it was given."),
    START_NOT_EXECUTABLE("It, or a program that it needs, may not be executed."),
    START_SILENT("It did not say a word in the Agent Client Protocol."),
    START_GARBAGE("What it printed is no message of the Agent Client Protocol: “{line}”."),
    START_ARGUMENTS("Look whether its arguments start it as an agent: many programs need one such as --acp."),
    START_LOCATION("It was started as {program} in {directory}; run it there in a terminal to see more."),
    START_DEFECT("{agent} could not be started. The host’s log says more."),
    START_RUNNER_UNUSABLE("The entry of {agent} cannot be used: {reason}"),
    START_REFUSED("The system could not start {command}: {reason}"),
    START_REFUSED_ERROR("The system could not start {command}: {reason} (error {number})"),
    START_NO_INTERPRETER(
            "The system could not start {command}: the program that runs it, named in its first line, is not installed."),
    START_NO_DESCRIPTORS(
            "No file descriptors are left to start a program with. Close sessions that nobody needs, or start the host with a higher limit of open files (ulimit -n)."),
    START_FILE_NOT_EXECUTABLE(
            "The file {command} is there but may not be executed. Make it executable, or name another."),
    START_PROGRAM_MISSING("There is no program {command}."),
    START_COMMAND_MISSING("The command “{command}” is not installed, or not on the PATH."),
    START_DIRECTORY_MISSING("The directory {path} is not there. Choose one that exists."),
    LOGIN_BY_COMMAND(
            "{agent} needs a login. Run this in a terminal on the host, then start the session again: {command}"),
    LOGIN_BY_PROGRAM("{agent} needs a login. Log in with its own program on the host, then start the session again."),
    LOGIN_WAYS("It offers: {ways}."),
    ACP_VERSION(
            "{agent} speaks version {theirs} of the Agent Client Protocol; this host speaks version {ours}. Another release of either may help."),
    ACP_NO_SESSION("{agent} could not start a session: {error}"),
    ACP_NO_SESSION_ID("{agent} started a session without an id."),
    ACP_NO_HISTORY("{agent} goes on with this session, but does not repeat what was said before."),
    ACP_CANNOT_CONTINUE(
            "{agent} cannot go on with its session {session}. It may be gone, or open elsewhere; end it there and try again."),
    ACP_CONTINUED_TWICE(
            "{agent} has another session of this host that goes on with its session {session}. Go on there, or end that one first."),
    ACP_MODE_UNKNOWN("{agent} offers no mode “{mode}”."),
    ACP_MODE_UNKNOWN_OF("{agent} offers no mode “{mode}”, only {modes}."),
    ACP_NO_ASKING_MODE("{agent} offers no mode that asks before it acts; it is in “{mode}”."),
    ACP_MODE_REFUSED("{agent} did not accept the mode {mode}: {error}"),
    ACP_MODEL_REFUSED("{agent} did not accept the model {model}: {error}"),
    ACP_OPTION_REFUSED("{agent} did not accept the value {value} of the option {option}: {error}"),
    ACP_NO_ANSWER("No answer to {method} within {seconds} s."),
    ACP_NOT_READ("The agent does not read what it is sent."),
    ACP_NO_MORE("The agent takes no more requests."),
    ACP_NO_REASON("The agent gave no reason."),
    CANCEL_UNCONFIRMED("{agent} did not confirm the cancel within {seconds} s. It may still be working."),
    TOOL_ENDED("{agent} had left a process of the cancelled turn running. The host has ended it."),
    TOOLS_ENDED("{agent} had left {count} processes of the cancelled turn running. The host has ended them."),
    QUESTION_ID_TOO_LONG("A question of the agent was refused: its request has too long an id."),
    QUESTIONS_FULL(
            "A question of the agent was refused. A session has at most {max} open questions. Answer some of them."),
    QUESTION_WITHDRAWN("The agent withdrew the question."),
    NO_ANSWER_CANCELLED("The turn was cancelled before an answer."),
    NO_ANSWER_AGENT_ENDED("The agent ended before an answer."),
    NO_ANSWER_TURN_ENDED("The turn ended before an answer."),
    MEMORY_LIMIT(
            "The agent’s processes take {used} MB of memory, more than the {limit} MB that its entry in agents.json names. Nothing was ended."),
    CONTENT_TOO_LARGE("The agent sent the file “{name}”, which was not kept: it is larger than {max} MB."),
    CONTENT_EMPTY("The agent sent the file “{name}”, which was not kept: it is empty."),
    CONTENT_FULL(
            "The agent sent the file “{name}”, which was not kept: of one session at most {files} files and {max} MB are kept."),
    CONTENT_UNDECODABLE("The agent sent the file “{name}”, which was not kept: it is no base64."),
    CONTENT_NOT_WRITTEN("The agent sent the file “{name}”, which was not kept: the host’s disk did not take it."),
    COMPACTING("The agent is compacting the conversation."),
    COMPACTED("The agent has compacted the conversation."),
    COMPACTION_FAILED("The agent could not compact the conversation."),
    COMPACTION_CANCELLED("The compaction of the conversation was cancelled."),
    JOURNAL_ENTRY_CUT("The last entry of {file} was only half written ({bytes} bytes) and was cut off."),
    JOURNAL_DAMAGED(
            "The journal {file} was damaged. What came before the damage is kept; the damaged file is kept as {kept}."),
    JOURNAL_NOT_ON_DISK("The session’s journal could not be brought to disk. Check the disk, then restart the host."),
    JOURNAL_STOPPED(
            "The journal could not be brought to disk, so the session stopped. Check the disk, then restart the host."),
    JOURNAL_UNWRITABLE("The session’s journal cannot be written, for example because the disk is full."),
    JOURNAL_NO_ROOM(
            "The session’s journal cannot be written ({reason}). Make room on the host’s disk, then try again."),
    IO_NO_PERMISSION("there is no permission for {file}"),
    IO_MISSING("{file} is not there"),
    IO_IN_THE_WAY("{file} is in the way"),
    IO_NO_DIRECTORY("{file} is no directory"),
    IO_DISK_FULL("the disk is full: {message}"),
    IO_NO_DESCRIPTORS(
            "no file descriptors are left; close sessions that nobody needs, or start the host with a higher limit of open files (ulimit -n)"),
    IO_NO_REASON("the system gave no reason"),
    // of refusals, and notes of a session
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
    FORGE_NO_PROGRAM("The program {program} is not installed on the host."),
    FORGE_LOGGED_OUT("{program} has no login for {host}. On the host, run: {program} auth login --hostname {host}"),
    FORGE_LIMITED("{host} accepts no more requests of this account until {time}."),
    FORGE_REFUSED("{host} has refused: {reason}"),
    FORGE_FAILED("{program} has failed: {reason}"),
    FORGE_ANSWER_UNUSABLE("{program} gave an answer that does not fit."),
    FORGE_TIMED_OUT("{program} did not end within {seconds} s."),
    FORGE_STOPPED("{program} was stopped."),
    PULL_REQUEST_NO_FORGE("The session works on no branch of a repository on GitHub or GitLab."),
    PULL_REQUEST_TEXT_LENGTH("A title has 1 to {title} characters, and a description at most {body}."),
    PULL_REQUEST_OTHER_BRANCH("The session works on the branch {branch} now. Open the pull request again."),
    PULL_REQUEST_OF_BASE("The branch {branch} is the one that pull requests are for. Work on another one."),
    PULL_REQUEST_NOT_PUSHED("The branch {branch} is not pushed. Push it first."),
    PULL_REQUEST_CREATED("The pull request {number} is created."),
    PULL_REQUEST_EXISTS("The branch has the pull request {number} already."),
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
    CONTINUE_WITHOUT_SETUP("Continue without setup"),
    REMOVE_ANYWAY("Remove anyway"),
    SETUP_ALLOW("Run the setup commands of this repository? They are in {file} and run in {directory}."),
    SETUP_NOT_ALLOWED("The setup commands of the repository were not allowed."),
    TEARDOWN_ALLOW(
            "Run the teardown commands of this repository before it is removed? They are in {file} and run in {directory}."),
    TEARDOWN_NOT_ALLOWED("The teardown commands of the repository were not allowed."),
    COMMAND_FAILED("A command has failed with exit code {code}: {command}"),
    COMMAND_TIMED_OUT("A command did not end within {minutes} minutes: {command}"),
    COMMAND_NOT_STARTED("A command could not be started: {command} ({reason})"),
    COMMANDS_CUT_OFF("The host has ended twice while the {phase} commands of the repository ran."),
    COMMANDS_NOT_DONE("The {phase} commands of the repository have not run to their end."),
    COMMANDS_FILE_UNREADABLE(
            "{file} cannot be used: it must be a file in UTF-8 with at most {max} bytes, and no link."),
    COMMANDS_FILE_FORBIDDEN("{file} cannot be read: {reason}."),
    COMMANDS_NOT_JSON("{file}, line {line}: this must be one valid JSON object."),
    COMMANDS_NO_LIST("{file}, line {line}: “{member}” must be a list of texts."),
    COMMANDS_NO_OBJECT("{file}, line {line}: “{member}” must be an object."),
    COMMANDS_TOO_LONG("{file}, line {line}: “{member}” must have at most {most} entries of {longest} characters."),
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
    REVIEW_FULL("The review has {max} comments. Resolve or delete some first."),
    REVIEW_TOO_LARGE("The comments of this review are too long together. Resolve or delete some first."),
    REVIEW_EMPTY("There are no comments to send."),
    REVIEW_TOO_LONG("The comments are longer than one prompt of {max} characters. Send fewer at once."),
    COMMENT_LENGTH("A comment has 1 to {max} characters."),
    COMMENT_PLACE_INVALID("The comment names no lines of a file of the repository."),
    COMMENT_ID_USED("Another comment has this id."),
    COMMENT_UNKNOWN("That comment is not there any more."),
    COMMENT_SENT("The comment was sent already, so its text stays. Write another one."),
    COMMENT_OF_OTHER("Another device wrote this comment. To change it, this device needs the scope steer."),
    FILES_NOT_KEPT("The files were not kept before this turn, so its changes cannot be undone here. {reason}"),
    REMOTE_NO_REPOSITORY("The session’s directory is in no git repository of the host."),
    REMOTE_BUSY("Another fetch, pull or push of this directory is not over yet."),
    REMOTE_MISSING("This repository has no remote. Add one with “git remote add”."),
    REMOTE_NO_BRANCH("No branch is checked out, or git is in the middle of an operation."),
    REMOTE_TURN("The agent of the session “{session}” works in this directory. Wait for the end of its turn."),
    REMOTE_NOT_KEPT("No snapshot could be taken, so nothing was changed. {reason}"),
    REMOTE_TOO_SLOW("“{remote}” took more than {minutes} minutes, so git was stopped."),
    REMOTE_NEEDS_LOGIN(
            "{url} needs a login that the host does not have. Set up a credential helper or a key there. Git says: {message}"),
    REMOTE_HOST_KEY(
            "The key of {url} is not known on the host, or it has changed. Connect there once with “ssh” and check the key."),
    REMOTE_UNREACHABLE("{url} cannot be reached from the host. Git says: {message}"),
    REMOTE_NOT_FOUND("There is no repository at {url}, or the host may not see it. Git says: {message}"),
    REMOTE_FAILED("Git could not do that: {message}"),
    PULL_IN_OPERATION(
            "Git is in the middle of a merge, a rebase or a similar operation here. Finish or abort it first."),
    PULL_NO_UPSTREAM(
            "The branch “{branch}” follows no branch of a remote, so there is nothing to pull. Push it first."),
    PULL_UPSTREAM_GONE("The branch that “{branch}” follows is no longer there."),
    PULL_CHOOSE("Both sides have new commits. Choose rebase or merge."),
    PULL_UP_TO_DATE("The branch has all commits of its upstream."),
    PULL_DONE("Pulled. New commits: {count}."),
    PULL_UNCOMMITTED("Uncommitted changes stand in the way of a rebase: {files}. Commit them or put them back first."),
    PULL_IN_THE_WAY(
            "These files stand in the way and would be overwritten: {files}. Commit or move them first. Nothing was changed."),
    PULL_CONFLICTS("There are conflicts in {files}. Resolve them and continue, or abort the pull."),
    PULL_NOT_BEGUN("The pull was interrupted before it changed anything."),
    PULL_INTERRUPTED(
            "The pull was interrupted halfway. Look at the changes, and abort it or finish it. A snapshot of the files before it is kept."),
    PULL_NOTHING_TO_ABORT("There is no merge and no rebase to abort."),
    PULL_ABORTED("Aborted. The branch and the files are as they were before."),
    PUSH_DONE("Pushed to {target}."),
    PUSH_MOVED("The branch “{branch}” has another commit than the one that was shown. Look again before you push."),
    PUSH_ELSEWHERE(
            "The push would now go to {remote} at {url}, which is not what was shown. Look again before you push."),
    PUSH_GUARDED("“{branch}” is the default branch or a protected one. Confirm that you want to push to it."),
    PUSH_BEHIND("{target} has commits that this branch does not have, so the remote refused. Pull first."),
    PUSH_STALE("{target} has changed since you looked, so nothing was replaced. Fetch and look again."),
    PUSH_REFUSED("{target} was refused: {reason}"),
    PUSH_NOT_ARRIVED("The push was interrupted, and {target} does not have the commit."),
    PUSH_UNKNOWN("The push was interrupted, and the host could not ask whether {target} has the commit. {message}"),
    PUSH_OTHERS(
            "The push was interrupted, and {target} has other commits by now. Fetch to see whether yours is among them."),
    AGENT_WORKS_HERE("The agent of “{session}” works in this directory. Wait for the end of its turn."),
    WAITS_FOR_TURN("Waits for the end of the turn of “{session}”."),
    NO_REPOSITORY_HERE("The session’s directory is in no git repository of the host."),
    FILE_NOT_AS_SEEN("{path} has changed since you looked. Look at it again."),
    FILE_HAS_CONFLICTS("{path} has conflicts. Solve them first."),
    FILE_IS_FILTERED(
            "Git stores {path} through a filter or in another encoding, so it cannot be changed here. Use git on the host."),
    FILE_IS_REPOSITORY("{path} is a repository of its own, so it cannot be changed here."),
    FILE_NOT_OF_REPOSITORY("That is no file of the repository."),
    FILE_NOT_CHANGED("{path} has no changes any more."),
    HUNK_NOT_APART("{path} has other changes at the same lines. Choose the whole file."),
    INDEX_LOCKED("Another git works in this repository. Try again in a moment."),
    STAGING_FAILED("Git could not do that: {reason}"),
    CHANGE_REJECTED("The change in {path} was rejected."),
    REJECT_INTERRUPTED("The host ended while it rejected the change. Look at the file."),
    SNAPSHOT_BEFORE_TURN_MISSING("The host has no snapshot of the files before the last turn of this session."),
    COMMIT_MESSAGE_MISSING("A commit needs a message."),
    COMMIT_MESSAGE_LONG("A commit’s message has at most {max} characters."),
    COMMIT_PATHS_LONG("That are too many files to name. Stage them first."),
    COMMIT_AUTHOR_MISSING(
            "Git does not know the author. On the host, run: git config --global user.name NAME; git config --global user.email MAIL"),
    COMMIT_NOTHING("There is nothing to commit."),
    COMMIT_CONFLICTS("These files have conflicts: {paths}. Solve and stage them first."),
    COMMIT_NOT_AS_SEEN("Other files are staged than those that you saw. Look at them again."),
    COMMIT_OPERATION("Git has not finished {operation}. Then only all staged files can be committed."),
    COMMIT_AMEND_NOTHING("There is no commit to replace."),
    COMMIT_AMEND_PUSHED("A remote has the last commit already, so it cannot be replaced here."),
    COMMIT_MADE("Committed {commit} on {branch}."),
    COMMIT_MADE_DETACHED("Committed {commit} on no branch."),
    COMMIT_FAILED("Nothing was committed. Git: {reason}"),
    COMMIT_NOT_SIGNED("Nothing was committed, because the commit could not be signed: {reason}"),
    COMMIT_TIMED_OUT("Nothing was committed: a hook or the signing did not end within {minutes} minutes."),
    COMMIT_STOPPED("Nothing was committed."),
    COMMIT_INTERRUPTED("The host ended during the commit. Nothing was committed."),
    COMMIT_UNCLEAR(
            "The host ended during the commit, and the branch has another commit since. Look whether it is yours."),
    CRASH_RESTARTS(
            "The agent crashed and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_RESTARTS_EXIT(
            "The agent crashed (exit code {code}) and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_STOPS(
            "The agent crashed. It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}"),
    CRASH_STOPS_EXIT(
            "The agent crashed (exit code {code}). It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}"),
    ;

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
    String fill(Map<String, HostText> values) {
        return Argument.PATTERN
                .matcher(english)
                .replaceAll(found -> Matcher.quoteReplacement(
                        values.getOrDefault(found.group(1), HostText.NONE).text()));
    }

    /** In a class of its own, since the constants use it before static fields are set. */
    private static final class Argument {
        static final Pattern PATTERN = Pattern.compile("\\{([a-z][a-zA-Z]*)}");

        private Argument() {}
    }
}
