package io.onefunnel.app;

import io.onefunnel.app.cli.MetadataCommand;
import io.onefunnel.app.demo.DemoCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Where the program starts: makes the command line, and lets what runs end in order when it is told to stop. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // What reps are called and what programs are named is not ASCII, whatever the terminal's locale says.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        CountDownLatch finished = new CountDownLatch(1);
        Thread work = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(work, finished), "stop"));
        int code = commandLine().execute(args);
        finished.countDown();
        System.exit(code);
    }

    /** Ctrl-C and SIGTERM: the work is interrupted and gets time to close what it opened, children included. */
    private static void stop(Thread work, CountDownLatch finished) {
        work.interrupt();
        try {
            if (!finished.await(20, TimeUnit.SECONDS)) System.err.println("onefunnel: stopped without tidying up");
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new RootCommand(), Main::make);
        line.addSubcommand("catalogue", hidden(new MetadataCommand()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(ErrorReporter::report);
        line.setUsageHelpWidth(80);
        return line;
    }

    /** Commands that need more than their options get it here. */
    private static <C> C make(Class<C> command) throws Exception {
        if (command == DemoCommand.class) return command.cast(new DemoCommand(RunningApp::start));
        return CommandLine.defaultFactory().create(command);
    }

    /** An earlier name of a command goes on working, and is not listed. */
    private static CommandLine hidden(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().hidden(true);
        return line;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
