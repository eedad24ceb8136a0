package io.onefunnel.store.sql;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The database refused or could not be reached. The message holds no data of a row. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(SQLException cause) {
        super(describe(cause), withoutRows(cause));
    }

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    private static String describe(SQLException cause) {
        ServerErrorMessage server = cause instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String message = server == null ? cause.getMessage() : server.getMessage();
        return "the store's database answered " + cause.getSQLState() + ": " + message;
    }

    /** The driver's own message also quotes "Detail: Failing row contains (...)": keep only where it came from. */
    private static Throwable withoutRows(SQLException cause) {
        if (!(cause instanceof PSQLException postgres) || postgres.getServerErrorMessage() == null) return cause;
        SQLException quiet = new SQLException(describe(cause), cause.getSQLState());
        quiet.setStackTrace(cause.getStackTrace());
        return quiet;
    }
}
