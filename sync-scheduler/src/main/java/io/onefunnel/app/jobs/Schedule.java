package io.onefunnel.app.jobs;

import static org.quartz.JobBuilder.newJob;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Services;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The installation's jobs on Quartz's clustered JDBC store, in the same database as everything else. */
public final class Schedule implements AutoCloseable {
    private static final String DATA_SOURCE = "onefunnel";
    private static final String GROUP = "onefunnel";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(Schedule.class);

    private final Scheduler scheduler;

    private Schedule(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Starts ticking. Jobs and triggers of an earlier configuration are replaced.
     *
     * @param afterStep called when a step has ended, in whatever way; may not take long
     */
    public static Schedule start(
            Installation installation, Services services, DataSource database, Runnable afterStep) {
        try {
            DBConnectionManager.getInstance().addConnectionProvider(DATA_SOURCE, new Pooled(database));
            Scheduler scheduler = new StdSchedulerFactory(properties()).getScheduler();
            scheduler.getContext().put(StepJob.STEPS, services);
            scheduler.getContext().put(StepJob.INSTALLATION, installation);
            scheduler.getContext().put(StepJob.AFTER_STEP, afterStep);
            scheduler.clear();
            scheduler.scheduleJobs(jobs(installation), true);
            scheduler.start();
            return new Schedule(scheduler);
        } catch (SchedulerException failed) {
            throw new IllegalStateException("the scheduler cannot start: " + failed.getMessage(), failed);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "onefunnel");
        properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "4");
        properties.setProperty("org.quartz.threadPool.threadPriority", "5");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.dataSource", DATA_SOURCE);
        properties.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        return properties;
    }

    private static Map<JobDetail, Set<? extends Trigger>> jobs(Installation installation) {
        AppConfig.Schedule every = installation.config().schedule();
        Map<JobDetail, Set<? extends Trigger>> jobs = new LinkedHashMap<>();
        for (Connected each : installation.connections()) {
            JobDetail pull = newJob(StepJob.Pull.class)
                    .withIdentity("pull-" + each.id(), GROUP)
                    .usingJobData(StepJob.CONNECTION, each.id().value())
                    .build();
            jobs.put(pull, Set.of(trigger(pull, every.pull())));
        }
        put(jobs, "decide", StepJob.Decide.class, every.decide());
        put(jobs, "write-back", StepJob.WriteBack.class, every.writeBack());
        put(jobs, "sla-tick", StepJob.SlaTick.class, every.slaTick());
        put(jobs, "settle", StepJob.Settle.class, every.settle());
        return jobs;
    }

    private static void put(
            Map<JobDetail, Set<? extends Trigger>> jobs, String name, Class<? extends StepJob> type, Duration every) {
        JobDetail job = newJob(type).withIdentity(name, GROUP).build();
        jobs.put(job, Set.of(trigger(job, every)));
    }

    /** A tick that was missed while nothing ran is not made up for: the next one does all the work there is. */
    private static Trigger trigger(JobDetail job, Duration every) {
        return newTrigger()
                .withIdentity(job.getKey().getName(), GROUP)
                .forJob(job)
                .startNow()
                .withSchedule(simpleSchedule()
                        .withIntervalInMilliseconds(every.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithExistingCount())
                .build();
    }

    /** Starts no step any more, and tells running ones to stop after what they have in hand. Does not wait for that. */
    public void stop() {
        try {
            scheduler.standby();
            for (JobExecutionContext running : scheduler.getCurrentlyExecutingJobs()) {
                scheduler.interrupt(running.getFireInstanceId());
            }
        } catch (SchedulerException unclear) {
            log.warn("running steps could not be told to stop", unclear);
        }
    }

    /**
     * Stops, and waits a little for running steps. One that hangs in a vendor's answer is left as by a crash: the next start
     * settles what it had in hand.
     */
    @Override
    public void close() {
        stop();
        try {
            awaitSteps();
            scheduler.shutdown(false);
        } catch (SchedulerException alreadyDown) {
            throw new IllegalStateException("the scheduler did not stop: " + alreadyDown.getMessage(), alreadyDown);
        }
    }

    private void awaitSteps() throws SchedulerException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!scheduler.getCurrentlyExecutingJobs().isEmpty() && System.nanoTime() < until) {
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /** Quartz borrows from the store's pool. */
    private record Pooled(DataSource database) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void shutdown() {
            // The pool belongs to the store.
        }

        @Override
        public void initialize() {
            // It already runs.
        }
    }
}
