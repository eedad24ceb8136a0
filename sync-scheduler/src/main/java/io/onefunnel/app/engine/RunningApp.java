package io.onefunnel.app.engine;

import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.Users;
import io.onefunnel.app.jobs.Schedule;
import java.util.concurrent.CountDownLatch;

/** The scheduler and the console of an installation, until the program is told to stop. */
public final class RunningApp implements AutoCloseable {
    private final Console console;
    private final Schedule schedule;

    private RunningApp(Console console, Schedule schedule) {
        this.console = console;
        this.schedule = schedule;
    }

    /** Starts both. */
    public static RunningApp start(Opening opening) {
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

    public Console console() {
        return console;
    }

    /** Returns when the program is told to stop: that interrupts the main thread. */
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
