package io.onefunnel.store.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A connection that says that somebody uses the server: as long as there is one, it is not stopped. */
final class Membership {
    // Every process that uses the server holds this lock in common; the one that gets it alone is the last one.
    private static final long MEMBERS = 1_169_115_107L;

    private final Connection connection;

    private Membership(Connection connection) {
        this.connection = connection;
    }

    /** Signs in as a member; empty when no such server answers. */
    static Optional<Membership> of(Endpoint endpoint) throws SQLException {
        Connection connection;
        try {
            connection = endpoint.connect();
        } catch (SQLException nobodyThere) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock_shared(" + MEMBERS + ")");
            return Optional.of(new Membership(connection));
        } catch (SQLException stopping) {
            connection.close();
            return Optional.empty();
        }
    }

    /** Whether the server still knows of it: not after it was killed, or started itself again after a crash of its own. */
    boolean holds() {
        try {
            return connection.isValid(1);
        } catch (SQLException impossible) {
            throw new IllegalStateException("a second is no negative time", impossible);
        }
    }

    boolean isOn(String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show " + setting)) {
            return result.next() && result.getString(1).equals("on");
        }
    }

    /** Gives the membership up, and returns whether nobody else has one. */
    boolean leave() {
        try (Connection leaving = connection;
                Statement statement = leaving.createStatement()) {
            statement.execute("select pg_advisory_unlock_shared(" + MEMBERS + ")");
            try (ResultSet result = statement.executeQuery("select pg_try_advisory_lock(" + MEMBERS + ")")) {
                return result.next() && result.getBoolean(1);
            }
        } catch (SQLException alreadyGone) {
            return false;
        }
    }
}
