package io.onefunnel.hubspot.check;

import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.List;

/** The problems of a portal in the order in which they were found, each once. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Severity severity, AdapterErrorCode code, String what, String remedy) {
        found.add(new Problem(severity, code, what, remedy));
    }

    /** What kept a question from being answered; the remedy goes by its code. */
    void add(Severity severity, String what, AdapterException e) {
        add(severity, e.code(), what + ": " + e.getMessage(), remedy(e.code()));
    }

    /** A question that a portal may refuse; the others are asked all the same. */
    void asking(String what, Runnable question) {
        try {
            question.run();
        } catch (AdapterException e) {
            add(Severity.WARNS, what + " cannot be looked at", e);
        } catch (RefusedException e) {
            add(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    what + " cannot be looked at: " + e.error().summary(),
                    "report this to the project");
        }
    }

    /** Two types of the mapping may be one object at HubSpot, and share its properties. */
    List<Problem> distinct() {
        return found.stream().distinct().toList();
    }

    static String remedy(AdapterErrorCode code) {
        return switch (code) {
            case CREDENTIALS_REFUSED, TOKEN_EXPIRED -> "store a valid token of this portal";
            case PERMISSION_MISSING -> "grant the token the scope that the message names";
            case UNREACHABLE -> "check base-url, the network and the proxy";
            case QUOTA_EXHAUSTED, RATE_LIMITED -> "wait until the portal's limit is renewed";
            case UNEXPECTED_RESPONSE -> "check base-url, and the proxy or firewall on the way to HubSpot";
            default -> "try again later; if it stays, look at HubSpot's status page";
        };
    }
}
