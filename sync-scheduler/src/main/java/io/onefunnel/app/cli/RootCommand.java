package io.onefunnel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onefunnel}. */
@Command(
        name = "onefunnel",
        description = "One funnel over Salesforce, HubSpot and Marketo.",
        versionProvider = VersionCommand.Text.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            SandboxCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            ConnectionsCommand.class,
            ProvisionCommand.class,
            CatalogueCommand.class,
            BackfillCommand.class,
            SyncCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            RunCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            DuplicatesCommand.class,
            OutcomesCommand.class,
            ReportCommand.class,
            UninstallCommand.class,
            VersionCommand.class,
            picocli.CommandLine.HelpCommand.class
        },
        footer = {"", "Exit codes and examples: docs/admin/cli.md"})
public final class RootCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show the commands; with a command, what it does.")
    @SuppressWarnings("unused") // picocli reads the annotation
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // picocli reads the annotation
    private boolean version;
}
