package io.onefunnel.app;

import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.demo.Serving;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.StoreMetrics;
import io.onefunnel.app.jobs.Schedule;
import java.util.concurrent.CountDownLatch;

/** The scheduler and the console of an installation, until the program is told to stop. */
final class RunningApp implements Serving {
    private final Console console;
    private final Schedule schedule;

    private RunningApp(Console console, Schedule schedule) {
        this.console = console;
        this.schedule = schedule;
    }

    /** Starts both; what has started is closed again when the other cannot. */
    static RunningApp start(OpenInstallation opening) {
        StoreMetrics.bind(opening.metrics(), opening.installation());
        Console console = Console.start(
                opening.installation(),
                opening.services(),
                Users.of(opening.installation().config()),
                opening.metrics());
        try {
            return new RunningApp(
                    console, Schedule.start(opening.installation(), opening.services(), opening.database()));
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

    /** Being told to stop interrupts the main thread. */
    @Override
    public void awaitStop() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException told) {
            // What is left is to close everything in order, which must not be interrupted once more.
        }
    }

    @Override
    public void close() {
        schedule.close();
        console.close();
    }
}
