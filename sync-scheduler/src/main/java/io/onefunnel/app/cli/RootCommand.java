package io.onefunnel.app.cli;

import picocli.CommandLine.Command;

/** {@code onefunnel}. */
@Command(
        name = "onefunnel",
        description = "One funnel over Salesforce, HubSpot and Marketo.",
        mixinStandardHelpOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            SandboxCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            SyncCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            RunCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            DuplicatesCommand.class,
            ReportCommand.class,
            VersionCommand.class,
            picocli.CommandLine.HelpCommand.class
        },
        footer = {"", "Exit codes and examples: docs/admin/cli.md"})
public final class RootCommand {}
