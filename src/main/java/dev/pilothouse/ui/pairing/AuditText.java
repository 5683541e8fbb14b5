package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Formats the codes of a host's audit log: reasons, scopes, times, tunnels and modes. A mode is named by its common
 * name, or by the name that the agent gives it. An unknown code, for instance from a newer host, is quoted. Confined to
 * the FX thread. Ends with its sheet.
 */
final class AuditText {
    private final HostLink link;

    AuditText(HostLink link) {
        this.link = link;
    }

    /**
     * @param id the session or device that the action was about, empty for none
     * @param code the log's code, may be empty
     * @return empty if there is nothing to add
     */
    String of(AuditAction deed, String id, String code) {
        if (code.isEmpty()) {
            return "";
        }
        return switch (deed) {
            case REFUSED -> lookUp("deedWhy." + constant(code), code);
            case PAIRED, TICKET_MADE -> scopes(code);
            case SCOPE_SET -> scope("deedScope.now", code);
            case FORBIDDEN -> scope("deedScope.needed", code);
            case EXPIRY_SET -> expiryText(code);
            case SHARING_SET -> sharingText(code);
            // The id of a question is of no use to the person.
            case ANSWERED -> "";
            case SESSION_CREATED -> agent(code);
            case MODE_SET -> mode(id, code);
            case MODEL_SET ->
                offered(id).models().stream()
                        .filter(model -> model.modelId().equals(code))
                        .map(AgentModel::name)
                        .findFirst()
                        .orElse(quoted(code));
            case OPTION_SET ->
                offered(id).options().stream()
                        .filter(option -> option.optionId().equals(code))
                        .map(AgentOption::name)
                        .findFirst()
                        .orElse(quoted(code));
            // A name that a person chose is shown unchanged.
            case DEVICE_RENAMED,
                    REVOKED,
                    WORKTREE_REMOVED,
                    WORKTREE_RESTORED,
                    BUDGET_SET,
                    PRESET_SAVED,
                    PROFILE_SAVED,
                    PROFILE_DELETED,
                    SERVER_TESTED,
                    SCHEDULE_SAVED,
                    SCHEDULE_CHANGED -> code;
            default -> quoted(code);
        };
    }

    /** The codes of {@link AuditAction#SHARING_SET} other than tunnels. */
    enum Reach {
        ON,
        OFF
    }

    /** Common modes of agents, by their ids. */
    enum Mode {
        DEFAULT,
        ASK,
        ACCEPT_EDITS,
        AUTO,
        PLAN,
        BYPASS_PERMISSIONS,
        DONT_ASK
    }

    /** A code of the log, such as {@code ticketUsed}, in the form of the bundles' keys. */
    private static String constant(String code) {
        return code.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static String lookUp(String key, String code) {
        return Texts.has(key) ? Texts.text(key) : quoted(code);
    }

    private static String quoted(String code) {
        return Texts.text("deeds.code", code);
    }

    /** A scope, followed by its end, if there is one. */
    private static String scopes(String code) {
        int space = code.indexOf(' ');
        return space < 0
                ? scope("deedScope.may", code)
                : scope("deedScope.may", code.substring(0, space)) + ", " + expiryText(code.substring(space + 1));
    }

    private static String scope(String key, String code) {
        String name = "scope." + code.toUpperCase(Locale.ROOT);
        return Texts.has(name) ? Texts.text(key, Texts.text(name)) : quoted(code);
    }

    private static String expiryText(String code) {
        if (code.equals("never")) {
            return Texts.text("deeds.noEnd");
        }
        try {
            return Texts.text("deeds.until", TimeFormatter.date(Instant.parse(code)));
        } catch (DateTimeException noTime) {
            return quoted(code);
        }
    }

    private static String sharingText(String code) {
        String tunnel = "tunnel ";
        if (!code.startsWith(tunnel)) {
            return lookUp("deedReach." + constant(code), code);
        }
        String way = code.substring(tunnel.length());
        String name = "tunnel.way." + way.toUpperCase(Locale.ROOT);
        return way.equals("off")
                ? Texts.text("deeds.tunnelOff")
                : Texts.text("deeds.tunnelOn", Texts.has(name) ? Texts.text(name) : quoted(way));
    }

    private String agent(String code) {
        return link.reader().host().agents().stream()
                .filter(agent -> agent.agentId().value().equals(code))
                .map(AgentInfo::name)
                .findFirst()
                .orElse(quoted(code));
    }

    private String mode(String id, String code) {
        String common = "deedMode." + constant(code);
        if (Texts.has(common)) {
            return Texts.text(common);
        }
        return name(offered(id).modes(), code)
                .or(() -> link.reader().host().agents().stream()
                        .flatMap(agent -> name(agent.modes(), code).stream())
                        .findFirst())
                .orElse(quoted(code));
    }

    private static Optional<String> name(List<AgentMode> modes, String code) {
        return modes.stream()
                .filter(mode -> mode.modeId().equals(code))
                .map(AgentMode::name)
                .findFirst();
    }

    /** Compares text, because an id in a log may be malformed. */
    private Offer offered(String id) {
        return link.reader().host().sessions().stream()
                .map(SessionSummary::sessionId)
                .filter(known -> known.value().equals(id))
                .findFirst()
                .flatMap(link.reader()::session)
                .map(view -> view.state().offer())
                .orElse(Offer.NONE);
    }
}
