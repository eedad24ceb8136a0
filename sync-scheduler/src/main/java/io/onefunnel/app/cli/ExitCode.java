package io.onefunnel.app.cli;

/** What the program's exit code says; documented in docs/admin/cli.md. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Something that should not happen; please report it. */
    public static final int INTERNAL = 1;
    /** The command line was not understood. */
    public static final int USAGE = 2;
    /** A configuration file is wrong or missing. */
    public static final int CONFIGURATION = 3;
    /** A connection cannot be used: credentials, rights, reachability, another account. */
    public static final int CONNECTION = 4;
    /** Done, but incomplete: what is missing was named. */
    public static final int SHORTFALL = 5;
    /** Refused for safety: a plan for another account, writing is paused. */
    public static final int REFUSED = 6;
    /** Another process is at it. */
    public static final int BUSY = 7;
    /** The store cannot be opened. */
    public static final int STORE = 8;

    /** The store's own server was gone and did not start again: start the program anew. EX_TEMPFAIL of sysexits. */
    public static final int STORE_GONE = 75;

    /** Stopped by Ctrl-C or SIGTERM before it was done; what was begun goes on at the next run. */
    public static final int STOPPED = 130;

    private ExitCode() {}
}
