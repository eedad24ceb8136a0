package io.onefunnel.app.engine;

/** What an installation can do, each part under its leases and logged as runs. Used by commands, pages and jobs alike. */
public record Services(
        ReadinessService readiness,
        PullService pulls,
        DecideService decisions,
        PlanService plans,
        WriteService writes,
        SettleService settling,
        SyncService sync,
        Uninstaller uninstaller) {

    /** @param holder names this process in leases */
    public static Services of(Installation installation, String holder) {
        return of(installation, holder, false);
    }

    /** The same for an admin who knows that a mass of records really was deleted at the vendor. */
    public static Services acceptingDeletions(Installation installation, String holder) {
        return of(installation, holder, true);
    }

    private static Services of(Installation installation, String holder, boolean acceptsDeletions) {
        LeasedRuns runs = new LeasedRuns(installation, holder);
        SettleService settling = new SettleService(installation, runs);
        ReadinessService readiness = new ReadinessService(installation);
        PullService pulls = new PullService(installation, runs, settling, readiness, acceptsDeletions);
        DecideService decisions = new DecideService(installation, runs);
        PlanService plans = new PlanService(installation);
        WriteService writes = new WriteService(installation, runs, settling, pulls, decisions, plans);
        return new Services(
                readiness,
                pulls,
                decisions,
                plans,
                writes,
                settling,
                new SyncService(pulls, decisions, writes, installation.clock()),
                new Uninstaller(installation, runs));
    }
}
