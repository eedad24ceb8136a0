package io.onefunnel.app;

import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.demo.Serving;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.jobs.Schedule;
import io.onefunnel.app.view.Figures;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The scheduler and the console of an installation, until the program is told to stop. */
final class RunningApp implements Serving {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int REVIVALS = 3;

    private final Console console;
    private final BooleanSupplier reviveStore;
    private final Schedule schedule;

    private RunningApp(Console console, BooleanSupplier reviveStore, Schedule schedule) {
        this.console = console;
        this.reviveStore = reviveStore;
        this.schedule = schedule;
    }

    /** Starts both; what has started is closed again when the other cannot. */
    static RunningApp start(OpenInstallation opening) {
        Installation installation = opening.installation();
        Figures figures = Figures.of(installation);
        figures.refresh();
        Console console = Console.start(
                installation, opening.services(), figures, Users.of(installation.config()), opening.metrics());
        try {
            return new RunningApp(
                    console,
                    opening::reviveStore,
                    Schedule.start(installation, opening.services(), opening.database(), figures::refresh));
        } catch (RuntimeException failed) {
            console.close();
            throw failed;
        }
    }

    @Override
    public String url() {
        return console.url();
    }

    @Override
    public String signIn() {
        return console.signIn();
    }

    /** Being told to stop interrupts the main thread, which looks after the store's server meanwhile. */
    @Override
    public boolean awaitStop() {
        CountDownLatch never = new CountDownLatch(1);
        try {
            int failed = 0;
            while (failed < REVIVALS) {
                if (never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) return true;
                failed = reviveStore.getAsBoolean() ? 0 : failed + 1;
            }
            return false;
        } catch (InterruptedException told) {
            // What is left is to close everything in order, which must not be interrupted once more.
            return true;
        }
    }

    @Override
    public void close() {
        schedule.stop();
        console.close();
        schedule.close();
    }
}
