package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.AuditDeed;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a host's audit log says in codes, in the person's words: reasons, scopes, times, ways, and modes by the name that
 * agents commonly have for them or that this one gives. A code that nobody knows, as a host of later may write, is quoted.
 * Confined to the FX thread; ends with its sheet.
 */
final class AuditWords {
    private final HostLink link;

    AuditWords(HostLink link) {
        this.link = link;
    }

    /**
     * @param id of the session or device that the deed was about, empty for none
     * @param code what the log says beside that, may be empty
     * @return empty where there is nothing more to say
     */
    String of(AuditDeed deed, String id, String code) {
        if (code.isEmpty()) {
            return "";
        }
        return switch (deed) {
            case REFUSED -> known("deedWhy." + constant(code), code);
            case PAIRED, TICKET_MADE -> scopes(code);
            case SCOPE_SET -> scope("deedScope.now", code);
            case FORBIDDEN -> scope("deedScope.needed", code);
            case EXPIRY_SET -> until(code);
            case SHARING_SET -> reach(code);
            // The number of a question tells nobody anything.
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
            // What somebody has named is said as it is.
            case DEVICE_RENAMED, REVOKED -> code;
            default -> quoted(code);
        };
    }

    /** What {@link AuditDeed#SHARING_SET} says beside tunnels. */
    enum Reach {
        ON,
        OFF
    }

    /** Modes that agents commonly have, by their ids. */
    enum Mode {
        DEFAULT,
        ASK,
        ACCEPT_EDITS,
        AUTO,
        PLAN,
        BYPASS_PERMISSIONS,
        DONT_ASK
    }

    /** A word of the log, such as {@code ticketUsed}, as the bundles name it. */
    private static String constant(String code) {
        return code.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static String known(String key, String code) {
        return Texts.has(key) ? Texts.text(key) : quoted(code);
    }

    private static String quoted(String code) {
        return Texts.text("deeds.code", code);
    }

    /** A scope, and behind it until when, where there is an end. */
    private static String scopes(String code) {
        int space = code.indexOf(' ');
        return space < 0
                ? scope("deedScope.may", code)
                : scope("deedScope.may", code.substring(0, space)) + ", " + until(code.substring(space + 1));
    }

    private static String scope(String key, String code) {
        String name = "scope." + code.toUpperCase(Locale.ROOT);
        return Texts.has(name) ? Texts.text(key, Texts.text(name)) : quoted(code);
    }

    private static String until(String code) {
        if (code.equals("never")) {
            return Texts.text("deeds.noEnd");
        }
        try {
            return Texts.text("deeds.until", Moments.date(Instant.parse(code)));
        } catch (DateTimeException noTime) {
            return quoted(code);
        }
    }

    private static String reach(String code) {
        String tunnel = "tunnel ";
        if (!code.startsWith(tunnel)) {
            return known("deedReach." + constant(code), code);
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

    /** By the text, since what stands in a log need not be an id at all. */
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
