package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AccountMetadata.BusinessHours;
import io.onefunnel.spi.AccountMetadata.CampaignStatus;
import io.onefunnel.spi.AccountMetadata.PersonStatus;
import io.onefunnel.spi.AccountMetadata.PipelineStage;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads what each account says about itself; stores nothing. */
@Command(
        name = "metadata",
        description = {
            "Show what the systems themselves call stages and statuses, and when they say people work.",
            "The hours are printed as config/calendars.yaml takes them."
        })
public final class MetadataCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConnectionOption connection = new ConnectionOption();

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            List<Connected> chosen = connection.of(opening);
            ConnectionChecks.requireUsable(opening.services().readiness().check());
            Map<String, Object> json = new LinkedHashMap<>();
            for (Connected each : chosen) {
                Optional<AccountMetadata> metadata = each.adapter().metadata();
                if (metadata.isEmpty()) {
                    if (!common.json) System.out.println(each.id() + ": says nothing of itself\n");
                    continue;
                }
                List<PipelineStage> stages = metadata.get().stages();
                List<PersonStatus> statuses = metadata.get().statuses();
                List<BusinessHours> hours = metadata.get().businessHours();
                List<CampaignStatus> campaigns = metadata.get().campaignStatuses();
                if (common.json) json.put(each.id().value(), json(stages, statuses, hours, campaigns));
                else print(each, stages, statuses, hours, campaigns);
            }
            if (common.json) Json.print(Map.of("connections", json));
            return ExitCode.DONE;
        }
    }

    private static void print(
            Connected connected,
            List<PipelineStage> stages,
            List<PersonStatus> statuses,
            List<BusinessHours> hours,
            List<CampaignStatus> campaigns) {
        System.out.println(connected.id() + "\n");
        if (!stages.isEmpty()) {
            TextTable table = new TextTable("pipeline", "stage", "id", "chance", "ends as").keeping(2);
            stages.forEach(each ->
                    table.row(each.pipeline(), each.label(), each.id(), chance(each), !each.closed() ? "" : end(each)));
            System.out.println(table);
        }
        if (!statuses.isEmpty()) {
            TextTable table = new TextTable("status of people", "id", "").keeping(1);
            statuses.forEach(each -> table.row(
                    each.label(), each.id(), each.converted() ? "converted" : each.usual() ? "at first" : ""));
            System.out.println(table);
        }
        if (!campaigns.isEmpty()) {
            TextTable table = new TextTable("channel", "status of members", "step", "").keeping(1);
            campaigns.forEach(
                    each -> table.row(each.channel(), each.name(), each.step(), each.success() ? "success" : ""));
            System.out.println(table);
        }
        if (!hours.isEmpty()) System.out.println(calendars(hours));
    }

    private static String chance(PipelineStage stage) {
        return stage.probability().isPresent() ? stage.probability().getAsInt() + " %" : "-";
    }

    private static String end(PipelineStage stage) {
        return stage.won() ? "won" : "lost";
    }

    /** As {@code config/calendars.yaml} takes them. */
    static String calendars(List<BusinessHours> hours) {
        StringBuilder yaml = new StringBuilder("calendars:\n");
        for (BusinessHours each : hours) {
            String name = nameOf(each);
            yaml.append("  ").append(name).append(":").append(each.usual() ? "    # the usual one" : "");
            yaml.append("\n    zone: ").append(each.zone()).append("\n    hours:\n");
            for (DayOfWeek day : DayOfWeek.values()) {
                AccountMetadata.Window window = each.open().get(day);
                yaml.append("      ")
                        .append(day.name().toLowerCase(Locale.ROOT))
                        .append(": ");
                yaml.append(window == null ? "closed" : window.from() + "-" + end(window.to()))
                        .append('\n');
            }
            yaml.append("    holidays:")
                    .append(each.holidays().isEmpty() ? " {}" : "")
                    .append('\n');
            each.holidays()
                    .forEach(holiday -> yaml.append("      ")
                            .append(holiday.day())
                            .append(": \"")
                            .append(holiday.name().replace("\\", "\\\\").replace("\"", "\\\""))
                            .append("\"\n"));
        }
        return yaml.toString();
    }

    private static String nameOf(BusinessHours hours) {
        String dashed =
                hours.name().strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}]+", "-");
        return dashed.replaceAll("^-|-$", "");
    }

    private static String end(LocalTime time) {
        return time.equals(LocalTime.MIDNIGHT) ? "24:00" : time.toString();
    }

    private static Map<String, Object> json(
            List<PipelineStage> stages,
            List<PersonStatus> statuses,
            List<BusinessHours> hours,
            List<CampaignStatus> campaigns) {
        return Map.of(
                "stages",
                stages.stream()
                        .map(each -> Map.of(
                                "pipeline", each.pipeline(),
                                "id", each.id(),
                                "label", each.label(),
                                "closed", each.closed(),
                                "won", each.won(),
                                "probability", each.probability().orElse(-1)))
                        .toList(),
                "statuses",
                statuses.stream()
                        .map(each -> Map.of(
                                "id", each.id(),
                                "label", each.label(),
                                "usual", each.usual(),
                                "converted", each.converted()))
                        .toList(),
                "campaignStatuses",
                campaigns.stream()
                        .map(each -> Map.of(
                                "channel", each.channel(),
                                "name", each.name(),
                                "step", each.step(),
                                "success", each.success()))
                        .toList(),
                "calendars",
                calendars(hours));
    }
}
