package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;

/** What is missing before outcomes may be sent to a connection, in the same words wherever it is said. */
public final class OutcomeConfirmation {
    private OutcomeConfirmation() {}

    /** What an admin asks a marketer for. */
    public static String request(ConnectionId connection) {
        return "outcomes wait at " + connection
                + ": let a marketer switch off the triggers that read our fields, then run "
                + command(connection);
    }

    /** What records the marketer's answer. */
    public static String command(ConnectionId connection) {
        return "`onefunnel outcomes confirm " + connection + " --by NAME`";
    }
}
