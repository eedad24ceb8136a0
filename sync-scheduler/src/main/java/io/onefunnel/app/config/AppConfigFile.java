package io.onefunnel.app.config;

import io.onefunnel.app.config.AppConfig.Connection;
import io.onefunnel.app.config.AppConfig.ConsoleConfig;
import io.onefunnel.app.config.AppConfig.ConsoleUser;
import io.onefunnel.app.config.AppConfig.Role;
import io.onefunnel.app.config.AppConfig.Schedule;
import io.onefunnel.app.config.AppConfig.StoreConfig;
import io.onefunnel.app.config.AppConfig.Writing;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SystemId;
import io.onefunnel.settings.MappingFile;
import io.onefunnel.settings.Problems;
import io.onefunnel.settings.SecretReference;
import io.onefunnel.settings.Settings;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.writeback.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code config/onefunnel.yaml}. All problems, of the mapping files too, are reported together. */
public final class AppConfigFile {
    private final Map<SystemId, AdapterFactory> adapters;

    public AppConfigFile(Map<SystemId, AdapterFactory> adapters) {
        this.adapters = Map.copyOf(adapters);
    }

    /** @throws io.onefunnel.settings.SettingsException with every problem of every file */
    public AppConfig read(Path file) {
        Problems problems = new Problems();
        Optional<AppConfig> config = Settings.load(file, problems, settings -> config(file, settings, problems));
        problems.throwIfAny();
        return config.orElseThrow(() -> new IllegalStateException("no configuration and no problem: " + file));
    }

    private AppConfig config(Path file, Settings settings, Problems problems) {
        Path folder = folderOf(file);
        List<Connection> connections = new ArrayList<>();
        settings.named("connections")
                .forEach((name, section) ->
                        connection(folder, name, section, problems).ifPresent(connections::add));
        String home = settings.text("system-of-record", "salesforce");
        settings.check(
                connections.stream().anyMatch(each -> each.id().value().equals(home)) || !problems.isEmpty(),
                "system-of-record",
                "there is no connection \"" + home + "\"");
        return new AppConfig(
                folder,
                new ConnectionId(home),
                connections,
                store(folder, settings.section("store")),
                writing(settings.section("writing")),
                schedule(settings.section("schedule")),
                console(settings.section("console")));
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private Optional<Connection> connection(Path folder, String name, Settings section, Problems problems) {
        SystemId system = section.choice("vendor", SystemId.class);
        AdapterFactory factory = adapters.get(system);
        Path mappingFile = folder.resolve(
                section.text("mapping", "mappings/" + system.name().toLowerCase(java.util.Locale.ROOT) + ".yaml"));
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
        if (factory == null) {
            section.problem("vendor", "there is no adapter for " + system);
            return Optional.empty();
        }
        for (AdapterFactory.Option option : factory.options()) {
            if (option.secret()) {
                Optional<SecretReference> secret = option.required()
                        ? Optional.of(section.secret(option.key()))
                        : section.optionalSecret(option.key());
                secret.ifPresent(reference -> secrets.put(option.key(), reference));
            } else if (option.required()) {
                options.put(option.key(), section.text(option.key()));
            } else {
                section.optionalText(option.key()).ifPresent(value -> options.put(option.key(), value));
            }
        }
        Optional<ConnectionId> id = id(name, section);
        if (!Files.exists(mappingFile)) {
            section.problem("mapping", "there is no file " + mappingFile);
            return Optional.empty();
        }
        Optional<Mapping> mapping = MappingFile.read(mappingFile, problems);
        if (id.isEmpty() || mapping.isEmpty()) return Optional.empty();
        return Optional.of(new Connection(id.get(), system, mapping.get(), options, secrets));
    }

    private static Optional<ConnectionId> id(String name, Settings section) {
        try {
            return Optional.of(new ConnectionId(name));
        } catch (IllegalArgumentException badName) {
            section.problem("", String.valueOf(badName.getMessage()));
            return Optional.empty();
        }
    }

    private static StoreConfig store(Path folder, Settings section) {
        Optional<Supplier<String>> password = section.optionalSecret("password").map(secret -> secret);
        return new StoreConfig(
                folder.resolve(section.text("data", "../data")).normalize(),
                section.optionalText("url"),
                section.optionalText("user"),
                password);
    }

    private static Writing writing(Settings section) {
        Set<Capability> standing = EnumSet.noneOf(Capability.class);
        standing.addAll(section.choices("standing", Capability.class));
        return new Writing(
                standing,
                section.positiveInt("material-points", 3),
                new Planner.Fuses(
                        section.number("fuse-field-share", Planner.Fuses.DEFAULT.fieldShare()),
                        section.positiveInt("fuse-merges-per-day", Planner.Fuses.DEFAULT.mergesPerDay())));
    }

    private static Schedule schedule(Settings section) {
        return new Schedule(
                section.duration("pull", Duration.ofMinutes(5)),
                section.duration("decide", Duration.ofMinutes(1)),
                section.duration("write-back", Duration.ofMinutes(5)),
                section.duration("sla-tick", Duration.ofMinutes(1)),
                section.duration("settle", Duration.ofMinutes(10)));
    }

    private static ConsoleConfig console(Settings section) {
        Map<String, ConsoleUser> users = new LinkedHashMap<>();
        section.named("users")
                .forEach((name, user) ->
                        users.put(name, new ConsoleUser(user.choice("role", Role.class), user.secret("password"))));
        return new ConsoleConfig(section.text("host", "127.0.0.1"), section.integer("port", 8321), users);
    }
}
