package io.onefunnel.app.jobs;

import io.onefunnel.app.engine.BusyException;
import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.engine.Services;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerContext;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A tick: calls one step and decides nothing. What a step cannot do is in its run; what it throws is logged and the next
 * tick tries again.
 */
@DisallowConcurrentExecution
public abstract class StepJob implements InterruptableJob {
    static final String CONNECTION = "connection";
    static final String STEPS = "steps";
    static final String INSTALLATION = "installation";
    static final String AFTER_STEP = "after-step";

    private static final Logger log = LoggerFactory.getLogger(StepJob.class);

    private volatile @Nullable Thread at;

    /** A step stops between two batches; what it has in hand it finishes. */
    @Override
    public final void interrupt() {
        Thread working = at;
        if (working != null) working.interrupt();
    }

    @Override
    public final void execute(JobExecutionContext context) throws JobExecutionException {
        at = Thread.currentThread();
        String job = context.getJobDetail().getKey().getName();
        MDC.put("job", job);
        try {
            SchedulerContext lent = context.getScheduler().getContext();
            try {
                tick(lent(lent, STEPS, Services.class), lent(lent, INSTALLATION, Installation.class), context);
            } finally {
                lent(lent, AFTER_STEP, Runnable.class).run();
            }
        } catch (BusyException elsewhere) {
            log.info("{} is already being done by another node", job);
        } catch (InterruptedException stopping) {
            log.info("{} was told to stop; the next run goes on", job);
        } catch (SchedulerException | RuntimeException failed) {
            log.error("{} failed; the next tick tries again", job, failed);
        } finally {
            MDC.remove("job");
            at = null;
            // The thread is another job's next, and a word that came too late is not for that one.
            if (Thread.interrupted()) log.debug("{} had ended when it was told to stop", job);
        }
    }

    private static <T> T lent(SchedulerContext context, String name, Class<T> type) {
        return Objects.requireNonNull(type.cast(context.get(name)), name);
    }

    abstract void tick(Services services, Installation installation, JobExecutionContext context)
            throws InterruptedException;

    /** Pulls the one connection that the job names. */
    public static final class Pull extends StepJob {
        @Override
        void tick(Services services, Installation installation, JobExecutionContext context)
                throws InterruptedException {
            String name = context.getMergedJobDataMap().getString(CONNECTION);
            for (Connected each : installation.connections()) {
                if (each.id().value().equals(name)) services.pulls().run(each, ProgressListener.NONE);
            }
        }
    }

    /** Resolves and decides what changed. */
    public static final class Decide extends StepJob {
        @Override
        void tick(Services services, Installation installation, JobExecutionContext context)
                throws InterruptedException {
            services.decisions().resolve(ProgressListener.NONE);
            services.decisions().decide(installation.clock().instant(), ProgressListener.NONE);
        }
    }

    /** Writes what the admin allowed to be written unattended. */
    public static final class WriteBack extends StepJob {
        @Override
        void tick(Services services, Installation installation, JobExecutionContext context)
                throws InterruptedException {
            services.writes().writeUnattended(installation.clock().instant(), ProgressListener.NONE);
        }
    }

    /** Decides whose timers or recency bins have moved on. */
    public static final class SlaTick extends StepJob {
        @Override
        void tick(Services services, Installation installation, JobExecutionContext context)
                throws InterruptedException {
            services.decisions().decide(installation.clock().instant(), ProgressListener.NONE);
        }
    }

    /** Finds out what became of calls that may have happened. */
    public static final class Settle extends StepJob {
        @Override
        void tick(Services services, Installation installation, JobExecutionContext context)
                throws InterruptedException {
            services.settling().settle();
        }
    }
}
