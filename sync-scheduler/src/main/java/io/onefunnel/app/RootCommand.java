package io.onefunnel.app;

import io.onefunnel.app.cli.ApplyCommand;
import io.onefunnel.app.cli.BackfillCommand;
import io.onefunnel.app.cli.ConnectionsCommand;
import io.onefunnel.app.cli.DoctorCommand;
import io.onefunnel.app.cli.DuplicatesCommand;
import io.onefunnel.app.cli.ExplainCommand;
import io.onefunnel.app.cli.InitCommand;
import io.onefunnel.app.cli.MetadataCommand;
import io.onefunnel.app.cli.OutcomesCommand;
import io.onefunnel.app.cli.PauseCommand;
import io.onefunnel.app.cli.PlanCommand;
import io.onefunnel.app.cli.ProvisionCommand;
import io.onefunnel.app.cli.ReportCommand;
import io.onefunnel.app.cli.ResumeCommand;
import io.onefunnel.app.cli.StatusCommand;
import io.onefunnel.app.cli.SyncCommand;
import io.onefunnel.app.cli.UninstallCommand;
import io.onefunnel.app.cli.VersionCommand;
import io.onefunnel.app.demo.DemoCommand;
import io.onefunnel.app.demo.SandboxCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** What {@code onefunnel} offers, in the order in which a newcomer needs it. */
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
            MetadataCommand.class,
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
            HelpCommand.class
        },
        footer = {"", "Exit codes and examples: docs/admin/cli.md"})
final class RootCommand {
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
