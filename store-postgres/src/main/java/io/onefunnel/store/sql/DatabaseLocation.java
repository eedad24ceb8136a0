package io.onefunnel.store.sql;

/** Where the database is, and as whom to ask it; its text leaves the password out. */
public record DatabaseLocation(String jdbcUrl, String user, String password) {
    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
